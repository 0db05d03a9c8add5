//! Whose words an entry holds.
//!
//! | What is recorded | Whose words |
//! |---|---|
//! | what a member of the family understood or asked ([`FamilyHelpedToUnderstand`](crate::intervening::FamilyHelpedToUnderstand)) | theirs |
//! | what a member of the family understood or asked of a decision ([`DecisionExplained`](crate::deciding::DecisionExplained)) | theirs |
//! | what they said where their views were sought ([`ViewsSought`](crate::partnering::ViewsSought)), or what speaks for and against change ([`AmbivalenceHeard`](crate::partnering::AmbivalenceHeard)) | theirs |
//! | that a family asked for help again ([`HelpAskedAgain`](crate::joining::HelpAskedAgain)) | those of whoever asked |
//! | anything else that holds a text, whoever wrote it down | those of whoever acts |
//!
//! Some entries are an [account](is_account) and nothing else: a view, a rating, an outcome that was learned, an observation of the
//! boundary, a description of practice in a meeting, evidence that was weighed, what was said in a discussion. Their
//! codes and numbers are what somebody said, too.
//!
//! What is said in the words of one person may repeat those of another: a note of a session reports what a parent said there. That
//! cannot be known here, and is for whoever writes it to think of.

use crate::attachment::Event as Attaching;
use crate::boundary::Event as OfBoundary;
use crate::contracting::Event as Contracting;
use crate::correction::Event as Correcting;
use crate::cycle::{Entry, Event};
use crate::deciding::Event as Deciding;
use crate::deliberating::{Event as Deliberating, StatementMade};
use crate::field::{Field, walk};
use crate::id::PersonId;
use crate::intervening::Event as Intervening;
use crate::joining::Event as Joining;
use crate::partnering::Event as Partnering;
use crate::reporting::Event as Reporting;

/// Whose words an entry holds; nobody's, where it holds none. Words that were redacted are still those of whoever said them.
///
/// ```
/// use practice_cycle::{cycle::Entry, words};
/// let explained: Entry = serde_json::from_str(
///     r#"{"number":9,"type":"family_helped_to_understand","occurred_at":"2026-04-16T17:00:00Z","recorded_at":"2026-04-16T17:00:00Z",
///         "by":"p-2","data":{"explanation":"ex-1","person":"p-4","explained":["clinicians_role"],"interpreter":"not_needed",
///         "understood":"Invented: asked who reads the notes."}}"#,
/// )?;
/// assert_eq!(words::whose(&explained).map(|person| person.as_str()), Some("p-4"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn whose(entry: &Entry) -> Option<&PersonId> {
    let (act, event) = (entry.act(), entry.event());
    let holds_any = is_account(event) || event.part().has_tombstone() || has_words(event.part());
    match speaker(event) {
        Speaker::Actor if holds_any => Some(&act.by),
        Speaker::Named(person) if holds_any => Some(person),
        Speaker::Actor | Speaker::Named(_) | Speaker::Nobody => None,
    }
}

/// Whether it is an account of somebody's and nothing else: take what they said away, and nothing is left of it.
///
/// ```
/// use practice_cycle::{reporting::{OutcomeRated, Score}, words};
/// let rated = OutcomeRated { rating: "ra-1".parse()?, contract: "c-1".parse()?, score: Score::new(3)?, words: None };
/// assert!(words::is_account(&rated.into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub const fn is_account(event: &Event) -> bool {
    match event {
        Event::Boundary(OfBoundary::BoundaryObserved(_)) => true,
        Event::Partnering(event) => matches!(event, Partnering::PracticeDescribed(_)),
        Event::Deliberating(event) => {
            matches!(event, Deliberating::StatementMade(_) | Deliberating::EvidenceWeighed(_))
        }
        Event::Reporting(Reporting::OutcomeRated(_) | Reporting::ViewGiven(_) | Reporting::OutcomeLearned(_)) => true,
        Event::Boundary(OfBoundary::BoundaryReviewed(_) | OfBoundary::ObservationAnswered(_))
        | Event::Reporting(Reporting::AgreementReported(_) | Reporting::OutcomeFedBack(_))
        | Event::Contracting(_)
        | Event::Intervening(_)
        | Event::Deciding(_)
        | Event::Joining(_)
        | Event::Attachment(_)
        | Event::Correction(_) => false,
    }
}

/// Whether it was said in a discussion without a name: no text names whoever took it down.
pub(crate) fn is_said_here(event: &Event) -> bool {
    StatementMade::of(event).is_some_and(StatementMade::is_said_here)
}

/// Whether an entry holds words that were not redacted.
pub(crate) fn has_any(entry: &Entry) -> bool {
    has_words(entry.event().part())
}

/// The texts of an entry that were not redacted, in the order written, each with the name of its field.
pub(crate) fn texts(entry: &Entry) -> Vec<(String, &str)> {
    let mut texts = Vec::new();
    if has_words(entry.event().part()) {
        walk(&entry.event().kind().shape(), entry.event().part(), &mut String::new(), &mut |path, _, part| {
            let name = path.rsplit('.').next().unwrap_or_default();
            texts.extend(part.words().map(|words| (name.to_owned(), words)));
        });
    }
    texts
}

fn has_words(part: &dyn Field) -> bool {
    part.words().is_some() || (0..).map_while(|place| part.nth(place)).any(has_words)
}

/// Whose the texts of an event are.
enum Speaker<'e> {
    /// Whoever acts.
    Actor,
    /// Somebody whom it names.
    Named(&'e PersonId),
    /// It has room for none.
    Nobody,
}

#[rustfmt::skip]
fn speaker(event: &Event) -> Speaker<'_> {
    match event {
        Event::Intervening(Intervening::FamilyHelpedToUnderstand(data)) => Speaker::Named(&data.person),
        Event::Joining(Joining::HelpAskedAgain(data)) => Speaker::Named(&data.asked_by),
        Event::Contracting(event) => match event {
            Contracting::ContractInvited(_) | Contracting::ReframeOffered(_) | Contracting::ReframeAnswered(_)
            | Contracting::TermsProposed(_) | Contracting::ContractDeclined(_) | Contracting::ContractWithdrawn(_)
            | Contracting::ContractPostponed(_) | Contracting::ContractReviewed(_) | Contracting::RoleFlexed(_)
            | Contracting::ContractSuspended(_) | Contracting::ContractCompleted(_) | Contracting::ContractEnded(_)
            | Contracting::ContractRevoked(_) => Speaker::Actor,
            Contracting::InvitationAccepted(_) | Contracting::TermsAccepted(_) | Contracting::ContractRestored(_)
            | Contracting::ContractBegun(_) | Contracting::PartyReplaced(_) | Contracting::ContractResumed(_)
            | Contracting::ContractRenewed(_) => Speaker::Nobody,
        },
        Event::Intervening(event) => match event {
            Intervening::InterventionBegun(_) | Intervening::InterventionClosed(_) | Intervening::SessionHeld(_)
            | Intervening::SessionCancelled(_) | Intervening::SuggestionOffered(_) | Intervening::SuggestionAnswered(_)
            | Intervening::ConcernRaised(_) | Intervening::ExplanationWithheld(_) | Intervening::ChangeNoticed(_)
            | Intervening::ChangeWitnessed(_) | Intervening::ChangeDocumented(_) | Intervening::ChangeAmplified(_)
            | Intervening::FamilyHelpedToUnderstand(_) => Speaker::Actor,
            Intervening::InterventionCovered(_) | Intervening::SessionCovered(_) | Intervening::ConcernPassedOn(_)
            | Intervening::ConsentGiven(_) | Intervening::ConsentWithdrawn(_) => Speaker::Nobody,
        },
        Event::Deciding(event) => match event {
            Deciding::MilestoneReached(_) | Deciding::LegalStatusChanged(_) | Deciding::ThresholdDecided(_)
            | Deciding::ExpertInstructed(_) | Deciding::ConflictDeclared(_) | Deciding::ConflictAnswered(_)
            | Deciding::RolesReconciled(_) | Deciding::DutyWaived(_) | Deciding::DecisionHandedBack(_)
            | Deciding::FeedEnded(_) | Deciding::RequestTurnedAway(_) | Deciding::ThresholdMoved(_)
            | Deciding::ProgrammeExtended(_) | Deciding::ProgrammeEnded(_) | Deciding::SpokenFor(_) => Speaker::Actor,
            Deciding::DecisionExplained(data) => Speaker::Named(&data.person),
            Deciding::FeedDeclaredComplete(_) | Deciding::LeadPractitionerNamed(_) | Deciding::ReflectionHeld(_)
            | Deciding::LivedExperienceHeard(_) | Deciding::ProgrammeBegun(_) => Speaker::Nobody,
        },
        Event::Deliberating(event) => match event {
            Deliberating::DiscussionHeld(_) | Deliberating::StatementMade(_) | Deliberating::HypothesisPut(_)
            | Deliberating::EvidenceWeighed(_) | Deliberating::HypothesisSetAside(_) | Deliberating::HypothesisKept(_)
            | Deliberating::HypothesisReshaped(_) | Deliberating::DisagreementRecorded(_)
            | Deliberating::DisagreementSettled(_) | Deliberating::DisagreementEscalated(_) | Deliberating::TestPlanned(_)
            | Deliberating::TestReviewed(_) | Deliberating::StepTakenOn(_) | Deliberating::StepHandedBack(_)
            | Deliberating::StepDropped(_) | Deliberating::ReferralReturned(_) | Deliberating::WrittenAgreementMade(_) => {
                Speaker::Actor
            }
        },
        Event::Partnering(event) => match event {
            Partnering::ViewsSought(data) => Speaker::Named(&data.of_whom),
            Partnering::AmbivalenceHeard(data) => Speaker::Named(&data.person),
            Partnering::ViewsMissing(_) | Partnering::PracticeDescribed(_) | Partnering::PermanenceOptionWeighed(_)
            | Partnering::TransitionSupported(_) | Partnering::PlacementDisrupted(_) | Partnering::ExperienceConsidered(_) => {
                Speaker::Actor
            }
            Partnering::FamilyMemberNamed(_) | Partnering::ViewsIncluded(_) | Partnering::ViewsAwaited(_)
            | Partnering::AssessmentShared(_) | Partnering::DescriptionPassedOn(_) | Partnering::ValuesTalkedAbout(_)
            | Partnering::CoachingHeld(_) => Speaker::Nobody,
        },
        Event::Joining(event) => match event {
            Joining::OccasionOfJoining(_) | Joining::RuleNoticed(_) | Joining::RuleWorkedWith(_)
            | Joining::ClinicianAcknowledged(_) | Joining::JoiningDisrupted(_) | Joining::InfluenceInvited(_)
            | Joining::HelpAskedAgain(_) => Speaker::Actor,
        },
        Event::Boundary(event) => match event {
            OfBoundary::BoundaryObserved(_) | OfBoundary::BoundaryReviewed(_) | OfBoundary::ObservationAnswered(_) => Speaker::Actor,
        },
        Event::Reporting(event) => match event {
            Reporting::AgreementReported(_) | Reporting::OutcomeRated(_) | Reporting::ViewGiven(_)
            | Reporting::OutcomeLearned(_) => Speaker::Actor,
            Reporting::OutcomeFedBack(_) => Speaker::Nobody,
        },
        Event::Attachment(event) => match event {
            Attaching::CycleClosed(_) => Speaker::Actor,
            Attaching::CycleOpened(_) | Attaching::PersonEntered(_) | Attaching::PersonLeft(_) => Speaker::Nobody,
        },
        Event::Correction(event) => match event {
            Correcting::EnteredInError(_) | Correcting::Redacted(_) | Correcting::OpeningCorrected(_)
            | Correcting::PeopleMerged(_) | Correcting::CasesMerged(_) => Speaker::Actor,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::Kind;
    use crate::shape::{Holds, Shape};

    fn has_room(shape: &Shape) -> bool {
        match shape {
            Shape::Text => true,
            Shape::Optional(inner) | Shape::List(inner) => has_room(inner),
            Shape::Fields(fields) => fields.parts.iter().any(|part| has_room(&part.shape)),
            Shape::Variants(variants) => variants.all.iter().any(|variant| match &variant.holds {
                Holds::Nothing => false,
                Holds::One(shape) => has_room(shape),
                Holds::Fields(parts) | Holds::Unasked(parts) => parts.iter().any(|part| has_room(&part.shape)),
            }),
            Shape::Code(_) | Shape::Codes(_) | Shape::Number(..) | Shape::Entry => false,
            Shape::Day | Shape::Instant | Shape::Ref(_) | Shape::Outside(_) => false,
        }
    }

    fn example(kind: Kind) -> Entry {
        let (code, data) = (kind.code(), kind.stored_example());
        let at = r#""occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z""#;
        serde_json::from_str(&format!(r#"{{"number":1,"type":"{code}",{at},"by":"p-99","data":{data}}}"#)).unwrap()
    }

    /// A text that somebody can write is somebody's: nothing with room for one is nobody's.
    #[test]
    fn every_kind_with_room_for_a_text_has_somebody_whose_it_is() {
        for kind in Kind::all() {
            let is_somebodys = !matches!(speaker(example(kind).event()), Speaker::Nobody);
            assert_eq!(is_somebodys, has_room(&kind.shape()), "{kind:?}");
        }
    }

    #[test]
    fn every_text_of_an_entry_is_found_by_the_name_of_its_field() {
        let stored = r#"{"number":1,"type":"terms_proposed","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"contract":"c-1","terms":{"focus":{"code":"other","words":"Invented focus."},"goal":"Invented goal.","safeguarding":{"known":"Invented concern."},"family_understanding":{"redacted":true}}}}"#;
        let entry: Entry = serde_json::from_str(stored).unwrap();
        let texts = texts(&entry);
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, words)| (name.as_str(), *words)).collect();
        assert_eq!(texts, [("words", "Invented focus."), ("goal", "Invented goal."), ("known", "Invented concern.")]);
        assert_eq!(whose(&entry).map(PersonId::as_str), Some("p-1"));
        let begun = r#"{"number":1,"type":"contract_begun","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1","data":{"contract":"c-1"}}"#;
        assert_eq!(whose(&serde_json::from_str(begun).unwrap()), None);
    }
}
