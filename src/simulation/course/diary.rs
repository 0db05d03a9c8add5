//! What is to come: who is woken when, and about what.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::simulation::thing::Thing;

/// A wake: something that a tendency asked to be reminded of.
///
/// ```
/// use practice_cycle::{noun::Noun, simulation::{Thing, Wake}};
/// let wake = Wake { about: Thing::new(Noun::Contract, 1), what: 2 };
/// assert!(wake < Wake { what: 3, ..wake }, "of one instant, the lower comes first");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// What it is about.
    pub about: Thing,
    /// What for: a number that the tendency gives a meaning of its own.
    pub what: u32,
}

/// Ordered as it is worked off: by time, then cycle, tendency and what it is about, never by when it was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Booking {
    pub(super) at: i64,
    pub(super) cycle: u32,
    pub(super) tendency: u16,
    pub(super) wake: Wake,
}

#[derive(Debug, Default)]
pub(super) struct Diary(BinaryHeap<Reverse<Booking>>);

impl Diary {
    pub(super) fn note(&mut self, booking: Booking) {
        self.0.push(Reverse(booking));
    }

    pub(super) fn next(&mut self) -> Option<Booking> {
        self.0.pop().map(|Reverse(booking)| booking)
    }
}
