//! A step of a contract: who takes it and when, what it moves, and the mark it leaves.

use super::lifecycle::Stage;
use crate::code::codes;
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
    /// The contract of this cycle that follows (`ContractRenewed`), and where it stands; also where the step is the successor's.
    pub renewal: Option<Renewal>,
}

/// A contract of this cycle that follows another, and what has become of it so far.
///
/// ```
/// use practice_cycle::{contracting::{Prospect, Renewal}, id::EntryNumber};
/// let since = "2026-04-02T09:00:00Z".parse()?;
/// let talked_about = Renewal { successor: EntryNumber::FIRST, prospect: Prospect::Open, since, links: true };
/// assert_ne!(talked_about.prospect, Prospect::Agreed);
/// # Ok::<(), practice_cycle::moment::MomentError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Renewal {
    /// The entry that invited the successor.
    pub successor: EntryNumber,
    /// Whether it is agreed.
    pub prospect: Prospect,
    /// Since when.
    pub since: Moment,
    /// Whether this step links the two; otherwise it is a step of the successor.
    pub links: bool,
}

codes! {
    /// What has become of a successor. A renewal takes effect when the successor is agreed; one that was declined or withdrawn
    /// leaves room for another.
    ///
    /// ```
    /// use practice_cycle::contracting::{Prospect, Stage};
    /// assert_eq!(Prospect::of(Stage::Negotiating), Prospect::Open);
    /// assert_eq!(Prospect::of(Stage::Postponed), Prospect::Agreed);
    /// ```
    pub enum Prospect {
        Open = "open", "invited, or talked about";
        Agreed = "agreed", "agreed, whatever became of the work since";
        Nothing = "nothing", "declined or withdrawn";
    }
}

impl Prospect {
    /// What a successor that stands in a stage has come to.
    #[must_use]
    #[rustfmt::skip]
    pub const fn of(stage: Stage) -> Self {
        match stage {
            Stage::Invited | Stage::Reframed | Stage::Negotiating => Prospect::Open,
            Stage::Declined | Stage::Withdrawn => Prospect::Nothing,
            Stage::Agreed | Stage::Postponed | Stage::Active | Stage::Suspended | Stage::Lapsed | Stage::Completed
            | Stage::Ended | Stage::Revoked => Prospect::Agreed,
        }
    }
}

impl StepContext {
    /// A step that names nobody else.
    #[must_use]
    pub fn new(by: Actor, at: Moment, number: EntryNumber) -> Self {
        Self { by, at, number, other: None, replaced: None, renewal: None }
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
