//! Who comes and goes.

use crate::attachment::{CycleClosed, PersonEntered, PersonLeft};
use crate::contracting::{ContractEnded, ContractWithdrawn, PartyReplaced, ReasonCode, Stage};
use crate::cycle::Kind;
use crate::id::PersonId;
use crate::joining::{Disruption, JoiningDisrupted};
use crate::noun::Noun;
use crate::people::Role;
use crate::simulation::course::{Scene, Tendency, Wake};
use crate::simulation::scenario::Staffing;
use crate::simulation::thing::Thing;

use super::contracting::reason;
use super::recurring::Recurring;

const LEAVES: u32 = 0;
const REPLACES: u32 = 1;
const ENTERS: u32 = 2;
const CLINICIAN_LEAVES: u32 = 3;
const CLOSES: u32 = 4;

/// From when a clinician leaves until the cycle closes: time to write down what became of the work.
const HANDS_OVER: i64 = 3600;

#[derive(Debug)]
pub(super) struct Staffs {
    says: Staffing,
    workers_leave: Recurring,
    clinician_leaves: Recurring,
    vacancies: u32,
    /// Those who left, by the number of the leaving.
    left: Vec<PersonId>,
}

impl Staffs {
    pub(super) fn new(says: Staffing) -> Self {
        let workers_leave = Recurring::new("worker_leaves", LEAVES);
        let clinician_leaves = Recurring::new("clinician_leaves", CLINICIAN_LEAVES);
        Self { says, workers_leave, clinician_leaves, vacancies: 0, left: Vec::new() }
    }

    /// Of *n* who are equally likely to leave, somebody leaves *n* times as often.
    fn plan(&mut self, scene: &mut Scene<'_>) {
        let count = scene.here(Role::SocialWorker).count() as f64;
        self.workers_leave.plan_times(&self.says.workers_leave, count, scene);
    }

    fn leaves(&mut self, scene: &mut Scene<'_>) {
        let nth = Thing::new(Noun::Person, self.left.len() as u32 + 1);
        let Some(manager) = scene.manager() else { return };
        let Some(worker) = scene.one_of(Role::SocialWorker, scene.dice("who_leaves", nth, 0)) else { return };
        if !scene.offer(PersonLeft::new(worker.clone()), &manager) {
            return;
        }
        self.left.push(worker);
        self.vacancies += 1;
        scene.set_vacancies(self.vacancies);
        let chance = self.says.disrupts.at(&scene.state());
        if scene.dice("disrupts", nth, 0).happens(chance) {
            let disruption = scene.make();
            scene.offer(JoiningDisrupted { disruption, what: Disruption::Staffing, merged: None, words: None }, &manager);
        }
        let replaced = scene.after(&self.says.replaced_after, scene.dice("replaced_after", nth, 0));
        scene.wake(replaced, nth, REPLACES);
        let enters = scene.after(&self.says.vacant_for, scene.dice("vacant_for", nth, 0));
        scene.wake(enters, nth, ENTERS);
    }

    /// Somebody else stands for the agreements of whoever left; those that are not begun yet are taken back.
    fn replaces(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(left) = self.left.get(about.number() as usize - 1).cloned() else { return };
        let Some(manager) = scene.manager() else { return };
        for number in scene.open_contracts().to_vec() {
            let Some(held) = scene.contract(number).filter(|held| held.worker == left) else { continue };
            let (contract, stage) = (held.contract.clone(), held.stage);
            let has_lapsed = held.has_lapsed(scene.today());
            let thing = Thing::new(Noun::Contract, number);
            let successor = scene.one_of(Role::SocialWorker, scene.dice("successor", thing, about.number()));
            match (stage, successor) {
                (Stage::Active | Stage::Suspended, Some(successor)) if !has_lapsed => {
                    scene.offer(PartyReplaced { contract, party: left.clone(), successor }, &manager);
                }
                _ => self.ends(number, ReasonCode::PartyLeft, &manager, scene),
            }
        }
    }

    /// An open contract is brought to an end, whatever its stage.
    fn ends(&self, number: u32, why: ReasonCode, by: &PersonId, scene: &mut Scene<'_>) {
        let Some(held) = scene.contract(number) else { return };
        let (contract, stage) = (held.contract.clone(), held.stage);
        let Some(clinician) = scene.clinician() else { return };
        match stage {
            Stage::Active | Stage::Suspended | Stage::Lapsed => {
                scene.offer(ContractEnded { contract, reason: reason(why), with: clinician }, by);
            }
            Stage::Invited | Stage::Reframed | Stage::Negotiating | Stage::Agreed | Stage::Postponed => {
                let by = if held_by_clinician(number, scene) { clinician } else { by.clone() };
                scene.offer(ContractWithdrawn { contract, reason: reason(why) }, &by);
            }
            Stage::Declined | Stage::Withdrawn | Stage::Completed | Stage::Ended | Stage::Revoked => {}
        }
        scene.leave_place(number);
    }

    fn enters(&mut self, scene: &mut Scene<'_>) {
        let Some(manager) = scene.manager() else { return };
        let worker = scene.new_person();
        if scene.offer(PersonEntered::new(worker, Role::SocialWorker), &manager) {
            self.vacancies = self.vacancies.saturating_sub(1);
            scene.set_vacancies(self.vacancies);
            self.plan(scene);
        }
    }

    fn ends_all(&self, scene: &mut Scene<'_>) {
        let Some(manager) = scene.manager() else { return };
        for number in scene.open_contracts().to_vec() {
            self.ends(number, ReasonCode::PartyLeft, &manager, scene);
        }
    }

    fn closes(&self, scene: &mut Scene<'_>) {
        self.ends_all(scene);
        let (Some(manager), Some(cycle)) = (scene.manager(), scene.cycle().id().cloned()) else { return };
        let follows = scene.after(&self.says.clinician_follows_after, scene.dice("clinician_follows", Thing::NOTHING, 0));
        if scene.offer(CycleClosed { cycle, words: None }, &manager) {
            scene.succeed(follows);
        }
    }
}

fn held_by_clinician(number: u32, scene: &Scene<'_>) -> bool {
    scene.contract(number).is_some_and(|held| held.is_clinicians_offer && held.stage == Stage::Invited)
}

impl Tendency for Staffs {
    fn name(&self) -> &'static str {
        "staffing"
    }

    fn listens(&self, _kind: Kind) -> bool {
        false
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        self.plan(scene);
        if let Some(rate) = &self.says.clinicians_leave {
            self.clinician_leaves.plan(rate, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            LEAVES => {
                let count = scene.here(Role::SocialWorker).count() as f64;
                if self.workers_leave.comes_times(wake, &self.says.workers_leave, count, scene) {
                    self.leaves(scene);
                    self.plan(scene);
                }
            }
            REPLACES => self.replaces(wake.about, scene),
            ENTERS => self.enters(scene),
            CLINICIAN_LEAVES => {
                let Some(rate) = &self.says.clinicians_leave else { return };
                if self.clinician_leaves.comes(wake, rate, scene) {
                    self.ends_all(scene);
                    scene.wake(scene.now() + HANDS_OVER, Thing::NOTHING, CLOSES);
                }
            }
            CLOSES => self.closes(scene),
            _ => {}
        }
    }
}
