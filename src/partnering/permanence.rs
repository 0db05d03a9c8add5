//! Permanence for a child, ambivalence about change, and what somebody has been through.

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{AmbivalenceId, ConsiderationId, PermanenceOptionId, PersonId, PlacementDisruptionId, TransitionId};
use crate::text::{CaseRef, Text};

use super::views::InWhat;

codes! {
    /// An option for a child's permanence (Connected Practice, on permanence; the options are those of care planning in England).
    ///
    /// ```
    /// use practice_cycle::{partnering::PermanenceOption, code::Code};
    /// assert_eq!(PermanenceOption::ConnectedPersons.label(), "living with connected persons");
    /// ```
    #[non_exhaustive]
    pub enum PermanenceOption {
        RemainOrReturnHome = "remain_or_return_home", "remaining at or returning home";
        ConnectedPersons = "connected_persons", "living with connected persons";
        SpecialGuardianship = "special_guardianship", "special guardianship";
        LongTermFostering = "long_term_fostering", "long-term fostering";
        Adoption = "adoption", "adoption";
    }
}

codes! {
    /// What the weighing of an option drew on.
    ///
    /// ```
    /// use practice_cycle::{partnering::DrawnOn, code::Code};
    /// assert_eq!(DrawnOn::Research.label(), "research");
    /// ```
    #[non_exhaustive]
    pub enum DrawnOn {
        ChildsViews = "childs_views", "the child's views";
        ParentsViews = "parents_views", "the parents' views";
        Carers = "carers", "those who care for the child";
        Professionals = "professionals", "other professionals";
        Research = "research", "research";
    }
}

data! {
    /// An option for a child's permanence was weighed: what speaks for it, what against, and the rationale.
    PermanenceOptionWeighed in ("practice_cycle::partnering"): r#"{"option":"po-1","case":"case-204","what":"connected_persons","in_favour":"She stays near her school.","against":"Her aunt has little room.","rationale":"Room can be found; a school cannot.","drawn_on":["childs_views","research"]}"# {
        /// Its own reference.
        option: PermanenceOptionId,
        /// The case.
        case: CaseRef,
        /// The option.
        what: PermanenceOption,
        /// What speaks for it.
        in_favour: Text,
        /// What speaks against it.
        against: Text,
        /// Why it is preferred, or not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rationale: Option<Text>,
        /// What the weighing drew on.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        drawn_on: CodeSet<DrawnOn>,
    }
}

codes! {
    /// Who was supported through a transition.
    ///
    /// ```
    /// use practice_cycle::{partnering::Supported, code::Code};
    /// assert_eq!(Supported::NewCarers.label(), "those who will care for the child");
    /// ```
    #[non_exhaustive]
    pub enum Supported {
        Child = "child", "the child";
        Parents = "parents", "the parents";
        Carers = "carers", "those who cared for the child";
        NewCarers = "new_carers", "those who will care for the child";
    }
}

data! {
    /// Somebody was supported through a transition: a move, a return home, a placement that is at risk.
    TransitionSupported in ("practice_cycle::partnering"): r#"{"support":"tr-1","case":"case-204","who":["child","new_carers"],"words":"Two afternoons at her aunt's before the move."}"# {
        /// Its own reference.
        support: TransitionId,
        /// The case.
        case: CaseRef,
        /// Who was supported: somebody.
        who: CodeSet<Supported>,
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// A placement was disrupted: it ended, or threatened to end, against the plan. The
    /// [discussion](crate::deliberating::DiscussionHeld) about it names it.
    PlacementDisrupted in ("practice_cycle::partnering"): r#"{"disruption":"pd-1","case":"case-204"}"# {
        /// Its own reference.
        disruption: PlacementDisruptionId,
        /// The case.
        case: CaseRef,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// Somebody's ambivalence about change was heard: their reasons to stay as it is, and to change (Connected Practice, on
    /// motivational interviewing). The words are theirs.
    AmbivalenceHeard in ("practice_cycle::partnering"): r#"{"ambivalence":"am-1","case":"case-204","person":"p-4","to_stay":"It is the only quiet hour.","to_change":"The children notice."}"# {
        /// Its own reference.
        ambivalence: AmbivalenceId,
        /// The case.
        case: CaseRef,
        /// Whose: somebody of the family.
        person: PersonId,
        /// Their reasons to stay as it is.
        to_stay: Text,
        /// Their reasons to change.
        to_change: Text,
    }
}

codes! {
    /// What of somebody's experience was taken into account (Connected Practice, on attachment and trauma: what happened to somebody,
    /// and not what is wrong with them).
    ///
    /// ```
    /// use practice_cycle::{partnering::Experience, code::Code};
    /// assert_eq!(Experience::WhatHappenedToThem.label(), "what happened to them");
    /// ```
    #[non_exhaustive]
    pub enum Experience {
        WhatABehaviourMayBeFor = "what_a_behaviour_may_be_for", "what a behaviour may be for";
        WhatHappenedToThem = "what_happened_to_them", "what happened to them";
    }
}

data! {
    /// What somebody has been through, or what a behaviour of theirs may be for, was taken into account. It holds no pattern of
    /// attachment and no diagnosis.
    ExperienceConsidered in ("practice_cycle::partnering"): r#"{"consideration":"xc-1","case":"case-204","person":"p-7","what":["what_a_behaviour_may_be_for"],"in_what":["plan"]}"# {
        /// Its own reference.
        consideration: ConsiderationId,
        /// The case.
        case: CaseRef,
        /// Whose experience: somebody of the family.
        person: PersonId,
        /// What was taken into account: something.
        what: CodeSet<Experience>,
        /// In what.
        #[serde(default, skip_serializing_if = "CodeSet::is_empty_ref")]
        in_what: CodeSet<InWhat>,
        /// More about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
