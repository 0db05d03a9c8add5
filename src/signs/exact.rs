//! Numbers that neither the order of notes nor rounding can change, and comparisons that allow for rounding.

use std::marker::PhantomData;

use super::{MOST_SIDES, Side};

/// Two numbers that differ by less count as equal: far more than rounding leaves, far less than a note can make.
pub(crate) const TOLERANCE: f64 = 1e-9;

/// Whether a number is at least another, but for rounding.
pub(crate) fn at_least(number: f64, least: f64) -> bool {
    number >= least - TOLERANCE
}

/// Whether a number is more than another, and not by rounding alone.
pub(crate) fn above(number: f64, than: f64) -> bool {
    number > than + TOLERANCE
}

/// A sum in whole parts of one. Sums of whole numbers do not depend on their order, so neither renaming nor reordering can change
/// a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Exact(u128);

const ONE: f64 = (1_u64 << 60) as f64;

impl Exact {
    /// From a number that is not negative.
    pub(crate) fn of(number: f64) -> Self {
        Self((number * ONE).round() as u128)
    }

    pub(crate) fn add(&mut self, other: Exact) {
        self.0 += other.0;
    }

    /// Takes away what was added before.
    pub(crate) fn take(&mut self, other: Exact) {
        self.0 -= other.0;
    }

    /// The number, to twelve decimals: so that three thirds are one.
    pub(crate) fn number(self) -> f64 {
        const DECIMALS: f64 = 1e12;
        (self.0 as f64 / ONE * DECIMALS).round() / DECIMALS
    }

    /// The number as it is, for what is worked out from it.
    pub(crate) fn unrounded(self) -> f64 {
        self.0 as f64 / ONE
    }

    /// The mean of this many numbers, of which this is the sum; nothing of none.
    pub(crate) fn mean(self, of: u32) -> f64 {
        if of == 0 { 0.0 } else { self.0 as f64 / ONE / f64::from(of) }
    }
}

/// A sum for each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sums<S>([Exact; MOST_SIDES], PhantomData<S>);

impl<S: Side> Default for Sums<S> {
    fn default() -> Self {
        const { assert!(S::ALL.len() <= MOST_SIDES, "a chart has more sides than there is room for") };
        Self([Exact::default(); MOST_SIDES], PhantomData)
    }
}

impl<S: Side> Sums<S> {
    pub(crate) fn of(&self, side: S) -> Exact {
        self.0.get(side.index()).copied().unwrap_or_default()
    }

    pub(crate) fn at(&mut self, side: S) -> Option<&mut Exact> {
        self.0.get_mut(side.index())
    }

    pub(crate) fn add(&mut self, side: S, part: Exact) {
        self.at(side).into_iter().for_each(|sum| sum.add(part));
    }

    pub(crate) fn add_all(&mut self, tally: &S::Tally) {
        S::ALL.iter().for_each(|&side| self.add(side, Exact::of(side.of(tally))));
    }

    pub(crate) fn tally(&self) -> S::Tally {
        S::tally(|side| self.of(side).number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_thirds_are_one_and_halves_are_halves() {
        let mut thirds = Exact::default();
        (0..3).for_each(|_| thirds.add(Exact::of(1.0 / 3.0)));
        assert_eq!(thirds.number(), 1.0);
        assert_eq!(Exact::of(0.5).number(), 0.5);
        assert_eq!(Exact::of(0.5).mean(2), 0.25);
    }

    #[test]
    fn what_was_added_can_be_taken_away_whole() {
        let mut sum = Exact::of(0.1);
        sum.add(Exact::of(0.7));
        sum.take(Exact::of(0.1));
        assert_eq!(sum, Exact::of(0.7));
    }
}
