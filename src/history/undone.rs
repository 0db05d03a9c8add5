//! Which entries were taken back, and by which correction. A correction can itself be taken back by another.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::EntryNumber;

/// What was taken back.
#[derive(Debug, Clone, Default)]
pub(super) struct Undone {
    /// Each entry that is taken back now, with the first correction in effect that says so.
    by: BTreeMap<EntryNumber, EntryNumber>,
    /// Every correction, with what it names; and for everything named, the corrections that name it.
    names: BTreeMap<EntryNumber, Vec<EntryNumber>>,
    named_by: BTreeMap<EntryNumber, Vec<EntryNumber>>,
    /// Whether a correction was ever named by another.
    nested: bool,
}

/// What a further correction would make of that: by which correction each entry that it changes is taken back, before and then.
#[derive(Debug, Clone, Default)]
pub(super) struct Turned(BTreeMap<EntryNumber, (Option<EntryNumber>, Option<EntryNumber>)>);

impl Turned {
    /// The entries that lose their effect.
    pub(super) fn taken_back(&self) -> impl Iterator<Item = EntryNumber> {
        self.0.iter().filter(|(_, (before, then))| before.is_none() && then.is_some()).map(|(&number, _)| number)
    }

    /// The entries that come into effect again.
    pub(super) fn put_back(&self) -> impl Iterator<Item = EntryNumber> {
        self.0.iter().filter(|(_, (before, then))| before.is_some() && then.is_none()).map(|(&number, _)| number)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Undone {
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The correction that took an entry back, if it is.
    pub(super) fn by(&self, number: EntryNumber) -> Option<EntryNumber> {
        self.by.get(&number).copied()
    }

    /// What would change with a correction that names entries. What a correction says counts until a later one takes it back, so
    /// whatever one correction named is looked at after it.
    pub(super) fn turned_by(&self, correction: EntryNumber, names: &[EntryNumber]) -> Turned {
        let mut turned = BTreeMap::new();
        let mut open = BTreeSet::new();
        for &number in names.iter().filter(|number| self.by(**number).is_none()) {
            turned.insert(number, (None, Some(correction)));
            open.insert(number);
        }
        while let Some(turn) = open.pop_last() {
            for &number in self.names.get(&turn).into_iter().flatten() {
                let now = |number| turned.get(&number).map_or_else(|| self.by(number), |&(_, now)| now);
                let by = self.named_by.get(&number).into_iter().flatten().copied().find(|&by| now(by).is_none());
                let by = by.or(names.contains(&number).then_some(correction));
                if now(number).is_some() != by.is_some() {
                    open.insert(number);
                }
                turned.insert(number, (self.by(number), by));
            }
        }
        turned.retain(|_, (before, then)| before != then);
        Turned(turned)
    }

    /// Takes a correction in.
    pub(super) fn turn(&mut self, correction: EntryNumber, names: &[EntryNumber], turned: &Turned) {
        self.nested |= names.iter().any(|number| self.names.contains_key(number));
        for (&number, &(_, by)) in &turned.0 {
            match by {
                Some(by) => _ = self.by.insert(number, by),
                None => _ = self.by.remove(&number),
            }
        }
        for &number in names {
            self.named_by.entry(number).or_default().push(correction);
        }
        self.names.insert(correction, names.to_vec());
    }

    /// What was taken back by the corrections before a number.
    pub(super) fn before(&self, number: EntryNumber) -> impl Fn(EntryNumber) -> bool {
        let mut then: BTreeSet<EntryNumber> = BTreeSet::new();
        if self.nested {
            for (correction, names) in self.names.range(..number).rev() {
                if !then.contains(correction) {
                    then.extend(names);
                }
            }
        }
        let first = |entry: &EntryNumber| self.named_by.get(entry)?.first().copied();
        move |entry| if self.nested { then.contains(&entry) } else { first(&entry).is_some_and(|by| by < number) }
    }
}
