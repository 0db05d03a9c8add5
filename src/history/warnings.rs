//! What is recorded, and might not have been meant.

use std::fmt;

use super::History;
use super::repeats::Index;
use crate::cycle::{self, Entry};
use crate::id::EntryNumber;
use crate::ledger::Known;

/// Something that is recorded and might not have been meant. It stops nothing: what an earlier version recorded still loads.
///
/// ```
/// use practice_cycle::history::Warning;
/// use practice_cycle::id::EntryNumber;
/// let warning = Warning::UnknownAuthor { number: EntryNumber::FIRST.next() };
/// assert_eq!(warning.to_string(), "entry 2 is by somebody who never entered this cycle");
/// assert_eq!(warning.code(), "unknown_author");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// Who came or left was noted by somebody who had never entered, and did not open the cycle. Such an act is refused when it is
    /// offered.
    UnknownAuthor {
        /// The entry.
        number: EntryNumber,
    },
    /// Who came or left, or in which role, was noted by somebody who is not to say so: see [`entering`](crate::permitted::entering).
    /// Such an act is refused when it is offered.
    NotTheirs {
        /// The entry.
        number: EntryNumber,
    },
    /// It says the same as an earlier entry. Such an act is refused when it is offered.
    Repeats {
        /// The entry.
        number: EntryNumber,
        /// The earlier one.
        earlier: EntryNumber,
    },
    /// A change witnessed by whoever noticed it, or carried on to nobody else. Such an act is refused when it is offered.
    NobodyElse {
        /// The entry.
        number: EntryNumber,
    },
}

impl Warning {
    /// The entry it is about.
    #[must_use]
    pub const fn number(&self) -> EntryNumber {
        match self {
            Warning::UnknownAuthor { number }
            | Warning::NotTheirs { number }
            | Warning::Repeats { number, .. }
            | Warning::NobodyElse { number } => *number,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Warning::UnknownAuthor { .. } => "unknown_author",
            Warning::NotTheirs { .. } => "not_theirs",
            Warning::Repeats { .. } => "repeats",
            Warning::NobodyElse { .. } => "nobody_else",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::UnknownAuthor { number } => write!(f, "entry {number} is by somebody who never entered this cycle"),
            Warning::NotTheirs { number } => write!(f, "entry {number} was not for whoever acted to say"),
            Warning::Repeats { number, earlier } => write!(f, "entry {number} says the same as entry {earlier}"),
            Warning::NobodyElse { number } => {
                write!(f, "entry {number} takes a change to nobody but whoever noticed it or told of it")
            }
        }
    }
}

impl History {
    /// What is recorded, is in effect, and might not have been meant, in the order of recording. Linear in the number of entries.
    ///
    /// ```
    /// use practice_cycle::history::{History, Warning};
    /// let stored = r#"{"number":1,"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}
    /// {"number":2,"type":"person_entered","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-8","data":{"person":"p-2","role":"manager"}}"#;
    /// let history = History::read(stored.as_bytes())?;
    /// assert!(matches!(history.warnings()[..], [Warning::UnknownAuthor { .. }]), "nobody knows p-8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut index = Index::default();
        let mut warnings = Vec::new();
        for stored in self.entries.iter().filter(|entry| self.undone_by(entry.number).is_none()) {
            let number = stored.number;
            warnings.extend(self.corrected(number).and_then(|told| self.warning_of(told)));
            let earlier = index.same(&stored.act, &self.entries, |_| true);
            warnings.extend(earlier.map(|earlier| Warning::Repeats { number, earlier }));
            index.add(stored);
        }
        warnings
    }

    /// What there is to be said of an entry by itself.
    pub(super) fn warning_of(&self, entry: &Entry) -> Option<Warning> {
        let number = entry.number();
        match self.cycle.judge_attaching_as(entry.act(), Known::before(number)) {
            Ok(()) if self.cycle.reaches_others(entry.act()).is_err() => Some(Warning::NobodyElse { number }),
            Ok(()) => None,
            Err(cycle::Refusal::UnknownActor) => Some(Warning::UnknownAuthor { number }),
            Err(_) => Some(Warning::NotTheirs { number }),
        }
    }
}
