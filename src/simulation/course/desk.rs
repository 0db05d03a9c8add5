//! A clinician's working time: places for contracts, and minutes a day for sessions.

use std::collections::VecDeque;

use crate::simulation::rota::Rota;

/// Who has a place, or waits for one: a contract of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) cycle: u32,
    pub(super) contract: u32,
}

#[derive(Debug)]
pub(super) struct Desk {
    /// How many contracts can be open at once; without a number, any.
    places: Option<usize>,
    taken: Vec<Holder>,
    waiting: VecDeque<Holder>,
    /// Minutes of each day for sessions: what there is, and what of it is booked.
    available: Vec<u16>,
    booked: Vec<u16>,
}

impl Desk {
    pub(super) fn new(places: Option<usize>, available: Vec<u16>) -> Self {
        let booked = vec![0; available.len()];
        Self { places, taken: Vec::new(), waiting: VecDeque::new(), available, booked }
    }

    /// Takes a place, or waits for one behind those who wait already. Whether it has one now.
    pub(super) fn take(&mut self, holder: Holder) -> bool {
        if self.taken.contains(&holder) {
            return true;
        }
        let is_free = self.places.is_none_or(|places| self.taken.len() < places);
        if is_free && self.waiting.is_empty() {
            self.taken.push(holder);
            return true;
        }
        if !self.waiting.contains(&holder) {
            self.waiting.push_back(holder);
        }
        false
    }

    /// Gives a place up, or waits no longer. Who has a place now because of it.
    pub(super) fn leave(&mut self, holder: Holder) -> Option<Holder> {
        self.waiting.retain(|waiting| *waiting != holder);
        let before = self.taken.len();
        self.taken.retain(|taken| *taken != holder);
        let next = (self.taken.len() < before).then(|| self.waiting.pop_front())??;
        self.taken.push(next);
        Some(next)
    }

    /// One gives its place to another, if it has one.
    pub(super) fn pass(&mut self, from: Holder, to: Holder) {
        if let Some(place) = self.taken.iter_mut().find(|taken| **taken == from) {
            *place = to;
        }
    }

    /// Whoever of a cycle had a place or waited has none; who has one now because of it.
    pub(super) fn clear(&mut self, cycle: u32) -> Vec<Holder> {
        let of_it: Vec<Holder> =
            self.taken.iter().chain(&self.waiting).copied().filter(|holder| holder.cycle == cycle).collect();
        // Those of the cycle that only wait go first, so that none of them is given a place on the way.
        of_it.iter().rev().filter_map(|&holder| self.leave(holder)).filter(|next| next.cycle != cycle).collect()
    }

    /// The first time from an instant on at which there are this many minutes, which are booked. Nothing where there never are.
    pub(super) fn book(&mut self, from: i64, minutes: u16, rota: &Rota) -> Option<i64> {
        let from = rota.opening(from);
        let mut place = rota.worked_from(rota.day(from))?;
        loop {
            let (available, booked) = (*self.available.get(place)?, self.booked.get_mut(place)?);
            let (opens, closes) = rota.hours(place)?;
            let start = opens + i64::from(*booked) * 60;
            let ends = start + i64::from(minutes) * 60;
            if *booked + minutes <= available && ends <= closes && start >= from {
                *booked += minutes;
                return Some(start);
            }
            // What of today lies behind is lost for booking; the day is then booked up to now.
            if start < from && from < closes && opens <= from {
                let passed = ((from - opens + 59) / 60) as u16;
                if passed + minutes <= available && opens + i64::from(passed + minutes) * 60 <= closes {
                    *booked = passed + minutes;
                    return Some(opens + i64::from(passed) * 60);
                }
            }
            place = rota.worked_from(place + 1)?;
        }
    }

    /// Minutes that there were for sessions from one day to before another.
    pub(super) fn available(&self, from: usize, to: usize) -> u64 {
        sum(&self.available, from, to)
    }
}

fn sum(minutes: &[u16], from: usize, to: usize) -> u64 {
    minutes.get(from..to.min(minutes.len())).unwrap_or_default().iter().map(|&minutes| u64::from(minutes)).sum()
}
