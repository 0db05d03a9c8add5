//! Case discussions: people who differ think together about a case, and share the risk of thinking.
//!
//! One mandated person decides ([`ThresholdDecided`](crate::deciding::ThresholdDecided)), and one name stands under each step; the
//! thinking is shared. What was said is kept as what it was: a fact names its source, a fact, a professional judgement and an
//! allegation have their author, and a worry, an opinion, a hunch or a strength may be *said here*, without a name, because a dated
//! list of who worried would silence people. Explanations stand beside each other, and each piece of evidence is weighed against
//! each of them, by each who weighs, uncombined. Plans are agreed and tested; opinions are not agreed.
//!
//! A safeguarding concern is never recorded here: it is [raised](crate::intervening::ConcernRaised), with its author, and passed on.
//! Nothing here holds a risk score, a measure of consensus, how much risk somebody bears, or who failed to prevent something.
//!
//! Sources: "Dear social workers: a letter from a psychologist" (risk on one person's shoulders; naming worries as worries; both
//! directions of risk; agreeing a plan to test different ideas and not an opinion; the tennis match between services); Ignite,
//! "Child protection decisions: can we tame the beast?", on Keddell's research (the anchor hypothesis); East Sussex, "Connected
//! Practice", on assessment and risk analysis (several hypotheses, opinion and fact, intuition and logic).

mod discussion;
mod hypotheses;
mod differing;
mod testing;
mod around;
mod judging;

pub use around::{OfferedInstead, ReferralReturned, ReturnReason, WrittenAgreementMade};
pub use differing::{DisagreementEscalated, DisagreementOn, DisagreementRecorded, DisagreementSettled, Safety, Settled};
pub use discussion::{About, DiscussionHeld, Question, Source, StatementKind, StatementMade};
pub use hypotheses::{
    EvidenceWeighed, HowFound, HypothesisKept, HypothesisPut, HypothesisReshaped, HypothesisSetAside, Order, Rated, Rating,
};
pub(crate) use judging::Deliberations;
pub use judging::Refusal;
pub use testing::{Because, Course, Risk, StepDropped, StepHandedBack, StepTakenOn, TestPlanned, TestReviewed};

use crate::declare::events;
use crate::text::CaseRef;

events! {
    DiscussionHeld [boxed] = "discussion_held", "hold a case discussion", "held a case discussion", new;
    StatementMade = "statement_made", "record a statement", "recorded a statement", new;
    HypothesisPut = "hypothesis_put", "put a hypothesis", "put a hypothesis", new;
    EvidenceWeighed = "evidence_weighed", "weigh a piece of evidence", "weighed a piece of evidence", new;
    HypothesisSetAside = "hypothesis_set_aside", "set a hypothesis aside", "set a hypothesis aside";
    HypothesisKept = "hypothesis_kept", "keep a hypothesis", "kept a hypothesis";
    HypothesisReshaped = "hypothesis_reshaped", "reshape a hypothesis", "reshaped a hypothesis";
    DisagreementRecorded = "disagreement_recorded", "record a disagreement", "recorded a disagreement", new;
    DisagreementSettled = "disagreement_settled", "settle a disagreement", "settled a disagreement";
    DisagreementEscalated = "disagreement_escalated", "escalate a disagreement", "escalated a disagreement";
    TestPlanned [boxed] = "test_planned", "plan a test", "planned a test", new;
    TestReviewed = "test_reviewed", "review a test", "reviewed a test";
    StepTakenOn [boxed] = "step_taken_on", "record who takes a step", "recorded who takes a step", new;
    StepHandedBack = "step_handed_back", "hand a step back", "handed a step back";
    StepDropped = "step_dropped", "drop a step", "dropped a step";
    ReferralReturned = "referral_returned", "record a referral returned", "recorded a referral returned", new;
    WrittenAgreementMade = "written_agreement_made", "record a written agreement with a family", "recorded a written agreement with a family", new;
}

impl Event {
    /// The case it names, if it names one; what belongs to a discussion, a test or a step is of the case of that.
    ///
    /// ```
    /// use practice_cycle::deliberating::{DiscussionHeld, Event, Kind};
    /// let held: DiscussionHeld = serde_json::from_str(Kind::DiscussionHeld.stored_example())?;
    /// let event: Event = held.into();
    /// assert_eq!(event.case().and_then(|case| case.as_str()), Some("case-204"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    #[rustfmt::skip]
    pub const fn case(&self) -> Option<&CaseRef> {
        match self {
            Event::DiscussionHeld(data) => Some(&data.case),
            Event::DisagreementRecorded(data) => Some(&data.case),
            Event::StepTakenOn(data) => Some(&data.case),
            Event::ReferralReturned(data) => Some(&data.case),
            Event::WrittenAgreementMade(data) => Some(&data.case),
            Event::StatementMade(_) | Event::HypothesisPut(_) | Event::EvidenceWeighed(_) | Event::HypothesisSetAside(_)
            | Event::HypothesisKept(_) | Event::HypothesisReshaped(_) | Event::DisagreementSettled(_)
            | Event::DisagreementEscalated(_) | Event::TestPlanned(_) | Event::TestReviewed(_) | Event::StepHandedBack(_)
            | Event::StepDropped(_) => None,
        }
    }
}
