//! The reasons why a step of a contract is refused.

use thiserror::Error;

use super::event::{Kind, ReasonCode};
use super::lifecycle::Stage;
use super::terms::Gap;
use crate::code::CodeSet;
use crate::declare::refusals;
use crate::people::Role;
use crate::permitted::Those;

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
    #[error("cannot {asked}: the contract is {stage}; possible now: {possible}", possible = .stage.steps())]
    OutOfStep {
        /// What was asked.
        asked: Kind,
        /// Where the contract stands.
        stage: Stage,
    },
    /// It is for others to do.
    #[error("only {permitted} can {asked}")]
    NotTheirs {
        /// What was asked.
        asked: Kind,
        /// The role of the person who asked.
        role: Role,
        /// The roles it is for.
        permitted: Those,
    },
    /// That side has accepted this version.
    #[error("cannot accept the terms: that side has accepted this version already")]
    AlreadyAccepted,
    /// Steps of one contract come in the order in which they occurred.
    #[error(
        "cannot {asked}: a later step of this contract is recorded already; take that back, record this, and then \
         repeat it"
    )]
    BeforePreviousStep {
        /// What was asked.
        asked: Kind,
    },
    /// There are no terms to accept.
    #[error("cannot accept the terms: none are waiting to be accepted")]
    NothingProposed,
    /// The terms are not complete.
    #[error("cannot accept the terms yet; they do not say: {gaps}")]
    Gaps {
        /// Everything that is missing.
        gaps: CodeSet<Gap>,
    },
    /// Other terms lie on the table by now, or do not yet.
    #[error("cannot accept another version of the terms: version {current} is current")]
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
    /// What was planned to have ended cannot begin or go on, and work under way cannot be amended so that it has ended.
    #[error("cannot {asked}: the planned end has passed by then")]
    PlannedEndPassed {
        /// What was asked.
        asked: Kind,
    },
    /// `did_not_take_place` is for what was agreed and never begun, and nothing else is.
    #[error("a contract that is {stage} cannot end for this reason: {reason}")]
    ReasonOutOfPlace {
        /// Where the contract stands.
        stage: Stage,
        /// The reason given.
        reason: ReasonCode,
    },
    /// Ending is joint.
    #[error("cannot end alone: somebody on the other of the two sides, here at that time, has to agree")]
    NotJoint,
    /// Only a present party can be replaced.
    #[error("cannot replace somebody who is not a party")]
    NotAParty,
    /// A party is replaced by somebody who is there, on the same side.
    #[error("cannot replace a party by somebody who is not in the cycle on the same side")]
    NotASuccessor,
    /// Somebody leads, whoever it is.
    #[error("cannot leave nobody to lead: the clinician, the social worker, or both lead")]
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
    OutOfStep { asked, stage } = "contracting.out_of_step", Conflict [possible: CodeSet<Kind> = stage.steps()];
    NotTheirs { asked, role, permitted } = "contracting.not_theirs", NotAllowed @ &["by"];
    AlreadyAccepted = "contracting.already_accepted", AlreadySo @ &["data.version"];
    BeforePreviousStep { asked } = "contracting.before_previous_step", Conflict @ &["occurred_at"];
    NothingProposed = "contracting.nothing_proposed", Conflict;
    Gaps { gaps } = "contracting.gaps", Conflict;
    StaleVersion { current } = "contracting.stale_version", Conflict @ &["data.version"];
    ReservedDecision { asked } = "contracting.reserved_decision", Invalid
        @ &["data.terms.roles.statutory_decisions"];
    AbsurdDay { asked } = "contracting.absurd_day", Invalid @ &["data.terms.duration", "data.next_review"];
    PlannedEndPassed { asked } = "contracting.planned_end_passed", Conflict @ &["occurred_at"];
    ReasonOutOfPlace { stage, reason } = "contracting.reason_out_of_place", Conflict @ &["data.reason.code"];
    NotJoint = "contracting.not_joint", Conflict @ &["data.with"];
    NotAParty = "contracting.not_a_party", Conflict @ &["data.party"];
    NotASuccessor = "contracting.not_a_successor", Conflict @ &["data.successor"];
    NobodyLeads = "contracting.nobody_leads", Invalid @ &["data.to"];
    ReframesNothing = "contracting.reframes_nothing", Conflict @ &["data.to"];
    SuccessorNotLater = "contracting.successor_not_later", Conflict @ &["data.successor.here"];
    HasSuccessor = "contracting.has_successor", Conflict;
}

impl Refusal {
    /// The steps that are possible instead, by anyone; none where the state of the contract was not the problem.
    #[must_use]
    pub fn possible(self) -> CodeSet<Kind> {
        if let Refusal::OutOfStep { stage, .. } = self { stage.steps() } else { CodeSet::none() }
    }
}
