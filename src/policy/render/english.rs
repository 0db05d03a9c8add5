//! Findings in English.

use std::fmt;

use super::evidence::{found, shown, together};
use super::fields::{Fields, listed, plainly};
use super::phrases::{Mood, Wording, did, milestone};
use super::sentences;
use super::times::excused_until;
use crate::calendar::{Briefly, Period, local_date};
use crate::code::Code;
use crate::contracting::Stage;
use crate::cycle::Kind;
use crate::deciding;
use crate::evidence::Day;
use crate::message::{InEnglish, Message};
use crate::noun::Noun;
use crate::people::Role;
use crate::policy::eval::answer::Missing;
use crate::policy::eval::evidence::Evidence;
use crate::policy::report::finding::{Asks, Concerned, Finding, Help, Setting, Trigger};
use crate::policy::report::verdict::Outcome;
use crate::policy::syntax::codes::Order;
use crate::policy::syntax::condition::HappeningForm;
use crate::policy::syntax::shorthand::ScalarForm;

/// How a message is said: in English, or in another language.
pub(crate) type Say<'a> = &'a dyn Fn(&Message) -> String;

/// A finding in a few sentences. What its rule asks, and what happened, is said in English.
pub(crate) fn sentence(finding: &Finding, say: Say<'_>) -> String {
    let fields = fields(finding);
    let mut words = format!("{} {}", say(&sentences::verdict(finding)), opened(finding, &fields));
    let because: Vec<&Evidence> = because(finding).collect();
    if !because.is_empty() {
        words.push_str(&format!(", where {}", together(because.iter().flat_map(|because| shown(because, &fields)))));
    }
    words.push('.');
    if let Some((concerned, why)) = finding.concerns.as_ref().zip(concerned(finding)) {
        let noun = match concerned {
            Concerned::Person(..) => Noun::Person,
            Concerned::Contract(_) => Noun::Contract,
        };
        words.push_str(&format!(" It concerns {} ({why}).", reference(noun.code(), concerned.id())));
    }
    words.push_str(&outcome(finding, &fields));
    for set in &finding.set {
        words.push_str(&format!(" {}.", capital(&say(&set.said()))));
    }
    if let Some(excuse) = &finding.duty.excused {
        let (entry, at) = (excuse.at.entry, excuse.at.at);
        let excuses = match excused_until(finding) {
            Some(until) => sentences::excuses_until(entry, at, until),
            None => sentences::excuses(entry, at),
        };
        words.push_str(&format!(" {}", say(&excuses)));
    } else {
        help(finding, &fields).iter().for_each(|help| words.push_str(&format!(" {}.", capital(&say(help)))));
    }
    words
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
pub(crate) fn concerned(finding: &Finding) -> Option<String> {
    let form = &finding.asked.form;
    let role = match finding.concerns.as_ref()? {
        Concerned::Person(_, role) => role,
        Concerned::Contract(_) => {
            return Some(format!("the person named in entry {} was a party to it", finding.duty.opened_by.entry));
        }
    };
    let met = match (form.first, finding.opening.event, form.each.as_deref()) {
        (true, "session_held", Some("present")) => format!(", first met on {}", Day(finding.duty.opened_by.at)),
        (true, ..) => ", for the first time".to_owned(),
        _ => String::new(),
    };
    Some(format!("{}{met}", role.label()))
}

/// What stands below an excerpt.
pub(crate) fn notes(finding: &Finding, say: Say<'_>) -> Vec<(String, String)> {
    let (Finding { duty, set, .. }, fields) = (finding, fields(finding));
    let mut notes: Vec<(&str, String)> = Vec::new();
    let because: Vec<String> = because(finding).flat_map(|because| shown(because, &fields)).collect();
    if !because.is_empty() {
        notes.push(("because", because.join(", ")));
    }
    let asked = asked(finding, &fields);
    match finding.asked.kind() {
        // What is so as it has to be, the title says well enough.
        Asks::ToBeSo if matches!(duty.outcome, Outcome::Kept { .. }) => {}
        Asks::ToBeSo => notes.push(("required", asked)),
        Asks::ToBeDone | Asks::ToBeDoneBefore => notes.push(("asked", format!("to {asked}"))),
        Asks::NotToBeDone => notes.push(("asked", format!("not to {asked}"))),
    }
    if !finding.found.is_empty() {
        let instead: Vec<String> = finding.found.iter().flat_map(|one| found(one, &fields)).collect();
        notes.push(("found", instead.join(", ")));
    }
    notes.extend(partly(finding, &fields));
    notes.extend(due(finding).map(|due| ("due", due)));
    let mut notes: Vec<(String, String)> = notes.into_iter().map(|(name, note)| (name.to_owned(), note)).collect();
    notes.extend(set.iter().map(|set| (say(&sentences::note_set()), say(&set.said()))));
    if let Outcome::Unknown { missing } = &duty.outcome {
        notes.push(("not known".to_owned(), lacking(missing, &fields)));
    }
    notes.extend(excused_until(finding).map(|until| (say(&sentences::note_excused()), say(&until))));
    let help: Vec<String> = help(finding, &fields).iter().map(say).collect();
    if duty.excused.is_none() && !help.is_empty() {
        notes.push((say(&sentences::note_help()), help.join("; ")));
    }
    notes.push((say(&sentences::note_source()), say(&sentences::source(finding))));
    notes
}

/// How much of what is asked was done, where a part of it was: under what name, and how many of how many.
fn partly(finding: &Finding, fields: &Fields) -> Option<(&'static str, String)> {
    if !finding.is_partly_done() {
        return None;
    }
    if let (true, Some((done, needed))) = (finding.unsaid.is_empty(), finding.times) {
        return Some(("partly done", format!("{} of {}", number(done), number(needed))));
    }
    let (path, codes) = finding.asked.form.together.iter().next()?;
    let missing: Vec<String> = finding.unsaid.iter().map(|code| label(fields, path, code)).collect();
    let unsaid = |code: &String| finding.unsaid.iter().any(|missing| **missing == **code);
    let said: Vec<String> = codes.0.iter().filter(|code| !unsaid(code)).map(|code| label(fields, path, code)).collect();
    let (done, of) = (number(said.len() as u64), number(codes.0.len() as u64));
    let name = if path == "explained" { "partly explained" } else { "partly said" };
    let (said, missing) = (listed(&said, "and"), listed(&missing, "and"));
    Some((name, format!("{done} of {of} ({said}); missing: {missing}")))
}

/// A code of a field, by its label.
fn label(fields: &Fields, path: &str, code: &str) -> String {
    fields.label(path, code).unwrap_or_else(|| plainly(code))
}

/// A number, as people write small ones.
fn number(number: u64) -> String {
    const SMALL: [&str; 11] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let small = usize::try_from(number).ok().and_then(|number| SMALL.get(number));
    small.map_or_else(|| number.to_string(), |small| (*small).to_owned())
}

/// What a verdict cannot be given without.
fn lacking(missing: &Missing, fields: &Fields) -> String {
    match missing {
        Missing::Field(path) => format!("{} is not known", fields.name(path)),
        Missing::Calendar
        | Missing::BeforeCalendar
        | Missing::Feed
        | Missing::Reading(_)
        | Missing::EarlierCycle
        | Missing::Answer(_)
        | Missing::Parameter => missing.to_string(),
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
pub(crate) fn reference(name: &str, id: &str) -> String {
    match (Noun::from_code(name), name) {
        (Some(noun), _) => format!("{} `{id}`", noun.label()),
        (None, "each") => format!("`{id}`"),
        (None, "of_whom") => format!("whose views: `{id}`"),
        (None, "moved") => format!("threshold that moved `{id}`"),
        (None, "returned") => format!("returned request `{id}`"),
        (None, name) => format!("{} `{id}`", plainly(name)),
    }
}

/// What opened a duty: `On 2 March 2026 the social worker began the contract (entry 12, contract `c-1`)`.
fn opened(finding: &Finding, fields: &Fields) -> String {
    let Finding { duty, opening, asked, concerns, .. } = finding;
    let (entry, day) = (duty.opened_by.entry, Day(duty.opened_by.at));
    let named = duty.about.iter().map(|(name, id)| (name.rsplit('.').next().unwrap_or(name), id));
    // Who or what is concerned, of several, is said apart.
    let about: String = named
        .filter(|(name, id)| *name != "cycle" && concerns.as_ref().is_none_or(|concerned| concerned.id() != &***id))
        .map(|(name, id)| format!(", {}", reference(name, id)))
        .collect();
    let who = opening.by.map_or_else(|| "somebody".to_owned(), |role| format!("the {}", role.label()));
    let wording = Wording { asked, fields, opened: entry };
    let between = |end: Option<&HappeningForm>| {
        let did = end.map(|end| wording.happening(end, Mood::Past)).unwrap_or_default();
        format!("On {day} {who} {did} (entry {entry}{about})")
    };
    let when = &asked.form.when;
    match &opening.trigger {
        Trigger::Event => {
            let did = match (milestone_of(finding), Kind::from_code(opening.event)) {
                (Some(Evidence::Field { values, .. }), _) => {
                    let names: Vec<String> = values.iter().map(|value| fields.value("what", &value.to_string())).collect();
                    milestone(Mood::Past, &listed(&names, "and"))
                }
                (_, Some(kind)) => did(kind),
                (_, None) => "did something".to_owned(),
            };
            format!("On {day} {who} {did} (entry {entry}{about})")
        }
        Trigger::StageBegan(stages) | Trigger::StageEnded(stages) => {
            let contract = match duty.about.as_slice() {
                [(name, id)] if &**name == "contract" => Some(id),
                _ => None,
            };
            // Of all that moves a contract, time alone lets it lapse.
            if opening.by_time {
                return match contract {
                    Some(id) => format!("Contract `{id}` lapsed at the end of {day} (entry {entry})"),
                    None => format!("A contract lapsed at the end of {day} (entry {entry}{about})"),
                };
            }
            let did = Kind::from_code(opening.event).map_or_else(|| "did something".to_owned(), did);
            let did = format!("On {day} {who} {did} (entry {entry}{about})");
            let which = if contract.is_some() { "which" } else { "and a contract" };
            match (&opening.trigger, stages.as_slice()) {
                (Trigger::StageEnded(_), _) => {
                    format!("{did}, {which} was then no longer {}", listed(&stage_labels(stages), "or"))
                }
                (_, [stage]) => format!("{did}, {which} was then {}", stage.label()),
                // At which of several it stands, the step says.
                _ => did,
            }
        }
        Trigger::TimeBetweenBegan => between(when.begins.as_ref().and_then(|state| state.from.as_deref())),
        Trigger::TimeBetweenEnded => between(when.ends.as_ref().and_then(|state| state.to.as_deref())),
        Trigger::Broken(id) => format!("On {day} {id} was broken (it was opened by entry {entry}{about})"),
    }
}

fn stage_labels(stages: &[Stage]) -> Vec<String> {
    stages.iter().map(|stage| stage.label().to_owned()).collect()
}

/// What is asked: `review the contract`, `help the family to understand, before anybody holds …`.
fn asked(finding: &Finding, fields: &Fields) -> String {
    let asked = &finding.asked;
    let (form, wording) = (&*asked.form, Wording { asked, fields, opened: finding.duty.opened_by.entry });
    if let Some(required) = &form.require {
        return wording.condition(required);
    }
    if let Some(before) = &form.preceded_by {
        let within = form.within.as_ref().map(|written| wording.value(&ScalarForm::Word(written.clone())));
        let strict = form.order.as_deref() == Some(Order::Strict.code());
        let same_day = within.as_deref().is_some_and(|within| within.parse() == Ok(Period::SameDay));
        let day = Day(finding.duty.opened_by.at);
        let when = match (within, strict) {
            (Some(_), false) if same_day => format!("on {day}"),
            (Some(_), true) if same_day => format!("before that, on {day}"),
            (None, false) => format!("by the end of {day}"),
            (None, true) => "before that".to_owned(),
            (Some(within), false) => format!("within {within} before that or on {day}"),
            (Some(within), true) => format!("within {within} before that"),
        };
        let when = wording.lead_time(form).unwrap_or(when);
        let since = form.since.as_ref().map(|since| format!(", {}", wording.since(since))).unwrap_or_default();
        return format!("{} {when}{since}", wording.happening(before, Mood::Ask));
    }
    let what = form.expect.as_ref().or(form.forbid.as_ref());
    let mut words = what.map(|what| wording.happening(what, Mood::Ask)).unwrap_or_default();
    if let Some(times) = form.at_least.as_ref().map(|times| wording.value(&times.0)).filter(|times| times != "1") {
        words.push_str(&format!(", {times} times"));
    }
    for (path, codes) in &form.together {
        let labels: Vec<String> = codes.0.iter().map(|code| label(fields, path, code)).collect();
        words.push_str(&format!(", covering between them {}", listed(&labels, "and")));
    }
    if let Some(before) = &form.before {
        words.push_str(&format!(", before {}", wording.next(before)));
    }
    words
}

/// When it was due, how that was counted, and from which entry, where that is another than the one that opened it.
fn due(finding: &Finding) -> Option<String> {
    let from = finding.counted_from.map(|from| format!(", counted from entry {}", from.entry)).unwrap_or_default();
    Some(format!("{}{from}", Briefly(finding.due.as_ref()?)))
}

/// What became of it.
fn outcome(finding: &Finding, fields: &Fields) -> String {
    let duty = &finding.duty;
    let asked = asked(finding, fields);
    let again =
        if duty.since != duty.opened_by.at { format!(" It was last done on {}.", Day(duty.since)) } else { String::new() };
    let by_then = Day(finding.as_of);
    // A clause that goes on after a comma needs another to end it.
    let comma = if asked.contains(',') { "," } else { "" };
    let due = due(finding).map(|due| format!("{comma} {due}"));
    let partly = partly(finding, fields);
    let so_far = || partly.as_ref().map(|(name, how_much)| format!(" {}: {how_much}.", capital(name))).unwrap_or_default();
    let words = match &duty.outcome {
        Outcome::Missed { at, by, remedied } => {
            let by_when = match (due, by) {
                (Some(due), None) => due,
                (_, Some(by)) if *by == duty.opened_by => String::new(),
                (_, Some(by)) => match finding.asked.form.before.as_ref().and_then(HappeningForm::only_kind) {
                    Some(kind) => format!(". Somebody {} before that, on {} (entry {})", did(kind), Day(by.at), by.entry),
                    None => format!(". Entry {} came first, on {}", by.entry, Day(by.at)),
                },
                (None, None) if local_date(*at) == local_date(duty.opened_by.at) => String::new(),
                (None, None) => format!("{comma} by the end of {}", Day(*at)),
            };
            let since = match remedied {
                Some(late) => format!("It was done late, on {} (entry {}).", Day(late.at), late.entry),
                None => match partly {
                    Some((name, how_much)) => format!("{} by {by_then}: {how_much}.", capital(name)),
                    None => format!("Nothing of that was recorded by {by_then}."),
                },
            };
            format!(" Somebody had to {asked}{by_when}. {since}")
        }
        Outcome::Broken { by } if *by == duty.opened_by => {
            let instead = together(finding.found.iter().flat_map(|one| found(one, fields)));
            let here = if instead.is_empty() { String::new() } else { format!("; here {instead}") };
            format!(" The rule asks that {asked}{here}.")
        }
        Outcome::Broken { by } => {
            format!(" From then on nobody was to {asked}. Entry {} did, on {}.", by.entry, Day(by.at))
        }
        Outcome::Unknown { missing: missing @ (Missing::Feed | Missing::Answer(_)) } => {
            let had_to = match finding.asked.kind() {
                Asks::ToBeSo => "The rule asks that",
                Asks::ToBeDone | Asks::ToBeDoneBefore => "Somebody had to",
                Asks::NotToBeDone => "From then on nobody was to",
            };
            format!(
                " {had_to} {asked}{}. Whether that was so cannot be determined: {}.",
                due.unwrap_or_default(),
                lacking(missing, fields)
            )
        }
        Outcome::Unknown { missing } => {
            format!(" What follows from that cannot be determined: {}.", lacking(missing, fields))
        }
        Outcome::Open { due_by: Some(due) } => {
            format!(" Somebody has to {asked}{comma} by the end of {}.{}", Day(*due), so_far())
        }
        Outcome::Open { due_by: None } => format!(" Somebody has to {asked}.{}", so_far()),
        Outcome::Holding { .. } | Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => String::new(),
    };
    again + &words
}

/// What would satisfy the duty, or remedy it now.
fn help(finding: &Finding, fields: &Fields) -> Vec<Message> {
    let one = |help: &Help| match help {
        Help::DoIt => sentences::do_it(),
        Help::DoItNow => sentences::do_it_now(),
        Help::DeclareFeed => sentences::declare_feed(),
        Help::Record(path) => sentences::record(InEnglish(fields.name(path))),
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

/// Words as a sentence begins.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
