//! What comes from outside: budgets, reforms of practice, mergers.

use crate::contracting::{ContractEnded, ReasonCode, Stage};
use crate::cycle::Kind;
use crate::joining::{Disruption, JoiningDisrupted};
use crate::noun::Noun;
use crate::simulation::course::{Scene, Tendency, Wake};
use crate::simulation::scenario::{Comes, Disrupting, Shock};
use crate::simulation::thing::Thing;

use super::contracting::reason;
use super::recurring::Recurring;

/// A shock comes: its place, twice, and once more than that when what it cut is there again.
const COMES: u32 = 0;
const IS_OVER: u32 = 1;

#[derive(Debug)]
pub(super) struct Disrupts {
    says: Disrupting,
    recurring: Vec<Recurring>,
    /// How much each shock cuts now, and until when.
    cuts: Vec<(f64, i64)>,
}

impl Disrupts {
    pub(super) fn new(says: Disrupting) -> Self {
        let recurring = (0..says.shocks.len()).map(|place| Recurring::new("shock", 2 * place as u32 + COMES)).collect();
        let cuts = vec![(0.0, i64::MIN); says.shocks.len()];
        Self { says, recurring, cuts }
    }

    fn strikes(&mut self, place: usize, scene: &mut Scene<'_>) {
        let Some(shock) = self.says.shocks.get(place) else { return };
        let Some(manager) = scene.manager() else { return };
        let disruption = scene.make();
        scene.offer(JoiningDisrupted { disruption, what: shock.what, merged: None, words: None }, &manager);
        let about = Thing::new(Noun::Disruption, scene.made(Noun::Disruption));
        let why = why(shock);
        for number in scene.open_contracts().to_vec() {
            let thing = Thing::new(Noun::Contract, number);
            let chance = shock.ends.at(&scene.state());
            let is_ended = scene.dice("shock_ends", thing, about.number()).happens(chance);
            let held =
                scene.contract(number).filter(|held| is_ended && matches!(held.stage, Stage::Active | Stage::Suspended));
            let Some(contract) = held.map(|held| held.contract.clone()) else { continue };
            let Some(with) = scene.clinician() else { continue };
            scene.offer(ContractEnded { contract, reason: reason(why), with }, &manager);
            scene.leave_place(number);
        }
        let over = scene.after(&shock.lasts, scene.dice("shock_lasts", about, 0));
        if let Some((cut, until)) = self.cuts.get_mut(place) {
            // What comes again before it is over lasts until the later end.
            (*cut, *until) = (shock.cut.value, over.max(*until));
        }
        scene.wake(over, Thing::NOTHING, 2 * place as u32 + IS_OVER);
        self.cuts_now(scene);
    }

    /// Of several cuts at once, the deepest counts.
    fn cuts_now(&self, scene: &mut Scene<'_>) {
        scene.set_budget_cut(self.cuts.iter().map(|&(cut, _)| cut).fold(0.0, f64::max));
    }
}

const fn why(shock: &Shock) -> ReasonCode {
    match shock.what {
        Disruption::PracticeModel => ReasonCode::PracticeModelChanged,
        Disruption::Staffing => ReasonCode::NoCapacity,
        Disruption::Budget | Disruption::TeamMerger => ReasonCode::ResourceCut,
    }
}

impl Tendency for Disrupts {
    fn name(&self) -> &'static str {
        "disrupting"
    }

    fn listens(&self, _kind: Kind) -> bool {
        false
    }

    fn begins(&mut self, scene: &mut Scene<'_>) {
        for (place, (shock, recurring)) in self.says.shocks.iter().zip(&mut self.recurring).enumerate() {
            match &shock.comes {
                Comes::OnDay(day) => {
                    let at = scene.opening(scene.day(*day));
                    // A cycle that opened later was spared.
                    if at >= scene.now() {
                        scene.wake(at, Thing::NOTHING, 2 * place as u32 + COMES);
                    }
                }
                Comes::At(rate) => recurring.plan(rate, scene),
            }
        }
    }

    fn wakes(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let place = (wake.what / 2) as usize;
        if wake.what % 2 == IS_OVER {
            if let Some((cut, _)) = self.cuts.get_mut(place).filter(|(_, until)| *until <= scene.now()) {
                *cut = 0.0;
            }
            return self.cuts_now(scene);
        }
        let comes = match (self.says.shocks.get(place).map(|shock| &shock.comes), self.recurring.get_mut(place)) {
            (Some(Comes::OnDay(_)), _) => true,
            (Some(Comes::At(rate)), Some(recurring)) => recurring.comes(wake, rate, scene),
            _ => false,
        };
        if comes {
            self.strikes(place, scene);
        }
    }
}
