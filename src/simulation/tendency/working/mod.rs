//! What is done under a contract, from when it has begun until it is closed (the article, section Intervening).

mod meeting;
mod changing;
mod urgent;

use chrono::NaiveDate;

use crate::contracting::{self, ContractCompleted, Duration, Stage};
use crate::cycle::{Event, Kind};
use crate::deciding;
use crate::id::{ContractId, InterventionId};
use crate::intervening::{Close, ConsentGiven, ConsentTo, Cover, Form, InterventionBegun, InterventionClosed, Purpose};
use crate::noun::Noun;
use crate::simulation::course::{Heard, HeldContract, Scene, Tendency, Wake};
use crate::simulation::scenario::Working;
use crate::simulation::thing::Thing;
use crate::space::Stream;

use super::numbered::put;
use super::recurring::Recurring;
use super::under_way::{has_its_parties, is_under_way, on_a_later_day};

const BEGINS: u32 = 0;
const MEETS: u32 = 1;
const ENDS: u32 = 2;
const SETTLES: u32 = 3;
const ANSWERS: u32 = 4;
const COMES_BACK: u32 = 5;
const URGENT: u32 = 6;
const COVERS: u32 = 7;

/// How long before direct work begins somebody consents to it, in seconds.
const CONSENTS_BEFORE: i64 = 900;

/// Clinical work of the clinician's own with a family.
const CLINICAL: [Form; 4] =
    [Form::FamilyTherapy, Form::NonViolentResistance, Form::VideoInteractionGuidance, Form::ChildAttachmentInterview];

/// What is done under one contract.
#[derive(Debug)]
struct Piece {
    /// The number of the family that it is about.
    family: Option<u32>,
    form: Form,
    has_consent: bool,
    intervention: Option<InterventionId>,
    /// When the next meeting is booked.
    meets_at: Option<i64>,
    /// How many meetings were planned.
    planned: u32,
    /// A party has changed since the family was last told what its roles are.
    has_new_party: bool,
}

/// What a family was told.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    has_met: bool,
    has_new_status: bool,
}

/// An urgent session that is not covered yet, with the contract that is to cover it, and the work that began with it.
#[derive(Debug)]
struct Uncovered {
    session: u32,
    contract: u32,
    intervention: Option<InterventionId>,
}

#[derive(Debug)]
pub(super) struct Works {
    says: Working,
    urgent: Recurring,
    /// By the number of the contract, those that are closed left out.
    pieces: Vec<Option<Piece>>,
    /// By the number of the family.
    told: Vec<Told>,
    /// Which contract a suggestion belongs to, by its number.
    suggestions: Vec<u32>,
    /// Which contract a change belongs to, by its number.
    changes: Vec<u32>,
    uncovered: Vec<Uncovered>,
}

impl Works {
    pub(super) fn new(says: Working) -> Self {
        let (pieces, told, suggestions, changes, uncovered) = (vec![], vec![], vec![], vec![], vec![]);
        Self { says, urgent: Recurring::new("urgent", URGENT), pieces, told, suggestions, changes, uncovered }
    }

    fn piece(&mut self, contract: u32) -> Option<&mut Piece> {
        self.pieces.get_mut(contract as usize)?.as_mut()
    }

    /// A contract has begun.
    fn takes_up(&mut self, number: u32, scene: &mut Scene<'_>) {
        let Some(contract) = scene.contract(number) else { return };
        let about = Thing::new(Noun::Contract, number);
        let family = contract.case.as_ref().and_then(|case| scene.family_of(case)).map(|family| family.number);
        let (last, is_single) = (contract.ends(), matches!(contract.duration, Some(Duration::Single(_))));
        let stream = stream_of(contract);
        let form = self.form(stream, family, about, scene);
        let piece = Piece {
            family,
            form,
            has_consent: !needs_consent(form),
            intervention: None,
            meets_at: None,
            planned: 0,
            has_new_party: false,
        };
        put(&mut self.pieces, number, Some(piece));
        let begins = match is_single {
            true => scene.now(),
            false => scene.after(&self.says.begins_after, scene.dice("work_begins", about, 0)),
        };
        scene.wake(last.map_or(begins, |last| begins.min(scene.closing(last))), about, BEGINS);
        let ends = self.ends(last, about, scene);
        scene.wake(ends, about, ENDS);
    }

    /// When a contract is to be completed.
    fn ends(&self, last: Option<NaiveDate>, about: Thing, scene: &Scene<'_>) -> i64 {
        match last {
            Some(last) => scene.closing(last),
            None => scene.after(&self.says.open_ended, scene.dice("open_ended", about, 0)),
        }
    }

    fn form(&self, stream: Stream, family: Option<u32>, about: Thing, scene: &mut Scene<'_>) -> Form {
        let dice = scene.dice("form", about, 0);
        match stream {
            Stream::Reflective => Form::Consultation,
            Stream::Direct if family.is_none() => Form::JointWork,
            Stream::Direct if dice.named("joint_work").happens(self.says.joint_work.at(&scene.state())) => Form::JointWork,
            Stream::Direct => {
                CLINICAL.get(dice.named("clinical").among(CLINICAL.len())).copied().unwrap_or(Form::FamilyTherapy)
            }
        }
    }

    /// Work begins under a contract, after somebody consented to it where it is direct clinical work.
    fn begins(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let (says, number) = (&self.says, about.number());
        let Some(piece) = self.pieces.get_mut(number as usize).and_then(Option::as_mut) else { return };
        let (Some(contract), Some(clinician)) = (scene.contract(number), scene.clinician()) else { return };
        if piece.intervention.is_some() || contract.has_lapsed(scene.today()) {
            return;
        }
        if !is_under_way(contract, scene) || !has_its_parties(contract, scene) {
            return scene.wake(scene.working_days_after(scene.now(), 1.0), about, BEGINS);
        }
        let (id, stream) = (contract.contract.clone(), stream_of(contract));
        if !piece.has_consent {
            let Some(family) = piece.family.filter(|&family| scene.enter_family(family, &clinician)) else { return };
            let Some(given_by) = scene.family(family).and_then(|family| family.adults.first()).cloned() else { return };
            piece.has_consent = true;
            let consent = ConsentGiven {
                consent: scene.make(),
                to: ConsentTo::DirectWork,
                given_by,
                for_person: None,
                contract: Some(id),
                entries: vec![],
                readers: vec![],
            };
            scene.offer(consent, &clinician);
            return scene.wake(scene.opening(scene.now() + CONSENTS_BEFORE), about, BEGINS);
        }
        let intervention: InterventionId = scene.make();
        let begun = InterventionBegun {
            intervention: intervention.clone(),
            cover: Cover::Contract(id),
            stream,
            form: piece.form,
            purpose: Purpose::Practice,
            words: None,
        };
        if scene.offer(begun, &clinician) {
            piece.intervention = Some(intervention);
            let from = scene.contract(number).and_then(first_meeting).map_or(scene.now(), |day| scene.opening_of(day));
            piece.plans(about, from, says, scene);
        }
    }

    /// A contract is closed, by whoever closed it: what was done under it is over.
    fn closes(&mut self, number: u32, scene: &mut Scene<'_>) {
        scene.leave_place(number);
        self.covers_all_of(number, scene);
        let Some(piece) = self.pieces.get_mut(number as usize).and_then(Option::take) else { return };
        let (Some(intervention), Some(clinician)) = (piece.intervention, scene.clinician()) else { return };
        let is_completed = scene.contract(number).is_some_and(|contract| contract.stage == Stage::Completed);
        let how = if is_completed { Close::Completed } else { Close::Stopped };
        scene.offer(InterventionClosed { intervention, how, words: None }, &clinician);
    }

    /// The last day of a contract: it is completed, unless nobody thinks of it.
    fn completes(&self, about: Thing, may_lapse: bool, scene: &mut Scene<'_>) {
        let (Some(contract), Some(clinician)) = (scene.contract(about.number()), scene.clinician()) else { return };
        if !matches!(contract.stage, Stage::Active | Stage::Suspended) {
            return;
        }
        let last = contract.ends();
        if last.is_some_and(|last| last > scene.today()) {
            let ends = self.ends(last, about, scene);
            return scene.wake(ends, about, ENDS);
        }
        let id: ContractId = contract.contract.clone();
        let lapses = may_lapse && last.is_some() && {
            let chance = self.says.lapses.at(&scene.state());
            scene.dice("lapses", about, 0).happens(chance)
        };
        if lapses {
            let settled = scene.after(&self.says.settled_after, scene.dice("settled", about, 0));
            return scene.wake(on_a_later_day(settled, scene), about, SETTLES);
        }
        scene.offer(ContractCompleted { contract: id, words: None }, &clinician);
    }

    /// The legal status of a case has changed: what its family was told of it no longer holds.
    fn has_new_status(&mut self, heard: Heard, scene: &Scene<'_>) {
        let Some(Event::Deciding(event)) = scene.entry(heard.number).map(crate::cycle::Entry::event) else { return };
        let family = event.case().and_then(|case| scene.family_of(case)).map(|family| family.number);
        if let Some(told) = family.and_then(|family| self.told.get_mut(family as usize)) {
            told.has_new_status = true;
        }
    }

    fn moves(&mut self, heard: Heard, moved: contracting::Moved, scene: &mut Scene<'_>) {
        let number = heard.about.number();
        if moved.to.is_terminal() {
            self.closes(number, scene);
        } else if moved.to == Stage::Agreed {
            // What it renews is completed by the same agreement.
            let renewed = scene.contract(number).and_then(|contract| contract.renews);
            if let Some(old) = renewed.filter(|&old| scene.contract(old).is_some_and(|old| !old.is_open())) {
                self.closes(old, scene);
            }
        } else if moved.from == Stage::Active && moved.to == Stage::Suspended {
            self.covers_all_of(number, scene);
        } else if moved.from == Stage::Suspended && moved.to == Stage::Active {
            let Self { says, pieces, .. } = self;
            let piece = pieces.get_mut(number as usize).and_then(Option::as_mut);
            // A meeting that was booked before stays booked.
            if let Some(piece) = piece.filter(|piece| piece.intervention.is_some() && piece.meets_at.is_none()) {
                piece.plans(heard.about, scene.now(), says, scene);
            }
        }
    }
}

impl Tendency for Works {
    fn name(&self) -> &'static str {
        "working"
    }

    fn listens(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Contracting(_) | Kind::Deciding(deciding::Kind::LegalStatusChanged))
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        if let Some(urgent) = &self.says.urgent {
            self.urgent.plan(&urgent.meetings, scene);
        }
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        use contracting::Kind::{ContractBegun, PartyReplaced};
        if heard.kind == Kind::Contracting(ContractBegun) {
            self.takes_up(heard.about.number(), scene);
        } else if heard.kind == Kind::Contracting(PartyReplaced) {
            if let Some(piece) = self.piece(heard.about.number()) {
                piece.has_new_party = true;
            }
        } else if heard.kind == Kind::Deciding(deciding::Kind::LegalStatusChanged) {
            self.has_new_status(heard, scene);
        } else if let Some(moved) = heard.moved {
            self.moves(heard, moved, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            BEGINS => self.begins(wake.about, scene),
            MEETS => self.meets(wake.about, scene),
            ENDS => self.completes(wake.about, true, scene),
            SETTLES => self.completes(wake.about, false, scene),
            ANSWERS => self.answers(wake.about, scene),
            COMES_BACK => self.comes_back(wake.about, scene),
            URGENT => self.meets_urgently(wake, scene),
            COVERS => self.covers(wake.about.number(), scene),
            _ => {}
        }
    }
}

/// The stream of the work: as agreed; else with the family, where one is expected.
fn stream_of(contract: &HeldContract) -> Stream {
    let by_space = if contract.settled.space.expects_family() { Stream::Direct } else { Stream::Reflective };
    contract.settled.stream.unwrap_or(by_space)
}

fn needs_consent(form: Form) -> bool {
    CLINICAL.contains(&form)
}

/// The day of a single meeting.
fn first_meeting(contract: &HeldContract) -> Option<NaiveDate> {
    match contract.duration? {
        Duration::Single(day) => Some(day),
        Duration::Until { .. } | Duration::ReviewBy(_) => None,
    }
}
