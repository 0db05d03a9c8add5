//! A step of a contract: who takes it and when, what it moves, and the mark it leaves.

use super::event::Kind;
use super::lifecycle::Stage;
use crate::id::EntryNumber;
use crate::ledger::Repeats;
use crate::moment::Moment;
use crate::people::Actor;

/// Who takes a step, when, and as which entry; with whoever else the event names, looked up already.
///
/// ```
/// use practice_cycle::contracting::StepContext;
/// use practice_cycle::{id::EntryNumber, people::{Actor, Role}};
/// let by = Actor { seat: 1, role: Role::Manager };
/// let step = StepContext::new(by, "2026-04-02T09:00:00Z".parse()?, EntryNumber::FIRST);
/// assert_eq!(step.by.role, Role::Manager);
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepContext {
    /// Who acts.
    pub by: Actor,
    /// When it occurred.
    pub at: Moment,
    /// The entry it is, or will be.
    pub number: EntryNumber,
    /// Whoever agreed on the other side (`ContractEnded`), or takes over (`PartyReplaced`), if they were here at the time.
    pub other: Option<Actor>,
    /// The seat of the party who is replaced (`PartyReplaced`).
    pub replaced: Option<u32>,
    /// Whether the same kind of step, by the same person at the same instant, may be another one.
    pub repeats: Repeats,
}

impl StepContext {
    /// A step that names nobody else.
    #[must_use]
    pub fn new(by: Actor, at: Moment, number: EntryNumber) -> Self {
        Self { by, at, number, other: None, replaced: None, repeats: Repeats::AreTheSame }
    }
}

/// The stage a step left and the one it entered. "Agreed" is no event: it is what two acceptances amount to.
///
/// ```
/// use practice_cycle::contracting::{Moved, Stage};
/// let moved = Moved { from: Stage::Agreed, to: Stage::Active };
/// assert_eq!(moved.to_string(), "agreed -> active");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moved {
    /// The stage left.
    pub from: Stage,
    /// The stage entered; the same where the step stays within it.
    pub to: Stage,
}

impl std::fmt::Display for Moved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} -> {}", self.from, self.to)
    }
}

/// One step taken, and the stage it led to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    pub(super) at: Moment,
    pub(super) lapses: Moment,
    pub(super) number: EntryNumber,
    pub(super) seat: u32,
    pub(super) key: u32,
    pub(super) kind: Kind,
    pub(super) stage: Stage,
}

impl Mark {
    /// Whether it had occurred by a time; where at that very instant, by an entry.
    pub(super) fn is_by(&self, at: Moment, by: EntryNumber) -> bool {
        self.at < at || (self.at == at && self.number <= by)
    }

    /// The stage after this step, at a time before the next.
    pub(super) fn stage_at(&self, at: Moment) -> Stage {
        if self.lapses < at { Stage::Lapsed } else { self.stage }
    }
}
