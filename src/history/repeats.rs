//! What is offered again: found by who did it, when it occurred, what kind it is of, and what it says.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::History;
use crate::cycle::{Act, Entry, Event};
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Role;

/// Where an act is recorded already.
///
/// ```
/// use practice_cycle::history::Recorded;
/// use practice_cycle::id::EntryNumber;
/// let recorded = Recorded { number: EntryNumber::FIRST, redacted: false, taken_back_by: None };
/// assert!(recorded.is_in_effect());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The entry. Where several say the same, the earliest in effect, or else the earliest.
    pub number: EntryNumber,
    /// Whether text of it was redacted, so that only what remains could be compared.
    pub redacted: bool,
    /// The correction that took it back, if one did.
    pub taken_back_by: Option<EntryNumber>,
}

impl Recorded {
    /// Whether no correction took it back.
    #[must_use]
    pub const fn is_in_effect(&self) -> bool {
        self.taken_back_by.is_none()
    }
}

/// Entries by what they say. Asked, never walked. Nothing stays here that came of a text once that is redacted.
#[derive(Clone, Default)]
pub(super) struct Index {
    hasher: RandomState,
    /// Entries with all that was written.
    whole: Shelf,
    /// Entries of which only something remains.
    redacted: Shelf,
}

/// Entries by a hash: the first, and apart from it those few that share it.
#[derive(Clone, Default)]
struct Shelf {
    first: HashMap<u64, EntryNumber, RandomState>,
    more: BTreeSet<(u64, EntryNumber)>,
}

impl fmt::Debug for Index {
    // The order of the index must not show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} entries)", self.whole.first.len() + self.redacted.first.len())
    }
}

impl Shelf {
    fn add(&mut self, hash: u64, number: EntryNumber) {
        let first = *self.first.entry(hash).or_insert(number);
        if first != number {
            self.more.insert((hash, first.max(number)));
            self.first.insert(hash, first.min(number));
        }
    }

    fn remove(&mut self, hash: u64, number: EntryNumber) {
        if self.more.remove(&(hash, number)) || self.first.get(&hash) != Some(&number) {
            return;
        }
        let next = self.all(hash).nth(1);
        match next {
            Some(next) => {
                self.more.remove(&(hash, next));
                self.first.insert(hash, next);
            }
            None => _ = self.first.remove(&hash),
        }
    }

    /// The entries with that hash, in order.
    fn all(&self, hash: u64) -> impl Iterator<Item = EntryNumber> {
        let more = self.more.range((hash, EntryNumber::FIRST)..=(hash, EntryNumber::LAST)).map(|&(_, number)| number);
        self.first.get(&hash).copied().into_iter().chain(more)
    }
}

impl Index {
    fn of(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        entries.iter().for_each(|entry| index.add(entry));
        index
    }

    pub(super) fn add(&mut self, entry: &Entry) {
        let hash = self.hash(&entry.act);
        let shelf = if entry.has_tombstone() { &mut self.redacted } else { &mut self.whole };
        shelf.add(hash, entry.number);
    }

    pub(super) fn remove(&mut self, entry: &Entry) {
        let hash = self.hash(&entry.act);
        let shelf = if entry.has_tombstone() { &mut self.redacted } else { &mut self.whole };
        shelf.remove(hash, entry.number);
    }

    /// The first entry that says the same as an act, and fits: all of it, or where text was redacted, what remains.
    pub(super) fn same(&self, act: &Act, entries: &[Entry], fits: impl Fn(EntryNumber) -> bool) -> Option<EntryNumber> {
        let hash = self.hash(act);
        let is_one = |act: &Act, number: EntryNumber| fits(number) && is_same(act, number, entries);
        let whole = self.whole.all(hash).find(|&number| is_one(act, number));
        let redacted = self.redacted.all(hash).find(|&number| is_one(act, number));
        let mut first = [whole, redacted].into_iter().flatten().min();
        if !self.redacted.first.is_empty() && act.event.part().has_text() {
            let mut remains = act.clone();
            remains.event.part_mut().redact();
            let alike = self.redacted.all(self.hash(&remains)).find(|&number| is_one(&remains, number));
            first = [first, alike].into_iter().flatten().min();
        }
        first
    }

    fn hash(&self, act: &Act) -> u64 {
        let key: (&PersonId, Option<Role>, Moment, &Event) = (&act.by, act.in_role, act.occurred_at, &act.event);
        self.hasher.hash_one(key)
    }
}

fn is_same(act: &Act, number: EntryNumber, entries: &[Entry]) -> bool {
    entries.get(number.place()).is_some_and(|entry| {
        let Act { event, by, in_role, occurred_at, .. } = &entry.act;
        *by == act.by && *in_role == act.in_role && *occurred_at == act.occurred_at && *event == act.event
    })
}

impl History {
    /// The entry that says the same as an act: by the same person, of the same time, kind and content, whenever it is recorded and
    /// by whom. In constant time, once the history was asked before.
    ///
    /// ```
    /// use practice_cycle::{cycle::Act, history::History};
    /// let mut history = History::default();
    /// let open: Act = serde_json::from_str(
    ///     r#"{"type":"cycle_opened","occurred_at":"2026-04-01T09:00:00Z","recorded_at":"2026-04-01T09:00:00Z","by":"p-1",
    ///         "data":{"cycle":"cy-1","format":1,"clinician":"p-1","team":"t-1"}}"#,
    /// )?;
    /// assert_eq!(history.recorded(&open), None);
    /// history.record(open.clone())?;
    /// let again = open.recorded("2026-05-01T09:00:00Z".parse()?);
    /// assert_eq!(history.recorded(&again).unwrap().number.get(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn recorded(&self, act: &Act) -> Option<Recorded> {
        let index = self.index.get_or_init(|| Index::of(&self.entries));
        let in_effect = index.same(act, &self.entries, |number| self.undone_by(number).is_none());
        let number = in_effect.or_else(|| index.same(act, &self.entries, |_| true))?;
        let redacted = self.entry(number).is_some_and(Entry::has_tombstone);
        Some(Recorded { number, redacted, taken_back_by: self.undone_by(number) })
    }
}
