//! How many requests are answered: of one person, and of one address that is not signed in; and how many streams one person has open.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use practice_cycle::id::PersonId;

use crate::settings::Rates;

/// Counts requests.
#[derive(Debug)]
pub struct Limiter {
    people: DefaultKeyedRateLimiter<PersonId>,
    strangers: DefaultKeyedRateLimiter<Option<IpAddr>>,
    /// How many streams each has open, of those who have any.
    streams: Arc<Mutex<BTreeMap<PersonId, usize>>>,
    most_streams: usize,
}

/// A stream that somebody has open, until it goes.
#[derive(Debug)]
pub struct OpenStream {
    of: PersonId,
    streams: Arc<Mutex<BTreeMap<PersonId, usize>>>,
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = streams.get_mut(&self.of) {
            *open -= 1;
            if *open == 0 {
                streams.remove(&self.of);
            }
        }
    }
}

impl Limiter {
    /// By these rates; a rate of nothing is one.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        let count = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let person = Quota::per_second(count(rates.person_per_second)).allow_burst(count(rates.person_burst));
        let stranger = Quota::per_minute(count(rates.stranger_per_minute));
        Self {
            people: RateLimiter::keyed(person),
            strangers: RateLimiter::keyed(stranger),
            streams: Arc::default(),
            most_streams: rates.person_streams,
        }
    }

    /// One more stream of somebody, if they may have one more open.
    #[must_use]
    pub fn stream(&self, person: &PersonId) -> Option<OpenStream> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.get(person).copied().unwrap_or_default();
        if open >= self.most_streams {
            return None;
        }
        streams.insert(person.clone(), open + 1);
        Some(OpenStream { of: person.clone(), streams: Arc::clone(&self.streams) })
    }

    /// Whether one more request of somebody is answered.
    #[must_use]
    pub fn admits(&self, person: &PersonId) -> bool {
        self.people.check_key(person).is_ok()
    }

    /// Whether one more request of an address that is not signed in is answered.
    #[must_use]
    pub fn admits_stranger(&self, from: Option<IpAddr>) -> bool {
        // A list of addresses is not to grow for ever.
        if self.strangers.len() > 100_000 {
            self.strangers.retain_recent();
        }
        self.strangers.check_key(&from).is_ok()
    }
}
