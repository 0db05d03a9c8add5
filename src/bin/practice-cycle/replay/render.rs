//! The standing in plain English. Everything printed comes from the value; references and labels only, no free text.

use std::fmt::{self, Display};
use std::io::{self, Write};

use practice_cycle::boundary::Sighting;
use practice_cycle::code::Code;
use practice_cycle::contracting::{Prospect, Request, Successor};
use practice_cycle::id::{ContractId, PersonId};
use practice_cycle::intervening::Cover;
use practice_cycle::joining::{Cause, Place};

use super::contracts::{Can, Cannot, Contract};
use super::standing::{Corrected, Joining, Noted, Readings, Standing};
use super::work::{Session, Work};

/// When, by whom, and as which entry; with when it was recorded, where that was later.
impl Display for Noted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {}", self.occurred_at, self.by)?;
        if self.recorded_at > self.occurred_at {
            write!(f, ", recorded {}", self.recorded_at)?;
        }
        if let Some(recorded_by) = self.recorded_by {
            write!(f, ", recorded by {recorded_by}")?;
        }
        write!(f, " [{}]", self.entry)
    }
}

/// References, or anything else, with commas.
pub(crate) fn all<T: Display>(things: impl IntoIterator<Item = T>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    if things.is_empty() { "nobody".to_owned() } else { things.join(", ") }
}

fn because(causes: &[Cause]) -> String {
    if causes.is_empty() { String::new() } else { format!(", because of {}", all(causes)) }
}

fn request(request: &Request) -> String {
    let stream = request.stream.map(|stream| format!(" ({stream})"));
    format!("{}{}", request.space, stream.unwrap_or_default())
}

fn cover(cover: &Cover) -> String {
    match cover {
        Cover::Contract(contract) => format!("on contract {contract}"),
        Cover::Uncovered { why, contract: None } => format!("uncovered: {why}"),
        Cover::Uncovered { why, contract: Some(contract) } => format!("uncovered: {why} (contract {contract})"),
    }
}

/// The contract that came to cover what was uncovered.
fn later(covered_by: Option<&ContractId>) -> String {
    covered_by.map(|contract| format!(", later covered by {contract}")).unwrap_or_default()
}

impl Standing<'_> {
    pub(crate) fn render(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "as of {}, as known at {}: {} entries in effect", self.as_of, self.known_at, self.entries_in_effect)?;
        let Some(opened) = &self.opened else { return writeln!(out, "the cycle was not open yet") };
        writeln!(out, "cycle {} with team {}, opened {}", opened.cycle, opened.team, opened.noted)?;
        if let Some(earlier) = opened.earlier {
            writeln!(out, "  follows cycle {earlier}")?;
        }
        if let Some(closed_at) = self.closed_at {
            writeln!(out, "  closed {closed_at}")?;
        }
        writeln!(out, "\nPeople")?;
        for somebody in &self.people {
            let left = somebody.left_at.map(|at| format!(", left {at}")).unwrap_or_default();
            writeln!(out, "  {}: {}{left}", somebody.person, somebody.roles)?;
        }
        self.joining.render(out)?;
        writeln!(out, "\nContracts")?;
        self.contracts.iter().try_for_each(|contract| contract.render(out))?;
        self.work.render(out)?;
        self.deciding.render(out)?;
        self.render_observations(out)?;
        render_corrections(out, "Entered in error", &self.entered_in_error)?;
        render_corrections(out, "Redacted", &self.redacted)?;
        let Readings { standing, openings, turns, boundary, drift } = &self.readings;
        writeln!(out, "\nReadings")?;
        let joining = [standing.to_string(), openings.to_string(), turns.to_string()];
        let readings = [&joining[..], &[boundary.to_string(), drift.to_string()]].concat();
        let readings: Vec<&str> = readings.iter().map(|reading| reading.trim_end()).collect();
        writeln!(out, "{}", readings.join("\n\n"))
    }

    fn render_observations(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.observations.is_empty() {
            writeln!(out, "\nObservations of the boundary")?;
        }
        for it in &self.observations {
            let what = it.figure1.map_or_else(|| "a sign of the service's own".to_owned(), |sign| sign.to_string());
            let found = match it.finding {
                Sighting::Present(strength) => strength.to_string(),
                Sighting::Absent => "absent".to_owned(),
                Sighting::NoOpportunity => "no opportunity to see".to_owned(),
            };
            write!(out, "  {}: {what} ({}): {found}; ", it.observation, it.leans)?;
            writeln!(out, "{}, {}, in {}, {}", it.standpoint, it.basis, it.space, it.noted)?;
        }
        Ok(())
    }
}

fn render_corrections(out: &mut impl Write, heading: &str, corrections: &[Corrected<'_>]) -> io::Result<()> {
    if !corrections.is_empty() {
        writeln!(out, "\n{heading}")?;
    }
    corrections.iter().try_for_each(|it| writeln!(out, "  entry {} (`{}`): {}", it.entry, it.kind, it.corrected))
}

impl Joining<'_> {
    fn render(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\nJoining")?;
        for it in &self.occasions {
            let place = match it.place {
                Place::In(space) => space.to_string(),
                Place::Everyday => "everyday life of the team".to_owned(),
            };
            writeln!(out, "  occasion {}: {place}, with {}, {}", it.occasion, all(it.with), it.noted)?;
        }
        for it in &self.rules {
            let stands = it.stands.map_or("noticed", Code::code);
            writeln!(out, "  rule {} ({}): {stands}; noticed {}", it.rule, it.voice, it.noted)?;
        }
        for it in &self.acknowledgements {
            writeln!(out, "  acknowledged {} {}{}, {}", it.acknowledgement, it.how, because(it.because_of), it.noted)?;
        }
        for it in &self.disruptions {
            writeln!(out, "  disrupted {}: {}, {}", it.disruption, it.what, it.noted)?;
        }
        for it in &self.influence {
            writeln!(out, "  invited to shape practice {}{}: {}", it.influence, because(it.because_of), it.noted)?;
        }
        for it in &self.asked_again {
            let contract = it.contract.map(|id| format!(", about contract {id}")).unwrap_or_default();
            writeln!(out, "  asked for help again {}: {}{contract}, {}", it.asking, it.asked_by, it.noted)?;
        }
        Ok(())
    }
}

impl Contract<'_> {
    fn render(&self, out: &mut impl Write) -> io::Result<()> {
        let overdue = if self.review_overdue { ", review overdue" } else { "" };
        writeln!(out, "  {}: {}{overdue}", self.contract, self.stage)?;
        writeln!(out, "    {}: {}, {}", self.origin, request(&self.asked), self.noted)?;
        for cause in self.arose_from {
            writeln!(out, "    arose from {cause}")?;
        }
        for it in &self.reframes {
            let answer = it.answer.map_or_else(|| "not answered yet".to_owned(), |answer| answer.replace('_', " "));
            writeln!(out, "    reframed to {}: {answer}, {}", request(&it.to), it.noted)?;
        }
        if let Some(it) = &self.agreed {
            let settled = self.settled.as_ref().map(request).unwrap_or_default();
            writeln!(out, "    agreed: version {} [{}], {settled}", it.version, it.entry)?;
            writeln!(out, "      parties: {} and {}", all(it.clinical), all(it.social_work))?;
            if !it.gone.is_empty() {
                writeln!(out, "      no longer here on their side: {}", all(&it.gone))?;
            }
            if let Some(end) = it.planned_end {
                writeln!(out, "      planned end: {end}")?;
            }
            if let Some(due) = it.review_due {
                writeln!(out, "      review due by: {due}")?;
            }
        }
        for it in &self.flexed {
            let given = if it.gives_away_a_decision { "; reserved to those with the statutory mandate" } else { "" };
            writeln!(out, "    flexed: {} to {}{given}, {}", it.task, it.to, it.noted)?;
        }
        if let Some(it) = &self.tabled {
            write!(out, "    on the table: version {} [{}], accepted by {}", it.version, it.entry, it.accepted_by)?;
            writeln!(out, ", lacks {}", it.gaps)?;
        }
        if let Some(reason) = self.reason {
            writeln!(out, "    last reason given: {reason}")?;
        }
        match self.successor {
            Some(Successor::Here(contract)) => match self.prospect {
                Some(Prospect::Open) => writeln!(out, "    to go on in contract {contract}, once that is agreed")?,
                Some(Prospect::Nothing) => writeln!(out, "    was to go on in contract {contract}, which came to nothing")?,
                Some(Prospect::Agreed) | None => writeln!(out, "    goes on in contract {contract}")?,
            },
            Some(Successor::Elsewhere { cycle, contract }) => {
                writeln!(out, "    goes on in contract {contract} of cycle {cycle}")?;
            }
            None => {}
        }
        self.render_what_people_say(out)?;
        self.render_what_is_possible(out)
    }

    /// Those who can and cannot do the same are told together.
    fn render_what_is_possible(&self, out: &mut impl Write) -> io::Result<()> {
        let mut alike: Vec<(&Can<'_>, Vec<&PersonId>)> = Vec::new();
        for it in &self.possible {
            match alike.iter_mut().find(|(other, _)| other.can == it.can && other.cannot == it.cannot) {
                Some((_, people)) => people.push(it.person),
                None => alike.push((it, vec![it.person])),
            }
        }
        for (it, people) in alike {
            if !it.can.is_empty() {
                writeln!(out, "    possible for {}: {}", all(&people), all(&it.can))?;
            }
            let why_not = |not: &Cannot| writeln!(out, "    not for {}: {}", all(&people), not.why);
            it.cannot.iter().try_for_each(why_not)?;
        }
        Ok(())
    }

    fn render_what_people_say(&self, out: &mut impl Write) -> io::Result<()> {
        for it in &self.reported {
            let gives_away = if it.gives_away_a_decision { ", gives a statutory decision away" } else { "" };
            writeln!(out, "    reported {}: between {}, {}", it.report, all(it.between), it.noted)?;
            writeln!(out, "      lacks {}{gives_away}", it.gaps)?;
        }
        for it in &self.ratings {
            let scores = all(it.scores.iter().map(|score| score.get()));
            writeln!(out, "    rated by {}: {scores} of 10", it.person)?;
        }
        for it in &self.views {
            writeln!(out, "    view {}: {}", it.view, it.noted)?;
        }
        for it in &self.outcomes {
            writeln!(out, "    outcome learned {}: {}", it.outcome, it.noted)?;
        }
        Ok(())
    }
}

fn render_session(out: &mut impl Write, it: &Session<'_>) -> io::Result<()> {
    let rests = format!("{}{}", cover(it.cover), later(it.covered_by));
    writeln!(out, "    session {}: {}, {rests}, {}", it.session, it.space, it.noted)?;
    writeln!(out, "      present: {}", all(it.present))
}

impl Work<'_> {
    fn render(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "\nWork")?;
        for it in &self.interventions {
            let closed = it.closed.map(|how| format!(", {how}")).unwrap_or_default();
            let rests = format!("{}{}", cover(it.cover), later(it.covered_by));
            writeln!(out, "  {}: {} ({}), {rests}{closed}", it.intervention, it.form, it.stream)?;
            it.sessions.iter().try_for_each(|session| render_session(out, session))?;
        }
        self.other_sessions.iter().try_for_each(|session| render_session(out, session))?;
        for it in &self.cancelled_sessions {
            let under = it.contract.map(|contract| format!(", on contract {contract}")).unwrap_or_default();
            let of = it.intervention.map(|intervention| format!(", of {intervention}")).unwrap_or_default();
            write!(out, "  not held, {}: {}{under}{of}; cancelled by {}: ", it.cancellation, it.space, it.side)?;
            writeln!(out, "{}, {}", it.reason, it.noted)?;
        }
        for it in &self.concerns {
            writeln!(out, "  {} {}: {}", it.what, it.concern, it.noted)?;
            it.passed_on.iter().try_for_each(|passed| writeln!(out, "    passed to {}, {}", passed.to, passed.noted))?;
        }
        for it in &self.explanations {
            writeln!(out, "  explained {} to {}: {}, {}", it.explanation, it.person, it.explained, it.noted)?;
        }
        for it in &self.explanations_withheld {
            let with = it.manager.map(|manager| format!(", decided with {manager}")).unwrap_or_default();
            writeln!(out, "  not explained {} to {}{with}, {}", it.explanation, it.person, it.noted)?;
        }
        for it in &self.consents {
            let whom = it.for_person.map(|person| format!(" for {person}")).unwrap_or_default();
            writeln!(out, "  consent {} to {} from {}{whom}, {}", it.consent, it.to, it.given_by, it.noted)?;
            if let Some(withdrawn) = &it.withdrawn {
                writeln!(out, "    withdrawn by {}, {}", withdrawn.by, withdrawn.noted)?;
            }
        }
        for it in &self.suggestions {
            let again = it.again.map(|earlier| format!(", offering {earlier} again")).unwrap_or_default();
            writeln!(out, "  suggestion {} within {}{again}, {}", it.suggestion, it.contract, it.noted)?;
            it.answers.iter().try_for_each(|answer| writeln!(out, "    {}, {}", answer.reception, answer.noted))?;
        }
        for it in &self.changes {
            writeln!(out, "  change {} of {}: noticed {}", it.change, it.what, it.noticed)?;
            it.witnessed.iter().try_for_each(|noted| writeln!(out, "    witnessed {noted}"))?;
            it.documented.iter().try_for_each(|noted| writeln!(out, "    documented {noted}"))?;
            let to_whom = |to: &[_]| if to.is_empty() { "others not named here".to_owned() } else { all(to) };
            let amplified = |to: &[_], noted: &Noted<'_>| format!("    amplified to {}, {noted}", to_whom(to));
            it.amplified.iter().try_for_each(|it| writeln!(out, "{}", amplified(it.to, &it.noted)))?;
            let led = &it.led_to;
            if !led.is_empty() {
                let contracts = led.contracts.iter().map(|id| format!("contract {id}"));
                let acknowledgements = led.acknowledgements.iter().map(|id| format!("acknowledgement {id}"));
                let influence = led.influence.iter().map(|id| format!("invitation to shape practice {id}"));
                writeln!(out, "    led to {}", all(contracts.chain(acknowledgements).chain(influence)))?;
            }
        }
        Ok(())
    }
}
