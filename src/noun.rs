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
