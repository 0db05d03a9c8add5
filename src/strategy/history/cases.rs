//! Milestones, decisions and the other events of cases, out of the small world. Its cases are `case-1` and `case-2`.

use super::draw::Draw;
use crate::code::{Code, CodeSet};
use crate::cycle::Kind as AnyKind;
use crate::deciding::*;
use crate::strategy::names::id;
use crate::text::CaseRef;

impl Draw<'_> {
    #[expect(clippy::expect_used, reason = "a word, a hyphen and a digit")]
    pub(super) fn case(&mut self) -> CaseRef {
        CaseRef::new(&format!("case-{}", self.below(2) + 1)).expect("a reference")
    }

    /// A set of words with at least one in it, except now and then.
    pub(super) fn some<W: Code>(&mut self) -> CodeSet<W> {
        if self.below(8) == 7 { CodeSet::none() } else { CodeSet::none().with(self.word()) }
    }
}

pub(super) fn event(kind: Kind, draw: &mut Draw<'_>) -> Event {
    let maker = AnyKind::Deciding(kind);
    match kind {
        Kind::MilestoneReached => {
            let what: Milestone = draw.word();
            // Most fit together; some have an end or a reason where none belongs, or lack theirs.
            let (slip, words) = (draw.below(12) == 11, draw.perhaps(Draw::text));
            MilestoneReached {
                milestone: draw.new_id("mi", maker),
                case: draw.case(),
                what,
                other: (what.needs_a_code() != slip).then(|| id("local", 1)),
                follows: draw.if_made("mi", maker),
                until: (what.has_an_end() != slip).then(|| draw.day(90)),
                words: if what.needs_a_reason() && !slip { Some(draw.text()) } else { words },
            }
            .into()
        }
        Kind::FeedDeclaredComplete => FeedDeclaredComplete {
            feed: draw.new_id("fe", maker),
            from: draw.day(30),
            what: draw.perhaps(Draw::some),
            case: draw.perhaps(Draw::case),
        }
        .into(),
        Kind::LegalStatusChanged => LegalStatusChanged {
            change: draw.new_id("ls", maker),
            case: draw.case(),
            from: draw.words(),
            to: draw.some(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::LeadPractitionerNamed => LeadPractitionerNamed {
            naming: draw.new_id("na", maker),
            case: draw.case(),
            lead: draw.person(),
            overseer: draw.perhaps(|draw| id("p", draw.one(&[3, 2]))),
        }
        .into(),
        Kind::ThresholdDecided => ThresholdDecided {
            decision: draw.new_id("de", maker),
            case: draw.case(),
            direction: draw.word(),
            decided_by: draw.people(),
            contributed: draw.perhaps(Draw::person).into_iter().collect(),
            considered: draw.words(),
            pressed_by: draw.words(),
            prompted: draw.words(),
            urgency: draw.perhaps(Draw::word),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ExpertInstructed => ExpertInstructed {
            instruction: draw.new_id("is", maker),
            case: draw.case(),
            expert: id("p", if draw.below(8) == 7 { 2 } else { 1 }),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ConflictDeclared => ConflictDeclared {
            conflict: draw.new_id("cf", maker),
            what: draw.some(),
            instruction: draw.if_made("is", AnyKind::Deciding(Kind::ExpertInstructed)),
            contract: draw.known_contract(),
            case: draw.perhaps(Draw::case),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ConflictAnswered => ConflictAnswered {
            conflict: draw.old_id("cf", AnyKind::Deciding(Kind::ConflictDeclared)),
            answer: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::RolesReconciled => {
            let (one, other) = (draw.below(4), draw.below(3));
            let contracts = vec![id("c", one + 1), id("c", (one + other + 1) % 4 + 1)];
            RolesReconciled { reconciliation: draw.new_id("rr", maker), contracts, words: draw.perhaps(Draw::text) }.into()
        }
        Kind::DutyWaived => DutyWaived {
            waiver: draw.new_id("wa", maker),
            rule: id("R", draw.one(&[10, 21])),
            opened_by: draw.perhaps(|draw| draw.entries().pop()).flatten(),
            contract: draw.known_contract(),
            case: draw.perhaps(Draw::case),
            until: draw.perhaps(|draw| draw.day(60)),
            reason: draw.text(),
        }
        .into(),
        Kind::FeedEnded => FeedEnded {
            feed: draw.old_id("fe", AnyKind::Deciding(Kind::FeedDeclaredComplete)),
            last: draw.day(60),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ReflectionHeld => ReflectionHeld {
            reflection: draw.new_id("rf", maker),
            on: draw.some(),
            space: draw.word(),
            present: draw.people(),
            case: draw.perhaps(Draw::case),
            decision: draw.if_made("de", AnyKind::Deciding(Kind::ThresholdDecided)),
            moved: draw.if_made("tm", AnyKind::Deciding(Kind::ThresholdMoved)),
        }
        .into(),
        Kind::LivedExperienceHeard => LivedExperienceHeard {
            hearing: draw.new_id("le", maker),
            from: draw.some(),
            space: draw.word(),
            led_to: draw.words(),
        }
        .into(),
        Kind::DecisionExplained => DecisionExplained {
            explanation: draw.new_id("dx", maker),
            decision: draw.old_id("de", AnyKind::Deciding(Kind::ThresholdDecided)),
            person: id("p", draw.one(&[4, 7, 4])),
            explained: draw.some(),
            interpreter: draw.word(),
            age: draw.perhaps(|draw| draw.one(&[4, 9, 15])),
            understood: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::RequestTurnedAway => RequestTurnedAway {
            request: draw.new_id("rq", maker),
            case: draw.case(),
            from: draw.perhaps(Draw::word),
            reason: draw.word(),
            again: draw.if_made("rq", maker),
            named: draw.words(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ThresholdMoved => ThresholdMoved {
            moved: draw.new_id("tm", maker),
            direction: draw.word(),
            pressed_by: draw.words(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::ProgrammeBegun => ProgrammeBegun {
            programme: draw.new_id("pg", maker),
            case: draw.case(),
            code: id("programme", 1),
            practitioner: id("p", draw.one(&[1, 2, 3])),
            planned_end: draw.perhaps(|draw| draw.day(600)),
        }
        .into(),
        Kind::ProgrammeExtended => ProgrammeExtended {
            programme: draw.old_id("pg", AnyKind::Deciding(Kind::ProgrammeBegun)),
            until: draw.day(90),
            reason: draw.text(),
        }
        .into(),
        Kind::ProgrammeEnded => ProgrammeEnded {
            programme: draw.old_id("pg", AnyKind::Deciding(Kind::ProgrammeBegun)),
            how: draw.word(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::SpokenFor => SpokenFor {
            speaking: draw.new_id("sk", maker),
            programme: draw.old_id("pg", AnyKind::Deciding(Kind::ProgrammeBegun)),
            to: draw.some(),
            words: draw.perhaps(Draw::text),
        }
        .into(),
        Kind::DecisionHandedBack => DecisionHandedBack {
            handback: draw.new_id("hb", maker),
            asked_by: draw.person(),
            case: draw.perhaps(Draw::case),
            contract: draw.known_contract(),
            direction: draw.perhaps(Draw::word),
            words: draw.perhaps(Draw::text),
        }
        .into(),
    }
}
