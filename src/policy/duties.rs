//! The duties that are open, found by what they are about.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::plan::Part;
use super::rule::Rule;
use super::verdict::{Missing, Witness};
use crate::calendar::{Pauses, Period};
use crate::id::EntryNumber;
use crate::moment::Moment;

/// What a duty is about, as references one after another. Most are short enough to stand in place.
pub(super) type Key = smol_str::SmolStr;

/// A duty as it is run. Small, for it is moved about: what few duties have stands apart.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) rule: u16,
    /// Whether time alone opened it, at the end of a day that counts as its first.
    pub(super) by_time: bool,
    /// The order in which duties were opened.
    pub(super) serial: u32,
    pub(super) key: Key,
    pub(super) opened: Witness,
    /// The entry by which the opening is looked at: for a state, the invitation of the contract.
    pub(super) seen: EntryNumber,
    pub(super) count: u32,
    pub(super) since: Moment,
    /// The last instant in time; never, where none is known.
    pub(super) due: Moment,
    pub(super) status: Status,
    pub(super) rare: Option<Box<Rare>>,
}

/// What few duties have.
#[derive(Debug, Clone, Default)]
pub(super) struct Rare {
    /// The element that it is about, of several; and whether that is a contract of somebody.
    pub(super) each: Option<Box<str>>,
    pub(super) each_is_contract: bool,
    /// What its answers said so far of what they have to say together, as bits.
    pub(super) said: u32,
    /// What may have concerned it.
    pub(super) doubts: Doubts,
    /// What it has to go before has happened: then it is due by the end of that day.
    pub(super) before: Option<Witness>,
    /// A clock that stands still now and then: since when it does, and when it did.
    pub(super) stands_since: Option<Moment>,
    pub(super) stood: Vec<(Moment, Moment)>,
}

/// Entries that may have concerned a duty: something in them is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Doubts {
    /// This may have answered it, or broken the ban.
    pub(super) answered: Option<Witness>,
    /// This may have ended it.
    pub(super) ended: Option<Witness>,
    /// This may have been what it had to go before.
    pub(super) passed: Option<Witness>,
}

impl Doubts {
    pub(super) const fn any(&self) -> bool {
        self.answered.is_some() || self.ended.is_some() || self.passed.is_some()
    }

    /// The doubt about what an entry may have been to the duty.
    pub(super) fn of_mut(&mut self, part: Part) -> Option<&mut Option<Witness>> {
        match part {
            Part::Answer => Some(&mut self.answered),
            Part::Until => Some(&mut self.ended),
            Part::Before => Some(&mut self.passed),
            Part::Open | Part::From(_) | Part::To(_) | Part::Track(_) => None,
        }
    }
}

impl Rare {
    /// What a duty about one element of several starts with.
    pub(super) fn of(each: Option<&str>, each_is_contract: bool) -> Option<Box<Self>> {
        each.map(|each| Box::new(Self { each: Some(each.into()), each_is_contract, ..Self::default() }))
    }
}

/// Where a duty stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Status {
    /// Owed, and not late.
    Waiting,
    /// A ban that is in force.
    Banned,
    Met(Witness),
    Kept(Moment),
    Released(Witness),
    Missed(Box<Missed>),
    Broken(Witness),
    Unknown(Box<Missing>),
}

/// A duty that is late: since when, by what, and what remedied it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Missed {
    pub(super) at: Moment,
    pub(super) by: Option<Witness>,
    pub(super) remedied: Option<Witness>,
}

impl Missed {
    /// Whether it was time alone that ran out.
    pub(super) fn is_by_time(&self) -> bool {
        self.by.is_none_or(|by| by.at < self.at)
    }
}

impl Live {
    pub(super) fn seen(&self) -> Witness {
        Witness { entry: self.seen, ..self.opened }
    }

    /// What it is about, part by part: none where that is not known. The key of one of several histories begins with its place.
    pub(super) fn parts(&self, rule: &Rule) -> impl Iterator<Item = &str> {
        let before = self.key.split('\0').count().saturating_sub(rule.key_names.len());
        self.key.split('\0').skip(before).filter(|part| !part.is_empty())
    }

    pub(super) fn each(&self) -> Option<&str> {
        self.rare.as_ref()?.each.as_deref()
    }

    pub(super) fn each_is_contract(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.each_is_contract)
    }

    /// When its clock stood still.
    pub(super) fn pauses(&self) -> Pauses {
        self.rare.iter().flat_map(|rare| rare.stood.iter().copied()).collect()
    }

    /// What is in doubt about it.
    pub(super) fn doubts(&self) -> Doubts {
        self.rare.as_ref().map_or_else(Doubts::default, |rare| rare.doubts)
    }

    /// The entry that may have answered or ended it: then it is not known to be late.
    pub(super) fn doubt(&self) -> Option<Witness> {
        let Doubts { answered, ended, .. } = self.doubts();
        answered.or(ended)
    }

    /// What of its few rare things stays when it is due again.
    pub(super) fn renewed(&self) -> Option<Box<Rare>> {
        let rare = self.rare.as_ref()?;
        Some(Box::new(Rare { said: 0, doubts: Doubts::default(), before: None, ..(**rare).clone() }))
    }

    /// Whether its clock stands still, and did so before it ran out.
    pub(super) fn stands(&self) -> bool {
        self.rare.as_ref().is_some_and(|rare| rare.stands_since.is_some_and(|since| since < self.due))
    }

    pub(super) fn rare_mut(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    /// The instant that a length of time is counted from: hours have no days to count from.
    pub(super) fn counted_from(&self, period: Period) -> Moment {
        if matches!(period, Period::Hours(_)) { self.since } else { self.counts_from() }
    }

    /// The instant that its time is counted from: what time alone brought about counts from the day that ended then.
    pub(super) fn counts_from(&self) -> Moment {
        if self.by_time { self.since.just_before() } else { self.since }
    }
}

/// A duty where it is kept, and where it stands among the open ones, if it is open.
#[derive(Debug, Clone)]
struct Kept {
    live: Live,
    shelved: Option<Shelved>,
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
    open: Vec<u32>,
    /// Once there is one, it is kept until nothing is open: what is not in it is not found.
    index: HashMap<Key, Vec<u32>, RandomState>,
}

const FEW: usize = 16;

/// Every duty: those that are open, and those that were settled, until they are put away. A duty stays where it was first put.
#[derive(Debug, Clone, Default)]
pub(super) struct Duties {
    all: Vec<Option<Kept>>,
    free: Vec<u32>,
    shelves: Vec<Shelf>,
    settled: Vec<u32>,
    serial: u32,
}

impl Duties {
    pub(super) fn new(rules: usize) -> Self {
        Self { shelves: vec![Shelf::default(); rules], ..Self::default() }
    }

    /// Empties it, and keeps the room it has.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.free.clear();
        self.settled.clear();
        self.serial = 0;
        for shelf in &mut self.shelves {
            shelf.open.clear();
            shelf.index.clear();
        }
    }

    /// All there are, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Live> {
        self.all.iter().flatten().map(|kept| &kept.live)
    }

    /// All that were settled and not put away, in the order in which that was.
    pub(super) fn settled(&self) -> impl Iterator<Item = &Live> {
        self.settled.iter().filter_map(|&place| self.get(place))
    }

    /// All that are open, in no order.
    pub(super) fn open(&self) -> impl Iterator<Item = &Live> {
        self.all.iter().flatten().filter(|kept| kept.shelved.is_some()).map(|kept| &kept.live)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len() - self.free.len()
    }

    #[inline]
    pub(super) fn get(&self, place: u32) -> Option<&Live> {
        self.all.get(place as usize)?.as_ref().map(|kept| &kept.live)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut Live> {
        self.all.get_mut(place as usize)?.as_mut().map(|kept| &mut kept.live)
    }

    /// A duty, if it is still open.
    pub(super) fn get_open(&self, place: u32) -> Option<&Live> {
        self.all.get(place as usize)?.as_ref().filter(|kept| kept.shelved.is_some()).map(|kept| &kept.live)
    }

    /// Whether a rule has an open duty.
    #[inline]
    pub(super) fn has_open(&self, rule: u16) -> bool {
        self.shelves.get(usize::from(rule)).is_some_and(|shelf| !shelf.open.is_empty())
    }

    /// Keeps a new duty, made with its serial number; its place. It is not open yet.
    #[inline]
    pub(super) fn put(&mut self, make: impl FnOnce(u32) -> Live) -> u32 {
        self.serial = self.serial.saturating_add(1);
        let place = self.free.pop().unwrap_or_else(|| {
            self.all.push(None);
            u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(room) = self.all.get_mut(place as usize) {
            *room = Some(Kept { live: make(self.serial), shelved: None });
        }
        place
    }

    /// Opens a duty: it is found by what it is about.
    pub(super) fn shelve(&mut self, place: u32) {
        let Some(kept) = self.all.get_mut(place as usize).and_then(Option::as_mut) else { return };
        let Some(shelf) = self.shelves.get_mut(usize::from(kept.live.rule)) else { return };
        let mut shelved = Shelved { of_rule: count(&shelf.open), of_key: 0 };
        shelf.open.push(place);
        if !shelf.index.is_empty() {
            let keyed = shelf.index.entry(kept.live.key.clone()).or_default();
            shelved.of_key = count(keyed);
            keyed.push(place);
        }
        kept.shelved = Some(shelved);
        if shelf.index.is_empty() && shelf.open.len() > FEW {
            for &open in &shelf.open {
                let Some(Kept { live, shelved: Some(shelved) }) = self.all.get_mut(open as usize).and_then(Option::as_mut)
                else {
                    continue;
                };
                let keyed = shelf.index.entry(live.key.clone()).or_default();
                shelved.of_key = count(keyed);
                keyed.push(open);
            }
        }
    }

    fn unshelve(&mut self, place: u32) {
        let Some(kept) = self.all.get_mut(place as usize).and_then(Option::as_mut) else { return };
        let Some(Shelved { of_rule, of_key }) = kept.shelved.take() else { return };
        let Some(shelf) = self.shelves.get_mut(usize::from(kept.live.rule)) else { return };
        let mut followed = None;
        if !shelf.index.is_empty()
            && let Some(keyed) = shelf.index.get_mut(&kept.live.key)
        {
            keyed.swap_remove(of_key as usize);
            followed = keyed.get(of_key as usize).copied();
            if keyed.is_empty() {
                shelf.index.remove(&kept.live.key);
            }
        }
        shelf.open.swap_remove(of_rule as usize);
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
    pub(super) fn settle(&mut self, place: u32) {
        self.unshelve(place);
        self.settled.push(place);
    }

    /// Gives away what was settled.
    pub(super) fn put_away(&mut self, mut away: impl FnMut(Live)) {
        for place in self.settled.drain(..) {
            if let Some(kept) = self.all.get_mut(place as usize).and_then(Option::take) {
                away(kept.live);
                self.free.push(place);
            }
        }
    }

    /// The open duties of a rule about something, in the order in which they were opened.
    #[inline]
    pub(super) fn about(&self, rule: u16, key: &str, found: &mut Vec<u32>) {
        found.clear();
        let Some(shelf) = self.shelves.get(usize::from(rule)) else { return };
        if shelf.index.is_empty() {
            for &place in &shelf.open {
                if self.get(place).is_some_and(|live| *live.key == *key) {
                    found.push(place);
                }
            }
        } else if let Some(places) = shelf.index.get(key) {
            found.extend_from_slice(places);
        }
        self.sort(found);
    }

    /// Every open duty of a rule, in the order in which they were opened.
    pub(super) fn of(&self, rule: u16, found: &mut Vec<u32>) {
        found.clear();
        if let Some(shelf) = self.shelves.get(usize::from(rule)) {
            found.extend_from_slice(&shelf.open);
            self.sort(found);
        }
    }

    fn sort(&self, found: &mut [u32]) {
        if found.len() > 1 {
            found.sort_unstable_by_key(|&place| self.get(place).map_or(0, |live| live.serial));
        }
    }

    /// Gives an open duty another key.
    pub(super) fn rekey(&mut self, place: u32, key: Key) {
        self.unshelve(place);
        if let Some(live) = self.get_mut(place) {
            live.key = key;
        }
        self.shelve(place);
    }
}

fn count(places: &[u32]) -> u32 {
    u32::try_from(places.len()).unwrap_or(u32::MAX)
}
