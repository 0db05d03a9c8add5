//! Which entries were taken back, and by which correction. A correction can itself be taken back by another.

use std::collections::{BTreeMap, BTreeSet};

use crate::correction;
use crate::cycle::{Entry, Event};
use crate::id::EntryNumber;

/// What was taken back.
#[derive(Debug, Clone, Default)]
pub(in crate::history) struct Undone {
    /// Each entry that is taken back now, with the first correction in effect that takes it back.
    by: BTreeMap<EntryNumber, EntryNumber>,
    /// Everything that was ever named, with the corrections that name it.
    named_by: BTreeSet<(EntryNumber, EntryNumber)>,
    /// Every correction.
    corrections: Vec<EntryNumber>,
    /// Whether a correction was ever named by another.
    nested: bool,
}

/// What a further correction would make of that: by which correction each entry that it changes is taken back, before and then.
#[derive(Debug, Clone, Default)]
pub(in crate::history) struct Turned(BTreeMap<EntryNumber, (Option<EntryNumber>, Option<EntryNumber>)>);

impl Turned {
    /// The entries that lose their effect.
    pub(in crate::history) fn taken_back(&self) -> impl Iterator<Item = EntryNumber> {
        self.0.iter().filter(|(_, (before, then))| before.is_none() && then.is_some()).map(|(&number, _)| number)
    }

    /// The entries that come into effect again.
    pub(in crate::history) fn put_back(&self) -> impl Iterator<Item = EntryNumber> {
        self.0.iter().filter(|(_, (before, then))| before.is_some() && then.is_none()).map(|(&number, _)| number)
    }

    pub(in crate::history) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By which correction an entry would be taken back then, if that changes.
    pub(in crate::history) fn then(&self, number: EntryNumber) -> Option<Option<EntryNumber>> {
        self.0.get(&number).map(|&(_, then)| then)
    }
}

/// What a correction names.
pub(in crate::history) fn named_in(entry: &Entry) -> &[EntryNumber] {
    let Event::Correction(correction::Event::EnteredInError(data)) = entry.event() else { return &[] };
    &data.entries
}

impl Undone {
    pub(in crate::history) fn is_empty(&self) -> bool {
        self.corrections.is_empty()
    }

    /// The correction that took an entry back, if it is.
    pub(in crate::history) fn by(&self, number: EntryNumber) -> Option<EntryNumber> {
        self.by.get(&number).copied()
    }

    fn naming(&self, number: EntryNumber) -> impl Iterator<Item = EntryNumber> {
        self.named_by.range((number, EntryNumber::FIRST)..=(number, EntryNumber::LAST)).map(|&(_, by)| by)
    }

    fn is_correction(&self, number: EntryNumber) -> bool {
        self.corrections.binary_search(&number).is_ok()
    }

    /// What would change with a correction that names entries. What a correction says counts until a later one takes it back, so
    /// whatever one correction named is looked at after it.
    pub(in crate::history) fn turned_by(&self, correction: EntryNumber, names: &[EntryNumber], entries: &[Entry]) -> Turned {
        let mut turned = BTreeMap::new();
        let mut open = BTreeSet::new();
        for &number in names.iter().filter(|number| self.by(**number).is_none()) {
            turned.insert(number, (None, Some(correction)));
            if self.is_correction(number) {
                open.insert(number);
            }
        }
        while let Some(turn) = open.pop_last() {
            for &number in entries.get(turn.place()).map_or(&[][..], named_in) {
                let now = |number| turned.get(&number).map_or_else(|| self.by(number), |&(_, now)| now);
                let by = self.naming(number).find(|&by| now(by).is_none());
                let by = by.or(names.contains(&number).then_some(correction));
                if now(number).is_some() != by.is_some() && self.is_correction(number) {
                    open.insert(number);
                }
                turned.insert(number, (self.by(number), by));
            }
        }
        turned.retain(|_, (before, then)| before != then);
        Turned(turned)
    }

    /// Takes a correction in.
    pub(in crate::history) fn turn(&mut self, correction: EntryNumber, names: &[EntryNumber], turned: &Turned) {
        self.nested |= names.iter().any(|&number| self.is_correction(number));
        for (&number, &(_, by)) in &turned.0 {
            match by {
                Some(by) => _ = self.by.insert(number, by),
                None => _ = self.by.remove(&number),
            }
        }
        self.named_by.extend(names.iter().map(|&number| (number, correction)));
        self.corrections.push(correction);
    }

    /// What was taken back by the corrections before a number.
    pub(in crate::history) fn before(&self, number: EntryNumber, entries: &[Entry]) -> impl Fn(EntryNumber) -> bool {
        let mut then: BTreeSet<EntryNumber> = BTreeSet::new();
        if self.nested {
            let known = self.corrections.partition_point(|&correction| correction < number);
            for correction in self.corrections.get(..known).unwrap_or_default().iter().rev() {
                if !then.contains(correction) {
                    then.extend(entries.get(correction.place()).map_or(&[][..], named_in));
                }
            }
        }
        move |entry| {
            if self.nested { then.contains(&entry) } else { self.naming(entry).next().is_some_and(|by| by < number) }
        }
    }
}
