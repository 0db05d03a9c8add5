//! How many requests are answered: of one person, and of one address that is not signed in.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use practice_cycle::id::PersonId;

use crate::settings::Rates;

/// Counts requests.
#[derive(Debug)]
pub struct Limiter {
    people: DefaultKeyedRateLimiter<PersonId>,
    strangers: DefaultKeyedRateLimiter<Option<IpAddr>>,
}

impl Limiter {
    /// By these rates; a rate of nothing is one.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        let count = |count| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let person = Quota::per_second(count(rates.person_per_second)).allow_burst(count(rates.person_burst));
        let stranger = Quota::per_minute(count(rates.stranger_per_minute));
        Self { people: RateLimiter::keyed(person), strangers: RateLimiter::keyed(stranger) }
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
