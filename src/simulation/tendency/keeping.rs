//! Contracts are kept: reviewed, suspended and resumed or ended, and renewed (the article, section Contracting).

use chrono::{Days, NaiveDate};

use crate::code::CodeSet;
use crate::contracting::{
    self, ContractEnded, ContractInvited, ContractRenewed, ContractResumed, ContractReviewed, ContractSuspended, Duration,
    ReasonCode, Stage, Successor,
};
use crate::cycle::Kind;
use crate::id::ContractId;
use crate::joining::Cause;
use crate::noun::Noun;
use crate::simulation::course::{Heard, HeldContract, Scene, Tendency, Wake};
use crate::simulation::scenario::Keeping;
use crate::simulation::thing::Thing;

use super::contracting::reason;
use super::numbered::put;
use super::recurring::Recurring;
use super::under_way::{has_its_parties, is_under_way, on_a_later_day};

const REVIEWS: u32 = 0;
const SUSPENDS: u32 = 1;
const RESUMES: u32 = 2;
const RENEWS: u32 = 3;

/// A contract that has begun and is not closed.
#[derive(Debug)]
struct Kept {
    reviews_at: i64,
    reviews: u32,
    suspends: Recurring,
    suspensions: u32,
}

#[derive(Debug)]
pub(super) struct Keeps {
    says: Keeping,
    /// By the number of the contract, those that are closed left out.
    kept: Vec<Option<Kept>>,
}

impl Keeps {
    pub(super) const fn new(says: Keeping) -> Self {
        Self { says, kept: Vec::new() }
    }

    fn begins_to_keep(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let Some(contract) = scene.contract(about.number()) else { return };
        let (last, agreed) = (contract.ends(), agreed_review(contract));
        let mut suspends = Recurring::about("suspends", about, SUSPENDS);
        if let Some(suspending) = &self.says.suspending {
            suspends.plan(&suspending.suspensions, scene);
        }
        put(&mut self.kept, about.number(), Some(Kept { reviews_at: i64::MAX, reviews: 0, suspends, suspensions: 0 }));
        self.plans_review(about, agreed.map(|day| scene.closing(day)), scene);
        let before = Days::new(self.says.asked_days_before.value as u64);
        if let Some(day) = last.and_then(|last| last.checked_sub_days(before)) {
            scene.wake(scene.opening_of(day), about, RENEWS);
        }
    }

    /// The next review: as often as it is to be, or earlier where an earlier one is planned already.
    fn plans_review(&mut self, about: Thing, at_most: Option<i64>, scene: &mut Scene<'_>) {
        let Some(kept) = self.kept.get_mut(about.number() as usize).and_then(Option::as_mut) else { return };
        let is_suspended = scene.contract(about.number()).is_some_and(|contract| contract.stage == Stage::Suspended);
        let every = if is_suspended { &self.says.review_suspended_every } else { &self.says.review_every };
        let at = scene.after(every, scene.dice("reviewed", about, kept.reviews));
        let at = on_a_later_day(at_most.map_or(at, |most| at.min(most)), scene);
        if at < kept.reviews_at {
            kept.reviews_at = at;
            scene.wake(at, about, REVIEWS);
        }
    }

    fn reviews(&mut self, about: Thing, scene: &mut Scene<'_>) {
        let Some(kept) = self.kept.get_mut(about.number() as usize).and_then(Option::as_mut) else { return };
        let (Some(contract), Some(clinician)) = (scene.contract(about.number()), scene.clinician()) else { return };
        if kept.reviews_at != scene.now() {
            return;
        }
        (kept.reviews_at, kept.reviews) = (i64::MAX, kept.reviews + 1);
        // What is suspended does not lapse, and is reviewed until it is closed.
        if contract.stage == Stage::Active && contract.has_lapsed(scene.today()) {
            return;
        }
        let with = Some(contract.worker.clone()).filter(|worker| scene.is_here(worker)).into_iter().collect();
        let id = contract.contract.clone();
        self.plans_review(about, None, scene);
        let next = self.kept.get(about.number() as usize).and_then(Option::as_ref).map(|kept| scene.date(kept.reviews_at));
        scene.offer(ContractReviewed { contract: id, with, next_review: next, words: None }, &clinician);
    }

    fn suspends(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let Some(kept) = self.kept.get_mut(wake.about.number() as usize).and_then(Option::as_mut) else { return };
        let Some(suspending) = &self.says.suspending else { return };
        if !kept.suspends.comes(wake, &suspending.suspensions, scene) {
            return;
        }
        let (Some(contract), Some(clinician)) = (scene.contract(wake.about.number()), scene.clinician()) else { return };
        if is_under_way(contract, scene) {
            let contract = contract.contract.clone();
            scene.offer(ContractSuspended { contract, reason: reason(ReasonCode::NoCapacity) }, &clinician);
        }
    }

    /// A contract was suspended, by whoever did.
    fn is_suspended(&mut self, about: Thing, scene: &mut Scene<'_>) {
        self.plans_review(about, None, scene);
        let Some(kept) = self.kept.get_mut(about.number() as usize).and_then(Option::as_mut) else { return };
        kept.suspensions += 1;
        if let Some(suspending) = &self.says.suspending {
            let at = scene.after(&suspending.lasts, scene.dice("suspended", about, kept.suspensions));
            scene.wake(at, about, RESUMES);
        }
    }

    /// What was suspended is resumed or ended, once somebody of each side is there.
    fn resumes(&self, about: Thing, scene: &mut Scene<'_>) {
        let kept = self.kept.get(about.number() as usize).and_then(Option::as_ref);
        let (Some(kept), Some(suspending)) = (kept, &self.says.suspending) else { return };
        let (Some(contract), Some(clinician)) = (scene.contract(about.number()), scene.clinician()) else { return };
        if contract.stage != Stage::Suspended || contract.has_lapsed(scene.today()) {
            return;
        }
        if !has_its_parties(contract, scene) {
            return scene.wake(scene.working_days_after(scene.now(), 1.0), about, RESUMES);
        }
        let (id, with) = (contract.contract.clone(), contract.worker.clone());
        let chance = suspending.resumed.at(&scene.state());
        if scene.dice("resumed", about, kept.suspensions).happens(chance) {
            scene.offer(ContractResumed { contract: id }, &clinician);
        } else {
            scene.offer(ContractEnded { contract: id, reason: reason(ReasonCode::GoalChanged), with }, &clinician);
        }
    }

    /// The worker invites to a contract that is to follow this one.
    fn renews(&self, about: Thing, scene: &mut Scene<'_>) {
        let Some(contract) = scene.contract(about.number()) else { return };
        if !is_under_way(contract, scene) || !has_its_parties(contract, scene) {
            return;
        }
        let (old, worker, settled, case) =
            (contract.contract.clone(), contract.worker.clone(), contract.settled, contract.case.clone());
        let chance = self.says.renewed.at(&scene.state());
        if !scene.dice("renewed", about, 0).happens(chance) {
            return;
        }
        let new = scene.next(Noun::Contract);
        let (Some(successor), Some(invited)) = (new.reference::<ContractId>(), new.reference::<ContractId>()) else {
            return;
        };
        let invited = ContractInvited {
            contract: invited,
            space: settled.space,
            stream: settled.stream,
            case,
            case_kinds: CodeSet::none(),
            words: None,
            arose_from: vec![Cause::Contract(old.clone())],
        };
        if scene.offer(invited, &worker) {
            scene.offer(ContractRenewed { contract: old, successor: Successor::Here(successor) }, &worker);
        }
    }

    fn closes(&mut self, number: u32) {
        if let Some(slot) = self.kept.get_mut(number as usize) {
            *slot = None;
        }
    }
}

impl Tendency for Keeps {
    fn name(&self) -> &'static str {
        "keeping"
    }

    fn listens(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Contracting(_))
    }

    fn hears(&mut self, heard: Heard, scene: &mut Scene<'_>) {
        let Kind::Contracting(step) = heard.kind else { return };
        let number = heard.about.number();
        if step == contracting::Kind::ContractBegun {
            return self.begins_to_keep(heard.about, scene);
        }
        let Some(moved) = heard.moved else { return };
        if moved.to.is_terminal() {
            self.closes(number);
        } else if moved.to == Stage::Agreed {
            // What it renews is completed by the same agreement.
            let renewed = scene.contract(number).and_then(|contract| contract.renews);
            if let Some(old) = renewed.filter(|&old| scene.contract(old).is_some_and(|old| !old.is_open())) {
                self.closes(old);
            }
        } else if moved.from == Stage::Active && moved.to == Stage::Suspended {
            self.is_suspended(heard.about, scene);
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        match wake.what {
            REVIEWS => self.reviews(wake.about, scene),
            SUSPENDS => self.suspends(wake, scene),
            RESUMES => self.resumes(wake.about, scene),
            RENEWS => self.renews(wake.about, scene),
            _ => {}
        }
    }
}

/// The day by which a contract is to be reviewed, as it was agreed.
fn agreed_review(contract: &HeldContract) -> Option<NaiveDate> {
    match contract.duration? {
        Duration::ReviewBy(day) => Some(day),
        Duration::Until { review_by, .. } => review_by,
        Duration::Single(_) => None,
    }
}
