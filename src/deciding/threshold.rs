//! Threshold decisions: which way, by whom, with whom, and what pressed on them.
//!
//! Such a decision is shared, never on one person's shoulders, and no decision takes all risk away: acting makes risks of its
//! own. It comes about between parents, children, managers and other professionals under pressure from around them, so
//! what pressed on it is worth writing down, and so is what it prompted those who decided to reflect on.
//!
//! A clinician contributes and never decides. Where one decided all the same, or was asked to decide and handed the
//! decision back to those who have the mandate, that is recorded as it was.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{ContractId, DecisionId, HandbackId, PersonId};
use crate::text::{CaseRef, Text};

codes! {
    /// Which way a threshold decision went.
    ///
    /// ```
    /// use practice_cycle::{deciding::Direction, code::Code};
    /// assert_eq!(Direction::Hold.label(), "stays as it is");
    /// ```
    pub enum Direction {
        Up = "up", "steps up";
        Down = "down", "steps down";
        Hold = "hold", "stays as it is";
    }
}

codes! {
    /// What a decision took into account ("Dear social workers", on what would help; Ignite, on Keddell's research).
    ///
    /// ```
    /// use practice_cycle::{deciding::Considered, code::CodeSet};
    /// let both_ways = CodeSet::of(&[Considered::RisksOfActing, Considered::RisksOfNotActing]);
    /// assert_eq!(both_ways.to_string(), "the risks of acting, the risks of not acting");
    /// ```
    #[non_exhaustive]
    pub enum Considered {
        BestInterests = "best_interests", "the child's best interests as they are now";
        RisksOfActing = "risks_of_acting", "the risks of acting";
        RisksOfNotActing = "risks_of_not_acting", "the risks of not acting";
        Strengths = "strengths", "what goes well in the family";
        OtherExplanations = "other_explanations", "other explanations";
        ChildsView = "childs_view", "what the child says";
        ParentsView = "parents_view", "what the parents say";
        Disagreement = "disagreement", "where those who took part disagree";
        EarlierOutcomes = "earlier_outcomes", "what came of earlier decisions";
        Hope = "hope", "hope for the family";
    }
}

codes! {
    /// What pressed on a decision from outside the case (Ignite, on Keddell's research).
    ///
    /// ```
    /// use practice_cycle::{deciding::Pressure, code::Code};
    /// assert_eq!(Pressure::ClosureIncentives.label(), "incentives to close cases");
    /// ```
    #[non_exhaustive]
    pub enum Pressure {
        Management = "management", "management";
        Incident = "incident", "a serious incident";
        Media = "media", "the media";
        ClosureIncentives = "closure_incentives", "incentives to close cases";
        Resources = "resources", "resources";
        Policy = "policy", "policy";
        FearOfBlame = "fear_of_blame", "fear of blame";
    }
}

codes! {
    /// What those who decided were prompted to reflect on (Ignite, on Keddell's research).
    ///
    /// ```
    /// use practice_cycle::{deciding::Reflection, code::Code};
    /// assert_eq!(Reflection::FirstIdea.label(), "the first idea");
    /// ```
    #[non_exhaustive]
    pub enum Reflection {
        Bias = "bias", "bias";
        Inequality = "inequality", "inequality";
        OwnValues = "own_values", "one's own values";
        FirstIdea = "first_idea", "the first idea";
        Threshold = "threshold", "where the threshold lies";
    }
}

codes! {
    /// Whether a decision was taken in an emergency.
    ///
    /// ```
    /// use practice_cycle::{deciding::Urgency, code::Code};
    /// assert_eq!(Urgency::Emergency.label(), "in an emergency");
    /// ```
    pub enum Urgency {
        Planned = "planned", "not in an emergency";
        Emergency = "emergency", "in an emergency";
    }
}

data! {
    /// It was decided whether a case crosses a threshold. The person who acts reports it; who decided is listed, however many
    /// they were and in whatever role: an empty list says that nobody was named.
    ThresholdDecided in ("practice_cycle::deciding"): r#"{"decision":"de-1","case":"case-204","direction":"up","decided_by":["p-2","p-3"],"contributed":["p-1","p-4"],"considered":["best_interests","risks_of_acting","risks_of_not_acting"],"pressed_by":["incident"],"prompted":["own_values"]}"# {
        /// Its own reference.
        decision: DecisionId,
        /// The case.
        case: CaseRef,
        /// Which way it went.
        direction: Direction,
        /// Who decided, together.
        decided_by: Vec<PersonId>,
        /// Who contributed and did not decide, family included.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contributed: Vec<PersonId>,
        /// What was considered.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        considered: CodeSet<Considered>,
        /// What pressed on it.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        pressed_by: CodeSet<Pressure>,
        /// What it prompted them to reflect on.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        prompted: CodeSet<Reflection>,
        /// Whether it was taken in an emergency; left out, that was not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        urgency: Option<Urgency>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// The clinician was asked to take a decision of statutory work, and handed it back to those whose it is. It belongs to the row
    /// *authority* of Figure 1, on its healthy side, as taking the decision belongs to its enmeshed one: roles are negotiated,
    /// and the clinician stays curious about the case. It is a fact, and no observation of the boundary; whoever saw it may note
    /// [`NegotiatesRoles`](crate::boundary::Indicator::NegotiatesRoles) beside it. Handing back is not keeping silent: what the
    /// clinician thinks is said in a suggestion, or as a concern.
    DecisionHandedBack in ("practice_cycle::deciding"): r#"{"handback":"hb-1","asked_by":"p-2","case":"case-204","contract":"c-1","direction":"down","words":"Asked to say that the plan can end; said what I saw, and whose decision it is."}"# {
        /// Its own reference.
        handback: HandbackId,
        /// Who asked: anybody but the clinician, with or without the mandate.
        asked_by: PersonId,
        /// The case; it or the contract is named, or both.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
        /// The contract under which it was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        /// Which way the clinician was asked to decide, if that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        direction: Option<Direction>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
