//! Findings, put together from messages: in English, or in another language.

use std::fmt;

use super::evidence::{Shown, found, shown, together};
use super::fields::{Fields, listed, named};
use super::messages::asked;
use super::messages::finding as say;
use super::messages::found::did_something;
use super::phrases::{Mood, Wording, did, milestone};
use super::sentences::{self, excused_until};
use super::times;
use crate::calendar::{Period, local_date};
use crate::code::Code;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::deciding;
use crate::message::{Message, Row, Said, capital};
use crate::noun::Noun;
use crate::people::Role;
use crate::policy::eval::answer::Missing;
use crate::policy::eval::evidence::Evidence;
use crate::policy::report::finding::{Asks, Concerned, Finding, Help, Setting, Trigger};
use crate::policy::report::verdict::Outcome;
use crate::policy::syntax::codes::Order;
use crate::policy::syntax::condition::HappeningForm;

/// How a message is said: in English, or in another language.
pub(crate) type Say<'a> = &'a dyn Fn(&Message) -> String;

/// A finding in a few sentences, each of which is said in one language.
pub(crate) fn sentence(finding: &Finding, words: Say<'_>) -> String {
    let fields = fields(finding);
    let mut said = vec![words(&sentences::verdict(finding))];
    let opened = opened(finding, &fields);
    let opened = match together(because(finding).map(|because| shown(because, &fields))) {
        Some(so) => say::opened_where(opened, so),
        None => opened,
    };
    said.push(format!("{}.", words(&opened)));
    if let Some((concerned, why)) = finding.concerns.as_ref().zip(concerned(finding)) {
        let noun = match concerned {
            Concerned::Person(..) => Noun::Person,
            Concerned::Contract(_) => Noun::Contract,
        };
        said.push(words(&say::concerns(reference(noun.code(), concerned.id()), why)));
    }
    said.extend(outcome(finding, &fields).iter().map(words));
    said.extend(finding.set.iter().map(|set| format!("{}.", capital(&words(&set.said())))));
    if let Some(excuse) = &finding.duty.excused {
        let (entry, at) = (excuse.at.entry, excuse.at.at);
        said.push(words(&match excused_until(finding) {
            Some(until) => sentences::excuses_until(entry, at, until),
            None => sentences::excuses(entry, at),
        }));
    } else {
        said.extend(help(finding, &fields).iter().map(|help| format!("{}.", capital(&words(help)))));
    }
    said.join(" ")
}

/// The fields that the rule of a finding speaks of.
fn fields(finding: &Finding) -> Fields {
    Fields::of(&finding.asked.form, finding.opening.event)
}

/// Why the rule applied, but for what is said elsewhere: what it required and what stands there instead, the milestone that was
/// recorded, and that somebody or something of several is the one that it is about.
fn because(finding: &Finding) -> impl Iterator<Item = &Evidence> {
    let list = finding.asked.form.each.as_deref().filter(|_| finding.concerns.is_some());
    finding.because.iter().filter(move |because| {
        let said = match because {
            Evidence::Field { path, .. } => {
                let of_the_list = list.is_some_and(|list| path.starts_with(list) || path.starts_with("each"));
                &**path == "each" || of_the_list || milestone_of(finding).is_some_and(|_| &**path == "what")
            }
            Evidence::Happened { .. }
            | Evidence::Ratio { .. }
            | Evidence::NeverHappened { .. }
            | Evidence::Concurrent { .. }
            | Evidence::Open { .. }
            | Evidence::Stage(_)
            | Evidence::Standing(_)
            | Evidence::Boundary(_) => false,
        };
        !said && !finding.found.contains(because)
    })
}

/// The milestone that opened the duty, where the rule looked at which one it was.
fn milestone_of(finding: &Finding) -> Option<&Evidence> {
    const REACHED: Kind = Kind::Deciding(deciding::Kind::MilestoneReached);
    let is_milestone = finding.opening.event == REACHED.code();
    let which = |because: &&Evidence| matches!(because, Evidence::Field { path, of: None, .. } if &**path == "what");
    finding.because.iter().filter(|_| is_milestone).find(which)
}

/// Why the one of several that a finding is about is concerned.
pub(crate) fn concerned(finding: &Finding) -> Option<Message> {
    let form = &finding.asked.form;
    let role = match finding.concerns.as_ref()? {
        Concerned::Person(_, role) => *role,
        Concerned::Contract(_) => return Some(say::was_party(finding.duty.opened_by.entry)),
    };
    Some(match (form.first, finding.opening.event, form.each.as_deref()) {
        (true, "session_held", Some("present")) => say::first_met(role, finding.duty.opened_by.at),
        (true, ..) => say::first_time(role),
        _ => say::in_role(role),
    })
}

/// What stands below an excerpt.
pub(crate) fn notes(finding: &Finding, words: Say<'_>) -> Vec<(String, String)> {
    let (Finding { duty, set, .. }, fields) = (finding, fields(finding));
    let row = |these: Vec<Shown>| say::these(Row::Commas.of(these.into_iter().map(Shown::said)));
    let mut notes: Vec<(Message, Message)> = Vec::new();
    let because: Vec<Shown> = because(finding).map(|because| shown(because, &fields)).collect();
    if !because.is_empty() {
        notes.push((say::note_because(), row(because)));
    }
    let asked = asked(finding, &fields);
    match finding.asked.kind() {
        // Where something is as it has to be, the title says enough.
        Asks::ToBeSo if matches!(duty.outcome, Outcome::Kept { .. }) => {}
        Asks::ToBeSo => notes.push((say::note_required(), say::these(asked))),
        Asks::ToBeDone | Asks::ToBeDoneBefore => notes.push((say::note_asked(), say::to(asked))),
        Asks::NotToBeDone => notes.push((say::note_asked(), say::not_to(asked))),
    }
    if !finding.found.is_empty() {
        notes.push((say::note_found(), row(finding.found.iter().map(|one| found(one, &fields)).collect())));
    }
    notes.extend(partly(finding, &fields));
    notes.extend(due(finding).map(|due| (say::note_due(), due)));
    notes.extend(set.iter().map(|set| (sentences::note_set(), set.said())));
    if let Outcome::Unknown { missing } = &duty.outcome {
        notes.push((say::note_unknown(), lacking(missing, &fields)));
    }
    notes.extend(excused_until(finding).map(|until| (sentences::note_excused(), until)));
    let mut notes: Vec<(String, String)> = notes.iter().map(|(name, note)| (words(name), words(note))).collect();
    let help: Vec<String> = help(finding, &fields).iter().map(words).collect();
    if duty.excused.is_none() && !help.is_empty() {
        notes.push((words(&sentences::note_help()), help.join("; ")));
    }
    notes.push((words(&sentences::note_source()), words(&sentences::source(finding))));
    notes
}

/// How much of what is asked was done, where a part of it was: under what name, and how many of how many.
fn partly(finding: &Finding, fields: &Fields) -> Option<(Message, Message)> {
    if !finding.is_partly_done() {
        return None;
    }
    if let (true, Some((done, needed))) = (finding.unsaid.is_empty(), finding.times) {
        return Some((say::partly_done(), say::some_of(number(done), number(needed))));
    }
    let (path, codes) = finding.asked.form.together.iter().next()?;
    let label = |code: &str| fields.label(path, code).unwrap_or_else(|| named(code));
    let missing: Vec<Said> = finding.unsaid.iter().map(|code| label(code)).collect();
    let unsaid = |code: &String| finding.unsaid.iter().any(|missing| **missing == **code);
    let said: Vec<Said> = codes.0.iter().filter(|code| !unsaid(code)).map(|code| label(code)).collect();
    let (done, of) = (number(said.len() as u64), number(codes.0.len() as u64));
    let name = if path == "explained" { say::partly_explained() } else { say::partly_said() };
    Some((name, say::some_said(done, of, listed(Row::And, said), listed(Row::And, missing))))
}

/// A number, as people write small ones.
fn number(number: u64) -> Said {
    let small = match number {
        0 => say::none_of(),
        1 => say::one(),
        2 => say::two(),
        3 => say::three(),
        4 => say::four(),
        5 => say::five(),
        6 => say::six(),
        7 => say::seven(),
        8 => say::eight(),
        9 => say::nine(),
        10 => say::ten(),
        more => return Said::Number(more),
    };
    small.into()
}

/// What a verdict cannot be given without.
fn lacking(missing: &Missing, fields: &Fields) -> Message {
    match missing {
        Missing::Field(path) => say::field_unknown(fields.name(path)),
        Missing::Calendar
        | Missing::BeforeCalendar
        | Missing::Feed
        | Missing::Reading(_)
        | Missing::EarlierCycle
        | Missing::Answer(_)
        | Missing::Parameter => missing.said(),
    }
}

/// Who acted.
pub(crate) fn role(role: Option<Role>) -> String {
    role.map_or_else(|| sentences::role_not_recorded().to_string(), |role| role.label().to_owned())
}

/// What was done.
pub(crate) fn done(kind: Option<Kind>) -> String {
    kind.map_or_else(|| sentences::not_at_hand().to_string(), |kind| kind.past_tense().to_owned())
}

/// A reference, with its noun.
pub(crate) fn reference(name: &str, id: &str) -> Message {
    match (Noun::from_code(name), name) {
        (Some(noun), _) => say::reference(noun, id),
        (None, "each") => say::each(id),
        (None, "of_whom") => say::whose_views(id),
        (None, "moved") => say::threshold_moved(id),
        (None, "returned") => say::returned_request(id),
        (None, name) => say::reference(named(name), id),
    }
}

/// What opened a duty: `On 2 March 2026 the social worker began the contract (entry 12, contract `c-1`)`.
fn opened(finding: &Finding, fields: &Fields) -> Message {
    let Finding { duty, opening, asked, concerns, .. } = finding;
    let (entry, day) = (duty.opened_by.entry, duty.opened_by.at);
    let about = duty.about.iter().map(|(name, id)| (name.rsplit('.').next().unwrap_or(name), id));
    // Who or what is concerned, of several, is said apart.
    let about = about
        .filter(|(name, id)| *name != "cycle" && concerns.as_ref().is_none_or(|concerned| concerned.id() != &***id))
        .map(|(name, id)| reference(name, id));
    let cited = Row::Commas.of(std::iter::once(say::entry(entry)).chain(about));
    let who: Message = opening.by.map_or_else(asked::somebody, say::the_role);
    let wording = Wording { asked, fields, opened: entry };
    let opened_by = |did: Said| say::on_day_did(day, who.clone(), did, cited.clone());
    let between =
        |end: Option<&HappeningForm>| opened_by(end.map_or_else(|| "".into(), |end| wording.happening(end, Mood::Past)));
    let of_kind = || Kind::from_code(opening.event).map_or_else(|| did_something().into(), did);
    let when = &asked.form.when;
    match &opening.trigger {
        Trigger::Event => opened_by(match milestone_of(finding) {
            Some(Evidence::Field { values, .. }) => {
                let names = values.iter().map(|value| fields.value("what", &value.to_string()));
                milestone(Mood::Past, listed(Row::And, names)).into()
            }
            _ => of_kind(),
        }),
        Trigger::StageBegan(stages) | Trigger::StageEnded(stages) => {
            let contract = match duty.about.as_slice() {
                [(name, id)] if &**name == "contract" => Some(&**id),
                _ => None,
            };
            // Of all that moves a contract, time alone lets it lapse.
            if opening.by_time {
                return match contract {
                    Some(id) => say::contract_lapsed(id, day, say::entry(entry)),
                    None => say::a_contract_lapsed(day, cited),
                };
            }
            let did = opened_by(of_kind());
            match (&opening.trigger, stages.as_slice(), contract) {
                (Trigger::StageEnded(_), stages, Some(_)) => say::which_no_longer(did, any_of(stages)),
                (Trigger::StageEnded(_), stages, None) => say::and_contract_no_longer(did, any_of(stages)),
                (_, [stage], Some(_)) => say::which_then(did, *stage),
                (_, [stage], None) => say::and_contract_then(did, *stage),
                // At which of several it stands, the step says.
                _ => did,
            }
        }
        Trigger::TimeBetweenBegan => between(when.begins.as_ref().and_then(|state| state.from.as_deref())),
        Trigger::TimeBetweenEnded => between(when.ends.as_ref().and_then(|state| state.to.as_deref())),
        Trigger::Broken(id) => say::was_broken(day, id.as_str(), cited),
    }
}

fn any_of(stages: &[Stage]) -> Said {
    listed(Row::Or, stages.iter().map(|&stage| stage.into()))
}

/// What is asked: `review the contract`, `help the family to understand, before anybody holds …`.
fn asked(finding: &Finding, fields: &Fields) -> Said {
    let asked = &finding.asked;
    let (form, wording) = (&*asked.form, Wording { asked, fields, opened: finding.duty.opened_by.entry });
    if let Some(required) = &form.require {
        return wording.condition(required);
    }
    if let Some(before) = &form.preceded_by {
        let strict = form.order.as_deref() == Some(Order::Strict.code());
        let day = finding.duty.opened_by.at;
        let within = form.within.as_ref().map(|written| wording.length(written));
        let same_day = within.as_ref().is_some_and(|within| within.to_string().parse() == Ok(Period::SameDay));
        let when = match (within, strict) {
            (Some(_), false) if same_day => asked::on(day),
            (Some(_), true) if same_day => asked::before_that_on(day),
            (None, false) => asked::by_end_of(day),
            (None, true) => asked::before_that(),
            (Some(within), false) => asked::within_before_or_on(within, day),
            (Some(within), true) => asked::within_before_that(within),
        };
        let when = wording.lead_time(form).unwrap_or(when);
        let what = asked::asked_when(wording.happening(before, Mood::Ask), when);
        return form.since.as_ref().map_or(what.clone(), |since| asked::and_since(what, wording.since(since))).into();
    }
    let what = form.expect.as_ref().or(form.forbid.as_ref());
    let mut words = what.map_or_else(|| "".into(), |what| wording.happening(what, Mood::Ask));
    if let Some(times) = form.at_least.as_ref().map(|times| wording.number(times)).filter(|times| *times != Said::Number(1))
    {
        words = asked::times(words, times).into();
    }
    for (path, codes) in &form.together {
        let labels = codes.0.iter().map(|code| fields.label(path, code).unwrap_or_else(|| named(code)));
        words = asked::covering(words, listed(Row::And, labels)).into();
    }
    if let Some(before) = &form.before {
        words = asked::before(words, wording.next(before)).into();
    }
    words
}

/// When it was due, how that was counted, and from which entry, where that is another than the one that opened it.
fn due(finding: &Finding) -> Option<Message> {
    let due = times::due(finding.due.as_ref()?);
    Some(match finding.counted_from {
        Some(from) => super::messages::fields::due_from(due, from.entry),
        None => due,
    })
}

/// What somebody had to do, or was not to do, or what has to hold, and by when. A clause that goes on after a comma needs another
/// to end it.
fn had_to(kind: Asks, what: Said, when: Option<Message>) -> Message {
    match (kind, when, what.has_comma()) {
        (Asks::ToBeSo, None, _) => say::rule_asks(what),
        (Asks::ToBeSo, Some(when), false) => say::rule_asks_when(what, when),
        (Asks::ToBeSo, Some(when), true) => say::rule_asks_when_apart(what, when),
        (Asks::ToBeDone | Asks::ToBeDoneBefore, None, _) => say::had_to(what),
        (Asks::ToBeDone | Asks::ToBeDoneBefore, Some(when), false) => say::had_to_when(what, when),
        (Asks::ToBeDone | Asks::ToBeDoneBefore, Some(when), true) => say::had_to_when_apart(what, when),
        (Asks::NotToBeDone, None, _) => say::nobody_was_to(what),
        (Asks::NotToBeDone, Some(when), false) => say::nobody_was_to_when(what, when),
        (Asks::NotToBeDone, Some(when), true) => say::nobody_was_to_when_apart(what, when),
    }
}

/// What became of it, sentence by sentence.
fn outcome(finding: &Finding, fields: &Fields) -> Vec<Message> {
    let duty = &finding.duty;
    let asked = asked(finding, fields);
    let mut said: Vec<Message> = Vec::new();
    if duty.since != duty.opened_by.at {
        said.push(say::last_done(duty.since));
    }
    let partly = partly(finding, fields).map(|(name, how_much)| (Said::capital(name), how_much));
    match &duty.outcome {
        Outcome::Missed { at, by, remedied } => {
            let (when, instead) = match (due(finding), by) {
                (Some(due), None) => (Some(due), None),
                (_, Some(by)) if *by == duty.opened_by => (None, None),
                (_, Some(by)) => match finding.asked.form.before.as_ref().and_then(HappeningForm::only_kind) {
                    Some(kind) => (None, Some(say::did_before(did(kind), by.at, by.entry))),
                    None => (None, Some(say::came_first(by.entry, by.at))),
                },
                (None, None) if local_date(*at) == local_date(duty.opened_by.at) => (None, None),
                (None, None) => (Some(asked::by_end_of(*at)), None),
            };
            said.push(had_to(Asks::ToBeDone, asked, when));
            said.extend(instead);
            said.push(match (remedied, partly) {
                (Some(late), _) => say::done_late(late.at, late.entry),
                (None, Some((name, how_much))) => say::partly_by(name, finding.as_of, how_much),
                (None, None) => say::nothing_by(finding.as_of),
            });
        }
        Outcome::Broken { by } if *by == duty.opened_by => {
            said.push(match together(finding.found.iter().map(|one| found(one, fields))) {
                Some(here) => say::rule_asks_here(asked, here),
                None => say::rule_asks(asked),
            });
        }
        Outcome::Broken { by } => said.extend([say::nobody_was_to(asked), say::entry_did(by.entry, by.at)]),
        Outcome::Unknown { missing: missing @ (Missing::Feed | Missing::Answer(_)) } => {
            said.push(had_to(finding.asked.kind(), asked, due(finding)));
            said.push(say::whether_so(lacking(missing, fields)));
        }
        Outcome::Unknown { missing } => said.push(say::what_follows(lacking(missing, fields))),
        Outcome::Open { due_by } => {
            said.push(match (due_by.map(asked::by_end_of), asked.has_comma()) {
                (None, _) => say::has_to(asked),
                (Some(due), false) => say::has_to_when(asked, due),
                (Some(due), true) => say::has_to_when_apart(asked, due),
            });
            said.extend(partly.map(|(name, how_much)| say::partly(name, how_much)));
        }
        Outcome::Holding { .. } | Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => {}
    }
    said
}

/// What would satisfy the duty, or remedy it now.
fn help(finding: &Finding, fields: &Fields) -> Vec<Message> {
    let one = |help: &Help| match help {
        Help::DoIt => sentences::do_it(),
        Help::DoItNow => sentences::do_it_now(),
        Help::DeclareFeed => sentences::declare_feed(),
        Help::Record(path) => sentences::record(fields.name(path)),
        Help::RecordTheRestOf(by) => sentences::record_the_rest(by.entry),
        Help::LongerCalendar => sentences::longer_calendar(),
        Help::Excuse => sentences::excuse(),
    };
    finding.help.iter().map(one).collect()
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(self, &Message::to_string))
    }
}
