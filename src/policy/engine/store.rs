//! The obligation store: every obligation, found by what it is about.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::index::places::Places;
use super::obligation::Obligation;
use crate::policy::eval::fields::Key;

/// A duty where it is kept, and where it stands among the open ones, if it is open.
#[derive(Debug, Clone)]
struct Kept {
    obligation: Obligation,
    shelved: Option<Shelved>,
    /// Whether it stands in the list of those that were touched.
    touched: bool,
}

/// The place of an open duty among those of its rule, and among those of its key if there is an index.
#[derive(Debug, Clone, Copy)]
struct Shelved {
    of_rule: u32,
    of_key: u32,
}

/// The open duties of one rule. Few are found by looking through them; many by an index that is never walked.
#[derive(Debug, Clone, Default)]
struct Shelf {
    /// Whether there ever was one, open or not.
    activated: bool,
    open: Vec<u32>,
    /// Once there is one, it is kept until nothing is open: what is not in it is not found.
    index: HashMap<Key, Vec<u32>, RandomState>,
}

const FEW: usize = 16;

/// Every duty: those that are open, and those that were settled, until they are put away. A duty stays where it was first put.
#[derive(Debug, Clone, Default)]
pub(crate) struct ObligationStore {
    all: Vec<Option<Kept>>,
    free: Vec<u32>,
    shelves: Vec<Shelf>,
    /// The rules that have open duties.
    owing: Places,
    settled: Vec<u32>,
    /// The places of duties that may have changed since they were last asked for, each once: noted for a monitor alone.
    touched: Vec<u32>,
    notes_touched: bool,
    serial: u32,
}

impl ObligationStore {
    pub(crate) fn new(rules: usize) -> Self {
        Self { shelves: vec![Shelf::default(); rules], ..Self::default() }
    }

    /// From now on notes which duties are touched.
    pub(crate) fn note_touched(&mut self) {
        self.notes_touched = true;
    }

    /// Empties it, and keeps the room it has.
    pub(crate) fn clear(&mut self) {
        self.all.clear();
        self.free.clear();
        self.settled.clear();
        self.touched.clear();
        self.serial = 0;
        self.owing = Places::default();
        for shelf in &mut self.shelves {
            shelf.activated = false;
            shelf.open.clear();
            shelf.index.clear();
        }
    }

    /// All there are, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Obligation> {
        self.all.iter().flatten().map(|kept| &kept.obligation)
    }

    /// All that were settled and not put away, in the order in which that was.
    pub(crate) fn settled(&self) -> impl Iterator<Item = &Obligation> {
        self.settled.iter().filter_map(|&place| self.get(place))
    }

    /// All that are open, in no order.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Obligation> {
        self.all.iter().flatten().filter(|kept| kept.shelved.is_some()).map(|kept| &kept.obligation)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len() - self.free.len()
    }

    #[inline]
    pub(crate) fn get(&self, place: u32) -> Option<&Obligation> {
        self.all.get(place as usize)?.as_ref().map(|kept| &kept.obligation)
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, place: u32) -> Option<&mut Obligation> {
        let kept = self.all.get_mut(place as usize)?.as_mut()?;
        if self.notes_touched && !kept.touched {
            kept.touched = true;
            self.touched.push(place);
        }
        Some(&mut kept.obligation)
    }

    /// The duties that may have changed since they were last forgotten here.
    pub(crate) fn touched(&self) -> impl Iterator<Item = &Obligation> {
        self.touched.iter().filter_map(|&place| self.get(place))
    }

    /// Forgets which duties were touched.
    pub(crate) fn forget_touched(&mut self) {
        for place in self.touched.drain(..) {
            if let Some(kept) = self.all.get_mut(place as usize).and_then(Option::as_mut) {
                kept.touched = false;
            }
        }
    }

    /// A duty, if it is still open.
    pub(crate) fn get_open(&self, place: u32) -> Option<&Obligation> {
        self.all.get(place as usize)?.as_ref().filter(|kept| kept.shelved.is_some()).map(|kept| &kept.obligation)
    }

    /// Whether a rule ever applied.
    pub(crate) fn activated(&self, rule: usize) -> bool {
        self.shelves.get(rule).is_some_and(|shelf| shelf.activated)
    }

    /// Whether a rule has an open duty.
    #[inline]
    pub(crate) fn has_open(&self, rule: u32) -> bool {
        self.shelves.get(rule as usize).is_some_and(|shelf| !shelf.open.is_empty())
    }

    /// Those of some rules that have open duties, in order.
    pub(crate) fn owing(&self, among: &Places) -> Vec<u32> {
        self.owing.shared_with(among)
    }

    /// Keeps a new duty, made with its serial number; its place. It is not open yet.
    #[inline]
    pub(crate) fn put(&mut self, make: impl FnOnce(u32) -> Obligation) -> u32 {
        self.serial = self.serial.saturating_add(1);
        let place = self.free.pop().unwrap_or_else(|| {
            self.all.push(None);
            u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(room) = self.all.get_mut(place as usize) {
            let kept = room.insert(Kept { obligation: make(self.serial), shelved: None, touched: self.notes_touched });
            if self.notes_touched {
                self.touched.push(place);
            }
            if let Some(shelf) = self.shelves.get_mut(kept.obligation.rule as usize) {
                shelf.activated = true;
            }
        }
        place
    }

    /// Opens a duty: it is found by what it is about.
    pub(crate) fn shelve(&mut self, place: u32) {
        let Some(kept) = self.all.get_mut(place as usize).and_then(Option::as_mut) else { return };
        let Some(shelf) = self.shelves.get_mut(kept.obligation.rule as usize) else { return };
        let mut shelved = Shelved { of_rule: count(&shelf.open), of_key: 0 };
        if shelf.open.is_empty() {
            self.owing.insert(kept.obligation.rule);
        }
        shelf.open.push(place);
        if !shelf.index.is_empty() {
            let keyed = shelf.index.entry(kept.obligation.key.clone()).or_default();
            shelved.of_key = count(keyed);
            keyed.push(place);
        }
        kept.shelved = Some(shelved);
        if shelf.index.is_empty() && shelf.open.len() > FEW {
            for &open in &shelf.open {
                let Some(Kept { obligation, shelved: Some(shelved), .. }) =
                    self.all.get_mut(open as usize).and_then(Option::as_mut)
                else {
                    continue;
                };
                let keyed = shelf.index.entry(obligation.key.clone()).or_default();
                shelved.of_key = count(keyed);
                keyed.push(open);
            }
        }
    }

    fn unshelve(&mut self, place: u32) {
        let Some(kept) = self.all.get_mut(place as usize).and_then(Option::as_mut) else { return };
        let Some(Shelved { of_rule, of_key }) = kept.shelved.take() else { return };
        let Some(shelf) = self.shelves.get_mut(kept.obligation.rule as usize) else { return };
        let mut followed = None;
        if !shelf.index.is_empty()
            && let Some(keyed) = shelf.index.get_mut(&kept.obligation.key)
        {
            keyed.swap_remove(of_key as usize);
            followed = keyed.get(of_key as usize).copied();
            if keyed.is_empty() {
                shelf.index.remove(&kept.obligation.key);
            }
        }
        shelf.open.swap_remove(of_rule as usize);
        if shelf.open.is_empty() {
            self.owing.remove(kept.obligation.rule);
        }
        let next = shelf.open.get(of_rule as usize).copied();
        // The last ones stand now where this one stood.
        if let Some(shelved) = next.and_then(|place| self.shelved_mut(place)) {
            shelved.of_rule = of_rule;
        }
        if let Some(shelved) = followed.and_then(|place| self.shelved_mut(place)) {
            shelved.of_key = of_key;
        }
    }

    fn shelved_mut(&mut self, place: u32) -> Option<&mut Shelved> {
        self.all.get_mut(place as usize)?.as_mut()?.shelved.as_mut()
    }

    /// Nothing will change a duty any more: if it was open, it no longer is.
    pub(crate) fn settle(&mut self, place: u32) {
        self.unshelve(place);
        self.settled.push(place);
    }

    /// Gives away what was settled.
    pub(crate) fn put_away(&mut self, mut away: impl FnMut(Obligation)) {
        for place in self.settled.drain(..) {
            if let Some(kept) = self.all.get_mut(place as usize).and_then(Option::take) {
                away(kept.obligation);
                self.free.push(place);
            }
        }
    }

    /// The open duties of a rule about something, in the order in which they were opened.
    #[inline]
    pub(crate) fn about(&self, rule: u32, key: &str, found: &mut Vec<u32>) {
        found.clear();
        let Some(shelf) = self.shelves.get(rule as usize) else { return };
        if shelf.index.is_empty() {
            for &place in &shelf.open {
                if self.get(place).is_some_and(|obligation| *obligation.key == *key) {
                    found.push(place);
                }
            }
        } else if let Some(places) = shelf.index.get(key) {
            found.extend_from_slice(places);
        }
        self.sort(found);
    }

    /// Every open duty of a rule, in the order in which they were opened.
    pub(crate) fn of(&self, rule: u32, found: &mut Vec<u32>) {
        found.clear();
        if let Some(shelf) = self.shelves.get(rule as usize) {
            found.extend_from_slice(&shelf.open);
            self.sort(found);
        }
    }

    fn sort(&self, found: &mut [u32]) {
        if found.len() > 1 {
            found.sort_unstable_by_key(|&place| self.get(place).map_or(0, |obligation| obligation.serial));
        }
    }

    /// Gives an open duty another key.
    pub(crate) fn rekey(&mut self, place: u32, key: Key) {
        self.unshelve(place);
        if let Some(obligation) = self.get_mut(place) {
            obligation.key = key;
        }
        self.shelve(place);
    }
}

fn count(places: &[u32]) -> u32 {
    u32::try_from(places.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryNumber;
    use crate::moment::Moment;
    use crate::policy::engine::obligation::Status;
    use crate::policy::eval::answer::EntryRef;

    fn about(key: usize) -> Key {
        format!("c-{key}").into()
    }

    fn put(duties: &mut ObligationStore, key: usize) -> u32 {
        let opened = EntryRef { history: 0, entry: EntryNumber::FIRST, at: Moment::EARLIEST };
        let place = duties.put(|serial| Obligation {
            rule: 0,
            by_time: false,
            serial,
            key: about(key),
            opened,
            seen: opened.entry,
            count: 0,
            since: opened.at,
            due: Moment::NEVER,
            status: Status::Waiting,
            renewed_by: None,
            again: 0,
            cold: None,
        });
        duties.shelve(place);
        place
    }

    /// Few and many, opened, carried, settled and put away: each is found by its key, in the order of opening, as long as it is
    /// open.
    #[test]
    fn open_duties_are_found_by_what_they_are_about() {
        let mut duties = ObligationStore::new(1);
        let mut open: Vec<(u32, usize)> = Vec::new(); // In the order in which they were opened.
        let (mut settled, mut most) = (0, 0);
        for step in 0_usize..600 {
            let drawn = step * step + step / 7;
            // They become many, and few again.
            let grows = if step % 200 < 60 { 4 } else { 0 };
            if drawn % 5 < grows || open.is_empty() {
                open.push((put(&mut duties, drawn % 7), drawn % 7));
            } else if drawn % 3 == 0 {
                let at = drawn % open.len();
                open[at].1 = (open[at].1 + 1) % 7;
                duties.rekey(open[at].0, about(open[at].1));
            } else {
                duties.settle(open.remove(drawn % open.len()).0);
                settled += 1;
            }
            if step % 50 == 0 {
                duties.put_away(|_| settled -= 1);
                assert_eq!(settled, 0);
            }
            most = most.max(open.len());
            let mut found = Vec::new();
            for key in 0..7 {
                duties.about(0, &about(key), &mut found);
                assert!(open.iter().filter(|(_, of)| *of == key).map(|(place, _)| place).eq(&found), "at step {step}");
            }
            duties.of(0, &mut found);
            assert!(open.iter().map(|(place, _)| place).eq(&found), "at step {step}");
            assert_eq!((duties.open().count(), duties.len()), (open.len(), open.len() + settled));
        }
        assert!(most > 2 * FEW && open.len() < FEW, "{most} at most, {} at the end", open.len());
    }
}
