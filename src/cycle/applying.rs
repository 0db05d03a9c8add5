//! Applying an entry that was judged, and replaying parts of the cycle.

use std::sync::Arc;

use super::{Act, Applied, Cycle, Entry, Event, Found, Opened};
use crate::attachment::{self, CLINICIAN};
use crate::contracting::{self, Contract, Repeats, StepContext};
use crate::id::EntryNumber;
use crate::joining;
use crate::ledger::{Made, put};
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::people::Role;

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
        let slot = match event.subject() {
            Some(subject) if event.kind().creates_subject() && found.made.is_none() => {
                Arc::make_mut(&mut self.ledger).make(subject, found.subject, Made { number, at })
            }
            Some(_) | None => found.subject.unwrap_or_default(),
        };
        match (event, found.actor) {
            (Event::Contracting(contracting::Event::ContractInvited(data)), Some(by)) => {
                if let Ok(contract) = Contract::invited(data, &StepContext::new(by, at, number)) {
                    put(&mut self.contracts, slot as usize, contract);
                }
                return Applied::Opened;
            }
            (Event::Contracting(event), Some(by)) => {
                let step = self.step(event, by, at, number, Repeats::AreOthers);
                if let Some(contract) = self.contracts.get_mut(slot as usize) {
                    return Applied::Contract(contract.apply(event, &step));
                }
            }
            (Event::Intervening(event), Some(by)) => {
                self.work.apply(event, slot, &self.ledger, &StepContext::new(by, at, number));
            }
            (Event::Deciding(event), Some(by)) => self.decisions.apply(event, slot, &StepContext::new(by, at, number)),
            (Event::Joining(joining::Event::RuleNoticed(_)), Some(_)) => {
                put(&mut self.rules, slot as usize, joining::Rule::noticed());
            }
            (Event::Joining(joining::Event::RuleWorkedWith(data)), Some(by)) => {
                if let Some(rule) = self.rules.get_mut(slot as usize) {
                    rule.apply(data.step, by, at);
                }
            }
            (Event::Attachment(event), _) => self.apply_attachment(event, slot, at, number),
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
        Applied::Noted
    }

    /// The slot of a thing, whether or not it was since unmade.
    pub(crate) fn slot(&self, thing: Ref<'_>) -> Option<u32> {
        self.ledger.find(thing).map(|(slot, _)| slot)
    }

    /// Forgets a thing, before it is told anew.
    pub(crate) fn forget(&mut self, noun: Noun, slot: u32) {
        Arc::make_mut(&mut self.ledger).unmake(noun, slot);
        if noun == Noun::Person {
            Arc::make_mut(&mut self.roster).forget(slot);
        }
    }

    /// Enters the clinician as the opening entry did, after they were forgotten.
    pub(crate) fn enter_clinician_again(&mut self, opening: &Act) {
        if let Event::Attachment(event @ attachment::Event::CycleOpened(_)) = &opening.event {
            self.apply_attachment(event, CLINICIAN, opening.occurred_at, EntryNumber::FIRST);
        }
    }

    /// Gives up the reference of a thing that was taken back for good.
    pub(crate) fn forget_name(&mut self, thing: Ref<'_>) {
        Arc::make_mut(&mut self.ledger).forget_name(thing);
    }

    pub(crate) fn was_closed_by(&self, number: EntryNumber) -> bool {
        self.closed.is_some_and(|(_, by)| by == number)
    }

    pub(crate) fn reopen(&mut self) {
        self.closed = None;
    }

    /// The cycle that entries of a history amount to: some of them, in their order, that could have happened without the rest.
    pub(crate) fn replay(entries: &[&Entry]) -> Self {
        let mut cycle = Self::default();
        for entry in entries {
            let found = cycle.judge_at(&entry.act, entry.number, Repeats::AreOthers);
            debug_assert!(found.is_ok(), "entry {} rests on one that occurred later: {found:?}", entry.number);
            if let Ok(found) = found {
                cycle.apply(&found, &entry.act, entry.number);
            }
            cycle.last_recorded = entry.act.recorded_at;
            cycle.next = entry.number.next();
        }
        cycle
    }

    /// A contract as it stood at a time, told anew from its steps up to then.
    pub(crate) fn contract_as_of<'a>(
        &self,
        contract: &Contract,
        at: Moment,
        by: EntryNumber,
        entry: impl Fn(EntryNumber) -> Option<&'a Entry>,
    ) -> Option<Contract> {
        let mut then: Option<Contract> = None;
        for (number, seat) in contract.steps_by(at, by) {
            let act = &entry(number)?.act;
            let Event::Contracting(event) = &act.event else { return None };
            let actor = self.roster.actor(seat, act.occurred_at, number)?;
            match (&mut then, event) {
                (None, contracting::Event::ContractInvited(data)) => {
                    then = Contract::invited(data, &StepContext::new(actor, act.occurred_at, number)).ok();
                }
                (Some(then), event) => {
                    let _ = then.apply(event, &self.step(event, actor, act.occurred_at, number, Repeats::AreOthers));
                }
                (None, _) => return None,
            }
        }
        then
    }

    fn apply_attachment(&mut self, event: &attachment::Event, slot: u32, at: Moment, number: EntryNumber) {
        match event {
            attachment::Event::CycleOpened(data) => {
                let clinician = Ref { noun: Noun::Person, id: data.clinician.as_str() };
                let slot = self.slot(clinician);
                Arc::make_mut(&mut self.ledger).make(clinician, slot, Made { number, at });
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
