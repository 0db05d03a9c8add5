//! The identity of a situation: the same number for two from which the same may follow.

use std::collections::BTreeSet;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::offers::{Offer, Offers, Says};
use super::{ObservedPolicy, Situation};
use crate::attachment::PersonEntered;
use crate::contracting::{ContractRenewed, Successor};
use crate::cycle::{Cycle, Event, Kind};
use crate::fingerprint::Fingerprint;
use crate::history::History;
use crate::id::{EntryNumber, PersonId};
use crate::moment::Moment;
use crate::people::Held;
use crate::policy::Rule;
use crate::policy::observe::EntryFingerprint;

/// Symmetry reduction: which people and contracts are alike, so that two situations in which they have changed places are one.
#[derive(Debug, Clone)]
pub(super) struct Symmetry {
    /// Every way to seat the people that are alike in each other's places; the first is as they are.
    seatings: Arc<[Vec<u32>]>,
    contracts: bool,
    /// Whether all that happened is part of what a situation is.
    remembers: bool,
    /// Those who may come only later: which seat each of them has depends on who came first.
    come_later: Arc<[PersonId]>,
    /// Whether something counts hours, so that minutes matter.
    counts_hours: bool,
    /// Room for what a situation comes to, and for each of its contracts.
    bytes: Vec<u8>,
    each: Vec<u128>,
}

/// More people than this are not tried in all orders.
const MOST_ALIKE: usize = 4;

impl Symmetry {
    pub(super) fn new(start: &History, offers: &Offers) -> Self {
        let cycle = start.cycle();
        let people: Vec<(u32, Held)> = cycle
            .people(cycle.last_recorded())
            .filter(|(person, _)| !offers.named_alone.contains(person.as_str()))
            .filter_map(|(person, held)| Some((cycle.seat_of(person.as_str())?, held)))
            .collect();
        let mut seatings: Vec<Vec<u32>> = vec![(0..start.cycle().seats()).collect()];
        let kinds: BTreeSet<Held> = people.iter().map(|(_, held)| *held).collect();
        for held in kinds {
            let alike: Vec<u32> = people.iter().filter(|(_, other)| *other == held).map(|(seat, _)| *seat).collect();
            if (2..=MOST_ALIKE).contains(&alike.len()) {
                seatings = seatings.iter().flat_map(|seating| reseated(seating, &alike)).collect();
            }
        }
        let rests_on_none = |offer: &Offer| {
            let renewed = ContractRenewed::of(&offer.act.event);
            matches!(offer.act.event, Event::Contracting(_) | Event::Attachment(_))
                && !renewed.is_some_and(|data| matches!(data.successor, Successor::Here(_)))
        };
        let named = |offer: &Offer| {
            let is_step = matches!(offer.act.event.kind(), Kind::Contracting(_));
            let of_any = offer.says.iter().any(|says| matches!(says, Says::Contract(_)));
            is_step && !of_any
        };
        let contracts = offers.all.iter().all(|offer| rests_on_none(offer) && !named(offer));
        let comes = |offer: &Offer| PersonEntered::of(&offer.act.event).map(|data| data.person.clone());
        let mut come_later: Vec<PersonId> = offers.all.iter().filter_map(comes).collect();
        come_later.retain(|person| cycle.seat_of(person.as_str()).is_none());
        come_later.sort_unstable();
        come_later.dedup();
        let come_later = come_later.into();
        Self {
            seatings: seatings.into(),
            contracts,
            come_later,
            counts_hours: false,
            remembers: false,
            bytes: Vec::new(),
            each: Vec::new(),
        }
    }

    pub(super) fn ignore(&mut self) {
        self.seatings = self.seatings.first().cloned().into_iter().collect();
        self.contracts = false;
    }

    pub(super) fn remember(&mut self) {
        self.remembers = true;
    }

    pub(super) fn count_hours(&mut self) {
        self.counts_hours = true;
    }

    pub(super) fn of_people(&self) -> bool {
        self.seatings.len() > 1
    }

    pub(super) fn of_contracts(&self) -> bool {
        self.contracts
    }

    /// The least that a situation comes to, however those who are alike are seated.
    pub(super) fn identity(&mut self, offers: &[Offer], state: &Situation) -> u128 {
        let seatings = Arc::clone(&self.seatings);
        seatings.iter().map(|seats| self.seated(offers, state, seats)).min().unwrap_or_default()
    }

    /// What rules may ask later of the surroundings in which an act is taken: who is here, and where contracts stand.
    pub(super) fn surroundings(&mut self, offers: &[Offer], state: &Situation) -> u128 {
        let seatings = Arc::clone(&self.seatings);
        let seats = seatings.first().map_or(&[][..], Vec::as_slice);
        let looks_around = state.watched.as_ref().is_some_and(|watched| watched.policy.looks_around());
        self.of_the_cycle(offers, state, seats, (looks_around, Cycle::fingerprint_people), |bytes| xxh3_128(bytes))
    }

    fn seated(&mut self, offers: &[Offer], state: &Situation, seats: &[u32]) -> u128 {
        let (counts_hours, remembers) = (self.counts_hours, self.remembers);
        self.of_the_cycle(offers, state, seats, (true, Cycle::fingerprint), |bytes| {
            bytes.extend(state.since.nanos().to_le_bytes());
            bytes.extend(state.passed.to_le_bytes());
            if counts_hours {
                bytes.extend(state.now.nanos().to_le_bytes());
            }
            if let Some(watched) = &state.watched {
                rules(state, watched, counts_hours, bytes);
            }
            if remembers {
                everything(state, bytes);
            }
            xxh3_128(bytes)
        })
    }

    /// What the contracts come to, if they are asked for, and the rest of the cycle, with people seated in this way.
    fn of_the_cycle<T>(
        &mut self,
        offers: &[Offer],
        state: &Situation,
        seats: &[u32],
        (with_contracts, rest): (bool, fn(&Cycle, &mut Fingerprint<'_>)),
        of: impl FnOnce(&mut Vec<u8>) -> T,
    ) -> T {
        let contracts = self.contracts;
        let said = |number: EntryNumber, seats: &[u32], to: &mut Vec<u8>| {
            let Some(taken) = number.place().checked_sub(state.given) else {
                return to.extend((number.place() as u32).to_le_bytes());
            };
            let offer = state.taken.get(taken).and_then(|taken| offers.get(taken.choice as usize));
            let Some(offer) = offer else { return };
            to.push(u8::MAX);
            to.extend(offer.of.to_le_bytes());
            for says in &offer.says {
                match *says {
                    Says::Seat(seat) => to.extend(seats.get(seat as usize).copied().unwrap_or(seat).to_le_bytes()),
                    Says::Contract(_) if contracts => {}
                    Says::Contract(place) | Says::One(place) => to.extend(place.to_le_bytes()),
                }
            }
        };
        self.each.clear();
        let mut to = Fingerprint { bytes: std::mem::take(&mut self.bytes), seats, said: &said };
        for contract in state.history.cycle().contracts().filter(|_| with_contracts) {
            to.bytes.clear();
            if !contracts {
                to.said(contract.opened());
            }
            contract.fingerprint(&mut to);
            self.each.push(xxh3_128(&to.bytes));
        }
        if contracts {
            self.each.sort_unstable();
        }
        to.bytes.clear();
        rest(state.history.cycle(), &mut to);
        for person in &*self.come_later {
            to.word(state.history.cycle().seat_of(person.as_str()).unwrap_or(u32::MAX));
        }
        for each in &self.each {
            to.bytes.extend(each.to_le_bytes());
        }
        let of = of(&mut to.bytes);
        self.bytes = to.bytes;
        of
    }
}

/// Where the rules stand that are watched. Those that ask a reading may look at all that was ever recorded.
fn rules(state: &Situation, watched: &ObservedPolicy, counts_hours: bool, to: &mut Vec<u8>) {
    let taken = |entry: EntryNumber| entry.place().checked_sub(state.given).and_then(|place| state.taken.get(place));
    let what = |entry: EntryNumber, to: &mut Vec<u8>| match taken(entry) {
        None => to.extend((entry.place() as u32).to_le_bytes()),
        Some(taken) => {
            to.push(u8::MAX);
            to.extend(taken.choice.to_le_bytes());
            to.extend(taken.amid.to_le_bytes());
        }
    };
    // Acts between which no time was let pass are minutes apart, and on one day.
    let when = |at: Moment, to: &mut Vec<u8>| {
        let act = state.taken.binary_search_by_key(&at, |taken| taken.at).ok();
        let act = act.filter(|_| !counts_hours).and_then(|place| state.taken.get(place));
        to.extend(act.map_or(at, |taken| taken.since).nanos().to_le_bytes());
    };
    watched.observer.fingerprint(&watched.policy, &EntryFingerprint { what: &what, when: &when }, to);
    if watched.policy.pack().rules().iter().any(Rule::asks_reading) {
        everything(state, to);
    }
}

/// All that happened, in its order.
fn everything(state: &Situation, to: &mut Vec<u8>) {
    for taken in &state.taken {
        to.extend(taken.choice.to_le_bytes());
        to.extend(taken.at.nanos().to_le_bytes());
    }
}

/// A seating, and every other in which these have changed places.
fn reseated(seating: &[u32], alike: &[u32]) -> Vec<Vec<u32>> {
    let [first, rest @ ..] = alike else { return vec![seating.to_vec()] };
    let mut seatings = reseated(seating, rest);
    for other in rest {
        let mut swapped = seating.to_vec();
        swapped.swap(*first as usize, *other as usize);
        seatings.extend(reseated(&swapped, rest));
    }
    seatings
}
