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

impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (entry {})", Day(self.at), self.entry)
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
    /// Who did what it tells of.
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

    /// A sentence about all of them, on a line of its own; nothing where there are none.
    pub(crate) fn say(these: &[Self], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if these.is_empty() { Ok(()) } else { writeln!(f, "Recorded for somebody else: {}.", one_by_one(these)) }
    }
}

impl fmt::Display for RecordedFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {} by {}, recorded by ", self.entry, self.by)?;
        match self.role {
            Some(Role::Clinician) => f.write_str("the clinician"),
            Some(role) => write!(f, "{} ({role})", self.recorded_by),
            None => write!(f, "{}", self.recorded_by),
        }
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
    /// So many days of 24 hours.
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

impl fmt::Display for Elapsed {
    /// In the two largest units, cut short rather than rounded: days and hours, or hours and minutes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minutes, hours, days) = (self.0 / 60, self.0 / 3600, self.0 / 86_400);
        let (large, small) = match (days, hours, minutes) {
            (0, 0, 0) => return f.write_str("less than a minute"),
            (0, 0, _) => (Counted(minutes, "minute", "minutes"), Counted(0, "", "")),
            (0, ..) => (Counted(hours, "hour", "hours"), Counted(minutes % 60, "minute", "minutes")),
            (..) => (Counted(days, "day", "days"), Counted(hours % 24, "hour", "hours")),
        };
        if small.0 == 0 { write!(f, "{large}") } else { write!(f, "{large} and {small}") }
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
    let mut listed: Vec<String> = things.iter().take(LISTED).map(ToString::to_string).collect();
    if things.len() > LISTED {
        listed.push(format!("{} more", things.len() - LISTED));
    }
    let last = listed.pop().unwrap_or_default();
    if listed.is_empty() { last } else { format!("{} and {last}", listed.join(", ")) }
}

/// Things that hold commas of their own, parted by semicolons; of long rows the first, and how many more there are.
pub(crate) fn one_by_one<T: fmt::Display>(things: &[T]) -> String {
    let mut listed: Vec<String> = things.iter().take(LISTED).map(ToString::to_string).collect();
    if things.len() > LISTED {
        listed.push(format!("and {} more", things.len() - LISTED));
    }
    listed.join("; ")
}

/// Two numbers with as many decimals as it takes for them to differ, two at least: rounded alike, what is missed would read as
/// met.
pub(crate) fn distinguishable(one: f64, other: f64) -> (String, String) {
    let rounded = |decimals: usize| (format!("{one:.decimals$}"), format!("{other:.decimals$}"));
    (2..=17).map(rounded).find(|(one, other)| one != other).unwrap_or_else(|| rounded(2))
}

/// Entries in words: `entry 7`, `entries 7 and 8`.
pub(crate) fn entries(numbers: &[EntryNumber]) -> String {
    format!("{} {}", if numbers.len() == 1 { "entry" } else { "entries" }, in_a_row(numbers))
}

/// What every text of a reading says that is read again for each reader, whatever they are shown: so it tells of nothing left out.
pub(crate) const READ_FROM: &str =
    "It is read from what its reader is shown, and from nothing else: for another reader it may say something else.";

/// The time that a reading speaks of, and the time up to which it knows, in words.
pub(crate) fn stated_as_of(as_of: Moment, known_at: Moment) -> String {
    let stated = match as_of {
        Moment::LATEST => "By all that is recorded".to_owned(),
        as_of => format!("By {}", Day(as_of)),
    };
    if known_at == Moment::LATEST {
        stated
    } else if as_of != Moment::LATEST && calendar::local_date(as_of) == calendar::local_date(known_at) {
        format!("{stated} (as then known)")
    } else {
        format!("{stated}, as known on {}", Day(known_at))
    }
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
