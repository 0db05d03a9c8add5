//! A finding beside the entries it names, as a good compiler shows a mistake beside the lines it lies in.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveTime;

use crate::calendar::{TIME_ZONE, Tz};
use crate::cycle::{Entry, Event};
use crate::deciding::MilestoneReached;
use crate::evidence::Day;
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::{Missing, Witness};
use crate::policy::report::finding::{Asks, Because, Finding};
use crate::policy::report::verdict::{Outcome, Verdict};
use crate::word::Word;

/// A finding with the entries it names, in the order in which they occurred: when, the role of who acted, and what they did. What
/// broke the rule is marked with `^`, the others with `-`; when it was due has a line of its own. Below it stand how that was
/// counted, what was owed, what would help, and where the rule comes from.
///
/// Roles, references and codes are shown; free text is not.
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(include_bytes!("../../../examples/data/family_not_told.jsonl").as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let finding = report.findings().find(|finding| finding.rule.as_str() == "R04").unwrap();
/// let shown = finding.excerpt(&[&history]).to_string();
/// assert!(shown.starts_with("error[R04]: "));
/// assert!(shown.contains("held a session"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    finding: &'a Finding,
    histories: &'a [&'a History],
}

impl Finding {
    /// The finding beside the entries it names. `histories` are those that were checked, in the same order; of one that is not
    /// there, only the numbers of its entries are shown.
    #[must_use]
    pub const fn excerpt<'a>(&'a self, histories: &'a [&'a History]) -> Excerpt<'a> {
        Excerpt { finding: self, histories }
    }

    /// What it is, in a word or two: how much weight it has where the rule is broken, the verdict where not.
    const fn heading(&self, severity: &'static str) -> &'static str {
        match &self.verdict {
            _ if self.duty.excused.is_some() => "excused",
            Verdict::Violated { .. } => severity,
            Verdict::Undetermined { .. } => "undetermined",
            Verdict::Pending { .. } => "pending",
            Verdict::HoldsSoFar => "holds so far",
            // Nothing was broken, and nothing was done either.
            Verdict::Satisfied if matches!(self.duty.outcome, Outcome::Released { .. }) => "released",
            Verdict::Satisfied => "satisfied",
        }
    }
}

/// Where something is said: at an entry, or at a time at which nothing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Entry { at: Moment, history: u16, entry: EntryNumber },
    Time(Moment),
}

impl Place {
    const fn at(self) -> Moment {
        match self {
            Place::Entry { at, .. } | Place::Time(at) => at,
        }
    }
}

/// What is said there, and whether that is what broke the rule.
type Mark = (bool, String);

/// What is said of a finding, by place: first what occurred first, and at one instant the entries before the time.
struct Marks<'a> {
    histories: &'a [&'a History],
    all: BTreeMap<(Moment, Place), Vec<Mark>>,
}

impl<'a> Marks<'a> {
    fn of(finding: &Finding, histories: &'a [&'a History]) -> Self {
        let mut marks = Self { histories, all: BTreeMap::new() };
        let duty = &finding.duty;
        let opened = duty.opened_by;
        let (mut opening, mut due) = ((false, "this opened it".to_owned()), finding.due.as_ref().map(|due| due.at));
        let mut due_says = (false, "due".to_owned());
        match &duty.outcome {
            Outcome::Broken { by } if *by == opened => opening = (true, "this is not as it has to be".to_owned()),
            Outcome::Broken { by } => marks.entry(*by, true, "this was not to happen"),
            Outcome::Missed { by: Some(by), .. } if *by == opened => {
                opening = (true, "nothing of what was owed went before this".to_owned());
            }
            Outcome::Missed { at, by, remedied } => {
                match by {
                    Some(by) => marks.entry(*by, true, "this came before it was done"),
                    None => (due, due_says.0) = (Some(*at), true),
                }
                match remedied {
                    Some(late) => marks.entry(*late, false, "this came too late"),
                    None if by.is_none() => {
                        due_says.1 = format!("due; nothing of that was recorded by {}", Day(finding.as_of.just_before()));
                    }
                    None => {}
                }
            }
            Outcome::Open { due_by } => (due, due_says.0) = (*due_by, true),
            Outcome::Holding { until } => (due, due_says.1) = (*until, "until then".to_owned()),
            Outcome::Met { by } => marks.entry(*by, false, "this met it"),
            Outcome::Kept { at } if *at == opened.at => {}
            Outcome::Kept { at } => (due, due_says.1) = (Some(*at), "it was kept until then".to_owned()),
            Outcome::Released { by: Some(by), .. } => marks.entry(*by, false, "this ended it"),
            Outcome::Released { at, by: None } => marks.time(*at, false, "it fell away".to_owned()),
            Outcome::Unknown { missing: Missing::Answer(maybe) } => {
                marks.entry(*maybe, false, "this may have answered it; something in it is not known");
            }
            Outcome::Unknown { .. } => {}
        }
        marks.entry(opened, opening.0, &opening.1);
        if duty.since != opened.at {
            marks.time(duty.since, false, "its time counts from here".to_owned());
        }
        if let Some(due) = due {
            marks.time(due, due_says.0, due_says.1);
        }
        if let Some(excuse) = &duty.excused {
            marks.entry(excuse.at, false, "this excuses it");
        }
        marks
    }

    fn entry(&mut self, witness: Witness, broke: bool, says: &str) {
        let Witness { history, entry, at } = witness;
        let occurred = found(self.histories, history, entry).map_or(at, |(_, entry)| entry.act().occurred_at);
        let place = Place::Entry { at: occurred, history, entry };
        let by_time = occurred != at;
        let here = if by_time { (false, "time ran from here".to_owned()) } else { (broke, says.to_owned()) };
        self.all.entry((place.at(), place)).or_default().push(here);
        if by_time {
            self.time(at, broke, format!("{says}, by time alone"));
        }
    }

    fn time(&mut self, at: Moment, broke: bool, says: String) {
        self.all.entry((at, Place::Time(at))).or_default().push((broke, says));
    }
}

fn found<'a>(histories: &[&'a History], history: u16, entry: EntryNumber) -> Option<(&'a History, &'a Entry)> {
    let history: &'a History = histories.get(usize::from(history))?;
    Some((history, history.entry(entry)?))
}

/// One line of the timeline.
struct Row {
    number: String,
    when: String,
    who: String,
    did: &'static str,
    to_what: String,
    marks: Vec<Mark>,
}

impl Row {
    fn of(place: Place, marks: Vec<Mark>, histories: &[&History], zone: Tz) -> Self {
        let when = when(place.at(), zone, matches!(place, Place::Time(_)));
        let nothing = String::new;
        let (number, who, did, to_what) = match place {
            Place::Time(_) => (nothing(), nothing(), "", nothing()),
            Place::Entry { history, entry, .. } => match found(histories, history, entry) {
                Some((of, entry)) => {
                    let number = numbered(histories, of, entry.number());
                    (number, role(of, entry), entry.event().kind().past_tense(), to_what(entry.event()))
                }
                None => (entry.to_string(), nothing(), "did what is not at hand", nothing()),
            },
        };
        Self { number, when, who, did, to_what, marks }
    }
}

/// The number of an entry; of several histories, with the cycle.
fn numbered(histories: &[&History], of: &History, number: EntryNumber) -> String {
    let cycle = of.cycle().id().filter(|_| histories.len() > 1);
    cycle.map_or_else(|| number.to_string(), |cycle| format!("{cycle}:{number}"))
}

/// How wide a day and a time of day are.
const WHEN: usize = 17;

/// A day and a time of day; midnight, as the end of a day that something was due on, is its 24:00.
pub(crate) fn when(at: Moment, zone: Tz, ends_day: bool) -> String {
    let local = |at: Moment| at.to_utc().with_timezone(&zone);
    if ends_day && local(at).time() == NaiveTime::MIN {
        return local(at.just_before()).format("%e %b %Y 24:00").to_string();
    }
    local(at).format("%e %b %Y %H:%M").to_string()
}

/// The role of who acted.
fn role(history: &History, entry: &Entry) -> String {
    let act = entry.act();
    let role = history.cycle().role_of(act.by.as_str(), act.occurred_at, entry.number());
    role.map_or("somebody unknown", Word::label).to_owned()
}

/// With what something was done: its reference, and of a milestone which one it was.
fn to_what(event: &Event) -> String {
    let milestone = MilestoneReached::of(event).map(|data| format!(": {}", data.what)).unwrap_or_default();
    let subject = event.subject().map(|subject| format!(" ({} `{}`)", subject.noun.label(), subject.id));
    format!("{milestone}{}", subject.unwrap_or_default())
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { rule, title, severity, .. } = self.finding;
        writeln!(f, "{}[{rule}]: {}", self.finding.heading(severity.label()), title.trim_end_matches('.'))?;
        let zone = self.finding.due.as_ref().map_or(TIME_ZONE, |due| due.counted.zone);
        let marks = Marks::of(self.finding, self.histories).all;
        let rows: Vec<Row> =
            marks.into_iter().map(|((_, place), marks)| Row::of(place, marks, self.histories, zone)).collect();
        let margin = rows.iter().map(|row| row.number.len()).max().unwrap_or_default() + 1;
        writeln!(f, "{:margin$}--> {}", "", self.about())?;
        writeln!(f, "{:margin$} |", "")?;
        let widest = rows.iter().map(|row| row.who.len()).max().unwrap_or_default();
        let empty = format!("{:margin$} | {:WHEN$}  {:widest$}  ", "", "", "");
        for Row { number, when, who, did, to_what, marks } in rows {
            let mut left = format!("{number:>margin$} | {when:WHEN$}  {who:widest$}  ");
            if !did.is_empty() {
                writeln!(f, "{left}{did}{to_what}")?;
                left.clone_from(&empty);
            }
            for (broke, says) in marks {
                let under = if broke { "^" } else { "-" }.repeat(did.len().max(3));
                writeln!(f, "{left}{under} {says}")?;
                left.clone_from(&empty);
            }
        }
        writeln!(f, "{:margin$} |", "")?;
        self.notes().iter().try_for_each(|(name, note)| writeln!(f, "{:margin$} = {name}: {note}", ""))
    }
}

impl Excerpt<'_> {
    /// What the duty is about, and in which cycle.
    fn about(&self) -> String {
        let duty = &self.finding.duty;
        let mut about: Vec<String> = Vec::new();
        for (name, id) in duty.about.iter().filter(|(name, _)| name != "cycle") {
            about.push(match name.rsplit('.').next() {
                Some("each") | None => format!("`{id}`"),
                Some(name) => format!("{name} `{id}`"),
            });
        }
        let history = self.histories.get(usize::from(duty.opened_by.history));
        about.extend(history.and_then(|history| history.cycle().id()).map(|cycle| format!("cycle `{cycle}`")));
        about.join(", ")
    }

    /// What stands below: each with its name.
    fn notes(&self) -> Vec<(&'static str, String)> {
        let Finding { duty, because, instead, due, set, asked, would_satisfy, source, pack, .. } = self.finding;
        let mut notes = Vec::new();
        // What the duty is about stands above; what is not as required, below.
        let told_below = |because: &&Because| because.path == "each" || instead.contains(because);
        let because: Vec<String> = because.iter().filter(|because| !told_below(because)).map(Because::to_string).collect();
        if !because.is_empty() {
            notes.push(("because", because.join(", ")));
        }
        match self.finding.asks {
            // What is so as it has to be, the title says well enough.
            Asks::ToBeSo if matches!(duty.outcome, Outcome::Kept { .. }) => {}
            Asks::ToBeSo => notes.push(("required", asked.clone())),
            Asks::ToBeDone => notes.push(("asked", format!("to {asked}"))),
            Asks::NotToBeDone => notes.push(("asked", format!("not to {asked}"))),
        }
        if !instead.is_empty() {
            notes.push(("found", instead.iter().map(Because::to_string).collect::<Vec<_>>().join(", ")));
        }
        notes.extend(due.as_ref().map(|due| ("due", due.to_string())));
        notes.extend(set.iter().map(|set| ("set", set.to_string())));
        if let Outcome::Unknown { missing } = &duty.outcome {
            notes.push(("not known", missing.to_string()));
        }
        notes.extend(would_satisfy.as_ref().filter(|_| duty.excused.is_none()).map(|would| ("help", would.clone())));
        let section = source.section.as_ref().map(|section| format!(", {section}")).unwrap_or_default();
        notes
            .push(("source", format!("{}{section} ({}); pack `{}`, version {}", source.work, source.known, pack.0, pack.1)));
        notes
    }
}
