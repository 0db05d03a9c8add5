//! Contracts: what stands now, how it came to that, and what people say of it.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use super::{Page, all, people, with};
use crate::contracting::{Answer, Coded, Prospect, Request, Safeguarding, Successor};
use crate::cycle::Entry;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::overview::{Agreed, Contract, Fact, Renewed, Reported};

/// Something that happened, at its place in the course.
struct Step<'a> {
    at: Moment,
    entry: EntryNumber,
    what: String,
    /// Whose words stand with it.
    told: Option<&'a Entry>,
}

impl Page<'_> {
    pub(super) fn write_contract(&self, f: &mut Formatter<'_>, it: &Contract<'_>) -> fmt::Result {
        let overdue = if it.review_overdue { ", review overdue" } else { "" };
        writeln!(f, "  {}: {}{overdue}", it.contract, it.stage)?;
        let data = it.invited.data();
        let asked = request(Request { space: data.space, stream: data.stream });
        let case = self.of_case(data.case.as_ref());
        let kinds = if data.case_kinds.is_empty() { String::new() } else { format!(" ({})", data.case_kinds) };
        self.line(f, "    ", format!("{}: {asked}{case}{kinds}", it.origin), &it.invited)?;
        data.arose_from.iter().try_for_each(|cause| writeln!(f, "    arose from {cause}"))?;
        if let Some(agreed) = &it.agreed {
            self.write_agreed(f, it, agreed)?;
        }
        let mut course = self.course(it);
        course.sort_by_key(|step| (step.at, step.entry));
        for step in &course {
            writeln!(f, "    {}", step.what)?;
            step.told.map_or(Ok(()), |entry| self.write_words(f, "      ", entry))?;
        }
        self.write_what_people_say(f, it)
    }

    /// What happened after the invitation.
    fn course<'a>(&self, it: &Contract<'a>) -> Vec<Step<'a>> {
        let mut course = Vec::new();
        for reframe in &it.reframes {
            let to = request(reframe.offered.data().to);
            course.push(self.step(format!("reframed to {to}"), &reframe.offered));
            course.extend(reframe.answered.map(|fact| self.step(answer(&fact.data().answer), &fact)));
        }
        for it in &it.versions {
            let lacks = if it.gaps.is_empty() { String::new() } else { format!(", which lacks {}", it.gaps) };
            course.push(self.step(format!("version {} of the terms proposed{lacks}", it.version), &it.proposed));
            let accepted = it.accepted.iter();
            course.extend(accepted.map(|fact| self.step(format!("version {} accepted", it.version), fact)));
        }
        for fact in &it.steps {
            let reason = fact.data().reason().map(|reason| format!(": {reason}")).unwrap_or_default();
            course.push(self.step(format!("{}{reason}", fact.entry().event().kind().past_tense()), fact));
        }
        for entered in it.stages.iter().filter(|entered| entered.entry.is_none()) {
            let what = format!("{} at {}", entered.stage, self.end(entered.at));
            course.push(Step { at: entered.at, entry: EntryNumber::LAST, what, told: None });
        }
        for fact in &it.reviews {
            let data = fact.data();
            let with = if data.with.is_empty() { String::new() } else { format!(" with {}", all(&data.with)) };
            let next = data.next_review.map(|day| format!(", next by {}", day.format("%-d %b %Y"))).unwrap_or_default();
            course.push(self.step(format!("reviewed{with}{next}"), fact));
        }
        for fact in &it.parties_replaced {
            let data = fact.data();
            course.push(self.step(format!("party replaced: {} by {}", data.party, data.successor), fact));
        }
        for flexed in &it.flexed {
            let (data, reserved) = (flexed.fact.data(), "; that is reserved to those with the statutory mandate");
            let given = if flexed.gives_away_a_decision { reserved } else { "" };
            course.push(self.step(format!("flexed: {} to {}{given}", data.task, data.to), &flexed.fact));
        }
        // What the agreement of a successor completes is no step of its own.
        let own: BTreeSet<EntryNumber> = course.iter().map(|step| step.entry).chain([it.invited.entry().number()]).collect();
        let others =
            it.stages.iter().filter_map(|entered| Some((entered, entered.entry.filter(|entry| !own.contains(entry))?)));
        let others = others.map(|(entered, entry)| {
            let what =
                format!("{} by the agreement of its successor (entry {entry}), {}", entered.stage, self.time(entered.at));
            Step { at: entered.at, entry, what, told: None }
        });
        course.extend(others);
        course.extend(it.renewed.iter().map(|it| self.step(renewed(it), &it.fact)));
        course
    }

    fn step<'a, D>(&self, what: impl Display, fact: &Fact<'a, D>) -> Step<'a> {
        let entry = fact.entry();
        let (at, what) = (entry.act().occurred_at, format!("{what}, {}", self.noted(entry)));
        Step { at, entry: entry.number(), what, told: Some(entry) }
    }

    fn write_agreed(&self, f: &mut Formatter<'_>, it: &Contract<'_>, agreed: &Agreed<'_>) -> fmt::Result {
        let settled = it.settled.map(|settled| format!(": {}", request(settled))).unwrap_or_default();
        writeln!(f, "    agreed, version {}{settled}", agreed.version)?;
        let terms = agreed.terms;
        if let Some(focus) = &terms.focus {
            writeln!(f, "      focus: {}", Coded::code(focus))?;
        }
        if let Some(plan) = terms.serves {
            writeln!(f, "      serves: {plan}")?;
        }
        if let Some(lead) = terms.lead {
            writeln!(f, "      lead: {lead}")?;
        }
        if let Some(safeguarding) = &terms.safeguarding {
            let known = match safeguarding {
                Safeguarding::NoneKnown => "none known",
                Safeguarding::Known(_) => "known, and written down in the terms",
            };
            writeln!(f, "      safeguarding concerns: {known}")?;
        }
        terms.roles.iter().try_for_each(|(task, holder)| writeln!(f, "      {task}: {holder}"))?;
        writeln!(f, "      parties: {}", people(agreed.clinical_party.iter().chain(&agreed.social_work_party)))?;
        if !agreed.parties_gone.is_empty() {
            writeln!(f, "      no longer here on their side: {}", all(&agreed.parties_gone))?;
        }
        if let Some(day) = agreed.planned_end {
            writeln!(f, "      planned end: {}", day.format("%-d %b %Y"))?;
        }
        match agreed.review_by {
            Some(day) => writeln!(f, "      to be reviewed by {}", day.format("%-d %b %Y")),
            None => Ok(()),
        }
    }

    pub(super) fn write_reported(&self, f: &mut Formatter<'_>, it: &Reported<'_>, indent: &str) -> fmt::Result {
        let data = it.fact.data();
        let lacks = if it.gaps.is_empty() { String::new() } else { format!("; it lacks: {}", it.gaps) };
        let given = if it.gives_away_a_decision { "; it gives a statutory decision away" } else { "" };
        let what = format!("{}: reported, between {}{lacks}{given}", data.report, people(&data.between));
        self.line(f, indent, what, &it.fact)
    }

    fn write_what_people_say(&self, f: &mut Formatter<'_>, it: &Contract<'_>) -> fmt::Result {
        it.agreements_reported.iter().try_for_each(|reported| self.write_reported(f, reported, "    "))?;
        for fact in self.told(&it.ratings) {
            self.line(f, "    ", format!("{}: rated {} of 10", fact.data().rating, fact.data().score.get()), fact)?;
        }
        for fact in self.told(&it.views) {
            self.line(f, "    ", format!("{}: view given", fact.data().view), fact)?;
        }
        for fact in self.told(&it.outcomes) {
            let data = fact.data();
            let of = with(", decision ", data.decision.as_ref()) + &with(", plan ", data.test.as_ref());
            let how = with(": ", data.how);
            self.line(f, "    ", format!("{}: outcome learned{of}{how}", data.outcome), fact)?;
            self.write_known_then(f, data)?;
        }
        for fact in self.told(&it.outcomes_fed_back) {
            self.line(f, "    ", format!("{}: told to {}", fact.data().outcome, all(&fact.data().to)), fact)?;
        }
        Ok(())
    }
}

fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Welcomed => "reframe welcomed".to_owned(),
        Answer::Adapted { to, .. } => format!("reframe adapted to {}", request(*to)),
        Answer::NotWelcomed { why, .. } => {
            format!("reframe not welcomed{}", why.map(|why| format!(": {why}")).unwrap_or_default())
        }
    }
}

fn renewed(it: &Renewed<'_>) -> String {
    match (&it.fact.data().successor, it.prospect) {
        (Successor::Here(contract), Some(Prospect::Open)) => format!("to go on in contract {contract}, once that is agreed"),
        (Successor::Here(contract), Some(Prospect::Nothing)) => {
            format!("was to go on in contract {contract}, which came to nothing")
        }
        (Successor::Here(contract), Some(Prospect::Agreed) | None) => format!("goes on in contract {contract}"),
        (Successor::Elsewhere { cycle, contract }, _) => format!("goes on in contract {contract} of cycle {cycle}"),
    }
}

fn request(request: Request) -> String {
    let stream = request.stream.map(|stream| format!(" ({stream})"));
    format!("{}{}", request.space, stream.unwrap_or_default())
}
