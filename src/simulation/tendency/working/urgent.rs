//! Urgent meetings, and the contract that comes to cover each of them.

use crate::intervening::SessionCovered;
use crate::noun::Noun;
use crate::simulation::course::{HeldContract, Scene, Wake};
use crate::simulation::thing::Thing;

use super::meeting::Meeting;
use super::{COVERS, Works};

impl Works {
    /// An urgent meeting about what a contract is about that is under way, and in its space.
    pub(super) fn meets_urgently(&mut self, wake: Wake, scene: &mut Scene<'_>) {
        let Some(urgent) = &self.says.urgent else { return };
        if !self.urgent.comes(wake, &urgent.meetings, scene) {
            return;
        }
        let nth = self.urgent.count();
        let dice = scene.dice("urgent_meeting", Thing::NOTHING, nth);
        let could = |scene: &Scene<'_>, number: u32| {
            Meeting::now(Thing::new(Noun::Contract, number), true, dice, scene).filter(|_| self.knows(number))
        };
        let covering = scene.open_contracts().iter().filter_map(|&number| Some((number, could(scene, number)?)));
        let mut covering: Vec<(u32, Meeting)> = covering.collect();
        if covering.is_empty() {
            return;
        }
        let (contract, meeting) = covering.swap_remove(dice.named("which").among(covering.len()));
        let after = scene.after(&urgent.covered_after, dice.named("covered_after"));
        let last = scene.contract(contract).and_then(HeldContract::ends);
        let at = last.map_or(after, |last| after.min(scene.closing(last)));
        if let Some(session) = self.holds(&meeting, scene) {
            self.uncovered.push((session, contract));
            scene.wake(at, Thing::new(Noun::Session, session), COVERS);
        }
    }

    fn knows(&self, contract: u32) -> bool {
        self.pieces.get(contract as usize).is_some_and(Option::is_some)
    }

    /// Covers an urgent session, unless it is covered already.
    pub(super) fn covers(&mut self, session: u32, scene: &mut Scene<'_>) {
        let place = self.uncovered.iter().position(|&(uncovered, _)| uncovered == session);
        let Some((session, contract)) = place.map(|place| self.uncovered.swap_remove(place)) else { return };
        let (session, contract) = (Thing::new(Noun::Session, session), Thing::new(Noun::Contract, contract));
        if let (Some(session), Some(contract), Some(by)) = (session.reference(), contract.reference(), scene.clinician()) {
            scene.offer(SessionCovered { session, contract }, &by);
        }
    }

    /// A contract is under way no more: what it was to cover, it covers now.
    pub(super) fn covers_all_of(&mut self, contract: u32, scene: &mut Scene<'_>) {
        while let Some(&(session, _)) = self.uncovered.iter().find(|&&(_, by)| by == contract) {
            self.covers(session, scene);
        }
    }
}
