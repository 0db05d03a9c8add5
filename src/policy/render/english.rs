//! Findings in English.

use std::fmt;

use chrono::NaiveTime;

use super::phrases::{Mood, Wording, did, listed};
use crate::calendar::{Period, Tz, local_date};
use crate::code::Code;
use crate::cycle::Kind;
use crate::evidence::Day;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::people::Role;
use crate::policy::eval::answer::Missing;
use crate::policy::eval::evidence::{Evidence, FieldValue};
use crate::policy::report::finding::{Asked, Asks, Finding, Help, Setting, Trigger};
use crate::policy::report::mark::Mark;
use crate::policy::report::verdict::{Outcome, Verdict};
use crate::policy::syntax::codes::Order;
use crate::policy::syntax::shorthand::ScalarForm;

/// A finding in a few sentences.
pub(crate) fn sentence(finding: &Finding) -> String {
    let how = match &finding.verdict {
        Verdict::Violated { .. } => "is broken",
        Verdict::Undetermined { .. } => "cannot be told",
        Verdict::Pending { .. } => "is open",
        Verdict::HoldsSoFar => "holds so far",
        Verdict::Satisfied => "is satisfied",
    };
    let title = finding.title.trim_end_matches('.');
    let mut words = format!("{} {how} ({}): {title}. {}", finding.rule, finding.severity.label(), opened(finding));
    // What the rule required of that entry, and what it says instead, stands below.
    let because = finding.because.iter().filter(|because| !finding.found.contains(because));
    let because: Vec<String> = because.flat_map(shown).collect();
    if !because.is_empty() {
        words.push_str(&format!(", where {}", listed(&because, "and")));
    }
    words.push('.');
    words.push_str(&outcome(finding));
    for set in &finding.set {
        words.push_str(&format!(" {}.", capital(&set.to_string())));
    }
    if let Some(excuse) = &finding.duty.excused {
        words.push_str(&format!(" Entry {} excuses it, on {}.", excuse.at.entry, Day(excuse.at.at)));
    } else if let Some(help) = help(finding) {
        words.push_str(&format!(" {}.", capital(&help)));
    }
    words
}

/// What a finding is called above an excerpt.
pub(crate) fn heading(finding: &Finding) -> String {
    let what = match &finding.verdict {
        _ if finding.is_excused() => "excused",
        Verdict::Violated { .. } => finding.severity.label(),
        Verdict::Undetermined { .. } => "undetermined",
        Verdict::Pending { .. } => "pending",
        Verdict::HoldsSoFar => "holds so far",
        // Nothing was broken, and nothing was done either.
        Verdict::Satisfied if matches!(finding.duty.outcome, Outcome::Released { .. }) => "released",
        Verdict::Satisfied => "satisfied",
    };
    format!("{what}[{}]: {}", finding.rule, finding.title.trim_end_matches('.'))
}

/// What is said beside an entry or a time.
pub(crate) fn mark(mark: &Mark) -> String {
    let words = match mark {
        Mark::Opened => "this opened it",
        Mark::NotAsRequired => "this is not as it has to be",
        Mark::NothingBefore => "nothing of what was owed went before this",
        Mark::Forbidden => "this was not to happen",
        Mark::CameFirst => "this came before it was done",
        Mark::DoneLate => "this came too late",
        Mark::Done => "this met it",
        Mark::Ended => "this ended it",
        Mark::FellAway => "it fell away",
        Mark::MayBeTheAnswer => "this may have answered it; something in it is not known",
        Mark::CountsFrom => "its time counts from here",
        Mark::Due(None) => "due",
        Mark::Due(Some(by)) => return format!("due; nothing of that was recorded by {}", Day(by.just_before())),
        Mark::Until => "until then",
        Mark::KeptUntil => "it was kept until then",
        Mark::Excused => "this excuses it",
        Mark::RanFrom => "time ran from here",
        Mark::ByTime(mark) => return format!("{}, by time alone", self::mark(mark)),
    };
    words.to_owned()
}

/// What stands below an excerpt.
pub(crate) fn notes(finding: &Finding) -> Vec<(String, String)> {
    let Finding { duty, due, set, source, pack, .. } = finding;
    let mut notes: Vec<(&str, String)> = Vec::new();
    let all = |evidence: &[Evidence]| evidence.iter().flat_map(shown).collect::<Vec<_>>().join(", ");
    // What the duty is about stands above; what is not as required, below.
    let is_elsewhere = |because: &&Evidence| {
        matches!(because, Evidence::Field { path, .. } if &**path == "each") || finding.found.contains(because)
    };
    let because: Vec<Evidence> = finding.because.iter().filter(|because| !is_elsewhere(because)).cloned().collect();
    if !because.is_empty() {
        notes.push(("because", all(&because)));
    }
    match finding.asked.kind() {
        // What is so as it has to be, the title says well enough.
        Asks::ToBeSo if matches!(duty.outcome, Outcome::Kept { .. }) => {}
        Asks::ToBeSo => notes.push(("required", asked(&finding.asked))),
        Asks::ToBeDone | Asks::ToBeDoneBefore => notes.push(("asked", format!("to {}", asked(&finding.asked)))),
        Asks::NotToBeDone => notes.push(("asked", format!("not to {}", asked(&finding.asked)))),
    }
    if !finding.found.is_empty() {
        notes.push(("found", all(&finding.found)));
    }
    notes.extend(due.as_ref().map(|due| ("due", due.to_string())));
    notes.extend(set.iter().map(|set| ("set", set.to_string())));
    if let Outcome::Unknown { missing } = &duty.outcome {
        notes.push(("not known", missing.to_string()));
    }
    notes.extend(help(finding).filter(|_| duty.excused.is_none()).map(|help| ("help", help)));
    let section = source.section.as_ref().map(|section| format!(", {section}")).unwrap_or_default();
    let (pack, version) = &**pack;
    notes.push(("source", format!("{}{section} ({}); pack `{pack}`, version {version}", source.work, source.known)));
    notes.into_iter().map(|(name, note)| (name.to_owned(), note)).collect()
}

/// Who acted.
pub(crate) fn role(role: Option<Role>) -> String {
    role.map_or("somebody unknown", Code::label).to_owned()
}

/// What was done.
pub(crate) fn done(kind: Option<Kind>) -> String {
    kind.map_or("did what is not at hand", Kind::past_tense).to_owned()
}

/// A reference, with its noun.
pub(crate) fn reference(name: &str, id: &str) -> String {
    match (Noun::from_code(name), name) {
        (Some(noun), _) => format!("{} `{id}`", noun.label()),
        (None, "each") => format!("`{id}`"),
        (None, name) => format!("{name} `{id}`"),
    }
}

/// A day and a time of day.
pub(crate) fn time(at: Moment, zone: Tz, ends_day: bool) -> String {
    let local = |at: Moment| at.to_utc().with_timezone(&zone);
    if ends_day && local(at).time() == NaiveTime::MIN {
        return local(at.just_before()).format("%e %b %Y 24:00").to_string();
    }
    local(at).format("%e %b %Y %H:%M").to_string()
}

/// What opened a duty: `On 2 March 2026 the social worker began the contract (entry 12, contract `c-1`)`.
fn opened(finding: &Finding) -> String {
    let Finding { duty, opening, asked, .. } = finding;
    let (entry, day) = (duty.opened_by.entry, Day(duty.opened_by.at));
    let named = duty.about.iter().map(|(name, id)| (name.rsplit('.').next().unwrap_or(name), id));
    let about: String = named
        .filter(|(name, _)| *name != "cycle")
        .map(|(name, id)| if name == "each" { format!(", `{id}`") } else { format!(", {name} `{id}`") })
        .collect();
    let who = opening.by.map_or_else(|| "somebody".to_owned(), |role| format!("the {}", role.label()));
    let wording = Wording { asked };
    let between = |end: Option<&crate::policy::syntax::condition::HappeningForm>| {
        let did = end.map(|end| wording.happening(end, Mood::Past)).unwrap_or_default();
        format!("On {day} {who} {did} (entry {entry}{about})")
    };
    let when = &asked.form.when;
    match &opening.trigger {
        Trigger::Event => {
            let did = Kind::from_code(opening.event).map_or_else(|| "did something".to_owned(), did);
            format!("On {day} {who} {did} (entry {entry}{about})")
        }
        Trigger::StageBegan(stages) | Trigger::StageEnded(stages) => {
            let labels: Vec<String> = stages.iter().map(|stage| stage.label().to_owned()).collect();
            let day = Day(opening.from);
            let from = if opening.by_time { format!("from the end of {day}") } else { format!("from {day}") };
            let was = if matches!(opening.trigger, Trigger::StageEnded(_)) { "was no longer" } else { "was" };
            let stages = listed(&labels, "or");
            match duty.about.as_slice() {
                [(name, id)] if &**name == "contract" => format!("Contract `{id}` {was} {stages} {from} (entry {entry})"),
                _ => format!("A contract {was} {stages} {from} (entry {entry}{about})"),
            }
        }
        Trigger::TimeBetweenBegan => between(when.begins.as_ref().and_then(|state| state.from.as_deref())),
        Trigger::TimeBetweenEnded => between(when.ends.as_ref().and_then(|state| state.to.as_deref())),
        Trigger::Broken(id) => format!("On {day} {id} was broken (it was opened by entry {entry}{about})"),
    }
}

/// What is asked: `review the contract`, `help the family to understand, before anybody holds …`.
fn asked(asked: &Asked) -> String {
    let (form, wording) = (&*asked.form, Wording { asked });
    if let Some(required) = &form.require {
        return wording.condition(required);
    }
    if let Some(before) = &form.preceded_by {
        let within = form.within.as_ref().map(|written| wording.value(&ScalarForm::Word(written.clone())));
        let strict = form.order.as_deref() == Some(Order::Strict.code());
        let same_day = within.as_deref().is_some_and(|within| within.parse() == Ok(Period::SameDay));
        let when = match (within, strict) {
            (Some(_), false) if same_day => "on that day".to_owned(),
            (Some(_), true) if same_day => "before that, on that day".to_owned(),
            (None, false) => "before that or on that day".to_owned(),
            (None, true) => "before that".to_owned(),
            (Some(within), false) => format!("in the {within} before that or on that day"),
            (Some(within), true) => format!("in the {within} before that"),
        };
        return format!("{} {when}", wording.happening(before, Mood::Ask));
    }
    let what = form.expect.as_ref().or(form.forbid.as_ref());
    let mut words = what.map(|what| wording.happening(what, Mood::Ask)).unwrap_or_default();
    if let Some(times) = form.at_least.as_ref().map(|times| wording.value(&times.0)).filter(|times| times != "1") {
        words.push_str(&format!(", {times} times"));
    }
    for codes in form.together.values() {
        let codes: Vec<String> = codes.0.iter().map(|code| format!("`{code}`")).collect();
        words.push_str(&format!(", saying {} between them", listed(&codes, "and")));
    }
    if let Some(before) = &form.before {
        words.push_str(&format!(", before anybody {}", wording.happening(before, Mood::Past)));
    }
    words
}

/// What became of it.
fn outcome(finding: &Finding) -> String {
    let duty = &finding.duty;
    let asked = asked(&finding.asked);
    let again =
        if duty.since != duty.opened_by.at { format!(" It was last done on {}.", Day(duty.since)) } else { String::new() };
    // The end of a day is the first instant of the next.
    let by_then = Day(finding.as_of.just_before());
    // A clause that goes on after a comma needs another to end it.
    let comma = if asked.contains(',') { "," } else { "" };
    let due = finding.due.as_ref().map(|due| format!("{comma} {due}"));
    let words = match &duty.outcome {
        Outcome::Missed { at, by, remedied } => {
            let by_when = match (due, by) {
                (Some(due), None) => due,
                (_, Some(by)) if *by == duty.opened_by => String::new(),
                (_, Some(by)) => format!(". Entry {} came first, on {}", by.entry, Day(by.at)),
                (None, None) if local_date(at.just_before()) == local_date(duty.opened_by.at) => String::new(),
                (None, None) => format!("{comma} by the end of {}", Day(at.just_before())),
            };
            let since = match remedied {
                Some(late) => format!("It was done late, on {} (entry {}).", Day(late.at), late.entry),
                None if !finding.unsaid.is_empty() => {
                    let codes: Vec<String> = finding.unsaid.iter().map(|code| format!("`{code}`")).collect();
                    format!("By {by_then} nobody had said {}.", listed(&codes, "or"))
                }
                None => format!("Nothing of that was recorded by {by_then}."),
            };
            format!(" Somebody had to {asked}{by_when}. {since}")
        }
        Outcome::Broken { by } if *by == duty.opened_by => {
            let found: Vec<String> = finding.found.iter().flat_map(shown).collect();
            let here = if found.is_empty() { String::new() } else { format!("; here {}", listed(&found, "and")) };
            format!(" It had to be so that {asked}{here}.")
        }
        Outcome::Broken { by } => {
            format!(" From then on nobody was to {asked}. Entry {} did, on {}.", by.entry, Day(by.at))
        }
        Outcome::Unknown { missing: missing @ (Missing::Feed | Missing::Answer(_)) } => {
            let had_to = match finding.asked.kind() {
                Asks::ToBeSo => "It had to be so that",
                Asks::ToBeDone | Asks::ToBeDoneBefore => "Somebody had to",
                Asks::NotToBeDone => "From then on nobody was to",
            };
            format!(" {had_to} {asked}{}. It cannot be told whether that was so: {missing}.", due.unwrap_or_default())
        }
        Outcome::Unknown { missing } => format!(" It cannot be told what follows from that: {missing}."),
        Outcome::Open { due_by: Some(due) } => {
            format!(" Somebody has to {asked}{comma} by the end of {}.", Day(due.just_before()))
        }
        Outcome::Open { due_by: None } => format!(" Somebody has to {asked}."),
        Outcome::Holding { .. } | Outcome::Met { .. } | Outcome::Kept { .. } | Outcome::Released { .. } => String::new(),
    };
    again + &words
}

/// What would satisfy the duty, or remedy it now.
fn help(finding: &Finding) -> Option<String> {
    const FEED: &str = "a feed of these milestones that is declared complete from before would settle it, and so would the \
                        milestone, if it was reached";
    const EXCUSE: &str = "it can be excused, with a reason (`duty_waived`)";
    let all: Vec<String> = finding
        .help
        .iter()
        .map(|help| match help {
            Help::DoIt => "doing so would satisfy it".to_owned(),
            Help::DoItNow => "doing so now would remedy it".to_owned(),
            Help::DeclareFeed => FEED.to_owned(),
            Help::Record(path) => format!("recording `{path}` would settle it"),
            Help::RecordTheRestOf(by) => format!("recording what entry {} leaves open would settle it", by.entry),
            Help::LongerCalendar => "a calendar that reaches further would settle it".to_owned(),
            Help::Excuse => EXCUSE.to_owned(),
        })
        .collect();
    (!all.is_empty()).then(|| all.join(", and "))
}

/// What a rule looked at, one thing after another.
fn shown(evidence: &Evidence) -> Vec<String> {
    let is = |path: &str, value: &dyn fmt::Display| format!("`{path}` is `{value}`");
    let name = |events: &[&'static str]| if let [event] = events { (*event).to_owned() } else { "happened".to_owned() };
    match evidence {
        Evidence::Field { path, values, .. } if values.is_empty() => vec![format!("`{path}` is left out")],
        Evidence::Field { path, values, .. } if values == &[FieldValue::Unshown] => vec![format!("`{path}` is said")],
        Evidence::Field { path, values, .. } => vec![is(path, &joined(values))],
        Evidence::Happened { events, last, times } => {
            let name = name(events);
            let last = last.map_or_else(|| "never".to_owned(), |last| local_date(last.at).to_string());
            let times = times.map(|times| is(&format!("{name}.times"), &times));
            [Some(is(&format!("{name}.last"), &last)), times].into_iter().flatten().collect()
        }
        Evidence::NeverHappened { events, first } => {
            vec![is(&format!("{}.{}", name(events), if *first { "first" } else { "last" }), &"never")]
        }
        Evidence::Concurrent { attribute, values } => {
            let path = format!("concurrent.{}", attribute.map_or("contract", Code::code));
            vec![if values.is_empty() { format!("`{path}` is none") } else { is(&path, &joined(values)) }]
        }
        Evidence::Stage(stage) => vec![is("contract.stage", &stage.code())],
        Evidence::Standing(step) => vec![is("standing", &step.code())],
        Evidence::Boundary(verdict) => vec![is("boundary", &verdict.code())],
    }
}

fn joined(values: &[FieldValue]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join("`, `")
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldValue::Code(code) => f.write_str(code),
            FieldValue::Number(number) => number.fmt(f),
            FieldValue::Day(day) => day.fmt(f),
            FieldValue::Instant(at) => at.fmt(f),
            FieldValue::Reference(id) => f.write_str(id),
            FieldValue::Unshown => f.write_str("…"),
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self).join(", "))
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, value, pack: (pack, version) } = self;
        write!(f, "pack `{pack}`, version {version}, sets `{parameter}` to `{value}`")
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sentence(self))
    }
}

/// Words as a sentence begins.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
