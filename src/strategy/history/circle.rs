//! Case discussions and practice with families, out of the small world.

use super::draw::Draw;
use crate::code::{Code, CodeSet};
use crate::cycle::Kind;
use crate::deciding;
use crate::deliberating::{self, *};
use crate::history::History;
use crate::id::{DiscussionId, PersonId};
use crate::intervening;
use crate::partnering::{self, *};
use crate::strategy::names::id;

const fn of(kind: deliberating::Kind) -> Kind {
    Kind::Deliberating(kind)
}

const HELD: Kind = of(deliberating::Kind::DiscussionHeld);
const STATED: Kind = of(deliberating::Kind::StatementMade);
const PUT: Kind = of(deliberating::Kind::HypothesisPut);
const PLANNED: Kind = of(deliberating::Kind::TestPlanned);
const TAKEN_ON: Kind = of(deliberating::Kind::StepTakenOn);
const DIFFERED: Kind = of(deliberating::Kind::DisagreementRecorded);
const DECIDED: Kind = Kind::Deciding(deciding::Kind::ThresholdDecided);
const DESCRIBED: Kind = Kind::Partnering(partnering::Kind::PracticeDescribed);
const CONSENTED: Kind = Kind::Intervening(intervening::Kind::ConsentGiven);
const BEGUN: Kind = Kind::Deciding(deciding::Kind::ProgrammeBegun);
const SOUGHT: Kind = Kind::Partnering(partnering::Kind::ViewsSought);

/// How many kinds of deciding are about cases; those after them are about thresholds, their feedback and programmes.
pub(super) const OF_CASES: usize = 12;

/// A kind of event around the circle: the drawn one, or what it needs first.
pub(super) fn kind(draw: &mut Draw<'_>) -> Kind {
    let drawn = match draw.below(7) {
        0..=2 => Kind::Deliberating(draw.word()),
        3 | 4 => Kind::Partnering(draw.word()),
        // It needs most to be there, so it is drawn more often than the rest.
        5 => of(deliberating::Kind::EvidenceWeighed),
        _ => {
            let kinds = <deciding::Kind as Code>::ALL;
            let around = kinds.get(OF_CASES + draw.below(kinds.len() - OF_CASES)).copied();
            Kind::Deciding(around.unwrap_or(deciding::Kind::ThresholdDecided))
        }
    };
    std::iter::successors(Some(drawn), |&kind| needs(kind).iter().copied().find(|&needed| draw.made(needed) == 0))
        .last()
        .unwrap_or(drawn)
}

/// What has to be there before there can be one of a kind.
const fn needs(kind: Kind) -> &'static [Kind] {
    use deciding::Kind as Decided;
    use deliberating::Kind as Act;
    match kind {
        Kind::Deliberating(Act::StatementMade | Act::HypothesisPut | Act::TestPlanned) => &[HELD],
        Kind::Deliberating(Act::HypothesisSetAside | Act::HypothesisKept | Act::HypothesisReshaped) => &[PUT],
        Kind::Deliberating(Act::EvidenceWeighed) => &[STATED, PUT],
        Kind::Deliberating(Act::DisagreementSettled | Act::DisagreementEscalated) => &[DIFFERED],
        Kind::Deliberating(Act::TestReviewed) => &[PLANNED],
        Kind::Deliberating(Act::StepHandedBack | Act::StepDropped) => &[TAKEN_ON],
        Kind::Partnering(partnering::Kind::ViewsIncluded) => &[SOUGHT],
        Kind::Partnering(partnering::Kind::DescriptionPassedOn) => &[DESCRIBED],
        Kind::Deciding(Decided::DecisionExplained) => &[DECIDED],
        Kind::Deciding(Decided::ProgrammeExtended | Decided::ProgrammeEnded | Decided::SpokenFor) => &[BEGUN],
        Kind::Deliberating(_)
        | Kind::Partnering(_)
        | Kind::Deciding(_)
        | Kind::Contracting(_)
        | Kind::Intervening(_)
        | Kind::Joining(_)
        | Kind::Boundary(_)
        | Kind::Reporting(_)
        | Kind::Attachment(_)
        | Kind::Correction(_) => &[],
    }
}

/// Most is said in one discussion, so that there is something to weigh of one question.
fn the_discussion(draw: &mut Draw<'_>) -> DiscussionId {
    if draw.below(4) == 3 { draw.old_id("di", HELD) } else { id("di", 1) }
}

/// Nearly always some of those who were there.
fn agreed(draw: &mut Draw<'_>, discussion: &DiscussionId) -> Vec<PersonId> {
    let people = draw.people();
    let mut held = draw.history.into_iter().flat_map(History::entries).filter_map(|entry| DiscussionHeld::of(entry.event()));
    match held.find(|held| held.discussion == *discussion) {
        Some(held) if draw.below(8) < 7 => held.present.iter().filter(|person| people.contains(person)).cloned().collect(),
        Some(_) | None => people,
    }
}

pub(super) fn discussed(kind: deliberating::Kind, draw: &mut Draw<'_>) -> deliberating::Event {
    use deliberating::Kind as Act;
    let maker = of(kind);
    match kind {
        Act::DiscussionHeld => DiscussionHeld {
            discussion: draw.new_id("di", maker),
            case: draw.case(),
            question: draw.word(),
            space: draw.word(),
            present: draw.people(),
            absent: draw.perhaps(|draw| id("p", draw.one(&[5, 6, 1]))).into_iter().collect(),
            contract: draw.known_contract(),
            continues: draw.if_made("di", maker),
            disruption: draw.if_made("pd", Kind::Partnering(partnering::Kind::PlacementDisrupted)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::StatementMade => {
            let kind: StatementKind = draw.word();
            let is_named = kind.needs_an_author() != (draw.below(8) == 7);
            let sourced = kind == StatementKind::Fact && draw.below(8) < 7;
            StatementMade {
                statement: draw.new_id("st", maker),
                discussion: the_discussion(draw),
                kind,
                about: draw.words(),
                author: is_named.then(|| id("p", draw.by)),
                source: if sourced { Some(draw.word()) } else { draw.perhaps(Draw::word) },
                words: draw.text(),
            }
        }
        .into(),
        Act::HypothesisPut => HypothesisPut {
            hypothesis: draw.new_id("hy", maker),
            discussion: the_discussion(draw),
            order: draw.word(),
            words: draw.text(),
        }
        .into(),
        Act::EvidenceWeighed => {
            let ratings = (0..1 + draw.below(2)).map(|_| Rated { hypothesis: draw.old_id("hy", PUT), rating: draw.word() });
            let ratings = ratings.collect();
            EvidenceWeighed {
                weighing: draw.new_id("we", maker),
                piece: draw.old_id("st", STATED),
                ratings,
                found: draw.word(),
                words: draw.perhaps(Draw::text),
            }
        }
        .into(),
        Act::HypothesisSetAside => HypothesisSetAside { hypothesis: draw.old_id("hy", PUT), reason: draw.text() }.into(),
        Act::HypothesisKept => HypothesisKept { hypothesis: draw.old_id("hy", PUT), reason: draw.text() }.into(),
        Act::HypothesisReshaped => HypothesisReshaped { hypothesis: draw.old_id("hy", PUT), words: draw.text() }.into(),
        Act::DisagreementRecorded => DisagreementRecorded {
            disagreement: draw.new_id("ds", maker),
            case: draw.case(),
            discussion: draw.if_made("di", HELD),
            between: draw.people(),
            on: draw.word(),
            safety: draw.word(),
            by_when: draw.perhaps(|draw| draw.day(14)),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::DisagreementSettled => {
            let how: Settled = draw.word();
            let slip = draw.below(8) == 7;
            DisagreementSettled {
                disagreement: draw.old_id("ds", DIFFERED),
                how,
                test: ((how == Settled::PlanAgreed) != slip).then(|| draw.old_id("te", PLANNED)),
                decision: (how == Settled::Decided).then(|| draw.old_id("de", DECIDED)),
                words: draw.perhaps(Draw::text),
            }
        }
        .into(),
        Act::DisagreementEscalated => DisagreementEscalated {
            disagreement: draw.old_id("ds", DIFFERED),
            to: draw.person(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::TestPlanned => {
            let (test, discussion) = (draw.new_id("te", maker), the_discussion(draw));
            TestPlanned {
                test,
                hypotheses: draw.if_made("hy", PUT).into_iter().collect(),
                better: (draw.below(8) < 7).then(|| draw.text()),
                enough: draw.perhaps(Draw::text),
                change_course: draw.perhaps(Draw::text),
                look_again: (draw.below(8) < 7).then(|| draw.day(40)),
                risks: draw.words(),
                agreed_by: agreed(draw, &discussion),
                words: draw.perhaps(Draw::text),
                discussion,
            }
        }
        .into(),
        Act::TestReviewed => {
            let then: Course = draw.word();
            let goes_on = (then != Course::Stop) != (draw.below(8) == 7);
            TestReviewed {
                test: draw.old_id("te", PLANNED),
                found: draw.perhaps(Draw::text),
                then,
                because: draw.perhaps(Draw::word),
                look_again: goes_on.then(|| draw.day(40)),
            }
        }
        .into(),
        Act::StepTakenOn => StepTakenOn {
            step: draw.new_id("sp", maker),
            case: draw.case(),
            taken_by: if draw.below(8) == 7 { draw.person() } else { id("p", draw.by) },
            test: draw.if_made("te", PLANNED),
            decision: draw.if_made("de", DECIDED),
            disagreement: draw.if_made("ds", DIFFERED),
            again: draw.if_made("sp", maker),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::StepHandedBack => StepHandedBack { step: draw.old_id("sp", TAKEN_ON), words: draw.perhaps(Draw::text) }.into(),
        Act::StepDropped => StepDropped { step: draw.old_id("sp", TAKEN_ON), reason: draw.text() }.into(),
        Act::ReferralReturned => ReferralReturned {
            returned: draw.new_id("rt", maker),
            case: draw.case(),
            service: draw.word(),
            reason: draw.word(),
            offered: draw.words(),
            contract: draw.known_contract(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::WrittenAgreementMade => WrittenAgreementMade {
            agreement: draw.new_id("wg", maker),
            case: draw.case(),
            shaped_by: draw.people(),
            asked_for_by: draw.perhaps(Draw::person),
            signed_by: draw.perhaps(Draw::person).into_iter().collect(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}

pub(super) fn partnered(kind: partnering::Kind, draw: &mut Draw<'_>) -> partnering::Event {
    use partnering::Kind as Act;
    let maker = Kind::Partnering(kind);
    let case = draw.case();
    let of_family = |draw: &mut Draw<'_>| id("p", draw.one(&[4, 7, 8]));
    match kind {
        Act::FamilyMemberNamed => FamilyMemberNamed {
            member: draw.new_id("fm", maker),
            case,
            person: of_family(draw),
            responsibility: draw.perhaps(Draw::word),
        }
        .into(),
        Act::ViewsSought => ViewsSought {
            views: draw.new_id("vs", maker),
            case,
            of_whom: of_family(draw),
            how: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::ViewsIncluded => ViewsIncluded { views: draw.old_id("vs", SOUGHT), in_what: draw.some() }.into(),
        Act::ViewsMissing => ViewsMissing {
            missing: draw.new_id("vm", maker),
            case,
            of_whom: of_family(draw),
            views: draw.if_made("vs", SOUGHT),
            why: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::ViewsAwaited => ViewsAwaited {
            awaiting: draw.new_id("vw", maker),
            case,
            of_whom: of_family(draw),
            views: draw.if_made("vs", SOUGHT),
            until: draw.perhaps(|draw| draw.day(30)),
        }
        .into(),
        Act::AssessmentShared => AssessmentShared {
            sharing: draw.new_id("sh", maker),
            case,
            with: of_family(draw),
            milestone: draw.if_made("mi", Kind::Deciding(deciding::Kind::MilestoneReached)),
        }
        .into(),
        Act::PracticeDescribed => {
            let seen_as: SeenAs = draw.one(&[SeenAs::Worker, SeenAs::Worker, SeenAs::Observer, SeenAs::Family]);
            let signs = (0..1 + draw.below(2)).map(|_| Described { sign: draw.word(), finding: draw.word() });
            PracticeDescribed {
                signs: signs.collect(),
                description: draw.new_id("dp", maker),
                case,
                session: draw.if_made("s", Kind::Intervening(intervening::Kind::SessionHeld)),
                seen_as,
                weighed_on: draw.words(),
                invited_by: if seen_as == SeenAs::Observer { vec![id("p", 2), id("p", 4)] } else { Vec::new() },
                recording: if seen_as == SeenAs::Observer { draw.if_made("cn", CONSENTED) } else { None },
                words: draw.perhaps(Draw::text),
            }
        }
        .into(),
        Act::DescriptionPassedOn => DescriptionPassedOn {
            passing: draw.new_id("ps", maker),
            description: draw.old_id("dp", DESCRIBED),
            readers: draw.people(),
            offered: CodeSet::of(&[OfferedToFamily::SomebodyElse]).with(draw.word()),
        }
        .into(),
        Act::ValuesTalkedAbout => ValuesTalkedAbout {
            talk: draw.new_id("vt", maker),
            space: draw.word(),
            matters: draw.some(),
            case: draw.perhaps(Draw::case),
            passing: draw.if_made("ps", Kind::Partnering(Act::DescriptionPassedOn)),
        }
        .into(),
        Act::CoachingHeld => CoachingHeld {
            coaching: draw.new_id("cc", maker),
            coach: id("p", 1),
            worker: id("p", draw.one(&[2, 3, 1])),
            agreed_by: vec![id("p", 2), id("p", draw.one(&[4, 3]))],
            session: draw.if_made("s", Kind::Intervening(intervening::Kind::SessionHeld)),
            matters: draw.words(),
        }
        .into(),
        Act::PermanenceOptionWeighed => PermanenceOptionWeighed {
            option: draw.new_id("po", maker),
            case,
            what: draw.word(),
            in_favour: draw.text(),
            against: draw.text(),
            rationale: draw.perhaps(Draw::text),
            drawn_on: draw.words(),
        }
        .into(),
        Act::TransitionSupported => TransitionSupported {
            support: draw.new_id("tr", maker),
            case,
            who: draw.some(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Act::PlacementDisrupted => {
            PlacementDisrupted { disruption: draw.new_id("pd", maker), case, words: draw.perhaps(Draw::text) }.into()
        }
        Act::AmbivalenceHeard => AmbivalenceHeard {
            ambivalence: draw.new_id("am", maker),
            case,
            person: of_family(draw),
            to_stay: draw.text(),
            to_change: draw.text(),
        }
        .into(),
        Act::ExperienceConsidered => ExperienceConsidered {
            consideration: draw.new_id("xc", maker),
            case,
            person: of_family(draw),
            what: draw.some(),
            in_what: draw.words(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}
