//! Applying an entry that was judged, and replaying parts of the cycle.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::judging::Basis;
use super::{Act, Applied, Cycle, Entry, Event, Found, Opened};
use crate::attachment::{self, CLINICIAN};
use crate::contracting::{self, Contract, Retold, StepContext};
use crate::id::EntryNumber;
use crate::ledger::{Known, Made, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::{Actor, Role};
use crate::{deciding, joining};

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
                contract.map_or(Applied::Noted, |contract| Applied::Contract(contract.apply(event, &step)))
            }
            (_, by) => {
                self.note(act, by, slot, number);
                Applied::Noted
            }
        }
    }

    /// Notes what an entry says, other than about the steps of contracts.
    fn note(&mut self, act: &Act, by: Option<Actor>, slot: u32, number: EntryNumber) {
        let at = act.occurred_at;
        match (&act.event, by) {
            (Event::Intervening(event), Some(by)) => self.work.note(event, slot, &StepContext::new(by, at, number)),
            (Event::Deciding(event), Some(by)) => self.decisions.note(event, slot, &StepContext::new(by, at, number)),
            (Event::Joining(joining::Event::RuleNoticed(_)), _) => {
                put(&mut self.rules, slot as usize, joining::Rule::default());
            }
            (Event::Joining(joining::Event::RuleWorkedWith(data)), _) => {
                self.rules.get_mut(slot as usize).into_iter().for_each(|rule| rule.note(data.step, at, number));
            }
            (Event::Attachment(event), _) => self.note_attachment(event, slot, at, number),
            (
                Event::Joining(_)
                | Event::Boundary(_)
                | Event::Reporting(_)
                | Event::Correction(_)
                | Event::Contracting(_)
                | Event::Intervening(_)
                | Event::Deciding(_),
                _,
            ) => {}
        }
    }

    /// The slot of a thing, whether or not it was since unmade.
    pub(crate) fn slot(&self, thing: Ref<'_>) -> Option<u32> {
        self.ledger.find(thing).map(|(slot, _)| slot)
    }

    /// Forgets what an entry that was taken back says. What became of the steps of a contract is told anew, and given to
    /// [`become_as_told`](Cycle::become_as_told).
    pub(crate) fn forget(&mut self, act: &Act, number: EntryNumber) {
        let (at, kind) = (act.occurred_at, act.event.kind());
        let subject = act.event.subject();
        let slot = subject.and_then(|subject| self.slot(subject));
        match (&act.event, slot) {
            (Event::Attachment(attachment::Event::CycleClosed(_)), _) => self.closed = None,
            (Event::Attachment(_), Some(seat)) => Arc::make_mut(&mut self.roster).forget(seat, at, number),
            (Event::Contracting(contracting::Event::ContractInvited(_)), Some(slot)) => {
                self.contracts.get_mut(slot as usize).into_iter().for_each(Contract::forget);
            }
            (Event::Contracting(event), Some(slot)) if event.kind().is_within() => {
                self.contracts.get_mut(slot as usize).into_iter().for_each(|contract| contract.forget_fact(at, number));
            }
            (Event::Joining(joining::Event::RuleWorkedWith(_)), Some(slot)) => {
                self.rules.get_mut(slot as usize).into_iter().for_each(|rule| rule.forget(at, number));
            }
            (Event::Intervening(event), Some(slot)) => self.work.forget(event, slot),
            (Event::Deciding(deciding::Event::MilestoneReached(_)), Some(slot)) => self.decisions.forget_case(slot),
            _ => {}
        }
        if let (true, Some(subject), Some(slot)) = (kind.creates_subject(), subject, slot)
            && subject.noun != Noun::Person
        {
            Arc::make_mut(&mut self.ledger).unmake(subject.noun, slot);
        }
    }

    /// Puts back what an entry with a number says that had been taken back, by what was known before it. What follows from a step
    /// of a contract is to be told anew.
    pub(crate) fn put_back(&mut self, act: &Act, number: EntryNumber, known: Known<'_>) {
        let at = act.occurred_at;
        let Some(subject) = act.event.subject() else { return self.note(act, None, 0, number) };
        let Some(slot) = self.slot(subject) else { return };
        let by = self.actor(&act.by, at, known).ok();
        if let (Event::Contracting(contracting::Event::ContractInvited(data)), Some(by)) = (&act.event, by) {
            let had = self.contracts.iter().position(|contract| contract.opened() == number);
            let slot = had.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(slot);
            Arc::make_mut(&mut self.ledger).make_again(subject, slot, Made { number, at });
            if let Ok(contract) = Contract::invited(data, &StepContext::new(by, at, number)) {
                put(&mut self.contracts, slot as usize, contract);
            }
            return;
        }
        if act.event.kind().creates_subject() && subject.noun != Noun::Person {
            Arc::make_mut(&mut self.ledger).make_again(subject, slot, Made { number, at });
        }
        if let (Event::Contracting(event), Some(by)) = (&act.event, by) {
            let step = self.step(event, by, at, known);
            self.contracts.get_mut(slot as usize).into_iter().for_each(|contract| contract.put_back(event, &step));
        } else {
            self.note(act, by, slot, number);
        }
    }

    /// Contracts become what they were told to be.
    pub(crate) fn become_as_told(&mut self, retold: BTreeMap<u32, Retold>) {
        for (slot, retold) in retold {
            if let Some(contract) = self.contracts.get_mut(slot as usize) {
                contract.become_as_told(retold);
            }
        }
    }

    /// Forgets what came of a text of an entry that is redacted. What came of one that was taken back is forgotten already, and
    /// another may bear its reference since.
    pub(crate) fn forget_text(&mut self, event: &Event, number: EntryNumber) {
        if let Event::Deciding(deciding::Event::MilestoneReached(_)) = event
            && let Some((slot, Some(made))) = event.subject().and_then(|subject| self.ledger.find(subject))
            && made.number == number
        {
            self.decisions.forget_case(slot);
        }
    }

    /// The cycle that entries of a history amount to: some of them, in their order, that could have happened without the rest.
    pub(crate) fn replay(entries: &[&Entry]) -> Self {
        let mut cycle = Self::default();
        for entry in entries {
            let found = cycle.judge_by(&entry.act, Basis::before(entry.number));
            debug_assert!(found.is_ok(), "entry {} rests on one that occurred later: {found:?}", entry.number);
            if let Ok(found) = found {
                cycle.apply(&found, &entry.act, entry.number);
            }
            cycle.last_recorded = entry.act.recorded_at;
            cycle.next = entry.number.next();
        }
        cycle
    }

    /// The state of a contract at a time, told anew from its steps up to then.
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
            let actor = self.roster.actor(seat, act.occurred_at, known)?;
            Some((event, self.step(event, actor, act.occurred_at, known)))
        })
    }

    fn note_attachment(&mut self, event: &attachment::Event, slot: u32, at: Moment, number: EntryNumber) {
        match event {
            attachment::Event::CycleOpened(data) => {
                let clinician = Ref { noun: Noun::Person, id: data.clinician.as_str() };
                Arc::make_mut(&mut self.ledger).make(clinician, Made { number, at });
                Arc::make_mut(&mut self.roster).seat(CLINICIAN, &data.clinician);
                Arc::make_mut(&mut self.roster).note(CLINICIAN, Some(Role::Clinician), at, number);
                self.opened = Some(Arc::new(Opened { cycle: data.cycle.clone(), team: data.team.clone(), at }));
            }
            attachment::Event::CycleClosed(_) => self.closed = Some((at, number)),
            attachment::Event::PersonEntered(data) => {
                Arc::make_mut(&mut self.roster).seat(slot, &data.person);
                Arc::make_mut(&mut self.roster).note(slot, Some(data.role), at, number);
            }
            attachment::Event::PersonLeft(_) => Arc::make_mut(&mut self.roster).note(slot, None, at, number),
        }
    }
}
