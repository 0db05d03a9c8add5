//! Which part of the work each kind of event belongs to. Here every kind is named: a new one does not compile until it has its place.

use crate::code::codes;
use crate::cycle::Kind;
use crate::{
    attachment::Kind as Attaching, boundary::Kind as Boundary, contracting::Kind as Contracting,
    correction::Kind as Correcting, deciding::Kind as Deciding, deliberating::Kind as Deliberating,
    intervening::Kind as Intervening, joining::Kind as Joining, partnering::Kind as Partnering,
    reporting::Kind as Reporting,
};

codes! {
    /// Which part of the work an event belongs to: one of the three of the article, or what stands around them.
    ///
    /// ```
    /// use practice_cycle::{cycle::Kind, export::Phase};
    /// let phase = |code| Kind::from_code(code).and_then(Phase::of);
    /// assert_eq!(phase("agreement_reported"), Some(Phase::Contracting));
    /// assert_eq!(phase("redacted"), None);
    /// ```
    #[non_exhaustive]
    pub enum Phase {
        Attachment = "attachment", "who is there";
        Joining = "joining", "joining";
        Contracting = "contracting", "contracting";
        Intervening = "intervening", "intervening";
        Boundary = "boundary", "boundary";
        Deciding = "deciding", "deciding about a case";
        Deliberating = "deliberating", "discussing a case";
        Partnering = "partnering", "working with the family";
    }
}

impl Phase {
    /// The part of the work that a kind of event belongs to. None of a correction, which is about the record and not about the work: an
    /// export shows what it left, and not itself.
    #[must_use]
    pub const fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Attachment(
                Attaching::CycleOpened | Attaching::CycleClosed | Attaching::PersonEntered | Attaching::PersonLeft,
            ) => Self::Attachment,
            Kind::Joining(
                Joining::OccasionOfJoining
                | Joining::RuleNoticed
                | Joining::RuleWorkedWith
                | Joining::ClinicianAcknowledged
                | Joining::JoiningDisrupted
                | Joining::InfluenceInvited,
            ) => Self::Joining,
            // Whoever asks again asks for work.
            Kind::Joining(Joining::HelpAskedAgain) => Self::Contracting,
            Kind::Contracting(
                Contracting::ContractInvited
                | Contracting::InvitationAccepted
                | Contracting::ReframeOffered
                | Contracting::ReframeAnswered
                | Contracting::TermsProposed
                | Contracting::TermsAccepted
                | Contracting::ContractDeclined
                | Contracting::ContractWithdrawn
                | Contracting::ContractPostponed
                | Contracting::ContractRestored
                | Contracting::ContractBegun
                | Contracting::ContractReviewed
                | Contracting::PartyReplaced
                | Contracting::RoleFlexed
                | Contracting::ContractSuspended
                | Contracting::ContractResumed
                | Contracting::ContractCompleted
                | Contracting::ContractEnded
                | Contracting::ContractRevoked
                | Contracting::ContractRenewed,
            ) => Self::Contracting,
            Kind::Reporting(Reporting::AgreementReported) => Self::Contracting,
            Kind::Reporting(
                Reporting::OutcomeRated | Reporting::ViewGiven | Reporting::OutcomeLearned | Reporting::OutcomeFedBack,
            ) => Self::Intervening,
            Kind::Intervening(
                Intervening::InterventionBegun
                | Intervening::InterventionCovered
                | Intervening::InterventionClosed
                | Intervening::SessionHeld
                | Intervening::SessionCovered
                | Intervening::SessionCancelled
                | Intervening::SuggestionOffered
                | Intervening::SuggestionAnswered
                | Intervening::ConcernRaised
                | Intervening::ConcernPassedOn
                | Intervening::FamilyHelpedToUnderstand
                | Intervening::ExplanationWithheld
                | Intervening::ConsentGiven
                | Intervening::ConsentWithdrawn
                | Intervening::ChangeNoticed
                | Intervening::ChangeWitnessed
                | Intervening::ChangeDocumented
                | Intervening::ChangeAmplified,
            ) => Self::Intervening,
            Kind::Boundary(Boundary::BoundaryObserved | Boundary::BoundaryReviewed | Boundary::ObservationAnswered) => {
                Self::Boundary
            }
            Kind::Deciding(
                Deciding::MilestoneReached
                | Deciding::FeedDeclaredComplete
                | Deciding::LegalStatusChanged
                | Deciding::LeadPractitionerNamed
                | Deciding::ThresholdDecided
                | Deciding::ExpertInstructed
                | Deciding::ConflictDeclared
                | Deciding::ConflictAnswered
                | Deciding::RolesReconciled
                | Deciding::DutyWaived
                | Deciding::DecisionHandedBack
                | Deciding::FeedEnded
                | Deciding::ReflectionHeld
                | Deciding::LivedExperienceHeard
                | Deciding::DecisionExplained
                | Deciding::RequestTurnedAway
                | Deciding::ThresholdMoved
                | Deciding::ProgrammeBegun
                | Deciding::ProgrammeExtended
                | Deciding::ProgrammeEnded
                | Deciding::SpokenFor,
            ) => Self::Deciding,
            Kind::Deliberating(
                Deliberating::DiscussionHeld
                | Deliberating::StatementMade
                | Deliberating::HypothesisPut
                | Deliberating::EvidenceWeighed
                | Deliberating::HypothesisSetAside
                | Deliberating::HypothesisKept
                | Deliberating::HypothesisReshaped
                | Deliberating::DisagreementRecorded
                | Deliberating::DisagreementSettled
                | Deliberating::DisagreementEscalated
                | Deliberating::TestPlanned
                | Deliberating::TestReviewed
                | Deliberating::StepTakenOn
                | Deliberating::StepHandedBack
                | Deliberating::StepDropped
                | Deliberating::ReferralReturned
                | Deliberating::WrittenAgreementMade,
            ) => Self::Deliberating,
            Kind::Partnering(
                Partnering::FamilyMemberNamed
                | Partnering::ViewsSought
                | Partnering::ViewsIncluded
                | Partnering::ViewsMissing
                | Partnering::ViewsAwaited
                | Partnering::AssessmentShared
                | Partnering::PracticeDescribed
                | Partnering::DescriptionPassedOn
                | Partnering::ValuesTalkedAbout
                | Partnering::CoachingHeld
                | Partnering::PermanenceOptionWeighed
                | Partnering::TransitionSupported
                | Partnering::PlacementDisrupted
                | Partnering::AmbivalenceHeard
                | Partnering::ExperienceConsidered,
            ) => Self::Partnering,
            Kind::Correction(
                Correcting::EnteredInError
                | Correcting::Redacted
                | Correcting::OpeningCorrected
                | Correcting::PeopleMerged
                | Correcting::CasesMerged,
            ) => return None,
        })
    }
}
