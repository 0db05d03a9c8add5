//! The kinds of thing that entries make and later ones refer to.

use crate::code::codes;

codes! {
    /// What kind of thing a reference points at.
    ///
    /// ```
    /// use practice_cycle::{noun::Noun, code::Code};
    /// assert_eq!(Noun::Contract.label(), "contract");
    /// ```
    #[non_exhaustive]
    pub enum Noun {
        Person = "person", "person";
        Contract = "contract", "contract";
        Intervention = "intervention", "intervention";
        Session = "session", "session";
        Cancellation = "cancellation", "cancelled session";
        Suggestion = "suggestion", "suggestion";
        Concern = "concern", "concern";
        Explanation = "explanation", "explanation";
        Consent = "consent", "consent";
        Change = "change", "change";
        Occasion = "occasion", "occasion of joining";
        Rule = "rule", "rule of the system";
        Acknowledgement = "acknowledgement", "acknowledgement";
        Disruption = "disruption", "disruption";
        Influence = "influence", "invitation to shape practice";
        Observation = "observation", "observation";
        Report = "report", "report of an agreement";
        Rating = "rating", "rating";
        View = "view", "view";
        Outcome = "outcome", "outcome";
        BoundaryReview = "boundary_review", "boundary review";
        Milestone = "milestone", "milestone";
        Feed = "feed", "declaration that a feed is complete";
        StatusChange = "status_change", "change of legal status";
        Naming = "naming", "naming of a lead practitioner";
        Decision = "decision", "threshold decision";
        Instruction = "instruction", "instruction of an expert";
        Conflict = "conflict", "conflict of interest";
        Reconciliation = "reconciliation", "reconciliation of roles";
        Waiver = "waiver", "waiver";
        Handback = "handback", "decision handed back";
        Asking = "asking", "request of a family";
        Discussion = "discussion", "case discussion";
        Statement = "statement", "statement";
        Hypothesis = "hypothesis", "hypothesis";
        Weighing = "weighing", "weighing of evidence";
        Disagreement = "disagreement", "disagreement";
        Test = "test", "plan that is tested";
        Step = "step", "step";
        Return = "return", "referral returned";
        WrittenAgreement = "written_agreement", "written agreement with a family";
        Reflection = "reflection", "reflection";
        Hearing = "hearing", "hearing of lived experience";
        DecisionExplanation = "decision_explanation", "explanation of a decision";
        Request = "request", "request turned away";
        ThresholdMove = "threshold_move", "threshold that moved";
        Programme = "programme", "place on a programme";
        Speaking = "speaking", "speaking for somebody to other services";
        Views = "views", "views sought";
        Description = "description", "description of practice";
        Passing = "passing", "description passed on";
        ValuesTalk = "values_talk", "conversation about values";
        Coaching = "coaching", "coaching";
        AssessmentSharing = "assessment_sharing", "sharing of an assessment";
        PermanenceOption = "permanence_option", "weighing of a permanence option";
        Transition = "transition", "support through a transition";
        PlacementDisruption = "placement_disruption", "disruption of a placement";
        Ambivalence = "ambivalence", "hearing of ambivalence";
        FamilyMember = "family_member", "naming of a member of the family";
        MissingViews = "missing_views", "record of missing views";
        Awaiting = "awaiting", "waiting for views";
        Consideration = "consideration", "experience taken into account";
        Evidence = "evidence", "evidence of practice";
    }
}

codes! {
    /// What a reference points at that no entry of the same history makes.
    ///
    /// ```
    /// use practice_cycle::{noun::Outside, code::Code};
    /// assert_eq!(Outside::Case.label(), "case");
    /// ```
    #[non_exhaustive]
    pub enum Outside {
        Cycle = "cycle", "cycle";
        Team = "team", "team";
        Case = "case", "case";
        ContractElsewhere = "contract_elsewhere", "contract of another cycle";
        RuleOfPolicy = "rule_of_policy", "rule of policy";
        MilestoneOfService = "milestone_of_service", "milestone of the service's own";
        Parameters = "parameters", "set of parameters of a reading";
        ProgrammeOfService = "programme_of_service", "programme of the service";
        Portfolio = "portfolio", "portfolio";
        Source = "source", "what evidence rests on";
    }
}

/// A reference from an event to something an entry of the same history made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ref<'a> {
    pub(crate) noun: Noun,
    pub(crate) id: &'a str,
}
