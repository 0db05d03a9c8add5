//! Deciding: the milestones of a case, its legal status, threshold decisions, and what statutory practice asks around them.
//!
//! The crate does not run children's cases. It records as much of them as a rule of policy can watch: that a section 47
//! enquiry began and a conference followed, who leads, who decided and who only contributed, that an expert's conflict was
//! declared and answered. What is said here is a report of what happened. A decision that somebody took without the mandate is
//! recorded like any other, because a record that refuses the awkward fact loses it; judging it is for policy.
//!
//! An absent milestone proves something only where recording is complete: see [`FeedDeclaredComplete`] and [`FeedEnded`].
//!
//! Sources: Evans, "Joining, Contracting and Intervening", Figure 1 (a clinician does not seek control of a threshold
//! decision, and hands back one that is asked of them); "Dear social workers: a letter from a psychologist" (decisions and their risks are shared); Ignite, "Child
//! protection decisions: can we tame the beast?", on Keddell's research (what presses on a decision, and what it helps to
//! reflect on). The milestones are the steps of *Working Together to Safeguard Children* (England) and of care proceedings.

mod milestone;
mod status;
mod threshold;
mod propriety;
mod feedback;
mod programme;
mod judging;

pub use feedback::{
    BeforeThreshold, DecisionExplained, ExplainedOfDecision, HeardFrom, LedToChange, LivedExperienceHeard, ReflectionHeld,
    RequestTurnedAway, ThresholdMoved, TurnedAway,
};
pub(crate) use judging::{Decisions, can_ask, is_clinician, named_twice};
pub use judging::{Lacking, Named, Refusal};
pub use milestone::{FeedDeclaredComplete, FeedEnded, Milestone, MilestoneReached};
pub use programme::{ProgrammeBegun, ProgrammeEnded, ProgrammeEnding, ProgrammeExtended, SpokenFor, SpokenTo};
pub use propriety::{
    ConflictAnswer, ConflictAnswered, ConflictDeclared, ConflictKind, DutyWaived, ExpertInstructed, RolesReconciled,
};
pub use status::{LeadPractitionerNamed, LegalStatus, LegalStatusChanged};
pub use threshold::{Considered, DecisionHandedBack, Direction, Pressure, Reflection, ThresholdDecided, Urgency};

use crate::declare::events;
use crate::text::CaseRef;

events! {
    MilestoneReached = "milestone_reached", "record a milestone", "recorded a milestone", new;
    FeedDeclaredComplete = "feed_declared_complete", "declare a feed complete", "declared a feed complete", new;
    LegalStatusChanged = "legal_status_changed", "change the legal status", "recorded a change of legal status", new;
    LeadPractitionerNamed = "lead_practitioner_named", "name a lead practitioner", "named a lead practitioner", new;
    ThresholdDecided = "threshold_decided", "record a threshold decision", "recorded a threshold decision", new;
    ExpertInstructed = "expert_instructed", "instruct an expert", "instructed an expert", new;
    ConflictDeclared = "conflict_declared", "declare a conflict of interest", "declared a conflict of interest", new;
    ConflictAnswered = "conflict_answered", "answer a conflict of interest", "answered a conflict of interest";
    RolesReconciled = "roles_reconciled", "reconcile roles", "reconciled roles", new;
    DutyWaived = "duty_waived", "waive a duty", "waived a duty", new;
    DecisionHandedBack = "decision_handed_back", "hand a decision back", "handed a decision back", new;
    FeedEnded = "feed_ended", "record that a feed ended", "recorded that a feed ended";
    ReflectionHeld = "reflection_held", "hold a reflection", "held a reflection", new;
    LivedExperienceHeard = "lived_experience_heard", "hear lived experience", "heard lived experience", new;
    DecisionExplained = "decision_explained", "explain a decision", "explained a decision", new;
    RequestTurnedAway = "request_turned_away", "record a request turned away", "recorded a request turned away", new;
    ThresholdMoved = "threshold_moved", "record that a threshold moved", "recorded that a threshold moved", new;
    ProgrammeBegun = "programme_begun", "begin a programme", "began a programme", new;
    ProgrammeExtended = "programme_extended", "extend a programme", "extended a programme";
    ProgrammeEnded = "programme_ended", "end a programme", "ended a programme";
    SpokenFor = "spoken_for", "speak for somebody to other services", "spoke for somebody to other services", new;
}

impl Event {
    /// The case it concerns, if it names one; what belongs to one case is found by it.
    ///
    /// ```
    /// use practice_cycle::deciding::{Event, RolesReconciled};
    /// let reconciled = r#"{"reconciliation":"rr-1","contracts":["c-1","c-2"]}"#;
    /// let event: Event = serde_json::from_str::<RolesReconciled>(reconciled)?.into();
    /// assert_eq!(event.case(), None, "the contracts name theirs");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn case(&self) -> Option<&CaseRef> {
        match self {
            Event::MilestoneReached(data) => Some(&data.case),
            Event::LegalStatusChanged(data) => Some(&data.case),
            Event::LeadPractitionerNamed(data) => Some(&data.case),
            Event::ThresholdDecided(data) => Some(&data.case),
            Event::ExpertInstructed(data) => Some(&data.case),
            Event::FeedDeclaredComplete(data) => data.case.as_ref(),
            Event::ConflictDeclared(data) => data.case.as_ref(),
            Event::DutyWaived(data) => data.case.as_ref(),
            Event::DecisionHandedBack(data) => data.case.as_ref(),
            Event::ReflectionHeld(data) => data.case.as_ref(),
            Event::RequestTurnedAway(data) => Some(&data.case),
            Event::ProgrammeBegun(data) => Some(&data.case),
            Event::ConflictAnswered(_)
            | Event::RolesReconciled(_)
            | Event::FeedEnded(_)
            | Event::LivedExperienceHeard(_)
            | Event::DecisionExplained(_)
            | Event::ThresholdMoved(_)
            | Event::ProgrammeExtended(_)
            | Event::ProgrammeEnded(_)
            | Event::SpokenFor(_) => None,
        }
    }
}
