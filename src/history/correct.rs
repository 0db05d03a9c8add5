//! Entries made in error lose their effect: what rests on them is told anew without them, or the correction is refused. A
//! correction that was itself made in error is taken back in the same way, and what it took back comes into effect again.

use std::collections::{BTreeMap, BTreeSet};

use super::retelling::Retelling;
use super::undone::Turned;
use super::{History, Refusal};
use crate::attachment;
use crate::contracting::Retold;
use crate::correction;
use crate::cycle::{Act, Basis, Cycle, Entry, Event};
use crate::id::EntryNumber;
use crate::intervening;
use crate::ledger::Known;
use crate::noun::Noun;

/// What a correction would change.
#[derive(Debug, Clone)]
pub(super) struct Change {
    turned: Turned,
    retold: BTreeMap<u32, Retold>,
}

impl History {
    /// What a correction would change, if the rest could still have happened. What it costs hangs on what rests on the entries that
    /// it names; to take a correction back costs a copy of the cycle as well.
    pub(super) fn change_by(&self, act: &Act, names: &[EntryNumber]) -> Result<Change, Refusal> {
        self.cycle.judge_correction(act)?;
        if names.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        for &number in names {
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            let redacts = matches!(entry.event(), Event::Correction(correction::Event::Redacted(_)));
            if number == EntryNumber::FIRST || redacts {
                return Err(Refusal::Stays { number });
            }
        }
        let next = self.cycle.next_number();
        let turned = self.undone.turned_by(next, names, &self.entries);
        if turned.is_empty() {
            return Err(Refusal::AlreadySo);
        }
        let errors: BTreeSet<EntryNumber> = turned.taken_back().collect();
        let put_back: Vec<&Entry> =
            turned.put_back().filter_map(|number| self.entry(number)).filter(|it| has_effect(it)).collect();
        let scratch = if put_back.is_empty() { None } else { Some(self.put_back_in_a_copy(&put_back, &errors)?) };
        let cycle = scratch.as_ref().unwrap_or(&self.cycle);
        let mut retelling = Retelling::new(self, cycle, errors);
        put_back.iter().for_each(|entry| retelling.put_back(entry));
        turned.put_back().filter(|&number| self.is_correction(number)).for_each(|number| retelling.counts_again(number));
        let (misfits, without, retold) = retelling.told();
        let known = Known { before: next, without: Some(&without) };
        let author = cycle.judge_author(act, Basis { known, retold: None });
        if !misfits.is_empty() {
            let misfits = misfits.into_iter().collect();
            return Err(if put_back.is_empty() {
                Refusal::Leaves { dependents: misfits }
            } else {
                Refusal::Contradicts { with: misfits }
            });
        }
        author.map_err(|_| Refusal::TakesBackItsAuthor)?;
        Ok(Change { turned, retold })
    }

    fn is_correction(&self, number: EntryNumber) -> bool {
        self.entry(number).is_some_and(|entry| !has_effect(entry))
    }

    /// A copy of the cycle in which entries have their effect again as others lose theirs, if nothing bears their references by now, and no two of them
    /// say what can be said once.
    fn put_back_in_a_copy(&self, entries: &[&Entry], errors: &BTreeSet<EntryNumber>) -> Result<Cycle, Refusal> {
        let makers = entries.iter().filter(|entry| entry.event().kind().creates_subject());
        let by_now = makers.filter_map(|entry| self.cycle.made_anew(entry.event().subject()?));
        let mut with: BTreeSet<EntryNumber> = by_now.collect();
        let mut said = BTreeSet::new();
        for entry in entries.iter().filter(|entry| is_said_once(entry.event())) {
            let subject = entry.event().subject().map(|subject| subject.id);
            if !said.insert((entry.event().kind(), subject)) {
                with.insert(entry.number);
            }
        }
        let with: Vec<EntryNumber> = with.into_iter().collect();
        if !with.is_empty() {
            return Err(Refusal::Contradicts { with });
        }
        let mut cycle = self.cycle.clone();
        for entry in entries {
            cycle.put_back(&entry.act, entry.number, Known { before: entry.number, without: Some(errors) });
        }
        Ok(cycle)
    }

    /// Changes what a correction was found to change.
    pub(super) fn change(&mut self, by: EntryNumber, names: &[EntryNumber], change: Change) {
        let turned = change.turned.clone();
        let Self { entries, cycle, touching, .. } = self;
        let entry = |number: EntryNumber| entries.get(number.place());
        if let Some(touching) = touching.get_mut() {
            turned.taken_back().filter_map(entry).for_each(|entry| touching.forget(entry, cycle));
        }
        change.apply(cycle, entries);
        if let Some(touching) = touching.get_mut() {
            turned.put_back().filter_map(entry).for_each(|entry| touching.note(entry, cycle));
        }
        self.undone.turn(by, names, &turned);
    }
}

impl Change {
    /// Changes a cycle that is, or was a copy of, the one of a history with these entries.
    pub(super) fn apply(self, cycle: &mut Cycle, entries: &[Entry]) {
        let entry = |number: EntryNumber| entries.get(number.place()).filter(|entry| has_effect(entry));
        // What can be said once is forgotten before it comes back otherwise.
        self.turned.taken_back().filter_map(entry).for_each(|entry| cycle.forget(&entry.act, entry.number));
        let put_back = self.turned.put_back().filter_map(entry);
        put_back.for_each(|entry| cycle.put_back(&entry.act, entry.number, Known::before(entry.number)));
        cycle.become_as_told(self.retold);
    }
}

/// Whether an entry says something of the cycle, rather than of other entries.
fn has_effect(entry: &Entry) -> bool {
    !matches!(entry.event(), Event::Correction(_))
}

/// Whether of an event there can be one about each thing: what makes it, covers it, closes it or withdraws it.
fn is_said_once(event: &Event) -> bool {
    use intervening::Event as Work;
    let ends = matches!(
        event,
        Event::Attachment(attachment::Event::CycleClosed(_))
            | Event::Intervening(Work::InterventionCovered(_) | Work::InterventionClosed(_) | Work::ConsentWithdrawn(_))
    );
    let is_person = event.subject().is_some_and(|subject| subject.noun == Noun::Person);
    ends || (event.kind().creates_subject() && !is_person)
}
