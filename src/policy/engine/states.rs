//! States that begin and end: what an entry, or time alone, makes of contracts.

use std::cmp::Reverse;

use super::{Engine, Running, Turn, Works};
use crate::contracting::{self, Contract, Stage, Successor};
use crate::cycle::Event;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::policy::engine::index::Part;
use crate::policy::engine::obligation::Key;
use crate::policy::eval::answer::Truth;
use crate::policy::eval::answer::Witness;
use crate::policy::eval::context::Scene;
use crate::policy::eval::key::key;
use crate::policy::rule::{Closes, State};
use crate::word::Word;

impl Engine {
    /// What the states that began or ended answer or end: first all answers, then what had to come later, then all ends.
    #[inline]
    pub(super) fn turn(&mut self, works: &Works<'_>, scene: &Scene<'_>, witness: &Witness) {
        if !self.turns.is_empty() {
            self.answer_turned(works, scene, witness);
        }
    }

    fn answer_turned(&mut self, works: &Works<'_>, scene: &Scene<'_>, witness: &Witness) {
        let turns = std::mem::take(&mut self.turns);
        for wanted in [Part::Answer, Part::Before, Part::Until] {
            for turn in &turns {
                let Some(def) = works.plan.states.get(usize::from(turn.state)) else { continue };
                for _ in def.parts(turn.begins).iter().filter(|part| **part == wanted) {
                    self.touch(works, def.rule, wanted, &turn.key, witness, scene.made_by_time(), &|_| Truth::Yes);
                }
            }
        }
        self.turns = turns;
    }

    /// The duties that are opened by states which began or ended.
    #[inline]
    pub(super) fn open_turned<'a>(&mut self, works: &Works<'a>, scene: &Scene<'a>, witness: &Witness) {
        if !self.turns.is_empty() {
            self.open_each_turned(works, scene, witness);
        }
    }

    fn open_each_turned<'a>(&mut self, works: &Works<'a>, scene: &Scene<'a>, witness: &Witness) {
        for turn in std::mem::take(&mut self.turns) {
            let Some(def) = works.plan.states.get(usize::from(turn.state)) else { continue };
            let Some(entry) = scene.ground.history.entry(turn.seen) else { continue };
            for _ in def.parts(turn.begins).iter().filter(|part| **part == Part::Open) {
                let scene = Scene { entry, ..*scene };
                let key = def.key(entry.event().kind());
                self.open(works, def.rule, &scene, witness, key, def.scoped, None);
            }
        }
    }

    /// A step of a contract: stages are left and entered, and what hangs on them with them.
    pub(super) fn step<'a>(&mut self, works: &Works<'a>, scene: &Scene<'a>, witness: &Witness) {
        let Some(contract) = self.contract(scene) else { return };
        let Some((from, to, lapses)) = contract.step_of(witness.entry) else { return };
        // What was to end earlier has lapsed as soon as it begins.
        let to = if lapses < witness.at { Stage::Lapsed } else { to };
        if lapses != Moment::NEVER && to != Stage::Lapsed {
            self.lapses.push(Reverse((lapses, witness.history, witness.entry)));
        }
        self.stage(works, contract.opened(), scene, witness, from, to);
        if let Event::Contracting(contracting::Event::ContractRenewed(data)) = scene.entry.event()
            && let Successor::Here(successor) = &data.successor
        {
            self.carry(works, scene.ground, data.contract.as_str(), successor.as_str());
        }
    }

    /// The contract that an entry is a step of.
    fn contract<'a>(&mut self, scene: &Scene<'a>) -> Option<&'a Contract> {
        let Scene { ground, entry, .. } = scene;
        let latest = self.latest.filter(|(place, _)| *place == ground.place);
        let latest = latest.and_then(|(_, slot)| ground.cycle.contract_in(slot));
        latest.filter(|contract| contract.step_of(entry.number()).is_some()).or_else(|| {
            let slot = ground.cycle.contract_slot(entry.event().subject()?.id)?;
            self.latest = Some((ground.place, slot));
            ground.cycle.contract_in(slot)
        })
    }

    pub(super) fn lapse<'a>(&mut self, works: &Works<'a>, history: u16, step: EntryNumber, at: Moment) {
        let Some(ground) = works.ground(history) else { return };
        let Some(entry) = ground.history.entry(step) else { return };
        let scene = Scene { at: at.just_after(), time: true, ..Scene::of(ground, &works.plan.ways, entry) };
        let Some(contract) = scene.contract() else { return };
        // Another step may have moved the end, or closed it.
        if contract.stage_by(scene.at, EntryNumber::LAST) != Some(Stage::Lapsed)
            || contract.steps_by(at, EntryNumber::LAST).last().map(|(number, _)| number) != Some(step)
        {
            return;
        }
        let witness = Witness { history, entry: step, at };
        self.stage(works, contract.opened(), &scene, &witness, Some(Stage::Active), Stage::Lapsed);
        self.open_turned(works, &scene, &witness);
    }

    pub(super) fn stage<'a>(
        &mut self,
        works: &Works<'a>,
        opened: EntryNumber,
        scene: &Scene<'a>,
        witness: &Witness,
        from: Option<Stage>,
        to: Stage,
    ) {
        if !works.plan.moves(from, to) {
            return self.turn(works, scene, witness);
        }
        let Some(invited) = scene.ground.history.entry(opened) else { return };
        let scene = Scene { entry: invited, ..*scene };
        if works.plan.needs_live {
            let known = self.running.iter().position(|live| live.history == witness.history && live.opened == opened);
            match (known, to.is_terminal()) {
                (Some(place), true) => drop(self.running.swap_remove(place)),
                (Some(place), false) => {
                    if let Some(live) = self.running.get_mut(place) {
                        live.stage = to;
                    }
                }
                (None, false) => self.running.push(Running { history: witness.history, opened, stage: to }),
                (None, true) => {}
            }
        }
        self.pause(works, &scene, witness, from, to);
        let is_in = |stages: u32, stage: Option<Stage>| stage.is_some_and(|stage| stages >> stage.index() & 1 == 1);
        for (place, def) in (0_u16..).zip(&works.plan.states) {
            let State::Stages(stages) = def.state else { continue };
            let (was, is) = (is_in(stages, from), is_in(stages, Some(to)));
            if was == is {
                continue;
            }
            let mut room = Key::default();
            let Some(key) = key(def.key(invited.event().kind()), def.scoped, &scene, 0, &mut room) else {
                continue;
            };
            let Some(holds) = self.states.get_mut(usize::from(place)) else { continue };
            let turned = if is {
                let count = holds.entry(Key::new(key)).or_default();
                *count += 1;
                *count == 1
            } else if let Some(count) = holds.get_mut(key) {
                *count -= 1;
                let ended = *count == 0;
                if ended {
                    holds.remove(key);
                }
                ended
            } else {
                false
            };
            if turned {
                self.turns.push(Turn { state: place, begins: is, key: Key::new(key), seen: opened });
            }
        }
        self.turn(works, &scene, witness);
        if to.is_terminal()
            && !from.is_some_and(Stage::is_terminal)
            && let Some(contract) = scene.about(Noun::Contract)
        {
            self.close(works, scene.ground, Closes::Contract, contract, witness);
        }
    }
}
