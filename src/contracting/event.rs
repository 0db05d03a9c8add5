//! The steps of a contract, as they are recorded.

use chrono::NaiveDate;

use super::terms::{Coded, Draft, Flexed, Holder, Open};
use crate::code::{CodeSet, codes};
use crate::declare::{data, events};
use crate::field::{Field, fields};
use crate::id::{ContractId, CycleId, PersonId};
use crate::joining::Cause;
use crate::noun::{Outside, Ref};
use crate::shape::{Held, Shape, Value, Variants};
use crate::space::{CaseKind, Space, Stream};
use crate::strict::{choice, object};
use crate::text::{CaseRef, Text};

codes! {
    /// Why a contract was declined, withdrawn, postponed, suspended, ended or revoked.
    ///
    /// ```
    /// use practice_cycle::{contracting::ReasonCode, code::Code};
    /// assert_eq!(ReasonCode::RiskTooHigh.label(), "risk judged too high for therapy");
    /// ```
    #[non_exhaustive]
    pub enum ReasonCode {
        GoalMetEarly = "goal_met_early", "goal met early";
        GoalChanged = "goal_changed", "goal changed";
        PartyLeft = "party_left", "a party left";
        NoCapacity = "no_capacity", "no capacity";
        OutsideCompetence = "outside_competence", "outside competence";
        RiskTooHigh = "risk_too_high", "risk judged too high for therapy";
        ResourceCut = "resource_cut", "resource cut";
        PracticeModelChanged = "practice_model_changed", "practice model changed";
        FamilyWithdrew = "family_withdrew", "family withdrew";
        LegalStatusChanged = "legal_status_changed", "legal status changed";
        CaseTransferred = "case_transferred", "case transferred";
        CaseClosed = "case_closed", "case closed";
        ConflictOfInterest = "conflict_of_interest", "conflict of interest";
        ContractMuddled = "contract_muddled", "contract muddled";
        DidNotTakePlace = "did_not_take_place", "did not take place";
        Other = "other", "other";
    }
}

impl Open for ReasonCode {
    fn needs_words(self) -> bool {
        self == ReasonCode::Other
    }
}

/// A coded reason, with words where none of the codes fits.
pub type Reason = Coded<ReasonCode>;

codes! {
    /// Why another way of working, or a suggestion, was not welcome (the article, section Intervening).
    ///
    /// ```
    /// use practice_cycle::{contracting::Unwelcome, code::Code};
    /// assert_eq!(Unwelcome::TooDifferentFromPlan.label(), "too different from the plan");
    /// ```
    #[non_exhaustive]
    pub enum Unwelcome {
        TooChallenging = "too_challenging", "too challenging";
        TooDifferentFromPlan = "too_different_from_plan", "too different from the plan";
    }
}

object! {
    /// A space, and a stream of work in it, as asked for or offered.
    ///
    /// ```
    /// use practice_cycle::{contracting::Request, space::{Space, Stream}};
    /// let request: Request = serde_json::from_str(r#"{"space":"case_consultation","stream":"reflective"}"#)?;
    /// assert_eq!(request, Request { space: Space::CaseConsultation, stream: Some(Stream::Reflective) });
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Request {
        /// Where.
        pub space: Space,
        /// Which stream of work, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stream: Option<Stream>,
    }
}

fields!(struct Request { space, stream });

choice! {
    /// How the social work side answered a reframe. Not being welcomed is a normal outcome.
    ///
    /// ```
    /// use practice_cycle::contracting::Answer;
    /// let answer: Answer = serde_json::from_str(r#"{"not_welcomed":{"reason":"The court asked for the parents."}}"#)?;
    /// assert!(matches!(answer, Answer::NotWelcomed { .. }));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub enum Answer {
        /// Welcomed as offered.
        Welcomed,
        /// Something between the two.
        Adapted {
            /// What it became.
            to: Request,
            /// Why.
            reason: Text,
        },
        /// The first request stands.
        NotWelcomed {
            /// Why.
            reason: Text,
            /// Why, as a code, where one fits.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<Unwelcome>,
        },
    }
}

fields!(enum Answer { Welcomed, Adapted { to, reason }, NotWelcomed { reason, why } });

choice! {
    /// The contract that follows another: here, or in another cycle.
    ///
    /// ```
    /// use practice_cycle::contracting::Successor;
    /// let successor: Successor = serde_json::from_str(r#"{"elsewhere":{"cycle":"cy-2","contract":"c-1"}}"#)?;
    /// assert!(matches!(successor, Successor::Elsewhere { .. }));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub enum Successor {
        /// A contract of this cycle, invited later than the one it follows.
        Here(ContractId),
        /// A contract of another cycle.
        Elsewhere {
            /// That cycle.
            cycle: CycleId,
            /// The contract there.
            contract: ContractId,
        },
    }
}

impl Field for Successor {
    fn shape() -> Shape {
        // No rule asks for what lies in another cycle, and no entry of this one makes it.
        let elsewhere = vec![("cycle", CycleId::shape()), ("contract", Shape::Outside(Outside::ContractElsewhere))];
        Shape::Variants(Variants::of::<Successor>(
            "Successor",
            vec![("Here", Held::One(ContractId::shape())), ("Elsewhere", Held::Unasked(elsewhere))],
        ))
    }
    fn value(&self) -> Value<'_> {
        Value::Code(match self {
            Successor::Here(_) => 0,
            Successor::Elsewhere { .. } => 1,
        })
    }
    fn nth(&self, place: usize) -> Option<&dyn Field> {
        if let (Successor::Here(contract), 0) = (self, place) { Some(contract) } else { None }
    }
    fn references<'a>(&'a self, visit: &mut dyn FnMut(Ref<'a>)) {
        match self {
            Successor::Here(contract) => contract.references(visit),
            Successor::Elsewhere { .. } => {}
        }
    }
}

events! {
    in ("practice_cycle::contracting");
    ContractInvited = "contract_invited", "invite", "invited", new;
    InvitationAccepted = "invitation_accepted", "accept the invitation", "accepted the invitation";
    ReframeOffered = "reframe_offered", "reframe", "offered a reframe";
    ReframeAnswered = "reframe_answered", "answer the reframe", "answered the reframe";
    TermsProposed = "terms_proposed", "propose terms", "proposed terms";
    TermsAccepted = "terms_accepted", "accept the terms", "accepted the terms";
    ContractDeclined = "contract_declined", "decline", "declined";
    ContractWithdrawn = "contract_withdrawn", "withdraw", "withdrew";
    ContractPostponed = "contract_postponed", "postpone", "postponed";
    ContractRestored = "contract_restored", "restore", "restored";
    ContractBegun = "contract_begun", "begin", "began";
    ContractReviewed = "contract_reviewed", "review", "reviewed";
    PartyReplaced = "party_replaced", "replace a party", "replaced a party";
    RoleFlexed = "role_flexed", "flex a role", "flexed a role";
    ContractSuspended = "contract_suspended", "suspend", "suspended";
    ContractResumed = "contract_resumed", "resume", "resumed";
    ContractCompleted = "contract_completed", "complete", "completed";
    ContractEnded = "contract_ended", "end", "ended";
    ContractRevoked = "contract_revoked", "revoke", "revoked";
    ContractRenewed = "contract_renewed", "renew", "renewed";
}

data! {
    /// A space was opened: the social work side invited, a court instructed, or the clinician offered. Which of the three it
    /// was follows from the role of whoever acts.
    ContractInvited in ("practice_cycle::contracting"): r#"{"contract":"c-1","space":"home_visit","stream":"direct","case":"case-204","case_kinds":["child_protection_plan"],"words":"Help the parents to talk.","arose_from":[{"change":"ch-1"}]}"# {
        /// The contract that may come of it.
        contract: ContractId,
        /// The space.
        space: Space,
        /// The stream of work asked for, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stream: Option<Stream>,
        /// The case it is about, if it is about one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// What kinds of case that is; rules of the system may bar some.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        case_kinds: CodeSet<CaseKind>,
        /// What was asked for, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
        /// What it arose from: here the cycle is recursive.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        arose_from: Vec<Cause>,
    }
}

impl ContractInvited {
    /// A space was opened, and nothing more was said.
    #[must_use]
    pub fn new(contract: ContractId, space: Space) -> Self {
        let case_kinds = CodeSet::none();
        Self { contract, space, stream: None, case: None, case_kinds, words: None, arose_from: Vec::new() }
    }
}

data! {
    /// The side that was asked said yes to talking about it: the clinical side, or the social work side where the clinician
    /// had offered.
    InvitationAccepted in ("practice_cycle::contracting"): r#"{"contract":"c-1"}"# {
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// The clinician offered another space or stream instead. What was asked for anyway is refused when it is offered.
    ReframeOffered in ("practice_cycle::contracting"): r#"{"contract":"c-1","to":{"space":"case_consultation","stream":"reflective"},"reason":"The children are drawn into the conflict."}"# {
        /// The contract.
        contract: ContractId,
        /// What was offered instead.
        to: Request,
        /// Why.
        reason: Text,
    }
}

data! {
    /// The social work side answered.
    ReframeAnswered in ("practice_cycle::contracting"): r#"{"contract":"c-1","answer":"welcomed"}"# {
        /// The contract.
        contract: ContractId,
        /// How.
        answer: Answer,
    }
}

data! {
    /// One side put terms on the table. They replace what lay there, and count up the version. On an active contract this
    /// proposes an amendment; until both accept, what was agreed stands.
    TermsProposed in ("practice_cycle::contracting"): r#"{"contract":"c-1","terms":{"focus":{"code":"case_dilemma"},"lead":"clinician","roles":{"notes":"social_worker"},"safeguarding":"none_known","duration":{"single":"2026-05-01"}}}"# {
        /// The contract.
        contract: ContractId,
        /// The terms, with or without gaps.
        terms: Box<Draft>,
    }
}

data! {
    /// One side accepted a version of the terms. When both have, it is agreed.
    TermsAccepted in ("practice_cycle::contracting"): r#"{"contract":"c-1","version":2}"# {
        /// The contract.
        contract: ContractId,
        /// The version accepted: the first terms proposed are version 1.
        version: u32,
    }
}

data! {
    /// A side that was asked said no.
    ContractDeclined in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"no_capacity"}}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
    }
}

data! {
    /// An invitation, or an agreement not yet begun, was taken back.
    ContractWithdrawn in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"case_closed"}}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
    }
}

data! {
    /// An agreement not yet begun was put off.
    ContractPostponed in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"no_capacity","words":"Not before the autumn."}}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
    }
}

data! {
    /// A postponed agreement stands again as agreed.
    ContractRestored in ("practice_cycle::contracting"): r#"{"contract":"c-1"}"# {
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// The work began.
    ContractBegun in ("practice_cycle::contracting"): r#"{"contract":"c-1"}"# {
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// The contract was reviewed. A late review cures an overdue one.
    ContractReviewed in ("practice_cycle::contracting"): r#"{"contract":"c-1","with":["p-2"],"next_review":"2026-06-12"}"# {
        /// The contract.
        contract: ContractId,
        /// Who took part beside whoever acts.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        with: Vec<PersonId>,
        /// The day by which it is to be reviewed next, if at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_review: Option<NaiveDate>,
        /// What came of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A party to the contract was replaced by somebody of the same side.
    PartyReplaced in ("practice_cycle::contracting"): r#"{"contract":"c-1","party":"p-2","successor":"p-5"}"# {
        /// The contract.
        contract: ContractId,
        /// The party until then. They may have left.
        party: PersonId,
        /// The party from then on.
        successor: PersonId,
    }
}

data! {
    /// A role flexed on the day: who took a task, or who led. What cannot be agreed can happen, and is recorded.
    RoleFlexed in ("practice_cycle::contracting"): r#"{"contract":"c-1","task":"notes","to":"clinician","reason":"The worker was called away."}"# {
        /// The contract.
        contract: ContractId,
        /// The task, or the lead.
        task: Flexed,
        /// Who took it.
        to: Holder,
        /// Why.
        reason: Text,
    }
}

data! {
    /// Work under the contract was halted.
    ContractSuspended in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"legal_status_changed"}}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
    }
}

data! {
    /// Work under the contract went on again.
    ContractResumed in ("practice_cycle::contracting"): r#"{"contract":"c-1"}"# {
        /// The contract.
        contract: ContractId,
    }
}

data! {
    /// The work was done.
    ContractCompleted in ("practice_cycle::contracting"): r#"{"contract":"c-1","words":"Handed over to the worker."}"# {
        /// The contract.
        contract: ContractId,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Both sides ended the contract early, or agreed that it did not take place.
    ContractEnded in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"goal_met_early"},"with":"p-2"}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
        /// Who agreed to that on the other side.
        with: PersonId,
    }
}

data! {
    /// One side, or somebody of the family, withdrew from work under way, at once.
    ContractRevoked in ("practice_cycle::contracting"): r#"{"contract":"c-1","reason":{"code":"family_withdrew"}}"# {
        /// The contract.
        contract: ContractId,
        /// Why.
        reason: Reason,
    }
}

data! {
    /// The contract is linked to another in which it goes on, which takes effect when that is agreed: one that is under way or
    /// has lapsed stays so until then, and is completed by it. If the other is declined or withdrawn, it is as it was, and can be
    /// renewed again. Of a successor in another cycle no more than this is known, so that it takes effect at once.
    ContractRenewed in ("practice_cycle::contracting"): r#"{"contract":"c-1","successor":{"here":"c-2"}}"# {
        /// The contract.
        contract: ContractId,
        /// The contract that follows.
        successor: Successor,
    }
}

impl Event {
    /// The contract whose step it is.
    ///
    /// ```
    /// use practice_cycle::contracting::{ContractBegun, Event};
    /// let begun: Event = ContractBegun { contract: "c-1".parse()? }.into();
    /// assert_eq!(begun.contract().as_str(), "c-1");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[must_use]
    pub fn contract(&self) -> &ContractId {
        match self {
            Event::ContractInvited(data) => &data.contract,
            Event::InvitationAccepted(data) => &data.contract,
            Event::ReframeOffered(data) => &data.contract,
            Event::ReframeAnswered(data) => &data.contract,
            Event::TermsProposed(data) => &data.contract,
            Event::TermsAccepted(data) => &data.contract,
            Event::ContractDeclined(data) => &data.contract,
            Event::ContractWithdrawn(data) => &data.contract,
            Event::ContractPostponed(data) => &data.contract,
            Event::ContractRestored(data) => &data.contract,
            Event::ContractBegun(data) => &data.contract,
            Event::ContractReviewed(data) => &data.contract,
            Event::PartyReplaced(data) => &data.contract,
            Event::RoleFlexed(data) => &data.contract,
            Event::ContractSuspended(data) => &data.contract,
            Event::ContractResumed(data) => &data.contract,
            Event::ContractCompleted(data) => &data.contract,
            Event::ContractEnded(data) => &data.contract,
            Event::ContractRevoked(data) => &data.contract,
            Event::ContractRenewed(data) => &data.contract,
        }
    }

    /// The reason it gives, as a code, where it gives one.
    #[must_use]
    #[rustfmt::skip]
    pub fn reason(&self) -> Option<ReasonCode> {
        match self {
            Event::ContractDeclined(ContractDeclined { reason, .. }) | Event::ContractWithdrawn(ContractWithdrawn { reason, .. })
            | Event::ContractPostponed(ContractPostponed { reason, .. }) | Event::ContractEnded(ContractEnded { reason, .. })
            | Event::ContractSuspended(ContractSuspended { reason, .. }) | Event::ContractRevoked(ContractRevoked { reason, .. }) => {
                Some(reason.code())
            }
            Event::ContractInvited(_) | Event::InvitationAccepted(_) | Event::ReframeOffered(_) | Event::ReframeAnswered(_)
            | Event::TermsProposed(_) | Event::TermsAccepted(_) | Event::ContractRestored(_) | Event::ContractBegun(_)
            | Event::ContractReviewed(_) | Event::PartyReplaced(_) | Event::RoleFlexed(_) | Event::ContractResumed(_)
            | Event::ContractCompleted(_) | Event::ContractRenewed(_) => None,
        }
    }
}
