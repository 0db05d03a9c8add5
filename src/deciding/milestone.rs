//! The milestones of a case, and from when their recording is complete.

use chrono::NaiveDate;

use crate::code::{CodeSet, codes};
use crate::declare::data;
use crate::id::{FeedId, MilestoneCode, MilestoneId};
use crate::text::{CaseRef, Text};

codes! {
    /// A step of a case that statutory practice counts from or to. That a core group was the first, or a review the second, is
    /// not a word of its own: it is counted.
    ///
    /// ```
    /// use practice_cycle::{deciding::Milestone, code::Code};
    /// assert_eq!(Milestone::InitialConference.label(), "initial child protection conference held");
    /// assert!(Milestone::ProceedingsExtended.has_an_end() && Milestone::AssessmentLate.needs_a_reason());
    /// assert!(Milestone::Other.needs_a_code());
    /// ```
    #[non_exhaustive]
    pub enum Milestone {
        CaseOpened = "case_opened", "case opened";
        ReferralReceived = "referral_received", "referral received";
        ReferralDecided = "referral_decided", "decided what follows the referral";
        AssessmentBegun = "assessment_begun", "assessment of the family begun";
        AssessmentCompleted = "assessment_completed", "assessment of the family completed";
        AssessmentAuthorised = "assessment_authorised", "assessment of the family authorised";
        AssessmentLate = "assessment_late", "assessment of the family late for a reason";
        StrategyDiscussion = "strategy_discussion", "strategy discussion held";
        Section47Started = "section_47_started", "section 47 enquiry started";
        Section47Ended = "section_47_ended", "section 47 enquiry ended";
        InitialConference = "initial_conference", "initial child protection conference held";
        ConferenceNotRequired = "conference_not_required", "conference found not to be required";
        ProtectionPlanBegun = "protection_plan_begun", "child protection plan begun";
        ProtectionPlanTransferredIn = "protection_plan_transferred_in", "child protection plan begun by transfer in";
        ProtectionPlanEnded = "protection_plan_ended", "child protection plan ended";
        CoreGroup = "core_group", "core group met";
        ReviewConference = "review_conference", "review child protection conference held";
        BecameLookedAfter = "became_looked_after", "child became looked after";
        CeasedToBeLookedAfter = "ceased_to_be_looked_after", "child ceased to be looked after";
        LookedAfterReview = "looked_after_review", "child in care review held";
        PermanencePlanMade = "permanence_plan_made", "permanence plan made";
        PreProceedingsBegun = "pre_proceedings_begun", "pre-proceedings begun";
        PreProceedingsEnded = "pre_proceedings_ended", "pre-proceedings ended";
        FamilyGroupOffered = "family_group_offered", "family group decision-making offered";
        FamilyGroupContraryToInterests = "family_group_contrary_to_interests", "family group decision-making recorded as contrary to the child's interests";
        OrderApplied = "order_applied", "care or supervision order applied for";
        ProceedingsExtended = "proceedings_extended", "proceedings extended";
        FinalOrder = "final_order", "final order made";
        ProceedingsEnded = "proceedings_ended", "proceedings ended without an order";
        CaseClosed = "case_closed", "case closed";
        FamilyGroupAccepted = "family_group_accepted", "family group decision-making accepted by somebody of the family";
        FamilyGroupHeld = "family_group_held", "family group decision-making held";
        ExpertPermitted = "expert_permitted", "court's permission for an expert given";
        ShortBreaksBegun = "short_breaks_begun", "child looked after in a series of short breaks";
        Remanded = "remanded", "child remanded to accommodation";
        Other = "other", "another milestone, which the service codes";
    }
}

impl Milestone {
    // Of whatever milestones come, few will need more than their day: `no` is right unless they are named here.

    /// Whether it lasts to a day that is said with it.
    #[must_use]
    pub const fn has_an_end(self) -> bool {
        matches!(self, Milestone::ProceedingsExtended)
    }

    /// Whether it is nothing without its reason.
    #[must_use]
    pub const fn needs_a_reason(self) -> bool {
        matches!(self, Milestone::AssessmentLate)
    }

    /// Whether it says too little without a code of the service's own.
    #[must_use]
    pub const fn needs_a_code(self) -> bool {
        matches!(self, Milestone::Other)
    }
}

data! {
    /// A milestone of a case was reached. The person who acts is the one who did it: the author of an assessment, the chair of
    /// a conference, the manager who authorised, the court. Whoever wrote it down is the one who records.
    MilestoneReached in ("practice_cycle::deciding"): r#"{"milestone":"mi-2","case":"case-204","what":"initial_conference","follows":"mi-1"}"# {
        /// Its own reference.
        milestone: MilestoneId,
        /// The case.
        case: CaseRef,
        /// What was reached.
        what: Milestone,
        /// Which one, in a code of the service's own, where the list has none that fits: needed beside `other`, and said of no
        /// other milestone. Rules can test it, so it is a code and no text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<MilestoneCode>,
        /// The earlier milestone of the same case that this one answers: the enquiry that a conference came of, the assessment
        /// that was authorised.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follows: Option<MilestoneId>,
        /// The last day of an extension.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        /// More about it; the reason, where it [needs one](Milestone::needs_a_reason).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}

data! {
    /// From this day on, milestones are recorded completely. Where nothing like this was declared, that a milestone is absent
    /// proves nothing: it may have been reached and not recorded. A feed goes on until somebody says that it [ended](FeedEnded).
    FeedDeclaredComplete in ("practice_cycle::deciding"): r#"{"feed":"fe-1","from":"2026-03-02","what":["section_47_started","initial_conference"]}"# {
        /// Its own reference.
        feed: FeedId,
        /// The first day whose milestones are all recorded.
        from: NaiveDate,
        /// Which milestones; every one, where this is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<CodeSet<Milestone>>,
        /// The case; every case of the team, where this is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseRef>,
    }
}

data! {
    /// From some day on, milestones that were recorded completely are so no longer: a system was switched off, or a team stopped
    /// recording. What is absent after the last day proves nothing.
    FeedEnded in ("practice_cycle::deciding"): r#"{"feed":"fe-1","last":"2026-09-30","words":"The team moved to another system."}"# {
        /// The feed.
        feed: FeedId,
        /// The last day whose milestones are all recorded.
        last: NaiveDate,
        /// Why, or what comes after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Text>,
    }
}
