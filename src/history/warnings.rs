//! What is recorded, and might not have been meant.

use std::fmt;

use super::History;
use super::repeats::Index;
use crate::attachment::{self, PersonEntered};
use crate::code::CodeSet;
use crate::contracting::Stage;
use crate::cycle::{self, Entry, Event};
use crate::id::EntryNumber;
use crate::intervening::{Cover, Uncovered};
use crate::ledger::Known;
use crate::partnering::PracticeDescribed;
use crate::people::Role;

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
    /// Who came or left, or in which role, was noted by somebody who may not note that: see [`entering`](crate::permitted::entering).
    /// Such an act is refused when it is offered.
    NotTheirs {
        /// The entry.
        number: EntryNumber,
    },
    /// Somebody took on a role in place of those they held. Where they go on holding them, `beside` names them.
    InPlaceOf {
        /// The entry.
        number: EntryNumber,
        /// The roles they no longer hold.
        roles: CodeSet<Role>,
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
    /// Work is said to be uncovered for a reason that did not apply: the contract it names did not stand as the reason says.
    ReasonNotSo {
        /// The entry.
        number: EntryNumber,
        /// The reason given.
        why: Uncovered,
        /// Where the contract stood at the time.
        stage: Stage,
    },
    /// Work of a form is said to be of a stream that the form does not belong to. Such an act is refused when it is offered.
    OtherStream {
        /// The entry.
        number: EntryNumber,
    },
    /// A recording is described without a consent to it that was in force and is that of somebody of the family who was there. Such an
    /// act is refused when it is offered.
    RecordingNotConsented {
        /// The entry.
        number: EntryNumber,
    },
    /// A plan is said to be agreed by somebody who was not in its discussion. Such an act is refused when it is offered.
    AgreedByAbsent {
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
            | Warning::InPlaceOf { number, .. }
            | Warning::Repeats { number, .. }
            | Warning::NobodyElse { number }
            | Warning::ReasonNotSo { number, .. }
            | Warning::OtherStream { number }
            | Warning::RecordingNotConsented { number }
            | Warning::AgreedByAbsent { number } => *number,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Warning::UnknownAuthor { .. } => "unknown_author",
            Warning::NotTheirs { .. } => "not_theirs",
            Warning::InPlaceOf { .. } => "in_place_of",
            Warning::Repeats { .. } => "repeats",
            Warning::NobodyElse { .. } => "nobody_else",
            Warning::ReasonNotSo { .. } => "reason_not_so",
            Warning::OtherStream { .. } => "other_stream",
            Warning::RecordingNotConsented { .. } => "recording_not_consented",
            Warning::AgreedByAbsent { .. } => "agreed_by_absent",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::UnknownAuthor { number } => write!(f, "entry {number} is by somebody who never entered this cycle"),
            Warning::NotTheirs { number } => write!(f, "entry {number} was not for the person who acted to record"),
            Warning::InPlaceOf { number, roles } => {
                write!(
                    f,
                    "entry {number} says that somebody no longer holds the role of {roles}; roles that are kept have to be named beside it"
                )
            }
            Warning::Repeats { number, earlier } => write!(f, "entry {number} says the same as entry {earlier}"),
            Warning::NobodyElse { number } => {
                write!(f, "entry {number} carries a change on to nobody but whoever noticed it or passed it on")
            }
            Warning::ReasonNotSo { number, why, stage } => {
                write!(f, "entry {number} gives as the reason that {why}; the contract it names was {stage} at the time")
            }
            Warning::OtherStream { number } => {
                write!(f, "entry {number} tells of work in a stream that its form does not belong to")
            }
            Warning::RecordingNotConsented { number } => {
                write!(f, "entry {number} describes a recording without a consent to it by the family who were there")
            }
            Warning::AgreedByAbsent { number } => {
                write!(f, "entry {number} is of a plan agreed by somebody who was not in its discussion")
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
            let misplaced = matches!(stored.event(), Event::Intervening(event) if event.is_fit_to_offer().is_err());
            warnings.extend(misplaced.then_some(Warning::OtherStream { number }));
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
            Ok(()) => {}
            Err(cycle::Refusal::Attachment(attachment::Refusal::Stranger)) => {
                return Some(Warning::UnknownAuthor { number });
            }
            Err(_) => return Some(Warning::NotTheirs { number }),
        }
        if let Some(data) = PersonEntered::of(entry.event()) {
            let roles = self.cycle.left_behind(data, entry.act.occurred_at, number);
            return (!roles.is_empty()).then_some(Warning::InPlaceOf { number, roles });
        }
        if self.cycle.reaches_others(entry.act()).is_err() {
            return Some(Warning::NobodyElse { number });
        }
        if self.judge_meeting(entry.act(), number).is_err() {
            let is_description = PracticeDescribed::of(entry.event()).is_some();
            return Some(if is_description {
                Warning::RecordingNotConsented { number }
            } else {
                Warning::AgreedByAbsent { number }
            });
        }
        let Event::Intervening(event) = entry.event() else { return None };
        self.reason_not_so(event.cover()?, entry)
    }

    /// By all that is recorded now of where the contract stood.
    fn reason_not_so(&self, cover: &Cover, entry: &Entry) -> Option<Warning> {
        let &Cover::Uncovered { why, contract: Some(ref contract) } = cover else { return None };
        let stood = self.cycle.contract(contract)?.stood_at(entry.act.occurred_at, |stage| why.fits(stage));
        Some(Warning::ReasonNotSo { number: entry.number, why, stage: stood.err()?? })
    }
}
