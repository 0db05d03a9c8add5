//! Applying an entry that was judged, and replaying parts of the cycle.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::judging::Basis;
use super::{Act, Applied, Cycle, Entry, Event, Found, Opened};
use crate::attachment::{self, CLINICIAN, Turn};
use crate::contracting::{self, Contract, Renewal, Replayed, StepContext, Successor};
use crate::id::{EntryNumber, PersonId};
use crate::joining;
use crate::ledger::{Known, Made, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role};

impl Cycle {
    /// Applies an act that was judged as the next entry.
    #[inline]
    pub(crate) fn admit(&mut self, found: &Found, act: &Act) -> Applied {
        let number = self.next;
        let applied = self.apply(found, act, number);
        self.pass(act);
        applied
    }

    /// Counts an entry that the history applies by itself: a correction.
    pub(crate) fn pass(&mut self, act: &Act) {
        self.next = self.next.next();
        self.last_recorded = act.recorded_at;
    }

    /// Applies an act that was judged as the entry with a number.
    #[inline]
    pub(crate) fn apply(&mut self, found: &Found, act: &Act, number: EntryNumber) -> Applied {
        let at = act.occurred_at;
        let event = &act.event;
        let slot = match (event.subject(), found.subject) {
            // Somebody who enters again keeps their seat; whatever else is made is new.
            (Some(subject), Some(seat)) if subject.noun == Noun::Person => seat,
            (Some(subject), _) if event.kind().creates_subject() => {
                Arc::make_mut(&mut self.ledger).make(subject, Made { number, at })
            }
            (_, slot) => slot.unwrap_or_default(),
        };
        match (event, found.actor) {
            (Event::Contracting(contracting::Event::ContractInvited(data)), Some(by)) => {
                if let Ok(contract) = Contract::invited(data, &StepContext::new(by, at, number)) {
                    put(&mut self.contracts, slot as usize, contract);
                }
                Applied::Opened
            }
            (Event::Contracting(event), Some(by)) => {
                let step = self.step(event, by, at, Known::before(number));
                let contract = self.contracts.get_mut(slot as usize);
                let applied = contract.map_or(Applied::Noted, |contract| Applied::Contract(contract.apply(event, &step)));
                if event.kind().settles_renewals() {
                    self.tell_predecessors(slot, event, &step);
                } else if let Some(successor) = self.successor_of(event) {
                    self.contracts.get_mut(successor as usize).into_iter().for_each(|it| it.follows(slot));
                }
                applied
            }
            (_, by) => {
                self.note(act, by, slot, number);
                Applied::Noted
            }
        }
    }

    /// The slot of the contract here that another is renewed into.
    fn successor_of(&self, event: &contracting::Event) -> Option<u32> {
        let contracting::Event::ContractRenewed(data) = event else { return None };
        let Successor::Here(contract) = &data.successor else { return None };
        self.slot(Ref { noun: Noun::Contract, id: contract.as_str() })
    }

    /// What was renewed into a contract learns of its step.
    fn tell_predecessors(&mut self, slot: u32, event: &contracting::Event, step: &StepContext) {
        let Some(contract) = self.contract_in(slot).filter(|contract| !contract.predecessors().is_empty()) else { return };
        let Some((prospect, since)) = contract.prospect_before(step.number.next(), None) else { return };
        let renewal = Some(Renewal { successor: contract.opened(), prospect, since, links: false });
        for predecessor in contract.predecessors().to_vec() {
            let predecessor = self.contracts.get_mut(predecessor as usize);
            predecessor.into_iter().for_each(|it| it.follow(event, &StepContext { renewal, ..*step }));
        }
    }

    /// Puts back what a step means for the contracts that it links, or that are linked to its own.
    fn put_back_beside(&mut self, slot: u32, event: &contracting::Event, step: &StepContext) {
        if let Some(successor) = self.successor_of(event)
            && let Some(contract) = self.contracts.get_mut(successor as usize)
        {
            contract.follows(slot);
            let (opened, steps) = (contract.opened(), contract.own_steps_after(step.number));
            let contract = self.contracts.get_mut(slot as usize);
            contract.into_iter().for_each(|it| steps.iter().for_each(|&step| it.put_back_of_successor(opened, step)));
        }
        if event.kind().settles_renewals()
            && let Some(contract) = self.contract_in(slot)
        {
            let (opened, predecessors) = (contract.opened(), contract.predecessors().to_vec());
            for predecessor in predecessors {
                let contract = self.contracts.get_mut(predecessor as usize);
                let taken = (step.at, step.number, step.by.seat);
                contract.into_iter().for_each(|it| it.put_back_of_successor(opened, taken));
            }
        }
    }

    /// Notes what an entry says, other than about the steps of contracts.
    fn note(&mut self, act: &Act, by: Option<Actor>, slot: u32, number: EntryNumber) {
        let at = act.occurred_at;
        match (&act.event, by) {
            (Event::Intervening(event), Some(by)) => self.work.note(event, slot, &StepContext::new(by, at, number)),
            (Event::Deciding(event), Some(by)) => self.decisions.note(event, slot, &StepContext::new(by, at, number)),
            (Event::Deliberating(event), Some(by)) => {
                let Self { deliberations, ledger, .. } = self;
                let slot_of = |thing: Ref<'_>| ledger.find(thing).map(|(slot, _)| slot);
                deliberations.note(event, slot, &StepContext::new(by, at, number), slot_of);
            }
            (Event::Partnering(event), Some(by)) => self.partnerships.note(event, slot, by.seat),
            (Event::Joining(joining::Event::RuleNoticed(_)), _) => {
                put(&mut self.rules, slot as usize, joining::Rule::default());
            }
            (Event::Joining(joining::Event::RuleWorkedWith(data)), _) => {
                self.rules.get_mut(slot as usize).into_iter().for_each(|rule| rule.note(data.step, at, number));
            }
            (Event::Joining(joining::Event::JoiningDisrupted(data)), _) => {
                if let Some(merger) = &data.merged {
                    Arc::make_mut(&mut self.mergers).insert((at, number), merger.clone());
                }
            }
            (Event::Attachment(event), _) => self.note_attachment(event, &act.by, slot, at, number),
            (
                Event::Joining(_)
                | Event::Boundary(_)
                | Event::Reporting(_)
                | Event::Correction(_)
                | Event::Contracting(_)
                | Event::Intervening(_)
                | Event::Deciding(_)
                | Event::Deliberating(_)
                | Event::Partnering(_),
                _,
            ) => {}
        }
    }

    /// The slot of a thing, whether or not it was since unmade.
    pub(crate) fn slot(&self, thing: Ref<'_>) -> Option<u32> {
        self.ledger.find(thing).map(|(slot, _)| slot)
    }

    /// Forgets what an entry that was taken back says. What became of the steps of a contract is replayed, and given to
    /// [`adopt`](Cycle::adopt).
    pub(crate) fn forget(&mut self, act: &Act, number: EntryNumber) {
        let (at, kind) = (act.occurred_at, act.event.kind());
        let subject = act.event.subject();
        let slot = subject.and_then(|subject| self.slot(subject));
        match (&act.event, slot) {
            (Event::Attachment(attachment::Event::CycleClosed(_)), _) => {
                self.closed = self.closed.filter(|&(_, by)| by != number);
            }
            (Event::Attachment(_), Some(seat)) => Arc::make_mut(&mut self.roster).forget(seat, at, number),
            (Event::Contracting(contracting::Event::ContractInvited(_)), Some(slot)) => {
                self.contracts.get_mut(slot as usize).into_iter().for_each(Contract::forget);
            }
            (Event::Contracting(event), Some(slot)) if event.kind().is_within() => {
                self.contracts.get_mut(slot as usize).into_iter().for_each(|contract| contract.forget_fact(at, number));
            }
            (Event::Deciding(event), slot) => self.decisions.forget(event, slot, number),
            (Event::Deliberating(event), slot) => self.deliberations.forget(event, slot, number),
            (Event::Joining(joining::Event::RuleWorkedWith(_)), Some(slot)) => {
                self.rules.get_mut(slot as usize).into_iter().for_each(|rule| rule.forget(at, number));
            }
            (Event::Joining(joining::Event::JoiningDisrupted(data)), _) if data.merged.is_some() => {
                Arc::make_mut(&mut self.mergers).remove(&(at, number));
            }
            (Event::Intervening(event), Some(slot)) => self.work.forget(event, slot, number),
            _ => {}
        }
        if let (true, Some(subject), Some(slot)) = (kind.creates_subject(), subject, slot)
            && subject.noun != Noun::Person
        {
            Arc::make_mut(&mut self.ledger).unmake(subject.noun, slot);
        }
    }

    /// Puts back what an entry with a number says that had been taken back, by what was known before it. What follows from a step
    /// of a contract is to be replayed.
    pub(crate) fn put_back(&mut self, act: &Act, number: EntryNumber, known: Known<'_>) {
        let at = act.occurred_at;
        let Some(subject) = act.event.subject() else { return self.note(act, None, 0, number) };
        // A cycle that was replayed without the entry has no slot for what it makes.
        let made = act.event.kind().creates_subject().then_some(Made { number, at });
        let slot = self.slot(subject).or_else(|| Some(Arc::make_mut(&mut self.ledger).make(subject, made?)));
        let Some(slot) = slot else { return };
        let by = self.actor(act, known).ok();
        if let (Event::Contracting(contracting::Event::ContractInvited(data)), Some(by)) = (&act.event, by) {
            let had = self.contracts.iter().position(|contract| contract.opened() == number);
            let slot = had.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(slot);
            Arc::make_mut(&mut self.ledger).make_again(subject, slot, Made { number, at });
            if let Ok(contract) = Contract::invited(data, &StepContext::new(by, at, number)) {
                put(&mut self.contracts, slot as usize, contract);
            }
            self.contracts_in_disorder = !self.contracts.is_sorted_by_key(Contract::opened);
            return;
        }
        if act.event.kind().creates_subject() && subject.noun != Noun::Person {
            Arc::make_mut(&mut self.ledger).make_again(subject, slot, Made { number, at });
        }
        if let (Event::Contracting(event), Some(by)) = (&act.event, by) {
            let step = self.step(event, by, at, known);
            self.contracts.get_mut(slot as usize).into_iter().for_each(|contract| contract.put_back(event, &step));
            self.put_back_beside(slot, event, &step);
        } else {
            self.note(act, by, slot, number);
        }
    }

    /// Contracts become what their replay came to.
    pub(crate) fn adopt(&mut self, replayed: BTreeMap<u32, Replayed>) {
        for (slot, replayed) in replayed {
            if let Some(contract) = self.contracts.get_mut(slot as usize) {
                contract.adopt(replayed);
            }
        }
    }

    /// Forgets what came of the text of an entry that is redacted.
    pub(crate) fn forget_text(&mut self, number: EntryNumber) {
        self.decisions.forget_case(number);
        self.deliberations.forget_case(number);
    }

    /// The cycle that entries of a history amount to, and those that do not fit. Of each entry it is given whether it may repeat
    /// another, or be excused otherwise: where two people turned out to be one, that they came or left twice says nothing new. From `unclear_from` on it
    /// is not known which cases are one.
    pub(crate) fn replay<'e>(
        entries: impl Iterator<Item = (&'e Entry, bool)>,
        unclear_from: Option<EntryNumber>,
    ) -> (Self, Vec<EntryNumber>) {
        let (mut cycle, mut misfits) = (Self::default(), Vec::new());
        for (entry, may_repeat) in entries {
            if unclear_from.is_some_and(|from| from <= entry.number) {
                cycle.forget_which_cases_are_one();
            }
            let basis = Basis::before(entry.number);
            if let Event::Correction(_) = entry.event() {
                misfits.extend(cycle.judge_author(&entry.act, basis).is_err().then_some(entry.number));
            } else {
                match cycle.judge_by(&entry.act, basis) {
                    Ok(found) => _ = cycle.apply(&found, &entry.act, entry.number),
                    Err(refusal) if may_repeat && refusal.is_excused() => {
                        cycle.put_back(&entry.act, entry.number, basis.known)
                    }
                    Err(_) => misfits.push(entry.number),
                }
            }
            (cycle.last_recorded, cycle.next) = (entry.act.recorded_at, entry.number.next());
        }
        if unclear_from.is_some() {
            cycle.forget_which_cases_are_one();
        }
        (cycle, misfits)
    }

    fn forget_which_cases_are_one(&mut self) {
        self.decisions.forget_which_cases_are_one();
        self.deliberations.forget_which_cases_are_one();
    }

    /// Knows people by the references that were given up, too.
    pub(crate) fn know_as<'r>(&mut self, given_up: impl Iterator<Item = (&'r str, &'r str)>) {
        for (reference, stays) in given_up {
            if let Some(seat) = self.seat_of(stays) {
                Arc::make_mut(&mut self.ledger).know_as(Ref { noun: Noun::Person, id: reference }, seat);
            }
        }
    }

    /// Stands at the same place in the history as another.
    pub(crate) fn stand_with(&mut self, other: &Self) {
        (self.last_recorded, self.next) = (other.last_recorded, other.next);
    }

    /// The state of a contract at a time, replayed from its steps up to then.
    pub(crate) fn contract_state_by<'a>(
        &self,
        contract: &Contract,
        at: Moment,
        by: EntryNumber,
        entry: impl Fn(EntryNumber) -> Option<&'a Entry>,
    ) -> Option<contracting::State> {
        contract.state_by(at, by, |number, seat| {
            let act = &entry(number)?.act;
            let Event::Contracting(event) = &act.event else { return None };
            let known = Known::before(number);
            let actor = self.actor_of(seat, act, known)?;
            Some((event, self.step(event, actor, act.occurred_at, known)))
        })
    }

    fn note_attachment(&mut self, event: &attachment::Event, by: &PersonId, slot: u32, at: Moment, number: EntryNumber) {
        match event {
            attachment::Event::CycleOpened(data) => {
                let clinician = Ref { noun: Noun::Person, id: data.clinician.as_str() };
                Arc::make_mut(&mut self.ledger).make(clinician, Made { number, at });
                Arc::make_mut(&mut self.roster).seat(CLINICIAN, &data.clinician);
                Arc::make_mut(&mut self.roster).note(CLINICIAN, Turn::of(Role::Clinician), at, number);
                self.opened =
                    Some(Arc::new(Opened { cycle: data.cycle.clone(), team: data.team.clone(), at, by: by.clone() }));
            }
            // Where a second closing comes back, the first still counts, and the second is found not to fit.
            attachment::Event::CycleClosed(_) if self.closed.is_some_and(|(_, by)| by < number) => {}
            attachment::Event::CycleClosed(_) => self.closed = Some((at, number)),
            attachment::Event::PersonEntered(data) => {
                Arc::make_mut(&mut self.roster).seat(slot, &data.person);
                Arc::make_mut(&mut self.roster).note(slot, data.into(), at, number);
            }
            attachment::Event::PersonLeft(data) => Arc::make_mut(&mut self.roster).note(slot, data.into(), at, number),
        }
    }
}
