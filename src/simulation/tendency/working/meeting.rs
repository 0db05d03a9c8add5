//! Meetings: who comes, what the family is told, and what comes up.

use crate::code::CodeSet;
use crate::contracting::{Coded, ContractEnded, Duration, ReasonCode};
use crate::id::{ContractId, InterventionId, PersonId, SessionId};
use crate::intervening::{
    CancelledCode, ConcernKind, ConcernPassedOn, ConcernRaised, Cover, Explained, FamilyHelpedToUnderstand, Interpreter,
    Reception, SessionCancelled, SessionHeld, SuggestionAnswered, SuggestionOffered, Uncovered,
};
use crate::noun::Noun;
use crate::people::Side;
use crate::simulation::course::{HeldContract, Scene};
use crate::simulation::random::Stream as Dice;
use crate::simulation::scenario::Working;
use crate::simulation::thing::Thing;
use crate::space::Space;

use super::super::contracting::reason;
use super::super::numbered::{grown, put};
use super::super::under_way::{has_its_parties, is_under_way, on_a_later_day};
use super::{ANSWERS, MEETS, Piece, Told, Works};

/// A meeting that takes place now.
pub(super) struct Meeting {
    pub(super) about: Thing,
    pub(super) contract: ContractId,
    pub(super) clinician: PersonId,
    pub(super) worker: PersonId,
    space: Space,
    is_urgent: bool,
    /// The work that it belongs to.
    pub(super) intervention: Option<InterventionId>,
    /// The draws of this meeting.
    pub(super) dice: Dice,
}

impl Meeting {
    /// A meeting under a contract, or urgent and to be covered by it; nothing where it cannot be held.
    pub(super) fn now(about: Thing, is_urgent: bool, dice: Dice, scene: &Scene<'_>) -> Option<Self> {
        let (contract, clinician) = (scene.contract(about.number())?, scene.clinician()?);
        if !is_under_way(contract, scene) || !has_its_parties(contract, scene) {
            return None;
        }
        let (worker, space) = (contract.worker.clone(), contract.settled.space);
        Some(Self {
            about,
            contract: contract.contract.clone(),
            clinician,
            worker,
            space,
            is_urgent,
            intervention: None,
            dice,
        })
    }

    pub(super) fn cover(&self) -> Cover {
        let contract = self.contract.clone();
        if self.is_urgent {
            Cover::Uncovered { why: Uncovered::Urgent, contract: Some(contract) }
        } else {
            Cover::Contract(contract)
        }
    }
}

impl Piece {
    /// Books the next meeting from a time on, if there is one before the last day is over.
    pub(super) fn plans(&mut self, about: Thing, from: i64, says: &Working, scene: &mut Scene<'_>) {
        self.meets_at = None;
        let last = scene.contract(about.number()).and_then(HeldContract::ends);
        let is_late = |at: i64, scene: &Scene<'_>| last.is_some_and(|last| scene.date(at) > last);
        if is_late(from, scene) {
            return;
        }
        self.planned += 1;
        let booked = scene.book(from, says.minutes.value as u16);
        match booked.filter(|&at| !is_late(at, scene)) {
            Some(at) => {
                self.meets_at = Some(at);
                scene.wake(at, about, MEETS);
            }
            None => self.finds_no_time(about, scene),
        }
    }

    /// The clinician has no time before the contract is over: a single meeting does not take place.
    fn finds_no_time(&self, about: Thing, scene: &mut Scene<'_>) {
        let (Some(contract), Some(clinician)) = (scene.contract(about.number()), scene.clinician()) else { return };
        if !matches!(contract.duration, Some(Duration::Single(_))) {
            return;
        }
        let (id, with) = (contract.contract.clone(), contract.worker.clone());
        scene.offer(ContractEnded { contract: id, reason: reason(ReasonCode::NoCapacity), with }, &clinician);
    }
}

impl Works {
    /// The meeting that was booked is held, or cancelled, or cannot be held; and the next one is booked.
    pub(super) fn meets(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let Some(piece) = self.piece(about.number()) else { return };
        if piece.meets_at != Some(scene.now()) {
            return;
        }
        piece.meets_at = None;
        let nth = piece.planned;
        let dice = scene.dice("meeting", about, nth);
        match Meeting::now(about, false, dice, scene) {
            Some(meeting) if !dice.named("cancelled").happens(self.says.cancelled.at(&scene.state())) => {
                self.holds(&meeting, scene);
            }
            Some(meeting) => self.cancels(about, meeting.space, why_cancelled(&meeting), scene),
            // A meeting that was booked is called off where the contract is suspended, or nobody stands for it at the moment.
            None => {
                let open = scene.contract(about.number()).filter(|contract| !contract.has_lapsed(scene.today()));
                if let Some(space) = open.map(|contract| contract.settled.space) {
                    self.cancels(about, space, (CancelledCode::NoCapacity, Side::SocialWork), scene);
                }
            }
        }
        // What is suspended is planned anew when it is resumed.
        let Some(contract) = scene.contract(about.number()) else { return };
        let goes_on = is_under_way(contract, scene) && !matches!(contract.duration, Some(Duration::Single(_)));
        if goes_on && !contract.has_lapsed(scene.today()) {
            let from = scene.after(&self.says.meetings_every, scene.dice("next_meeting", about, nth));
            let from = on_a_later_day(from, scene);
            let Self { says, pieces, .. } = self;
            if let Some(piece) = pieces.get_mut(about.number() as usize).and_then(Option::as_mut) {
                piece.plans(about, from, says, scene);
            }
        }
    }

    fn cancels(&self, about: Thing, space: Space, (code, side): (CancelledCode, Side), scene: &mut Scene<'_>) {
        let piece = self.pieces.get(about.number() as usize).and_then(Option::as_ref);
        let intervention = piece.and_then(|piece| piece.intervention.clone());
        let (Some(clinician), Ok(reason)) = (scene.clinician(), Coded::new(code, None)) else { return };
        let (cancellation, contract) = (scene.make(), about.reference());
        scene.offer(SessionCancelled { cancellation, space, side, reason, contract, intervention }, &clinician);
    }

    /// Holds a meeting. Which session it was.
    pub(super) fn holds(&mut self, meeting: &Meeting, scene: &mut Scene<'_>) -> Option<u32> {
        let number = meeting.about.number();
        let piece = self.piece(number)?;
        let family = piece.family.filter(|_| meeting.space.expects_family());
        let intervention = if meeting.is_urgent { meeting.intervention.clone() } else { piece.intervention.clone() };
        let mut present = vec![meeting.clinician.clone(), meeting.worker.clone()];
        if let Some(family) = family.filter(|&family| scene.enter_family(family, &meeting.worker)) {
            present.extend(
                scene.family(family).into_iter().flat_map(|family| family.people()).map(|(person, _)| person.clone()),
            );
            self.tells(meeting, family, present.get(2..).unwrap_or_default(), scene);
        }
        let session = scene.next(Noun::Session);
        let id: SessionId = session.reference()?;
        let space = meeting.space;
        let held = SessionHeld { session: id.clone(), intervention, cover: meeting.cover(), space, present, words: None };
        if !scene.offer(held, &meeting.clinician) {
            return None;
        }
        self.raises(meeting, &id, scene);
        self.suggests(meeting, scene);
        self.notices(meeting, id, scene);
        Some(session.number())
    }

    /// The family is helped to understand, if something about the roles is new to them.
    fn tells(&mut self, meeting: &Meeting, family: u32, people: &[PersonId], scene: &mut Scene<'_>) {
        let Some(told) = grown(&mut self.told, family) else { return };
        let is_new = !told.has_met || told.has_new_status;
        *told = Told { has_met: true, has_new_status: false };
        let has_new_party = self.piece(meeting.about.number()).is_some_and(|piece| std::mem::take(&mut piece.has_new_party));
        if !is_new && !has_new_party {
            return;
        }
        let chance = self.says.family_told.at(&scene.state());
        for (place, person) in (0..).zip(people) {
            if meeting.dice.at("told", place).happens(chance) {
                let explanation = FamilyHelpedToUnderstand {
                    explanation: scene.make(),
                    person: person.clone(),
                    explained: CodeSet::of(&[
                        Explained::SocialWorkersRole,
                        Explained::CliniciansRole,
                        Explained::SafeguardingDuties,
                        Explained::CliniciansPart,
                    ]),
                    interpreter: Interpreter::NotNeeded,
                    contract: Some(meeting.contract.clone()),
                    age: None,
                    understood: None,
                };
                scene.offer(explanation, &meeting.clinician);
            }
        }
    }

    /// A concern is raised, and passed on to the worker who is there.
    fn raises(&self, meeting: &Meeting, session: &SessionId, scene: &mut Scene<'_>) {
        let chance = self.says.concerns.at(&scene.state());
        if !meeting.dice.named("concern").happens(chance) {
            return;
        }
        let number = scene.next(Noun::Concern);
        let (Some(concern), Some(same)) = (number.reference(), number.reference()) else { return };
        let raised = ConcernRaised { concern, what: ConcernKind::Concern, session: Some(session.clone()), words: None };
        if scene.offer(raised, &meeting.clinician) {
            scene.offer(ConcernPassedOn { concern: same, to: meeting.worker.clone() }, &meeting.clinician);
        }
    }

    fn suggests(&mut self, meeting: &Meeting, scene: &mut Scene<'_>) {
        let state = scene.state();
        if !meeting.dice.named("suggestion").happens(self.says.suggestions.offered.at(&state)) {
            return;
        }
        let about = scene.next(Noun::Suggestion);
        let (Some(suggestion), words) = (about.reference(), scene.words()) else { return };
        let offered = SuggestionOffered { suggestion, contract: meeting.contract.clone(), words, again: None };
        let is_answered = meeting.dice.named("answered").happens(self.says.suggestions.answered.at(&state));
        if scene.offer(offered, &meeting.clinician) && is_answered {
            put(&mut self.suggestions, about.number(), meeting.about.number());
            let at = scene.after(&self.says.suggestions.answered_after, meeting.dice.named("answered_after"));
            scene.wake(at, about, ANSWERS);
        }
    }

    /// The worker answers a suggestion.
    pub(super) fn answers(&self, about: Thing, scene: &mut Scene<'_>) {
        const OTHERS: [Reception; 3] = [Reception::Adapted, Reception::NotNow, Reception::NotWelcome];
        let contract = self.suggestions.get(about.number() as usize).and_then(|&contract| scene.contract(contract));
        let worker = contract.map(|contract| contract.worker.clone()).filter(|worker| scene.is_here(worker));
        let (Some(worker), Some(suggestion)) = (worker.or_else(|| scene.manager()), about.reference()) else { return };
        let chance = self.says.suggestions.taken_up.at(&scene.state());
        let dice = scene.dice("reception", about, 0);
        let other = OTHERS.get(dice.named("other").among(OTHERS.len())).copied();
        let reception = other.filter(|_| !dice.named("taken_up").happens(chance)).unwrap_or(Reception::TakenUp);
        scene.offer(SuggestionAnswered { suggestion, reception, words: None, why: None }, &worker);
    }
}

/// Why a meeting is cancelled, and on whose side. No family cancels where none is expected.
fn why_cancelled(meeting: &Meeting) -> (CancelledCode, Side) {
    let (side, dice) = (Side::SocialWork, meeting.dice.named("why"));
    match dice.among(3) {
        0 if meeting.space.expects_family() => (CancelledCode::Ill, Side::Family),
        0 => (CancelledCode::Ill, side),
        1 => (CancelledCode::MoreUrgent, side),
        _ => (CancelledCode::NoCapacity, Side::Clinical),
    }
}
