//! Three numbers, one a side, and never one score: both pulls can show at once, and a mean of them would hide it.

use std::fmt;

use serde::Serialize;

use crate::boundary::Lean;
use crate::code::Code;

/// A number for each side.
///
/// ```
/// use practice_cycle::{assessment::Tally, boundary::Lean};
/// let tally = Tally { enmeshed: 0.5, healthy: 1.25, diffuse: 0.0 };
/// assert_eq!(tally.of(Lean::Healthy), 1.25);
/// assert_eq!(tally.to_string(), "too close (enmeshed) 0.50, healthy 1.25, too far away (diffuse) 0.00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Tally {
    /// For too close.
    pub enmeshed: f64,
    /// For healthy.
    pub healthy: f64,
    /// For too far away.
    pub diffuse: f64,
}

impl Tally {
    /// A number for each side.
    pub(super) fn each(number: impl Fn(Lean) -> f64) -> Self {
        Self { enmeshed: number(Lean::Enmeshed), healthy: number(Lean::Healthy), diffuse: number(Lean::Diffuse) }
    }

    /// The number of one side.
    #[must_use]
    pub const fn of(&self, lean: Lean) -> f64 {
        match lean {
            Lean::Enmeshed => self.enmeshed,
            Lean::Healthy => self.healthy,
            Lean::Diffuse => self.diffuse,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = Lean::ALL.iter().map(|&lean| format!("{lean} {:.2}", self.of(lean)));
        f.write_str(&each.collect::<Vec<_>>().join(", "))
    }
}

/// Two numbers that differ by less count as equal: far more than rounding leaves, far less than a note can make.
pub(super) const TOLERANCE: f64 = 1e-9;

/// Whether a number is at least another, but for rounding.
pub(super) fn at_least(number: f64, least: f64) -> bool {
    number >= least - TOLERANCE
}

/// Whether a number is more than another, and not by rounding alone.
pub(super) fn above(number: f64, than: f64) -> bool {
    number > than + TOLERANCE
}

/// A sum in whole parts of one. Sums of whole numbers do not depend on their order, so neither renaming nor reordering can change
/// a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Exact(u128);

const ONE: f64 = (1_u64 << 60) as f64;

impl Exact {
    /// From a number that is not negative.
    pub(super) fn of(number: f64) -> Self {
        Self((number * ONE).round() as u128)
    }

    pub(super) fn add(&mut self, other: Exact) {
        self.0 += other.0;
    }

    /// Takes away what was added before.
    pub(super) fn take(&mut self, other: Exact) {
        self.0 -= other.0;
    }

    /// The number, to twelve decimals: so that three thirds are one.
    pub(super) fn number(self) -> f64 {
        const DECIMALS: f64 = 1e12;
        (self.0 as f64 / ONE * DECIMALS).round() / DECIMALS
    }

    /// The number as it is, for what is worked out from it.
    pub(super) fn unrounded(self) -> f64 {
        self.0 as f64 / ONE
    }

    /// The mean of so many of which this is the sum; nothing of none.
    pub(super) fn mean(self, of: u32) -> f64 {
        if of == 0 { 0.0 } else { self.0 as f64 / ONE / f64::from(of) }
    }
}

/// A sum for each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums([Exact; Lean::ALL.len()]);

impl Sums {
    pub(super) fn of(&self, lean: Lean) -> Exact {
        self.0.get(lean.index()).copied().unwrap_or_default()
    }

    pub(super) fn at(&mut self, lean: Lean) -> Option<&mut Exact> {
        self.0.get_mut(lean.index())
    }

    pub(super) fn add(&mut self, lean: Lean, part: Exact) {
        self.at(lean).into_iter().for_each(|sum| sum.add(part));
    }

    pub(super) fn add_all(&mut self, tally: &Tally) {
        Lean::ALL.iter().for_each(|&lean| self.add(lean, Exact::of(tally.of(lean))));
    }

    pub(super) fn tally(&self) -> Tally {
        Tally::each(|lean| self.of(lean).number())
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
