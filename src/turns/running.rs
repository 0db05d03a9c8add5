//! The turns so far, kept up to date entry by entry: for whoever asks at many times.

use super::gather::{Gathered, Taken};
use super::{Return, Round};
use crate::code::CodeSet;
use crate::contracting::{self, Stage};
use crate::cycle::{Cycle, Entry, Event};
use crate::evidence::Cited;
use crate::id::EntryNumber;
use crate::space::Space;

/// How many turns were completed, and in which spaces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running {
    gathered: Gathered<Box<str>>,
    turns: usize,
    spaces: CodeSet<Space>,
}

impl Running {
    /// Takes the next entry in the order of occurrence, of a cycle in which it has happened.
    pub(crate) fn take<'a>(&mut self, entry: &'a Entry, cycle: &'a Cycle, find: impl Fn(EntryNumber) -> Option<&'a Entry>) {
        if let Event::Contracting(event) = entry.event() {
            self.step(event, entry, cycle, find);
        }
        self.gathered.take(Taken { entry, cycle });
        for place in std::mem::take(&mut self.gathered.returned) {
            self.count(place);
        }
    }

    /// How many turns were completed.
    pub(crate) fn turns(&self) -> usize {
        self.turns
    }

    /// In how many kinds of space they were.
    pub(crate) fn spaces(&self) -> usize {
        self.spaces.len()
    }

    /// A contract is invited, or agreed for the first time: the space is settled then.
    fn step<'a>(
        &mut self,
        event: &contracting::Event,
        entry: &'a Entry,
        cycle: &'a Cycle,
        find: impl Fn(EntryNumber) -> Option<&'a Entry>,
    ) {
        if let contracting::Event::ContractInvited(data) = event {
            let (contract, invited) = (data.contract.clone(), Cited::of(entry));
            let (joined, agreed, done, back): (_, _, _, Vec<Return>) = (None, None, None, Vec::new());
            let round = Round { contract, space: data.space, stage: Stage::Invited, joined, invited, agreed, done, back };
            if self.gathered.place(&data.contract).is_none() {
                self.gathered.meet(&data.contract, round);
            }
            return;
        }
        let id = event.contract();
        let Some(contract) = cycle.contract(id) else { return };
        if contract.step_of(entry.number()).is_none_or(|(_, to, _)| to != Stage::Agreed) {
            return;
        }
        let Some(place) = self.gathered.place(id) else { return };
        let Some(round) = self.gathered.rounds.get_mut(place).filter(|round| round.agreed.is_none()) else { return };
        round.agreed = Some(Cited::of(entry));
        let then = cycle.contract_state_by(contract, entry.act().occurred_at, entry.number(), find);
        if let Some(request) = then.and_then(|then| then.request()) {
            round.space = request.space;
        }
        self.count(place);
    }

    fn count(&mut self, place: usize) {
        if let Some(round) = self.gathered.rounds.get(place).filter(|round| round.is_turn()) {
            self.turns += 1;
            self.spaces.insert(round.space);
        }
    }
}
