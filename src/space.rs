//! The spaces a clinician is invited into, the streams of work, and the kinds of case a team works with.
//!
//! Source: Evans, "Joining, Contracting and Intervening", section Contracting, lists seven kinds of space; the statutory
//! meetings are distinguished here, as a service would.

use crate::code::codes;

codes! {
    /// A space in which social worker and clinician can agree a piece of work.
    ///
    /// ```
    /// use practice_cycle::space::Space;
    /// assert!(Space::HomeVisit.expects_family());
    /// assert!(Space::LegalPlanningMeeting.is_statutory() && !Space::LegalPlanningMeeting.expects_family());
    /// ```
    #[non_exhaustive]
    pub enum Space {
        TeamMeeting = "team_meeting", "team meeting";
        CaseConsultation = "case_consultation", "case consultation";
        ReflectivePracticeGroup = "reflective_practice_group", "reflective practice group";
        HomeVisit = "home_visit", "home visit";
        JointSession = "joint_session", "joint session with children and family";
        InitialConference = "initial_child_protection_conference", "initial child protection conference";
        ReviewConference = "review_child_protection_conference", "review child protection conference";
        LegalPlanningMeeting = "legal_planning_meeting", "legal planning meeting";
        LookedAfterChildReview = "looked_after_child_review", "child in care review";
        CoreGroup = "core_group", "core group";
        StrategyDiscussion = "strategy_discussion", "strategy discussion";
        PreProceedingsMeeting = "pre_proceedings_meeting", "pre-proceedings meeting";
        ChildInNeedMeeting = "child_in_need_meeting", "child in need meeting";
        OtherStatutoryMeeting = "other_statutory_meeting", "other statutory meeting";
        Supervision = "supervision", "supervision of the social worker by the manager";
        NetworkMeeting = "network_meeting", "meeting of the network around a family";
    }
}

impl Space {
    /// Whether the space is a statutory meeting.
    #[must_use]
    #[rustfmt::skip]
    pub const fn is_statutory(self) -> bool {
        match self {
            Space::InitialConference | Space::ReviewConference | Space::LegalPlanningMeeting
            | Space::LookedAfterChildReview | Space::CoreGroup | Space::StrategyDiscussion
            | Space::PreProceedingsMeeting | Space::ChildInNeedMeeting | Space::OtherStatutoryMeeting => true,
            Space::TeamMeeting | Space::CaseConsultation | Space::ReflectivePracticeGroup | Space::HomeVisit
            | Space::JointSession | Space::Supervision | Space::NetworkMeeting => false,
        }
    }

    /// Whether a family is expected there. Who was there is recorded by the occasion itself.
    #[must_use]
    #[rustfmt::skip]
    pub const fn expects_family(self) -> bool {
        match self {
            Space::HomeVisit | Space::JointSession | Space::InitialConference | Space::ReviewConference
            | Space::LookedAfterChildReview | Space::CoreGroup | Space::PreProceedingsMeeting
            | Space::ChildInNeedMeeting => true,
            Space::TeamMeeting | Space::CaseConsultation | Space::ReflectivePracticeGroup
            | Space::LegalPlanningMeeting | Space::StrategyDiscussion | Space::OtherStatutoryMeeting
            | Space::Supervision | Space::NetworkMeeting => false,
        }
    }
}

codes! {
    /// Kinds of case that a rule of the system may open to clinicians, or bar. The first four are named in the article's
    /// examples of such rules (section Joining).
    ///
    /// ```
    /// use practice_cycle::{space::CaseKind, code::Code};
    /// assert_eq!(CaseKind::Section47.label(), "section 47 enquiry");
    /// ```
    #[non_exhaustive]
    pub enum CaseKind {
        Section47 = "section_47", "section 47 enquiry";
        EarlyHelp = "early_help", "early help";
        WealthierFamily = "wealthier_family", "wealthier family";
        MentalHealth = "mental_health", "mental health";
        ChildInNeed = "child_in_need", "child in need";
        ChildProtectionPlan = "child_protection_plan", "child protection plan";
        LookedAfter = "looked_after", "looked-after child";
        Proceedings = "proceedings", "court proceedings";
    }
}

codes! {
    /// The two streams of clinical work (the article, section Intervening): the social work system is helped to think
    /// about its work, or children and family are worked with directly.
    ///
    /// ```
    /// use practice_cycle::{space::Stream, code::Code};
    /// assert_eq!(Stream::ALL.len(), 2);
    /// ```
    pub enum Stream {
        Reflective = "reflective", "reflective work with the social work system";
        Direct = "direct", "direct work with children and family";
    }
}
