//! What becomes of the rest if entries are taken back: only those that rest on them are looked at again, in their order.
//!
//! An act is judged by what the entries before it say, so whatever rests on an entry has a higher number. Entries are looked at
//! from the lowest number up: what no longer fits is taken out with them, and what rests on that is looked at later.

use std::collections::{BTreeMap, BTreeSet};

use super::touching::{Thing, is_step};
use crate::attachment;
use crate::contracting::{self, Contract, Prospect, Renewal, Replayed, StepContext, Stretch, Whose};
use crate::cycle::{Basis, Cycle, Entry, Event};
use crate::history::History;
use crate::id::EntryNumber;
use crate::intervening;
use crate::ledger::Known;
use crate::moment::Moment;
use crate::noun::Noun;

/// Looking again at what rests on entries that are taken back, or that are put back.
#[derive(Debug)]
pub(in crate::history) struct Recheck<'h> {
    history: &'h History,
    /// The cycle, with everything that is put back in it.
    cycle: &'h Cycle,
    without: BTreeSet<EntryNumber>,
    /// What is to be looked at again.
    open: BTreeSet<EntryNumber>,
    replayed: BTreeMap<u32, Replayed>,
    /// The entries that do not fit any more.
    misfits: BTreeSet<EntryNumber>,
    /// How many of them steps of contracts may rest on.
    unsettled: usize,
    /// Whether entries are put back, so that what follows in their contracts was never replayed.
    puts_back: bool,
}

impl<'h> Recheck<'h> {
    pub(in crate::history) fn new(history: &'h History, cycle: &'h Cycle, without: BTreeSet<EntryNumber>) -> Self {
        let open = without.clone();
        let (replayed, misfits) = (BTreeMap::new(), BTreeSet::new());
        Self { history, cycle, without, open, replayed, misfits, unsettled: 0, puts_back: false }
    }

    /// Has a correction that counts again looked at: whoever made it has to have been there.
    pub(in crate::history) fn counts_again(&mut self, correction: EntryNumber) {
        self.open.insert(correction);
    }

    /// Has an entry that was put back looked at, and what may not fit beside it.
    pub(in crate::history) fn put_back(&mut self, entry: &Entry) {
        self.puts_back = true;
        self.open.insert(entry.number);
        self.look_after(entry);
        let number = entry.number;
        if let Event::Attachment(attachment::Event::CycleClosed(_)) = entry.event() {
            let later = self.history.all_corrected().skip(number.place() + 1).map(Entry::number);
            self.open.extend(later.filter(|&number| self.history.undone_by(number).is_none()));
        } else if let Some(thing) = self.about(entry).filter(|_| !is_step(entry.event())) {
            self.look_at_all(thing, number);
        }
    }

    /// Looks at everything that is open; the entries that would not fit any more, and what would become of contracts.
    pub(in crate::history) fn outcome(mut self) -> (BTreeSet<EntryNumber>, BTreeSet<EntryNumber>, BTreeMap<u32, Replayed>) {
        while let Some(number) = self.open.pop_first() {
            let Some(entry) = self.history.corrected(number) else { continue };
            if self.without.contains(&number) {
                self.take_out(entry);
            } else if number != EntryNumber::FIRST && !self.fits(entry) {
                self.misfits.insert(number);
                self.without.insert(number);
                self.unsettled += usize::from(is_rested_on(entry.event()));
                self.take_out(entry);
            }
        }
        (self.misfits, self.without, self.replayed)
    }

    /// Whether an entry still fits; a step of a contract is replayed with those after it.
    fn fits(&mut self, entry: &Entry) -> bool {
        let act = &entry.act;
        let basis =
            Basis { known: Known { before: entry.number, without: Some(&self.without) }, replayed: Some(&self.replayed) };
        if let Event::Correction(_) = entry.event() {
            return self.cycle.judge_author(act, basis).is_ok();
        }
        if is_step(entry.event()) {
            let Some((_, slot)) = self.about(entry) else { return false };
            self.replay_from(slot, entry.number);
            // What was put back stands in no contract where nobody could have done it, or in none that is there.
            return self.cycle.contract_in(slot).is_some_and(|contract| contract.has_step(entry.number));
        }
        let fits = match self.cycle.judge_by(act, basis) {
            Ok(_) => true,
            Err(refusal) => refusal.is_excused() && self.history.corrected.may_repeat(entry),
        };
        // Who may answer a suggestion depends on the side of whoever offered it.
        if let Event::Intervening(intervening::Event::SuggestionOffered(_)) = entry.event() {
            self.about(entry).into_iter().for_each(|thing| self.look_at_all(thing, entry.number));
        }
        fits
    }

    /// Opens what rests on an entry that is taken out.
    fn take_out(&mut self, entry: &Entry) {
        let Some(thing) = self.about(entry) else { return };
        if thing.0 == Noun::Contract && entry.event().kind().creates_subject() {
            self.look_at_contract(thing.1, entry.number);
        } else if entry.event().kind().creates_subject() && thing.0 != Noun::Person {
            self.look_at_all(thing, entry.number);
        } else if is_step(entry.event()) {
            self.replay_from(thing.1, entry.number);
        } else {
            self.look_after(entry);
        }
    }

    /// Opens what rests on when people came and went, and on who replaced whom.
    fn look_after(&mut self, entry: &Entry) {
        let (at, number) = (entry.act.occurred_at, entry.number);
        let Some(thing) = self.about(entry) else { return };
        if let Event::Attachment(attachment::Event::PersonEntered(_) | attachment::Event::PersonLeft(_)) = entry.event() {
            let touching = self.history.touching();
            let until = self.cycle.roster().rests_until(thing.1, at, number, |number| touching.is_late(number));
            self.look_within(thing, number, (at, until));
            self.open.extend(touching.disruptions_by(thing.1, number));
        } else if let Event::Contracting(contracting::Event::PartyReplaced(_)) = entry.event() {
            let known = Known { before: EntryNumber::LAST, without: Some(&self.without) };
            let contract = self.cycle.contract_in(thing.1);
            let later = contract.map(|contract| contract.facts_resting_on(at, number, known));
            self.open.extend(later.into_iter().flatten());
        }
    }

    fn look_at_all(&mut self, thing: Thing, after: EntryNumber) {
        self.look_within(thing, after, (Moment::EARLIEST, Moment::NEVER));
    }

    fn look_within(&mut self, thing: Thing, after: EntryNumber, (since, until): Stretch) {
        let touching = self.history.touching().within(thing, since, until);
        self.open.extend(touching.filter(|&number| number > after));
    }

    /// A contract's own steps stand in it, and whatever else touches it is found like that of other things.
    fn look_at_contract(&mut self, slot: u32, after: EntryNumber) {
        let steps = self.cycle.contract_in(slot).map(|contract| contract.steps_after(Moment::EARLIEST));
        self.open.extend(steps.into_iter().flatten().filter(|&number| number > after));
        self.look_at_all((Noun::Contract, slot), after);
    }

    /// Replays a contract from a step on, unless that was done, and the contracts that were renewed into it.
    fn replay_from(&mut self, slot: u32, from: EntryNumber) {
        let done = self.replayed.get(&slot);
        if done.is_some_and(|it| it.has_replayed(from, self.without.contains(&from), self.unsettled)) {
            return;
        }
        let successors = self.replay_successors(slot);
        self.replay(slot, from, self.puts_back);
        self.replay_predecessors(slot, from);
        for (successor, first) in successors {
            self.replay_predecessors(successor, first);
        }
    }

    /// Replays first the contracts that a contract was renewed into, where steps of theirs are put back: what fits in it depends on
    /// them. They were invited after it, so this comes to an end. Gives which were replayed, and from which step on.
    fn replay_successors(&mut self, slot: u32) -> Vec<(u32, EntryNumber)> {
        let (cycle, history) = (self.cycle, self.history);
        let Some(contract) = cycle.contract_in(slot).filter(|_| self.puts_back) else { return Vec::new() };
        let mut told = Vec::new();
        for invited in contract.successors() {
            let successor = history.corrected(invited).and_then(|entry| self.about(entry)).map(|(_, slot)| slot);
            let Some((successor, first)) = successor.and_then(|slot| Some((slot, self.first_open(slot)?))) else { continue };
            let done = self.replayed.get(&successor);
            if !done.is_some_and(|it| it.has_replayed(first, self.without.contains(&first), self.unsettled)) {
                told.extend(self.replay_successors(successor));
                self.replay(successor, first, true);
                told.push((successor, first));
            }
        }
        told
    }

    /// The first step of a contract that is still to be looked at.
    fn first_open(&self, slot: u32) -> Option<EntryNumber> {
        let is_its_step = |number: &&EntryNumber| {
            let entry = self.history.corrected(**number).filter(|entry| is_step(entry.event()));
            entry.and_then(|entry| self.about(entry)).is_some_and(|(_, about)| about == slot)
        };
        self.open.iter().find(is_its_step).copied()
    }

    /// What becomes of those depends on what became of this one. Each was invited before it, so that this comes to an end.
    fn replay_predecessors(&mut self, slot: u32, from: EntryNumber) {
        let cycle = self.cycle;
        for &predecessor in cycle.contract_in(slot).map_or(&[][..], Contract::predecessors) {
            if self.puts_back && self.first_open(predecessor).is_some_and(|first| first < from) {
                continue; // It is told from there on later.
            }
            self.replay(predecessor, from, true);
            self.replay_predecessors(predecessor, from);
        }
    }

    /// Replays a contract from a step on, and opens what rests on where it stood meanwhile.
    fn replay(&mut self, slot: u32, from: EntryNumber, to_the_end: bool) {
        let (history, cycle) = (self.history, self.cycle);
        let Some(contract) = cycle.contract_in(slot) else { return };
        let mut replayed = self.replayed.remove(&slot).unwrap_or_default();
        let mut misfits = Vec::new();
        let event = |number: EntryNumber| {
            let act = &history.corrected(number)?.act;
            if let Event::Contracting(event) = &act.event { Some((act, event)) } else { None }
        };
        let was = |number: EntryNumber, seat: u32| {
            let (act, event) = event(number)?;
            let known = Known::before(number);
            let actor = cycle.actor_of(seat, act, known)?;
            Some((event, cycle.step(event, actor, act.occurred_at, known)))
        };
        let will = |number: EntryNumber, whose: Whose<'_>| {
            if self.without.contains(&number) {
                return None;
            }
            let (act, event) = event(number)?;
            let known = Known { before: number, without: Some(&self.without) };
            let stands = |contract: u32| self.replayed.get(&contract);
            let judge = match whose {
                Whose::Own(judge) => judge,
                // Whether that fits is judged where it stands itself.
                Whose::Successors(successor) => {
                    let actor = cycle.actor(act, known).ok()?;
                    let slot = event.subject().and_then(|subject| cycle.slot(subject));
                    let contract = slot.and_then(|slot| cycle.contract_in(slot)).filter(|it| it.opened() == successor);
                    let prospect = contract.and_then(|it| it.prospect_before(number.next(), stands(slot?)));
                    let (prospect, since) = prospect.unwrap_or((Prospect::Open, act.occurred_at));
                    let renewal = Some(Renewal { successor, prospect, since, links: false });
                    return Some((event, StepContext { renewal, ..StepContext::new(actor, act.occurred_at, number) }));
                }
            };
            let basis = Basis { known, replayed: Some(&self.replayed) };
            let fits = judge.is_none_or(|judge| cycle.judge_where(act, basis, Some(&judge)).is_ok());
            let actor = cycle.actor(act, known).ok().filter(|_| fits);
            if actor.is_none() {
                misfits.push(number);
            }
            let mut step = cycle.step(event, actor?, act.occurred_at, known);
            if let contracting::Event::ContractRenewed(data) = event {
                step.renewal = cycle.renewal(data, number, stands);
            }
            Some((event, step))
        };
        let touching = history.touching();
        let late = |number| touching.is_late(number);
        let stretch = contract.replay_from(from, to_the_end, &mut replayed, was, will, late);
        replayed.settled = self.unsettled;
        // Whoever is replaced has to be a party.
        if replayed.parties().is_some_and(|parties| parties != contract.parties()) {
            self.open.extend(contract.replacements().filter(|&number| number > from));
        }
        self.replayed.insert(slot, replayed);
        for number in misfits {
            self.misfits.insert(number);
            self.without.insert(number);
            // What made the contract takes all of it along.
            if number == contract.opened() {
                self.unsettled += 1;
                self.look_at_contract(slot, number);
            }
        }
        if let Some(stretch) = stretch {
            let touching = touching.within((Noun::Contract, slot), stretch.0, stretch.1);
            self.open.extend(touching.filter(|&number| number > from));
        }
    }

    fn about(&self, entry: &Entry) -> Option<Thing> {
        let subject = entry.event().subject()?;
        Some((subject.noun, self.cycle.slot(subject)?))
    }
}

/// Whether steps of contracts may rest on an entry that is no step of theirs.
fn is_rested_on(event: &Event) -> bool {
    matches!(event, Event::Attachment(_) | Event::Contracting(contracting::Event::ContractInvited(_)))
}
