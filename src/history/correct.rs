//! Entries made in error lose their effect: what rests on them is told anew without them, or the correction is refused.
//!
//! Telling the whole history anew for each correction would cost as much as loading it. So only those things are told anew
//! that the entries in error were about, with whatever entries touch them. Entries refer to other things only in ways that
//! the time and the entry number settle (was it there, in which role, at which stage), so things that were not touched can
//! stay as they are.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use foldhash::fast::RandomState;

use super::{History, Refusal};
use crate::attachment::CLINICIAN;
use crate::contracting::Repeats;
use crate::cycle::{Cycle, Entry, Event};
use crate::id::EntryNumber;
use crate::noun::{Noun, Ref};

/// Something an entry can be about, by its slot in the ledger.
type Thing = (Noun, u32);

/// For everything that entries are about or refer to, those entries. Asked, never walked.
#[derive(Clone, Default)]
pub(super) struct Touching(HashMap<Thing, Vec<EntryNumber>, RandomState>);

impl fmt::Debug for Touching {
    // The order of the index must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Touching({} things)", self.0.len())
    }
}

impl Touching {
    pub(super) fn note(&mut self, entry: &Entry, cycle: &Cycle) {
        let by = Ref { noun: Noun::Person, id: entry.act.by.as_str() };
        let mut note = |thing: Ref<'_>| {
            let Some(slot) = cycle.slot(thing) else { return };
            let numbers = self.0.entry((thing.noun, slot)).or_default();
            if numbers.last() != Some(&entry.number) {
                numbers.push(entry.number);
            }
        };
        note(by);
        entry.act.event.part().references(&mut note);
    }

    fn entries(&self, thing: Thing) -> &[EntryNumber] {
        self.0.get(&thing).map_or(&[], Vec::as_slice)
    }
}

impl History {
    /// Takes back the effect of entries, if the rest could still have happened.
    pub(super) fn undo(&mut self, correction: &Entry, numbers: &[EntryNumber]) -> Result<(), Refusal> {
        let by = correction.number;
        if numbers.is_empty() {
            return Err(Refusal::NamesNothing);
        }
        for &number in numbers {
            let entry = self.entry(number).ok_or(Refusal::NoSuchEntry { number })?;
            if number == EntryNumber::FIRST || matches!(entry.event(), Event::Correction(_)) {
                return Err(Refusal::Stays { number });
            }
        }
        let errors: BTreeSet<EntryNumber> =
            numbers.iter().copied().filter(|number| !self.undone.contains_key(number)).collect();
        if errors.is_empty() {
            return Err(Refusal::AlreadySo);
        }
        if self.touching.is_none() {
            let mut touching = Touching::default();
            self.entries.iter().for_each(|entry| touching.note(entry, &self.cycle));
            self.touching = Some(touching);
        }
        self.try_without(correction, &errors)?;
        if errors.iter().any(|&number| self.cycle.was_closed_by(number)) {
            self.cycle.reopen();
        }
        for &number in &errors {
            if let Some(thing) = self.entries.get(number.place()).and_then(|entry| entry.event().subject()) {
                self.cycle.forget_name(thing);
            }
        }
        self.undone.extend(errors.into_iter().map(|number| (number, by)));
        Ok(())
    }

    /// Tells anew what rests on entries, without them. If others then could not have happened, all is told again as it was.
    fn try_without(&mut self, correction: &Entry, errors: &BTreeSet<EntryNumber>) -> Result<(), Refusal> {
        let mut author_stays = true;
        let mut without = errors.clone();
        let (mut all_things, mut all_entries) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let (things, entries) = self.resting_on(&without);
            let misfits = self.tell_anew(&things, entries.iter().filter(|number| !without.contains(number)));
            author_stays &= self.cycle.actor_of(correction).is_ok();
            all_things.extend(things);
            all_entries.extend(entries);
            if misfits.is_empty() {
                break;
            }
            without.extend(misfits);
        }
        let dependents: Vec<EntryNumber> = without.difference(errors).copied().collect();
        if dependents.is_empty() && author_stays {
            return Ok(());
        }
        self.tell_anew(&all_things, all_entries.iter());
        Err(if dependents.is_empty() { Refusal::TakesBackItsAuthor } else { Refusal::Leaves { dependents } })
    }

    /// The things to be told anew, and every entry in effect that touches them.
    fn resting_on(&self, errors: &BTreeSet<EntryNumber>) -> (BTreeSet<Thing>, BTreeSet<EntryNumber>) {
        let mut things = BTreeSet::new();
        let mut entries = BTreeSet::new();
        let about = |number: &EntryNumber| self.entry(*number).and_then(|entry| self.about(entry));
        let mut open: Vec<Thing> = errors.iter().filter_map(about).collect();
        while let Some(thing) = open.pop() {
            if !things.insert(thing) {
                continue;
            }
            let touching = self.touching.as_ref().map_or(&[][..], |touching| touching.entries(thing));
            for &number in touching.iter().filter(|number| !self.undone.contains_key(number)) {
                entries.insert(number);
                let Some(entry) = self.entry(number) else { continue };
                // What an entry does to the thing it is about hangs on the roles of people, and, unless it makes the thing, on
                // how that thing stood.
                if thing.0 == Noun::Person || !entry.event().kind().creates_subject() {
                    open.extend(self.about(entry));
                }
            }
        }
        (things, entries)
    }

    fn about(&self, entry: &Entry) -> Option<Thing> {
        let subject = entry.event().subject()?;
        Some((subject.noun, self.cycle.slot(subject)?))
    }

    /// Forgets things and tells them anew by entries in order; the entries that no longer fit.
    fn tell_anew<'a>(
        &mut self,
        things: &BTreeSet<Thing>,
        entries: impl Iterator<Item = &'a EntryNumber>,
    ) -> Vec<EntryNumber> {
        for &(noun, slot) in things {
            self.cycle.forget(noun, slot);
        }
        let mut misfits = Vec::new();
        for &number in entries {
            let Some(entry) = self.entries.get(number.place()) else { continue };
            if number == EntryNumber::FIRST {
                if things.contains(&(Noun::Person, CLINICIAN)) {
                    self.cycle.enter_clinician_again(&entry.act);
                }
                continue;
            }
            if matches!(entry.event(), Event::Correction(_)) {
                if self.cycle.actor_of(entry).is_err() {
                    misfits.push(number);
                }
                continue;
            }
            match self.cycle.judge_at(&entry.act, number, Repeats::AreOthers) {
                Ok(found) => {
                    let subject = entry.event().subject();
                    let thing = subject.and_then(|thing| Some((thing.noun, self.cycle.slot(thing)?)));
                    // A thing that nothing told of before has no slot yet, and is told of now.
                    if thing.is_none_or(|thing| things.contains(&thing)) {
                        self.cycle.apply(&found, &entry.act, number);
                    }
                }
                Err(_) => misfits.push(number),
            }
        }
        misfits
    }
}
