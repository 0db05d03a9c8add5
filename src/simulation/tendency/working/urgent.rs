//! Urgent meetings, and the contract that comes to cover each of them.

use crate::id::{ContractId, InterventionId};
use crate::intervening::{Close, Form, InterventionBegun, InterventionClosed, InterventionCovered, Purpose, SessionCovered};
use crate::noun::Noun;
use crate::simulation::course::{HeldContract, Scene, Wake};
use crate::simulation::thing::Thing;
use crate::space::Stream;

use super::meeting::Meeting;
use super::{COVERS, Uncovered, Works};

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
        let (contract, mut meeting) = covering.swap_remove(dice.named("which").among(covering.len()));
        let after = scene.after(&urgent.covered_after, dice.named("covered_after"));
        let last = scene.contract(contract).and_then(HeldContract::ends);
        let at = last.map_or(after, |last| after.min(scene.closing(last)));
        if dice.named("work_begins").happens(urgent.work_begins.at(&scene.state())) {
            meeting.intervention = begun(&meeting, scene);
        }
        if let Some(session) = self.holds(&meeting, scene) {
            self.uncovered.push(Uncovered { session, contract, intervention: meeting.intervention });
            scene.wake(at, Thing::new(Noun::Session, session), COVERS);
        }
    }

    fn knows(&self, contract: u32) -> bool {
        self.pieces.get(contract as usize).is_some_and(Option::is_some)
    }

    /// Covers an urgent session, and what began with it, unless they are covered already.
    pub(super) fn covers(&mut self, session: u32, scene: &mut Scene<'_>) {
        let place = self.uncovered.iter().position(|uncovered| uncovered.session == session);
        let Some(uncovered) = place.map(|place| self.uncovered.swap_remove(place)) else { return };
        let contract = Thing::new(Noun::Contract, uncovered.contract).reference::<ContractId>();
        let session = Thing::new(Noun::Session, session).reference();
        let (Some(session), Some(contract), Some(by)) = (session, contract, scene.clinician()) else { return };
        scene.offer(SessionCovered { session, contract: contract.clone() }, &by);
        if let Some(intervention) = uncovered.intervention {
            scene.offer(InterventionCovered { intervention: intervention.clone(), contract }, &by);
            scene.offer(InterventionClosed { intervention, how: Close::Completed, words: None }, &by);
        }
    }

    /// A contract is under way no more: what it was to cover, it covers now.
    pub(super) fn covers_all_of(&mut self, contract: u32, scene: &mut Scene<'_>) {
        while let Some(session) = self.uncovered.iter().find(|it| it.contract == contract).map(|it| it.session) {
            self.covers(session, scene);
        }
    }
}

/// Work begins with an urgent meeting, alongside the worker, of the stream that was agreed for what is to cover it.
fn begun(meeting: &Meeting, scene: &mut Scene<'_>) -> Option<InterventionId> {
    let stream = scene.contract(meeting.about.number())?.settled.stream?;
    let form = match stream {
        Stream::Direct => Form::JointWork,
        Stream::Reflective => Form::WorkerSupport,
    };
    let intervention: InterventionId = scene.make();
    let (cover, purpose) = (meeting.cover(), Purpose::Practice);
    let begun = InterventionBegun { intervention: intervention.clone(), cover, stream, form, purpose, words: None };
    scene.offer(begun, &meeting.clinician).then_some(intervention)
}
