//! States that begin and end: how an entry, or time alone, changes the state of a contract.

use std::cmp::Reverse;

use super::index::Part;
use super::opening::Opens;
use super::{Engine, Runtime, StateChange};
use crate::code::Code;
use crate::contracting::{Contract, RenewedBy, Stage};
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::Noun;
use crate::policy::eval::answer::{EntryRef, Truth};
use crate::policy::eval::context::{Context, HistoryInput};
use crate::policy::eval::evidence::Fitting;
use crate::policy::eval::fields::{Key, key};
use crate::policy::rule::Closes;
use crate::policy::rule::happening::State;

impl Engine {
    /// What the states that began or ended answer or end: first all answers, then what had to come later, then all ends.
    #[inline]
    pub(super) fn turn(&mut self, runtime: &Runtime<'_>, entry_ref: &EntryRef) {
        if !self.changes.is_empty() {
            self.answer_turned(runtime, entry_ref);
        }
    }

    fn answer_turned(&mut self, runtime: &Runtime<'_>, entry_ref: &EntryRef) {
        let turns = std::mem::take(&mut self.changes);
        for wanted in [Part::Answer, Part::Before, Part::Until] {
            for turn in &turns {
                let Some(def) = runtime.index.states.get(turn.state as usize) else { continue };
                for _ in def.parts(turn.begins).iter().filter(|part| **part == wanted) {
                    self.touch(runtime, def.rule, wanted, &turn.key, entry_ref, &|_| Truth::Yes);
                }
            }
        }
        self.changes = turns;
    }

    /// The duties that are opened by states which began or ended.
    #[inline]
    pub(super) fn open_turned<'a>(&mut self, runtime: &Runtime<'a>, context: &Context<'a>, entry_ref: &EntryRef) {
        if !self.changes.is_empty() {
            self.open_each_turned(runtime, context, entry_ref);
        }
    }

    fn open_each_turned<'a>(&mut self, runtime: &Runtime<'a>, context: &Context<'a>, entry_ref: &EntryRef) {
        for turn in std::mem::take(&mut self.changes) {
            let Some(def) = runtime.index.states.get(turn.state as usize) else { continue };
            let Some(entry) = context.input.entry(turn.seen) else { continue };
            for _ in def.parts(turn.begins).iter().filter(|part| **part == Part::Open) {
                let context = Context { entry, ..*context };
                let (rule, key, scoped) = (def.rule, def.key(entry.event().kind()), def.scoped);
                let opens = Opens { rule, key, scoped, missing: None, fitting: Fitting::default() };
                self.open(runtime, &opens, &context, entry_ref);
            }
        }
    }

    /// A step of a contract: stages are left and entered, and what depends on them with them. What was renewed into it moves with it.
    pub(super) fn step<'a>(&mut self, runtime: &Runtime<'a>, context: &Context<'a>, entry_ref: &EntryRef) {
        let Some(contract) = self.contract(context) else { return };
        let Some((from, to, lapses)) = contract.step_of(entry_ref.entry) else { return };
        // What was to end earlier has lapsed as soon as it begins.
        let to = if lapses < entry_ref.at { Stage::Lapsed } else { to };
        if lapses != Moment::NEVER && to != Stage::Lapsed {
            self.timers.lapses.push(Reverse((lapses, entry_ref.history, entry_ref.entry)));
        }
        let renewal = contract.renewal_by(entry_ref.entry);
        if contract.predecessors().is_empty() && renewal.is_none() {
            return self.stage(runtime, contract.opened(), context, entry_ref, from, to);
        }
        // What was renewed late stays as it was until the successor was agreed.
        let late = renewal.is_some_and(|renewal| renewal.at > entry_ref.at);
        let to = if late { from.unwrap_or(to) } else { to };
        self.stages(runtime, contract, context, entry_ref, (from, to));
    }

    /// The stages of a contract, and of those that were renewed into it: first all that they answer, then all that they close, and
    /// what is carried on.
    fn stages<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        contract: &'a Contract,
        context: &Context<'a>,
        entry_ref: &EntryRef,
        (from, to): (Option<Stage>, Stage),
    ) {
        let Context { input, .. } = *context;
        let number = entry_ref.entry;
        let mut closed = Vec::new();
        closed.extend(self.enter(runtime, contract.opened(), context, entry_ref, from, to));
        let itself = input.history.contract_id(contract).and_then(|id| input.cycle.contract_slot(id.as_str()));
        let mut followed = Vec::new();
        for slot in contract.predecessors().iter().copied().chain(itself) {
            let Some(renewed) = input.cycle.contract_in(slot) else { continue };
            let Some(renewal) = renewed.renewal_by(number) else { continue };
            if renewal.at > entry_ref.at {
                self.timers.renewals.push(Reverse((renewal.at, entry_ref.history, number, slot)));
                continue;
            }
            if Some(slot) != itself {
                closed.extend(self.enter(runtime, renewed.opened(), context, entry_ref, Some(renewal.from), renewal.to));
            }
            followed.push((renewed, renewal));
        }
        self.turn(runtime, entry_ref);
        for id in closed {
            self.close(runtime, input, Closes::Contract, id, entry_ref);
        }
        for (renewed, renewal) in followed {
            self.carry_on(runtime, input, renewed, &renewal);
        }
    }

    /// What is owed about a contract is owed about its successor.
    fn carry_on(&mut self, runtime: &Runtime<'_>, input: &HistoryInput<'_>, renewed: &Contract, renewal: &RenewedBy) {
        let successor = input.entry(renewal.successor).and_then(|invited| invited.event().subject());
        if let (Some(from), Some(to)) = (input.history.contract_id(renewed), successor) {
            self.carry(runtime, input, from.as_str(), to.id);
        }
    }

    /// A renewal that was recorded late takes effect.
    pub(super) fn renew<'a>(&mut self, runtime: &Runtime<'a>, history: u32, step: EntryNumber, slot: u32, at: Moment) {
        let Some(input) = runtime.records.input(history) else { return };
        let (Some(entry), Some(contract)) = (input.entry(step), input.cycle.contract_in(slot)) else { return };
        let Some(renewal) = contract.renewal_by(step) else { return };
        let context = Context { at: at.just_after(), time: true, ..runtime.records.of(input, entry) };
        let entry_ref = EntryRef { history, entry: step, at };
        self.stage(runtime, contract.opened(), &context, &entry_ref, Some(renewal.from), renewal.to);
        self.carry_on(runtime, input, contract, &renewal);
        self.open_turned(runtime, &context, &entry_ref);
    }

    /// The contract that an entry is a step of.
    pub(super) fn contract<'a>(&mut self, context: &Context<'a>) -> Option<&'a Contract> {
        let Context { input, entry, .. } = context;
        let latest = self.latest.filter(|(place, _)| *place == input.place);
        let latest = latest.and_then(|(_, slot)| input.cycle.contract_in(slot));
        latest.filter(|contract| contract.has_step(entry.number())).or_else(|| {
            let slot = input.cycle.contract_slot(entry.event().subject()?.id)?;
            self.latest = Some((input.place, slot));
            input.cycle.contract_in(slot)
        })
    }

    pub(super) fn lapse<'a>(&mut self, runtime: &Runtime<'a>, history: u32, step: EntryNumber, at: Moment) {
        let Some(input) = runtime.records.input(history) else { return };
        let Some(entry) = input.entry(step) else { return };
        let context = Context { at: at.just_after(), time: true, ..runtime.records.of(input, entry) };
        let Some(contract) = context.contract() else { return };
        // It lapses by the step that made it active with this end; another may have moved the end, or closed it. What is done at the
        // midnight itself is done to a contract that has lapsed.
        if contract.stage_by(context.at, EntryNumber::FIRST) != Some(Stage::Lapsed) || contract.stood_by(at) != Some(step) {
            return;
        }
        let entry_ref = EntryRef { history, entry: step, at };
        self.stage(runtime, contract.opened(), &context, &entry_ref, Some(Stage::Active), Stage::Lapsed);
        self.open_turned(runtime, &context, &entry_ref);
    }

    pub(super) fn stage<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        opened: EntryNumber,
        context: &Context<'a>,
        entry_ref: &EntryRef,
        from: Option<Stage>,
        to: Stage,
    ) {
        let closed = self.enter(runtime, opened, context, entry_ref, from, to);
        self.turn(runtime, entry_ref);
        if let Some(contract) = closed {
            self.close(runtime, context.input, Closes::Contract, contract, entry_ref);
        }
    }

    /// A contract leaves one stage and enters another: the states that begin or end with it; and the contract, if that closes it.
    fn enter<'a>(
        &mut self,
        runtime: &Runtime<'a>,
        opened: EntryNumber,
        context: &Context<'a>,
        entry_ref: &EntryRef,
        from: Option<Stage>,
        to: Stage,
    ) -> Option<&'a str> {
        if !runtime.index.moves(from, to) {
            return None;
        }
        let invited = context.input.entry(opened)?;
        let context = Context { entry: invited, ..*context };
        if runtime.index.needs_live {
            self.memory.contracts.note_stage(entry_ref.history, opened, to, runtime.index.may_count(to));
        }
        self.pause(runtime, &context, entry_ref, from, to);
        let is_in = |stages: u32, stage: Stage| stages >> stage.index() & 1 == 1;
        for &place in runtime.index.turning(from, to) {
            let Some(def) = runtime.index.states.get(place as usize) else { continue };
            let State::Stages(stages) = def.state else { continue };
            let is = is_in(stages, to);
            let mut room = Key::default();
            let Some(key) = key(def.key(invited.event().kind()), def.scoped, &context, 0, &mut room) else {
                continue;
            };
            let Some(holds) = self.memory.states.get_mut(place as usize) else { continue };
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
                self.changes.push(StateChange { state: place, begins: is, key: Key::new(key), seen: opened });
            }
        }
        let closes = to.is_terminal() && !from.is_some_and(Stage::is_terminal);
        context.about(Noun::Contract).filter(|_| closes)
    }
}
