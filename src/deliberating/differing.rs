//! Differences that are named, and may stay open.

use chrono::NaiveDate;

use crate::code::codes;
use crate::declare::data;
use crate::id::{DecisionId, DisagreementId, DiscussionId, PersonId, TestId};
use crate::text::{CaseRef, Text};

codes! {
    /// What people disagree on.
    ///
    /// ```
    /// use practice_cycle::{deliberating::DisagreementOn, code::Code};
    /// assert!(DisagreementOn::Opinion.is_of_thinking() && !DisagreementOn::Plan.is_of_thinking());
    /// ```
    #[non_exhaustive]
    pub enum DisagreementOn {
        Facts = "facts", "the facts";
        Explanation = "explanation", "what explains it";
        Opinion = "opinion", "an opinion";
        Risk = "risk", "the risk";
        Threshold = "threshold", "whether a threshold is met";
        Plan = "plan", "what to do";
        Roles = "roles", "who does what";
    }
}

impl DisagreementOn {
    /// Whether people differ in what they think, also of the risk or of a threshold, which nobody has to agree ("Dear social workers": a plan is agreed, and opinions and
    /// theories are not).
    #[must_use]
    pub const fn is_of_thinking(self) -> bool {
        match self {
            DisagreementOn::Explanation | DisagreementOn::Opinion | DisagreementOn::Risk | DisagreementOn::Threshold => true,
            DisagreementOn::Facts | DisagreementOn::Plan | DisagreementOn::Roles => false,
        }
    }
}

codes! {
    /// Whether a child's safety depends on a disagreement.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Safety, code::Code};
    /// assert_eq!(Safety::ImmediateDanger.label(), "a child is in immediate danger");
    /// ```
    pub enum Safety {
        NotAffected = "not_affected", "no child's safety depends on it";
        Affected = "affected", "a child's safety depends on it";
        ImmediateDanger = "immediate_danger", "a child is in immediate danger";
    }
}

data! {
    /// People disagreed, and said so. It may stay open: the aim is not that all think the same.
    DisagreementRecorded in ("practice_cycle::deliberating"): r#"{"disagreement":"ds-1","case":"case-204","discussion":"di-1","between":["p-1","p-2"],"on":"risk","safety":"affected","by_when":"2026-06-12","words":"Whether he is safe at his uncle's over the weekend."}"# {
        /// Its own reference.
        disagreement: DisagreementId,
        /// The case.
        case: CaseRef,
        /// The discussion in which it came up, if in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        discussion: Option<DiscussionId>,
        /// Between whom: two people at least.
        between: Vec<PersonId>,
        /// On what.
        on: DisagreementOn,
        /// Whether a child's safety depends on it.
        safety: Safety,
        /// By which day it has to be acted on, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_when: Option<NaiveDate>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

codes! {
    /// How a disagreement was settled.
    ///
    /// ```
    /// use practice_cycle::{deliberating::Settled, code::Code};
    /// assert_eq!(Settled::PlanAgreed.label(), "a plan was agreed that tests it");
    /// ```
    #[non_exhaustive]
    pub enum Settled {
        PlanAgreed = "plan_agreed", "a plan was agreed that tests it";
        Decided = "decided", "it was decided by whoever has the mandate";
        NewInformation = "new_information", "something new was learned";
        Agreed = "agreed", "those who differed agreed";
        NoLongerMatters = "no_longer_matters", "it no longer matters";
    }
}

data! {
    /// A disagreement was settled. A plan that tests it, or a decision, is named where it was settled by one.
    DisagreementSettled in ("practice_cycle::deliberating"): r#"{"disagreement":"ds-1","how":"plan_agreed","test":"te-1"}"# {
        /// The disagreement.
        disagreement: DisagreementId,
        /// How.
        how: Settled,
        /// The plan that was agreed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        test: Option<TestId>,
        /// The decision that was taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionId>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A disagreement was taken to somebody else, under local procedures. It may be taken further more than once.
    DisagreementEscalated in ("practice_cycle::deliberating"): r#"{"disagreement":"ds-1","to":"p-5"}"# {
        /// The disagreement.
        disagreement: DisagreementId,
        /// To whom.
        to: PersonId,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
