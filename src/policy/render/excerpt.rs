//! An excerpt: a finding beside the entries it names, as a good compiler shows a mistake beside its lines.

use std::collections::BTreeMap;
use std::fmt;

use super::language::{English, Language};
use crate::calendar::TIME_ZONE;
use crate::code::Code;
use crate::cycle::{Entry, Event};
use crate::deciding::MilestoneReached;
use crate::history::History;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::policy::eval::answer::{EntryRef, Missing};
use crate::policy::report::finding::{Finding, Trigger};
use crate::policy::report::mark::Mark;
use crate::policy::report::verdict::Outcome;
use crate::reader::Reader;
use crate::words::is_said_here;

/// A finding with the entries it names, in the order in which they occurred: when, the role of who acted, and what they did. What
/// broke the rule is marked with `^`, the others with `-`; when it was due has a line of its own. Below it stand how that was
/// counted, what was owed, what would help, and where the rule comes from.
///
/// Roles, references and codes are shown; free text is not. It is whole, unless it is made [for a reader](Self::for_readers).
///
/// ```
/// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}};
/// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
/// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
/// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
/// let finding = report.findings().find(|finding| finding.rule.as_str() == "R04a").unwrap();
/// let shown = finding.excerpt(&[&history]).to_string();
/// assert!(shown.starts_with("query[R04a]: "));
/// assert!(shown.contains("held a session"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    finding: &'a Finding,
    histories: &'a [&'a History],
    readers: &'a [Reader],
    language: &'a dyn Language,
}

impl Finding {
    /// The finding beside the entries it names, in English. `histories` are those that were checked, in the same order; of one that
    /// is not there, only the numbers of its entries are shown.
    #[must_use]
    pub const fn excerpt<'a>(&'a self, histories: &'a [&'a History]) -> Excerpt<'a> {
        Excerpt { finding: self, histories, readers: &[], language: &English }
    }
}

impl<'a> Excerpt<'a> {
    /// The same in another language.
    #[must_use]
    pub const fn in_language(mut self, language: &'a dyn Language) -> Self {
        self.language = language;
        self
    }

    /// The same for somebody: of each history, what they are shown of it, in the order of the histories. That something was found stays,
    /// and when it was due; without its lines about entries that they are not shown.
    ///
    /// ```
    /// use practice_cycle::{calendar::EnglandAndWales, history::History, moment::Moment, policy::{Pack, Policy}, reader::Reader};
    /// let history = History::read(std::fs::read("examples/data/family_not_told.jsonl")?.as_slice())?;
    /// let policy = Policy::new(Pack::shipped("article").unwrap(), &EnglandAndWales::new())?;
    /// let report = policy.check(&history, Moment::LATEST, Moment::LATEST);
    /// let nobody = [Reader::nobody(&history.view(Moment::LATEST, Moment::LATEST))];
    /// for finding in report.findings() {
    ///     let whole = finding.excerpt(&[&history]).to_string();
    ///     assert_eq!(finding.excerpt(&[&history]).for_readers(&nobody).to_string(), whole, "here no member of the family said anything");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn for_readers(mut self, readers: &'a [Reader]) -> Self {
        self.readers = readers;
        self
    }
}

/// Where something is said: at an entry, or at a time at which nothing was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Entry { at: Moment, history: u32, entry: EntryNumber },
    Time(Moment),
}

impl Place {
    const fn at(self) -> Moment {
        match self {
            Place::Entry { at, .. } | Place::Time(at) => at,
        }
    }
}

/// What is said of a finding, by place: first what occurred first, and at one instant the entries before the time. With each,
/// whether it is what broke the rule.
struct Marks<'a> {
    histories: &'a [&'a History],
    all: BTreeMap<(Moment, Place), Vec<(bool, Mark)>>,
}

impl<'a> Marks<'a> {
    fn of(finding: &Finding, histories: &'a [&'a History]) -> Self {
        let mut marks = Self { histories, all: BTreeMap::new() };
        let duty = &finding.duty;
        let opened = duty.opened_by;
        let applies = if finding.asked.starts_a_clock() { Mark::Opened } else { Mark::Applies };
        let (mut opening, mut due) = ((false, applies), finding.due.as_ref().map(|due| due.at));
        let mut due_mark = (false, Mark::Due(None));
        match &duty.outcome {
            Outcome::Broken { by } if *by == opened => {
                let mark = match &finding.opening.trigger {
                    Trigger::StageBegan(stages) => Mark::NotAsRequiredFrom(stages.clone()),
                    Trigger::Event
                    | Trigger::StageEnded(_)
                    | Trigger::TimeBetweenBegan
                    | Trigger::TimeBetweenEnded
                    | Trigger::Broken(_) => Mark::NotAsRequired,
                };
                opening = (true, mark);
            }
            Outcome::Broken { by } => marks.entry(*by, true, Mark::Forbidden),
            Outcome::Missed { by: Some(by), .. } if *by == opened => opening = (true, Mark::NothingBefore),
            Outcome::Missed { at, by, remedied } => {
                match by {
                    Some(by) => marks.entry(*by, true, Mark::CameFirst),
                    None => (due, due_mark.0) = (Some(*at), true),
                }
                match remedied {
                    Some(late) => marks.entry(*late, false, Mark::DoneLate),
                    None if by.is_none() && finding.is_partly_done() => due_mark.1 = Mark::DueInPart(finding.as_of),
                    None if by.is_none() => due_mark.1 = Mark::Due(Some(finding.as_of)),
                    None => {}
                }
            }
            Outcome::Open { due_by } => (due, due_mark.0) = (*due_by, true),
            Outcome::Holding { until } => (due, due_mark.1) = (*until, Mark::Until),
            Outcome::Met { by } => marks.entry(*by, false, Mark::Done),
            Outcome::Kept { at } if *at == opened.at => {}
            Outcome::Kept { at } => (due, due_mark.1) = (Some(*at), Mark::KeptUntil),
            Outcome::Released { by: Some(by), .. } => marks.entry(*by, false, Mark::Ended),
            Outcome::Released { at, by: None } => marks.time(*at, false, Mark::FellAway),
            Outcome::Unknown { missing: Missing::Answer(maybe) } => marks.entry(*maybe, false, Mark::MayBeTheAnswer),
            Outcome::Unknown { .. } => {}
        }
        marks.entry(opened, opening.0, opening.1);
        if duty.since != opened.at {
            marks.time(duty.since, false, Mark::CountsFrom);
        }
        if let Some(from) = finding.counted_from {
            marks.entry(from, false, Mark::CountsFrom);
        }
        if let Some(due) = due {
            marks.time(due, due_mark.0, due_mark.1);
        }
        if let Some(excuse) = &duty.excused {
            marks.entry(excuse.at, false, Mark::Excused);
        }
        marks
    }

    fn entry(&mut self, entry_ref: EntryRef, broke: bool, mark: Mark) {
        let EntryRef { history, entry, at } = entry_ref;
        let occurred = found(self.histories, history, entry).map_or(at, |(_, entry)| entry.act().occurred_at);
        let place = Place::Entry { at: occurred, history, entry };
        let here = if occurred == at {
            (broke, mark)
        } else {
            self.time(at, broke, Mark::ByTime(Box::new(mark)));
            (false, Mark::RanFrom)
        };
        self.all.entry((place.at(), place)).or_default().push(here);
    }

    fn time(&mut self, at: Moment, broke: bool, mark: Mark) {
        self.all.entry((at, Place::Time(at))).or_default().push((broke, mark));
    }
}

/// What an excerpt says of one history, in order: when, at which entry or at none, whether that broke the rule, and what it was.
pub(crate) fn marks_in(finding: &Finding, history: &History) -> Vec<(Moment, Option<EntryNumber>, bool, Mark)> {
    let all = Marks::of(finding, &[history]).all.into_iter();
    let of_place = |((at, place), marks): ((Moment, Place), Vec<(bool, Mark)>)| {
        let entry = match place {
            Place::Entry { history: 0, entry, .. } => Some(entry),
            Place::Entry { .. } | Place::Time(_) => None,
        };
        let is_here = entry.is_some() || matches!(place, Place::Time(_));
        marks.into_iter().filter(move |_| is_here).map(move |(broke, mark)| (at, entry, broke, mark))
    };
    all.flat_map(of_place).collect()
}

fn found<'a>(histories: &[&'a History], history: u32, entry: EntryNumber) -> Option<(&'a History, &'a Entry)> {
    let history: &'a History = histories.get(history as usize)?;
    Some((history, history.corrected(entry)?))
}

/// One line of the timeline.
struct Row {
    number: String,
    when: String,
    who: String,
    did: String,
    with_what: String,
    marks: Vec<(bool, Mark)>,
}

/// The number of an entry; of several histories, with the cycle.
fn numbered(histories: &[&History], of: &History, number: EntryNumber) -> String {
    let cycle = of.cycle().id().filter(|_| histories.len() > 1);
    cycle.map_or_else(|| number.to_string(), |cycle| format!("{cycle}:{number}"))
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.finding.told_to(self.readers);
        let told = Excerpt { finding: &told, ..*self };
        told.write(f)
    }
}

impl Excerpt<'_> {
    /// Writes what is shown of a finding.
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.language.heading(self.finding))?;
        let mut marks = Marks::of(self.finding, self.histories).all;
        marks.retain(|(_, place), _| self.is_shown(*place));
        let rows: Vec<Row> = marks.into_iter().map(|((_, place), marks)| self.row(place, marks)).collect();
        let margin = rows.iter().map(|row| row.number.len()).max().unwrap_or_default() + 1;
        writeln!(f, "{:margin$}--> {}", "", self.about())?;
        writeln!(f, "{:margin$} |", "")?;
        let widest = |column: fn(&Row) -> &str| rows.iter().map(|row| column(row).chars().count()).max().unwrap_or_default();
        let (time, name) = (widest(|row| &row.when), widest(|row| &row.who));
        let empty = format!("{:margin$} | {:time$}  {:name$}  ", "", "", "");
        for Row { number, when, who, did, with_what, marks } in rows {
            let mut left = format!("{number:>margin$} | {when:time$}  {who:name$}  ");
            if !did.is_empty() {
                writeln!(f, "{left}{did}{with_what}")?;
                left.clone_from(&empty);
            }
            for (broke, mark) in marks {
                let under = if broke { "^" } else { "-" }.repeat(did.chars().count().max(3));
                writeln!(f, "{left}{under} {}", self.language.mark(&mark))?;
                left.clone_from(&empty);
            }
        }
        writeln!(f, "{:margin$} |", "")?;
        let notes = self.language.notes(self.finding);
        notes.iter().try_for_each(|(name, note)| writeln!(f, "{:margin$} = {name}: {note}", ""))
    }
}

impl Excerpt<'_> {
    fn is_shown(&self, place: Place) -> bool {
        match place {
            Place::Entry { at, history, entry } => EntryRef { history, entry, at }.is_shown_to(self.readers),
            Place::Time(_) => true,
        }
    }

    fn row(&self, place: Place, marks: Vec<(bool, Mark)>) -> Row {
        let (language, histories) = (self.language, self.histories);
        let zone = self.finding.due.as_ref().map_or(TIME_ZONE, |due| due.counted.zone);
        let when = language.time(place.at(), zone, matches!(place, Place::Time(_)));
        let (number, who, did, with_what) = match place {
            Place::Time(_) => Default::default(),
            Place::Entry { history, entry, .. } => match found(histories, history, entry) {
                Some((of, entry)) => {
                    let kind = entry.event().kind();
                    let role = of.cycle().role_of(entry);
                    let number = numbered(histories, of, entry.number());
                    // Nobody said it: whoever acts took it down.
                    let who = if is_said_here(entry.event()) { String::new() } else { language.role(role) };
                    (number, who, language.done(Some(kind)), self.with_what(entry.event()))
                }
                None => (entry.to_string(), String::new(), language.done(None), String::new()),
            },
        };
        Row { number, when, who, did, with_what, marks }
    }

    /// With what something was done: its reference, and of a milestone which one it was.
    fn with_what(&self, event: &Event) -> String {
        let milestone = MilestoneReached::of(event).map(|data| format!(": {}", self.language.milestone(data.what)));
        let milestone = milestone.unwrap_or_default();
        let subject =
            event.subject().map(|subject| format!(" ({})", self.language.reference(subject.noun.code(), subject.id)));
        format!("{milestone}{}", subject.unwrap_or_default())
    }

    /// What the duty is about, and in which cycle.
    fn about(&self) -> String {
        let duty = &self.finding.duty;
        let named = duty.about.iter().map(|(name, id)| (name.rsplit('.').next().unwrap_or(name), &**id));
        let history = self.histories.get(duty.opened_by.history as usize);
        let cycle = history.and_then(|history| history.cycle().id()).map(|cycle| ("cycle", cycle.as_str()));
        let about = named.filter(|(name, _)| *name != "cycle").chain(cycle);
        let why = self.language.concerned(self.finding);
        let named = |(name, id): (&str, &str)| {
            let reference = self.language.reference(name, id);
            let is_meant = self.finding.concerns.as_ref().is_some_and(|concerned| concerned.id() == id);
            why.as_ref().filter(|_| is_meant).map_or(reference.clone(), |why| format!("{reference} ({why})"))
        };
        about.map(named).collect::<Vec<_>>().join(", ")
    }
}
