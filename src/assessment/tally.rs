//! Three numbers, one a side, and never one score: both pulls can show at once, and a mean of them would hide it.

use serde::Serialize;

use crate::boundary::{Indicator, Lean, Row};
use crate::signs::{Chart, Side};

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

impl Side for Lean {
    type Tally = Tally;

    fn tally(number: impl Fn(Lean) -> f64) -> Tally {
        Tally::each(number)
    }

    fn of(self, tally: &Tally) -> f64 {
        tally.of(self)
    }
}

/// Figure 1. Every indicator has its cell.
impl Chart for Indicator {
    type Row = Row;
    type Side = Lean;

    fn cell(self) -> Option<(Row, Lean)> {
        Some((self.row(), self.lean()))
    }
}
