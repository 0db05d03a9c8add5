//! What the entries so far have made, found by its reference: one look-up each, no text kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use foldhash::fast::RandomState;

use crate::code::Code;
use crate::fingerprint::Fingerprint;
use crate::id::EntryNumber;
use crate::moment::Moment;
use crate::noun::{Noun, Ref};
use crate::text::{CaseMark, CaseRef};

/// Everything made so far. The index is only ever asked, never walked, so its order cannot show.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    shelves: [Shelf; Noun::ALL.len()],
}

impl Default for Ledger {
    fn default() -> Self {
        Self { shelves: std::array::from_fn(|_| Shelf::default()) }
    }
}

#[derive(Clone, Default)]
struct Shelf {
    index: HashMap<Box<str>, u32, RandomState>,
    made: Vec<Option<Made>>,
}

impl fmt::Debug for Shelf {
    // The order of the index must not show, so only the things made do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.made).finish()
    }
}

/// When something was made, and by which entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) number: EntryNumber,
    pub(crate) at: Moment,
}

impl Ledger {
    /// The slot of a thing, and when it was made unless that was since unmade. Slots count from 0 for each noun.
    #[inline]
    pub(crate) fn find(&self, thing: Ref<'_>) -> Option<(u32, Option<Made>)> {
        let shelf = self.shelves.get(thing.noun.index())?;
        let slot = *shelf.index.get(thing.id)?;
        Some((slot, shelf.made.get(slot as usize).copied().flatten()))
    }

    /// The slot of a thing, whether or not it was since unmade.
    #[inline]
    pub(crate) fn slot(&self, noun: Noun, id: &str) -> Option<u32> {
        self.shelves.get(noun.index())?.index.get(id).copied()
    }

    /// Whether the thing in a slot was made, and not unmade since.
    pub(crate) fn is_made(&self, noun: Noun, slot: usize) -> bool {
        self.shelves.get(noun.index()).and_then(|shelf| shelf.made.get(slot)).is_some_and(Option::is_some)
    }

    /// How many slots there are for a noun.
    pub(crate) fn len(&self, noun: Noun) -> u32 {
        let made = self.shelves.get(noun.index()).map_or(0, |shelf| shelf.made.len());
        u32::try_from(made).unwrap_or(u32::MAX)
    }

    /// When what is in a slot was made, and by which entry, unless that was since unmade.
    pub(crate) fn made(&self, noun: Noun, slot: u32) -> Option<Made> {
        self.shelves.get(noun.index())?.made.get(slot as usize).copied().flatten()
    }

    /// Notes that an entry made a thing, in the next slot; that slot. Whatever bore its reference before was taken back.
    #[inline]
    pub(crate) fn make(&mut self, thing: Ref<'_>, made: Made) -> u32 {
        let Some(shelf) = self.shelves.get_mut(thing.noun.index()) else { return 0 };
        let slot = u32::try_from(shelf.made.len()).unwrap_or(u32::MAX);
        shelf.made.push(Some(made));
        shelf.index.insert(thing.id.into(), slot);
        slot
    }

    /// Whatever there is but people and contracts, by what made it.
    pub(crate) fn fingerprint(&self, to: &mut Fingerprint<'_>) {
        for (&noun, shelf) in Noun::ALL.iter().zip(&self.shelves) {
            if shelf.made.is_empty() || matches!(noun, Noun::Person | Noun::Contract) {
                continue;
            }
            to.byte(noun as u8);
            to.word(shelf.made.len() as u32);
            for made in &shelf.made {
                to.flag(made.is_some());
                made.iter().for_each(|made| to.said(made.number));
            }
        }
    }

    /// Notes that a thing whose making had been taken back is made after all, in the slot that it had.
    pub(crate) fn make_again(&mut self, thing: Ref<'_>, slot: u32, made: Made) {
        let Some(shelf) = self.shelves.get_mut(thing.noun.index()) else { return };
        if let Some(old) = shelf.made.get_mut(slot as usize) {
            *old = Some(made);
            shelf.index.insert(thing.id.into(), slot);
        }
    }

    /// Has another reference found where a thing is.
    pub(crate) fn know_as(&mut self, reference: Ref<'_>, slot: u32) {
        if let Some(shelf) = self.shelves.get_mut(reference.noun.index()) {
            shelf.index.insert(reference.id.into(), slot);
        }
    }

    /// Takes back that a thing was made. Its slot stays its own.
    pub(crate) fn unmake(&mut self, noun: Noun, slot: u32) {
        let shelf = self.shelves.get_mut(noun.index());
        if let Some(made) = shelf.and_then(|shelf| shelf.made.get_mut(slot as usize)) {
            *made = None;
        }
    }
}

/// What is known where an act is judged: the entries before a number, but for those that are to be taken back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) before: EntryNumber,
    pub(crate) without: Option<&'k BTreeSet<EntryNumber>>,
}

impl<'k> Known<'k> {
    /// Every entry before a number.
    #[inline]
    pub(crate) const fn before(number: EntryNumber) -> Self {
        Self { before: number, without: None }
    }

    /// Whether an entry is among them.
    #[inline]
    pub(crate) fn has(self, number: EntryNumber) -> bool {
        number < self.before && self.without.is_none_or(|without| !without.contains(&number))
    }
}

/// Of which case entries are that later ones are compared with; not where it is redacted.
#[derive(Debug, Clone, Default)]
pub(crate) struct CaseMarks {
    marks: BTreeMap<EntryNumber, CaseMark>,
    cases_are_unclear: bool,
}

impl CaseMarks {
    /// Notes the case of an entry.
    pub(crate) fn note(&mut self, number: EntryNumber, case: &CaseRef) {
        self.marks.extend(case.mark().map(|case| (number, case)));
    }

    /// Whether an entry is known to be of another case.
    pub(crate) fn is_another(&self, earlier: EntryNumber, case: &CaseRef) -> bool {
        let noted = self.marks.get(&earlier).copied();
        !self.cases_are_unclear && noted.zip(case.mark()).is_some_and(|(noted, this)| noted != this)
    }

    /// Forgets the case of an entry.
    pub(crate) fn forget(&mut self, number: EntryNumber) {
        self.marks.remove(&number);
    }

    /// From here on, two references may be to one case without that it is known.
    pub(crate) fn forget_which_are_one(&mut self) {
        self.cases_are_unclear = true;
    }
}

/// Puts a value into a slot; slots are given out in order, and a thing that is replayed keeps its own.
pub(crate) fn put<T>(values: &mut Vec<T>, slot: usize, value: T) {
    match values.get_mut(slot) {
        Some(old) => *old = value,
        None => values.push(value),
    }
}
