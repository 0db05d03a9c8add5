//! The evidence of readings: entries, by their numbers, and when they occurred.
//!
//! A reading is a value; its text is made from it, and cites by date and number whatever it says. Days are those of London
//! ([`calendar`]).

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::calendar;
use crate::cycle::Entry;
use crate::history::View;
use crate::id::{EntryNumber, PersonId};
use crate::message::{Line, Message, Row, Said, messages};
use crate::moment::Moment;
use crate::people::Role;
use crate::words;

/// An entry that a reading rests on, and when what it records occurred.
///
/// ```
/// use practice_cycle::{evidence::Cited, id::EntryNumber};
/// let cited = Cited { entry: EntryNumber::FIRST, at: "2026-09-11T09:10:00Z".parse()? };
/// assert_eq!(cited.to_string(), "11 September 2026 (entry 1)");
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Cited {
    // When comes first, so that what is cited sorts by occurrence, then by recording.
    /// When it occurred.
    pub at: Moment,
    /// Its number.
    pub entry: EntryNumber,
}

impl Cited {
    /// An entry as evidence.
    pub(crate) fn of(entry: &Entry) -> Self {
        Self { at: entry.act().occurred_at, entry: entry.number() }
    }
}

impl Cited {
    /// The same, to stand in a sentence.
    pub(crate) fn said(&self) -> Message {
        on_day(self.at, self.entry)
    }

    /// The numbers of entries that are cited.
    pub(crate) fn numbered(these: &[Self]) -> Message {
        numbered(&these.iter().map(|cited| cited.entry).collect::<Vec<_>>())
    }
}

impl From<Cited> for Said {
    fn from(cited: Cited) -> Self {
        cited.said().into()
    }
}

impl From<Elapsed> for Said {
    fn from(elapsed: Elapsed) -> Self {
        elapsed.said().into()
    }
}

impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

/// An entry that somebody recorded for somebody else. It counts as what was done by the one it names, and rests on the word of
/// the other: above all where the clinician recorded how others received them.
///
/// ```
/// use practice_cycle::{evidence::RecordedFor, id::EntryNumber, people::Role};
/// let (entry, by, recorded_by) = (EntryNumber::FIRST, "worker-a".parse()?, "p-1".parse()?);
/// let recorded = RecordedFor { entry, by, recorded_by, role: Some(Role::Clinician) };
/// assert_eq!(recorded.to_string(), "entry 1 by worker-a, recorded by the clinician");
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct RecordedFor {
    /// The entry.
    pub entry: EntryNumber,
    /// Who did what it is about.
    pub by: PersonId,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// The role that whoever recorded it held when they did; none where they took no part in the cycle.
    pub role: Option<Role>,
}

impl RecordedFor {
    /// Of the entries that a reading rests on, those that somebody recorded for somebody else, in the order of recording.
    pub(crate) fn among(view: &View<'_>, cited: impl IntoIterator<Item = EntryNumber>) -> Vec<Self> {
        let for_another = view.entries().iter().copied().filter(|entry| Self::is_for_another(entry)).collect();
        Self::among_these(view, for_another, || cited)
    }

    /// The same, where those of all entries that somebody recorded for somebody else are found already, in whichever order. Most often
    /// there are none, and then nothing is asked of what is cited.
    pub(crate) fn among_these<I>(view: &View<'_>, mut for_another: Vec<&Entry>, cited: impl FnOnce() -> I) -> Vec<Self>
    where
        I: IntoIterator<Item = EntryNumber>,
    {
        if for_another.is_empty() {
            return Vec::new();
        }
        let cited: BTreeSet<EntryNumber> = cited().into_iter().collect();
        for_another.retain(|entry| cited.contains(&entry.number()));
        for_another.sort_unstable_by_key(|entry| entry.number());
        // What a role is takes a replay.
        let cycle = if for_another.is_empty() { None } else { Some(view.cycle()) };
        let recorded = |entry: &Entry| {
            let (act, entry) = (entry.act(), entry.number());
            let recorded_by = act.recorded_by.clone()?;
            let role = cycle.as_ref().and_then(|cycle| cycle.held_of(recorded_by.as_str(), act.recorded_at, entry).main());
            Some(Self { entry, by: act.by.clone(), recorded_by, role })
        };
        for_another.into_iter().filter_map(recorded).collect()
    }

    /// Whether somebody recorded an entry for somebody else, who is named for it.
    pub(crate) fn is_for_another(entry: &Entry) -> bool {
        !words::is_said_here(entry.event()) && entry.act().recorded_by.as_ref().is_some_and(|by| *by != entry.act().by)
    }

    /// A sentence about all of them, as a line of a text; nothing where there are none.
    pub(crate) fn line(these: &[Self]) -> Option<Line> {
        (!these.is_empty()).then(|| vec![recorded_for_others(listed_apart(these.iter().map(Self::said)))])
    }

    fn said(&self) -> Message {
        let who: Said = match self.role {
            Some(Role::Clinician) => the_clinician().into(),
            Some(role) => somebody(self.recorded_by.as_str(), role).into(),
            None => self.recorded_by.as_str().into(),
        };
        recorded_for(self.entry, self.by.as_str(), who)
    }
}

impl fmt::Display for RecordedFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

/// How long something took, in whole seconds; what is less than a second is left out.
///
/// ```
/// use practice_cycle::evidence::Elapsed;
/// let elapsed = Elapsed::between("2026-09-07T09:30:00Z".parse()?, "2026-09-11T12:45:00Z".parse()?);
/// assert_eq!(elapsed.to_string(), "4 days and 3 hours");
/// assert_eq!(serde_json::to_string(&elapsed)?, "357300");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Elapsed(u64);

impl Elapsed {
    /// This many days of 24 hours.
    pub(crate) fn days(days: u16) -> Self {
        Self(u64::from(days) * 86_400)
    }

    /// The time from one instant to another; none if the other is not later.
    #[must_use]
    pub fn between(from: Moment, to: Moment) -> Self {
        Self(u64::try_from((to.to_utc() - from.to_utc()).num_seconds()).unwrap_or_default())
    }

    /// The time in seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }
}

impl Elapsed {
    /// In the two largest units, cut short rather than rounded: days and hours, or hours and minutes.
    pub(crate) fn said(self) -> Message {
        let (minutes, hours, days) = (self.0 / 60, self.0 / 3600, self.0 / 86_400);
        let (large, small) = match (days, hours, minutes) {
            (0, 0, 0) => return under_a_minute(),
            (0, 0, _) => return in_minutes(minutes),
            (0, ..) => (in_hours(hours), Some(minutes % 60).filter(|&rest| rest > 0).map(in_minutes)),
            (..) => (in_days(days), Some(hours % 24).filter(|&rest| rest > 0).map(in_hours)),
        };
        match small {
            Some(small) => in_two_units(large, small),
            None => large,
        }
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

/// The day of an instant, in words.
pub(crate) struct Day(pub(crate) Moment);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", calendar::local_date(self.0).format("%-d %B %Y"))
    }
}

/// A number of things: `1 turn`, `2 turns`, `no turns`.
pub(crate) struct Counted(pub(crate) u64, pub(crate) &'static str, pub(crate) &'static str);

impl Counted {
    pub(crate) fn of(count: usize, one: &'static str, many: &'static str) -> Self {
        Self(count as u64, one, many)
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => write!(f, "no {}", self.2),
            1 => write!(f, "1 {}", self.1),
            count => write!(f, "{count} {}", self.2),
        }
    }
}

/// How many things a text lists one by one; the value of a reading holds them all.
pub(crate) const LISTED: usize = 8;

/// Things in a row: `a`, `a and b`, `a, b and c`; of long rows the first, and how many more there are.
pub(crate) fn in_a_row<T: fmt::Display>(things: &[T]) -> String {
    listed(things.iter().map(T::to_string)).to_string()
}

/// The same, to stand in a sentence.
pub(crate) fn listed<T: Into<Said>>(things: impl IntoIterator<Item = T>) -> Said {
    in_short(Row::And, things, more)
}

/// Things that hold commas of their own, parted by semicolons; of long rows the first, and how many more there are.
pub(crate) fn one_by_one<T: fmt::Display>(things: &[T]) -> String {
    listed_apart(things.iter().map(T::to_string)).to_string()
}

/// The same, to stand in a sentence.
pub(crate) fn listed_apart<T: Into<Said>>(things: impl IntoIterator<Item = T>) -> Said {
    in_short(Row::Semicolons, things, and_more)
}

/// The first of them, and how many more there are.
fn in_short<T: Into<Said>>(row: Row, things: impl IntoIterator<Item = T>, more: fn(usize) -> Message) -> Said {
    let mut things: Vec<Said> = things.into_iter().map(Into::into).collect();
    let others = things.len().saturating_sub(LISTED);
    if others > 0 {
        things.truncate(LISTED);
        things.push(more(others).into());
    }
    Said::Row(row, things)
}

/// Two numbers with as many decimals as it takes for them to differ, two at least: rounded alike, what is missed would read as
/// met.
pub(crate) fn distinguishable(one: f64, other: f64) -> (String, String) {
    let rounded = |decimals: usize| (format!("{one:.decimals$}"), format!("{other:.decimals$}"));
    (2..=17).map(rounded).find(|(one, other)| one != other).unwrap_or_else(|| rounded(2))
}

/// Entries in words: `entry 7`, `entries 7 and 8`.
pub(crate) fn entries(numbers: &[EntryNumber]) -> String {
    numbered(numbers).to_string()
}

/// The same, to stand in a sentence.
pub(crate) fn numbered(numbers: &[EntryNumber]) -> Message {
    these_entries(numbers.len(), listed(numbers.iter().copied()))
}

/// The time that a reading speaks of, and the time up to which it knows.
pub(crate) fn as_of(as_of: Moment, known_at: Moment) -> Message {
    match (as_of, known_at) {
        (Moment::LATEST, Moment::LATEST) => by_all(),
        (Moment::LATEST, _) => by_all_known(known_at),
        (_, Moment::LATEST) => by_day(as_of),
        _ if calendar::local_date(as_of) == calendar::local_date(known_at) => by_day_then_known(as_of),
        _ => by_day_known(as_of, known_at),
    }
}

messages! {
    on_day(day, entry) = "cited-day", "{day} (entry {entry})";
    more(count) = "more", "{count} more";
    and_more(count) = "and-more", "and {count} more";
    these_entries(count, numbers) = "entries", "entries {numbers}", one "entry {numbers}";
    pub(crate) cited(what, entries) = "cited", "{what} ({entries})";
    pub(crate) bullet(what) = "bullet", "- {what}";
    pub(crate) bullet_inside(what) = "bullet-inside", "  - {what}";
    pub(crate) sentence(what) = "sentence", "{what}.";
    pub(crate) left_out(count) = "left-out", "And {count} more.";
    /// What every text of a reading says that is read again for each reader, whatever they are shown: so it shows nothing of what
    /// is left out.
    pub(crate) read_from() = "read-from",
        "It is read from what its reader is shown, and from nothing else: for another reader it may say something else.";
    under_a_minute() = "elapsed-under-a-minute", "less than a minute";
    in_minutes(count) = "elapsed-minutes", "{count} minutes", one "1 minute";
    in_hours(count) = "elapsed-hours", "{count} hours", one "1 hour";
    in_days(count) = "elapsed-days", "{count} days", one "1 day";
    in_two_units(large, small) = "elapsed-in-two-units", "{large} and {small}";
    by_all() = "as-of-all", "By all that is recorded";
    by_all_known(known_at) = "as-of-all-known", "By all that is recorded, as known on {known_at}";
    by_day(as_of) = "as-of", "By {as_of}";
    by_day_then_known(as_of) = "as-of-then-known", "By {as_of} (as then known)";
    by_day_known(as_of, known_at) = "as-of-known", "By {as_of}, as known on {known_at}";
    recorded_for_others(these) = "recorded-for-others", "Recorded for somebody else: {these}.";
    recorded_for(entry, by, recorded_by) = "recorded-for", "entry {entry} by {by}, recorded by {recorded_by}";
    pub(crate) the_clinician() = "the-clinician", "the clinician";
    somebody(person, role) = "somebody", "{person} ({role})";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_differ_are_written_so() {
        let written = |one, other| {
            let (one, other) = distinguishable(one, other);
            format!("{one} {other}")
        };
        assert_eq!(written(0.5, 0.8), "0.50 0.80");
        assert_eq!(written(0.796, 0.8), "0.796 0.800", "though both are 0.80 to two places");
        assert_eq!(written(0.999_999_999, 1.0), "0.999999999 1.000000000");
        assert_eq!(written(1.0_f64.next_down(), 1.0), "0.9999999999999999 1.0000000000000000");
        assert_eq!(written(0.8, 0.8), "0.80 0.80");
    }

    #[test]
    fn long_rows_say_how_many_more_there_are() {
        let things: Vec<usize> = (1..=LISTED + 2).collect();
        assert_eq!(in_a_row(&things), "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
        assert_eq!(one_by_one(&things), "1; 2; 3; 4; 5; 6; 7; 8; and 2 more");
        assert_eq!(one_by_one(&["one, or two", "three"]), "one, or two; three");
    }
}
