//! The events, one of each kind, out of numbers drawn.

use super::draw::Draw;
use super::{cases, circle, consent};
use crate::attachment::{self, CycleClosed, CycleOpened, PersonEntered, PersonLeft};
use crate::boundary::{self, BoundaryObserved, BoundaryReviewed, ObservationAnswered, Scope, Sighting, Sign};
use crate::code::CodeSet;
use crate::contracting::{self, *};
use crate::correction::{self, CasesMerged, EnteredInError, OpeningCorrected, PeopleMerged, Redacted};
use crate::cycle::{Event, Kind};
use crate::id::PersonId;
use crate::intervening::{self, *};
use crate::joining::{self, *};
use crate::people::{Role, Side};
use crate::reporting::{self, AgreementReported, OutcomeFedBack, OutcomeLearned, OutcomeRated, Score, ViewGiven};
use crate::space::{CaseKind, Space};
use crate::strategy::names::{START, from_nanos, hours_after, id};
use crate::text::CaseRef;
use crate::{deciding, deliberating};

/// An event of a kind, out of the small world.
pub(super) fn event(kind: Kind, draw: &mut Draw<'_>) -> Event {
    match kind {
        Kind::Contracting(kind) => contracting_event(kind, draw).into(),
        Kind::Intervening(kind) => intervening_event(kind, draw).into(),
        Kind::Deciding(kind) => cases::event(kind, draw).into(),
        Kind::Deliberating(kind) => circle::discussed(kind, draw).into(),
        Kind::Partnering(kind) => circle::partnered(kind, draw).into(),
        Kind::Joining(kind) => joining_event(kind, draw).into(),
        Kind::Boundary(boundary::Kind::BoundaryObserved) => BoundaryObserved {
            observation: draw.new_id("o", kind),
            sign: match draw.perhaps(Draw::text) {
                Some(name) => Sign::Own { name, leans: draw.word() },
                None => Sign::Figure1(draw.word()),
            },
            finding: match draw.below(3) {
                0 => Sighting::Present(draw.word()),
                1 => Sighting::Absent,
                _ => Sighting::NoOpportunity,
            },
            standpoint: draw.word(),
            drawn_by: draw.word(),
            space: draw.word(),
            session: draw.perhaps(|draw| draw.old_id("s", Kind::Intervening(intervening::Kind::SessionHeld))),
            basis: draw.word(),
            contract: draw.known_contract(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::Boundary(boundary::Kind::BoundaryReviewed) => BoundaryReviewed {
            review: draw.new_id("br", kind),
            parameters: id("v", draw.below(2) + 1),
            as_of: hours_after(draw.at, -draw.one(&[0, 1, 24, 168])),
            scope: match draw.below(6) {
                0 => draw.known_contract().map_or(Scope::Cycle, Scope::Contract),
                1 => Scope::Space(draw.word()),
                2 => Scope::Perspective(draw.word()),
                _ => Scope::Cycle,
            },
            verdict: draw.word(),
            with: {
                let (people, by) = (draw.people(), id("p", draw.by));
                // Nearly always they are others than whoever acts.
                let others: Vec<PersonId> = people.into_iter().filter(|person| *person != by).collect();
                if draw.below(12) == 11 { draw.people() } else { others }
            },
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::Boundary(boundary::Kind::ObservationAnswered) => {
            let observed = Kind::Boundary(boundary::Kind::BoundaryObserved);
            ObservationAnswered { observation: draw.old_id("o", observed), words: draw.text() }.into()
        }
        Kind::Reporting(report) => reporting_event(report, draw, kind).into(),
        Kind::Attachment(attachment::Kind::CycleOpened) => CycleOpened {
            cycle: id("cy", 1),
            format: attachment::FORMAT + u16::from(draw.below(4) == 3),
            clinician: id("p", 1),
            team: id("t", 1),
            earlier: draw.perhaps(|draw| id("cy", draw.below(2))),
        }
        .into(),
        Kind::Attachment(attachment::Kind::CycleClosed) => {
            CycleClosed { cycle: id("cy", 1 + usize::from(draw.below(4) == 3)), words: draw.perhaps(Draw::text) }.into()
        }
        Kind::Attachment(attachment::Kind::PersonEntered) => {
            let role = if draw.below(4) == 3 { draw.word() } else { Role::SocialWorker };
            PersonEntered::new(draw.person(), role).into()
        }
        Kind::Attachment(attachment::Kind::PersonLeft) => PersonLeft::new(draw.person()).into(),
        Kind::Correction(correction::Kind::EnteredInError) => {
            EnteredInError { entries: draw.entries(), reason: draw.text() }.into()
        }
        Kind::Correction(correction::Kind::Redacted) => Redacted { entries: draw.entries(), reason: draw.text() }.into(),
        Kind::Correction(correction::Kind::OpeningCorrected) => OpeningCorrected {
            cycle: id("cy", 1 + usize::from(draw.below(4) == 3)),
            opened_at: draw.perhaps(|draw| hours_after(from_nanos(START), -draw.one(&[0, 1, 24, 168]))),
            clinician: draw.perhaps(|draw| id("p", 1 + draw.below(12))),
            team: draw.perhaps(|draw| id("t", 1 + draw.below(2))),
            reason: draw.text(),
        }
        .into(),
        Kind::Correction(correction::Kind::PeopleMerged) => {
            // Two social workers are more likely to be one than a parent and a court.
            let (person, into) = draw.one(&[(5, 2), (2, 5), (5, 2), (4, 7), (8, 6)]);
            PeopleMerged { person: id("p", person), into: id("p", into), reason: draw.text() }.into()
        }
        Kind::Correction(correction::Kind::CasesMerged) => {
            CasesMerged { case: draw.case(), into: draw.case(), reason: draw.text() }.into()
        }
    }
}

fn contracting_event(kind: contracting::Kind, draw: &mut Draw<'_>) -> contracting::Event {
    use contracting::Kind;
    let stage = draw.the_contract().map(|contract| contract.latest_stage(draw.at));
    match kind {
        Kind::ContractInvited => ContractInvited {
            contract: draw.contract(),
            space: draw.one(&[Space::CaseConsultation, Space::HomeVisit, Space::TeamMeeting, Space::CoreGroup]),
            stream: draw.perhaps(Draw::word),
            case: draw.perhaps(|draw| draw.below(9)).and_then(|case| CaseRef::new(&format!("case-{case}")).ok()),
            case_kinds: draw.words::<CaseKind>(),
            words: draw.perhaps(Draw::text),
            arose_from: draw.causes(),
        }
        .into(),
        Kind::InvitationAccepted => InvitationAccepted { contract: draw.contract() }.into(),
        Kind::ReframeOffered => ReframeOffered { contract: draw.contract(), to: draw.request(), reason: draw.text() }.into(),
        Kind::ReframeAnswered => {
            let answer = match draw.below(3) {
                0 => Answer::Welcomed,
                1 => Answer::Adapted { to: draw.request(), reason: draw.text() },
                _ => Answer::NotWelcomed { reason: draw.text(), why: draw.perhaps(Draw::word) },
            };
            ReframeAnswered { contract: draw.contract(), answer }.into()
        }
        Kind::TermsProposed => TermsProposed { contract: draw.contract(), terms: Box::new(draw.draft()) }.into(),
        Kind::TermsAccepted => {
            let tabled = draw.the_contract().and_then(|contract| contract.state().tabled());
            let version = tabled.map_or(1, Tabled::version);
            let stale = draw.below(8) == 7;
            TermsAccepted { contract: draw.contract(), version: version - u32::from(stale && version > 0) }.into()
        }
        Kind::ContractDeclined => ContractDeclined { contract: draw.contract(), reason: draw.any_reason() }.into(),
        Kind::ContractWithdrawn => ContractWithdrawn { contract: draw.contract(), reason: draw.any_reason() }.into(),
        Kind::ContractPostponed => ContractPostponed { contract: draw.contract(), reason: draw.any_reason() }.into(),
        Kind::ContractRestored => ContractRestored { contract: draw.contract() }.into(),
        Kind::ContractBegun => ContractBegun { contract: draw.contract() }.into(),
        Kind::ContractReviewed => ContractReviewed {
            contract: draw.contract(),
            with: draw.people(),
            next_review: draw.perhaps(|draw| draw.day(60)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::PartyReplaced => {
            let agreed = draw.the_contract().and_then(|contract| contract.state().agreed());
            let seat = agreed.and_then(|agreement| agreement.party(Side::SocialWork)).unwrap_or(1);
            let successor = draw.one(&[5, 3, 2]);
            PartyReplaced { contract: draw.contract(), party: id("p", seat as usize + 1), successor: id("p", successor) }
                .into()
        }
        Kind::RoleFlexed => {
            RoleFlexed { contract: draw.contract(), task: draw.word(), to: draw.word(), reason: draw.text() }.into()
        }
        Kind::ContractSuspended => ContractSuspended { contract: draw.contract(), reason: draw.any_reason() }.into(),
        Kind::ContractResumed => ContractResumed { contract: draw.contract() }.into(),
        Kind::ContractCompleted => ContractCompleted { contract: draw.contract(), words: draw.perhaps(Draw::text) }.into(),
        Kind::ContractEnded => {
            let early = draw.one(&[ReasonCode::GoalMetEarly, ReasonCode::PartyLeft, ReasonCode::DidNotTakePlace]);
            let reason = if stage == Some(Stage::Agreed) { ReasonCode::DidNotTakePlace } else { early };
            let with = if draw.by == 1 { 2 } else { 1 };
            ContractEnded { contract: draw.contract(), reason: draw.reason(reason), with: id("p", with) }.into()
        }
        Kind::ContractRevoked => ContractRevoked { contract: draw.contract(), reason: draw.any_reason() }.into(),
        Kind::ContractRenewed => {
            let successor = match draw.below(4) {
                0 => Successor::Elsewhere { cycle: id("cy", 2), contract: id("c", 1) },
                _ => Successor::Here(id("c", draw.below(4) + 1)),
            };
            ContractRenewed { contract: draw.contract(), successor }.into()
        }
    }
}

fn intervening_event(kind: intervening::Kind, draw: &mut Draw<'_>) -> intervening::Event {
    use intervening::Kind as Done;
    draw.contract = draw.below(4) + 1;
    let (maker, of) = (Kind::Intervening(kind), |kind: Done| Kind::Intervening(kind));
    if let Done::InterventionCovered | Done::SessionCovered | Done::SuggestionOffered = kind {
        draw.turn_to_work_under_way();
    }
    match kind {
        Done::InterventionBegun => {
            let (stream, form) = (draw.word(), draw.word::<Form>());
            InterventionBegun {
                intervention: draw.new_id("i", maker),
                cover: draw.cover(),
                // Nearly always the stream it belongs to.
                stream: form.stream().filter(|_| draw.below(8) < 7).unwrap_or(stream),
                form,
                purpose: draw.word(),
                words: draw.perhaps(Draw::text),
            }
        }
        .into(),
        Done::InterventionCovered => {
            InterventionCovered { intervention: draw.old_id("i", of(Done::InterventionBegun)), contract: draw.contract() }
                .into()
        }
        Done::InterventionClosed => InterventionClosed {
            intervention: draw.old_id("i", of(Done::InterventionBegun)),
            how: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::SessionHeld => SessionHeld {
            session: draw.new_id("s", maker),
            intervention: draw.perhaps(|draw| draw.old_id("i", of(Done::InterventionBegun))),
            cover: draw.cover(),
            space: draw.word(),
            present: draw.people(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::SessionCovered => {
            SessionCovered { session: draw.old_id("s", of(Done::SessionHeld)), contract: draw.contract() }.into()
        }
        Done::SessionCancelled => {
            let reason = draw.word();
            SessionCancelled {
                cancellation: draw.new_id("ca", maker),
                space: draw.word(),
                side: draw.word(),
                reason: draw.coded(reason),
                contract: draw.known_contract(),
                intervention: draw.perhaps(|draw| draw.old_id("i", of(Done::InterventionBegun))),
            }
        }
        .into(),
        Done::SuggestionOffered => SuggestionOffered {
            suggestion: draw.new_id("su", maker),
            contract: draw.contract(),
            words: draw.text(),
            again: draw.perhaps(|draw| draw.old_id("su", maker)),
        }
        .into(),
        Done::SuggestionAnswered => SuggestionAnswered {
            suggestion: draw.old_id("su", of(Done::SuggestionOffered)),
            reception: draw.word(),
            words: draw.perhaps(Draw::text),
            why: draw.perhaps(Draw::word),
        }
        .into(),
        Done::ConcernRaised => ConcernRaised {
            concern: draw.new_id("co", maker),
            what: draw.word(),
            session: draw.perhaps(|draw| draw.old_id("s", of(Done::SessionHeld))),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Done::ConcernPassedOn => {
            ConcernPassedOn { concern: draw.old_id("co", of(Done::ConcernRaised)), to: draw.person() }.into()
        }
        Done::FamilyHelpedToUnderstand => FamilyHelpedToUnderstand {
            explanation: draw.new_id("ex", maker),
            person: id("p", draw.one(&[4, 7])),
            explained: CodeSet::of(&[Explained::CliniciansRole]).and(draw.words()),
            interpreter: draw.word(),
            contract: draw.known_contract(),
            age: draw.perhaps(|draw| draw.one(&[4, 9, 15])),
            understood: draw.perhaps(Draw::text),
        }
        .into(),
        Done::ExplanationWithheld => ExplanationWithheld {
            explanation: draw.new_id("ew", maker),
            person: id("p", draw.one(&[7, 4])),
            reason: draw.text(),
            manager: Some(id("p", draw.one(&[3, 3, 2]))),
            contract: draw.known_contract(),
            decision: draw.if_made("de", Kind::Deciding(deciding::Kind::ThresholdDecided)),
        }
        .into(),
        Done::ConsentGiven => consent::given(draw, maker).into(),
        Done::ConsentWithdrawn => {
            let withdrawn_by = id("p", draw.one(&[4, 7, 8]));
            ConsentWithdrawn { consent: draw.old_id("cn", of(Done::ConsentGiven)), withdrawn_by }.into()
        }
        Done::ChangeNoticed => ChangeNoticed {
            change: draw.new_id("ch", maker),
            what: draw.word(),
            words: draw.text(),
            contract: draw.known_contract(),
            session: draw.perhaps(|draw| draw.old_id("s", of(Done::SessionHeld))),
        }
        .into(),
        Done::ChangeWitnessed => {
            ChangeWitnessed { change: draw.old_id("ch", of(Done::ChangeNoticed)), words: draw.perhaps(Draw::text) }.into()
        }
        Done::ChangeDocumented => {
            ChangeDocumented { change: draw.old_id("ch", of(Done::ChangeNoticed)), words: draw.perhaps(Draw::text) }.into()
        }
        Done::ChangeAmplified => ChangeAmplified {
            change: draw.old_id("ch", of(Done::ChangeNoticed)),
            to: draw.people(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}

fn joining_event(kind: joining::Kind, draw: &mut Draw<'_>) -> joining::Event {
    let maker = Kind::Joining(kind);
    match kind {
        joining::Kind::OccasionOfJoining => OccasionOfJoining {
            occasion: draw.new_id("oc", maker),
            place: draw.perhaps(Draw::word).map_or(Place::Everyday, Place::In),
            with: draw.people(),
            qualities: draw.words(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::RuleNoticed => RuleNoticed {
            rule: draw.new_id("ru", maker),
            voice: draw.word(),
            words: draw.text(),
            belief: draw.perhaps(Draw::text),
            about: draw.perhaps(Draw::word),
            bars_spaces: draw.words(),
            bars_cases: draw.words(),
            only_spaces: draw.words(),
            only_cases: draw.words(),
        }
        .into(),
        joining::Kind::RuleWorkedWith => RuleWorkedWith {
            rule: draw.old_id("ru", Kind::Joining(joining::Kind::RuleNoticed)),
            step: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::ClinicianAcknowledged => ClinicianAcknowledged {
            acknowledgement: draw.new_id("ac", maker),
            how: draw.word(),
            because_of: draw.causes(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        joining::Kind::JoiningDisrupted => {
            let merged =
                draw.perhaps(|draw| Merger { teams: vec![id("t", 1 + draw.below(3))], into: id("t", 1 + draw.below(3)) });
            let what = if merged.is_some() && draw.below(4) < 3 { Disruption::TeamMerger } else { draw.word() };
            JoiningDisrupted { disruption: draw.new_id("di", maker), what, merged, words: draw.perhaps(Draw::text) }
        }
        .into(),
        joining::Kind::InfluenceInvited => {
            InfluenceInvited { influence: draw.new_id("in", maker), words: draw.text(), because_of: draw.causes() }.into()
        }
        joining::Kind::HelpAskedAgain => HelpAskedAgain {
            asking: draw.new_id("as", maker),
            asked_by: id("p", draw.one(&[4, 7, 8])),
            contract: draw.known_contract(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}

fn reporting_event(kind: reporting::Kind, draw: &mut Draw<'_>, maker: Kind) -> reporting::Event {
    draw.contract = draw.below(4) + 1;
    let contract: crate::id::ContractId = draw.contract();
    match kind {
        reporting::Kind::AgreementReported => AgreementReported {
            report: draw.new_id("re", maker),
            contract: Some(contract),
            between: draw.people(),
            terms: Box::new(draw.draft()),
        }
        .into(),
        reporting::Kind::OutcomeRated => OutcomeRated {
            rating: draw.new_id("ra", maker),
            contract,
            score: score(draw.below(11)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        reporting::Kind::ViewGiven => ViewGiven { view: draw.new_id("vi", maker), contract, words: draw.text() }.into(),
        reporting::Kind::OutcomeLearned => {
            let decision = draw.if_made("de", Kind::Deciding(deciding::Kind::ThresholdDecided));
            let test = draw.if_made("te", Kind::Deliberating(deliberating::Kind::TestPlanned));
            let contract = (decision.is_none() && test.is_none() || draw.below(2) == 0).then_some(contract);
            let how = draw.perhaps(Draw::word);
            let words = if how.is_none() { Some(draw.text()) } else { draw.perhaps(Draw::text) };
            OutcomeLearned { outcome: draw.new_id("ou", maker), contract, decision, test, how, words }.into()
        }
        reporting::Kind::OutcomeFedBack => {
            let learned = Kind::Reporting(reporting::Kind::OutcomeLearned);
            OutcomeFedBack { outcome: draw.old_id("ou", learned), to: draw.people() }.into()
        }
    }
}

#[expect(clippy::expect_used, reason = "numbers drawn below 11 are ratings")]
fn score(number: usize) -> Score {
    u8::try_from(number).ok().and_then(|number| Score::new(number).ok()).expect("a rating from 0 to 10")
}
