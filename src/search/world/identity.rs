//! When two situations are the same for all that may follow.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use super::Situation;
use super::offers::{Offer, Offers, Says};
use crate::contracting::{Event as Step, Kind as StepKind, Successor};
use crate::cycle::{Event, Kind};
use crate::history::History;
use crate::id::EntryNumber;
use crate::outline::Outline;
use crate::people::Role;
use crate::word::Word;

/// Which people and contracts are alike, so that two situations in which they have changed places are one.
#[derive(Debug, Clone)]
pub(super) struct Likeness {
    /// Every way to seat the people that are alike in each other's places; the first is as they are.
    seatings: Arc<[Vec<u32>]>,
    contracts: bool,
    /// Room for what a situation comes to, and for each of its contracts.
    bytes: Vec<u8>,
    each: Vec<u128>,
}

/// More people than this are not tried in all orders.
const MOST_ALIKE: usize = 4;

impl Likeness {
    pub(super) fn new(start: &History, offers: &Offers) -> Self {
        let cycle = start.cycle();
        let people: Vec<(u32, Role)> = cycle
            .people(cycle.last_recorded())
            .filter(|(person, _)| !offers.named_alone.contains(person.as_str()))
            .filter_map(|(person, role)| Some((cycle.seat_of(person.as_str())?, role)))
            .collect();
        let mut seatings: Vec<Vec<u32>> = vec![(0..start.cycle().seats()).collect()];
        for &role in Role::ALL {
            let alike: Vec<u32> = people.iter().filter(|(_, other)| *other == role).map(|(seat, _)| *seat).collect();
            if (2..=MOST_ALIKE).contains(&alike.len()) {
                seatings = seatings.iter().flat_map(|seating| reseated(seating, &alike)).collect();
            }
        }
        let rests_on_none = |offer: &Offer| match &offer.act.event {
            Event::Contracting(Step::ContractRenewed(data)) => !matches!(data.successor, Successor::Here(_)),
            Event::Contracting(_) | Event::Attachment(_) => true,
            Event::Joining(_)
            | Event::Boundary(_)
            | Event::Reporting(_)
            | Event::Intervening(_)
            | Event::Deciding(_)
            | Event::Correction(_) => false,
        };
        let named = |offer: &Offer| {
            let is_step = matches!(offer.act.event.kind(), Kind::Contracting(kind) if kind != StepKind::ContractInvited);
            let of_any = offer.says.iter().any(|says| matches!(says, Says::Contract(_)));
            is_step && !of_any
        };
        let contracts = offers.all.iter().all(|offer| rests_on_none(offer) && !named(offer));
        Self { seatings: seatings.into(), contracts, bytes: Vec::new(), each: Vec::new() }
    }

    pub(super) fn tell_apart(&mut self) {
        self.seatings = self.seatings.first().cloned().into_iter().collect();
        self.contracts = false;
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

    fn seated(&mut self, offers: &[Offer], state: &Situation, seats: &[u32]) -> u128 {
        let contracts = self.contracts;
        let said = |number: EntryNumber, seats: &[u32], to: &mut Vec<u8>| {
            let Some(taken) = number.place().checked_sub(state.given) else {
                return to.extend((number.place() as u32).to_le_bytes());
            };
            let offer = state.taken.get(taken).and_then(|(choice, _)| offers.get(*choice as usize));
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
        let mut to = Outline { bytes: std::mem::take(&mut self.bytes), seats, said: &said };
        for contract in state.history.cycle().contracts() {
            to.bytes.clear();
            contract.outline(&mut to);
            self.each.push(xxh3_128(&to.bytes));
        }
        if contracts {
            self.each.sort_unstable();
        }
        to.bytes.clear();
        to.moment(state.since);
        to.word(state.passed.into());
        state.history.cycle().outline(&mut to);
        for each in &self.each {
            to.bytes.extend(each.to_le_bytes());
        }
        let identity = xxh3_128(&to.bytes);
        self.bytes = to.bytes;
        identity
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
