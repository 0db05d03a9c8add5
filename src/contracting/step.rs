//! A step of a contract: who takes it and when, what it moves, and the mark it leaves.

use super::lifecycle::Stage;
use crate::id::EntryNumber;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
}

impl StepContext {
    /// A step that names nobody else.
    #[must_use]
    pub fn new(by: Actor, at: Moment, number: EntryNumber) -> Self {
        Self { by, at, number, other: None, replaced: None }
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
