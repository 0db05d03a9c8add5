//! The reasons why a step of a contract is refused.

use thiserror::Error;

use super::event::{Kind, ReasonCode};
use super::lifecycle::Stage;
use super::terms::Gap;
use crate::code::{Code, CodeSet};
use crate::declare::refusals;
use crate::people::{Role, Side};

/// Why a step is refused.
///
/// ```
/// use practice_cycle::contracting::{Kind, Refusal, Stage};
/// let refusal = Refusal::OutOfStep { asked: Kind::ContractCompleted, stage: Stage::Invited };
/// assert_eq!(
///     refusal.to_string(),
///     "cannot complete: the contract is invited; \
///      possible now: accept the invitation, reframe, propose terms, decline, withdraw",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Not possible from this stage.
    #[error("cannot {asked}: the contract is {stage}; possible now: {}", .stage.steps())]
    OutOfStep {
        /// What was asked.
        asked: Kind,
        /// Where the contract stands.
        stage: Stage,
    },
    /// It is for others to do.
    #[error("as {role} one cannot {asked}; that is for {permitted}")]
    NotTheirs {
        /// What was asked.
        asked: Kind,
        /// The role of the person who asked.
        role: Role,
        /// The sides it is for.
        permitted: CodeSet<Side>,
    },
    /// That side has accepted this version.
    #[error("cannot accept terms: that side has accepted this version already")]
    AlreadyAccepted,
    /// Steps of one contract come in the order in which they occurred.
    #[error(
        "cannot {asked}: a step of this contract that occurred later is recorded already; it can be taken back and repeated \
         after this one (`History::decide_late`)"
    )]
    BeforePreviousStep {
        /// What was asked.
        asked: Kind,
    },
    /// There are no terms to accept.
    #[error("cannot accept terms: none lie on the table")]
    NothingProposed,
    /// The terms are not complete.
    #[error("cannot accept the terms yet; they do not say: {gaps}")]
    Gaps {
        /// Everything that is missing.
        gaps: CodeSet<Gap>,
    },
    /// Other terms lie on the table by now, or do not yet.
    #[error("cannot accept another version than lies on the table: {current}")]
    StaleVersion {
        /// The version on the table.
        current: u32,
    },
    /// A statutory decision is reserved to those with the mandate, whatever anyone agrees.
    #[error("cannot {asked}: statutory decisions are reserved to those with the mandate; a clinician contributes")]
    ReservedDecision {
        /// What was asked.
        asked: Kind,
    },
    /// A plan for a day that cannot be meant.
    #[error("cannot {asked}: the plan names a day outside 1900 to 2198")]
    AbsurdDay {
        /// What was asked.
        asked: Kind,
    },
    /// What was planned to have ended cannot begin, go on, or be agreed.
    #[error("cannot {asked}: the planned end has passed by then")]
    PlannedEndPassed {
        /// What was asked.
        asked: Kind,
    },
    /// `did_not_take_place` is for what was agreed and never begun, and nothing else is.
    #[error("cannot end, with the reason `{}`, a contract that is {stage}", .reason.code())]
    ReasonOutOfPlace {
        /// Where the contract stands.
        stage: Stage,
        /// The reason given.
        reason: ReasonCode,
    },
    /// Ending is joint.
    #[error("cannot end alone: whoever agreed must have been in the cycle on the other of the two sides")]
    NotJoint,
    /// Only a present party can be replaced.
    #[error("cannot replace somebody who is not a party")]
    NotAParty,
    /// A party is replaced by somebody who is there, on the same side.
    #[error("cannot replace a party by somebody who is not in the cycle on the same side")]
    NotASuccessor,
    /// Somebody leads, whoever it is.
    #[error("cannot flex the lead to nobody: the clinician, the social worker, or both lead")]
    NobodyLeads,
    /// A reframe to what was asked for anyway.
    #[error("cannot reframe to the space and stream that were asked for")]
    ReframesNothing,
    /// The contract that follows was invited before the one it would follow.
    #[error("cannot renew into a contract that is not a later one")]
    SuccessorNotLater,
    /// It goes on in another already.
    #[error("cannot renew: a successor is linked already")]
    HasSuccessor,
}

refusals! {
    OutOfStep = "out_of_step";
    NotTheirs = "not_theirs";
    AlreadyAccepted = "already_accepted";
    BeforePreviousStep = "before_previous_step";
    NothingProposed = "nothing_proposed";
    Gaps = "gaps";
    StaleVersion = "stale_version";
    ReservedDecision = "reserved_decision";
    AbsurdDay = "absurd_day";
    PlannedEndPassed = "planned_end_passed";
    ReasonOutOfPlace = "reason_out_of_place";
    NotJoint = "not_joint";
    NotAParty = "not_a_party";
    NotASuccessor = "not_a_successor";
    NobodyLeads = "nobody_leads";
    ReframesNothing = "reframes_nothing";
    SuccessorNotLater = "successor_not_later";
    HasSuccessor = "has_successor";
}

impl Refusal {
    /// The steps that are possible instead, by anyone; none where the state of the contract was not the problem.
    #[must_use]
    pub fn possible(self) -> CodeSet<Kind> {
        if let Refusal::OutOfStep { stage, .. } = self { stage.steps() } else { CodeSet::none() }
    }
}
