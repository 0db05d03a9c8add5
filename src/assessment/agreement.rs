//! The agreement among observers: how far those who saw the same row saw the same side of it.

use std::fmt;

use serde::Serialize;

use super::tally::Parts;
use crate::boundary::{Lean, Row};
use crate::code::Code;

/// How far several readings of the same rows agree: as a share of pairs with its number, and corrected for chance.
///
/// A unit is a row of Figure 1; a value is the side that most spoke for, to one observer or one perspective. Rows in which two
/// sides weigh the same to somebody have no value from them.
///
/// Corrected for chance it is Krippendorff's alpha for nominal data (K. Krippendorff, *Computing Krippendorff's
/// Alpha-Reliability*, University of Pennsylvania, 2011): 1 is full agreement, 0 is what chance would give, below 0 is
/// systematic disagreement. It is not defined where only one value occurs at all; on a
/// single row it is 0 by its make, so two rows are asked for. With five rows it is coarse, and it says
/// nothing about who is right.
///
/// ```
/// use practice_cycle::assessment::Agreement;
/// let agreement = Agreement { agreeing: 2, pairs: 3, alpha: None };
/// assert_eq!(agreement.to_string(), "67% of 3 pairs");
/// let agreement = Agreement { alpha: Some(-0.33), ..agreement };
/// assert_eq!(agreement.to_string(), "67% of 3 pairs, which is less than chance would give");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// The pairs that named the same side.
    pub agreeing: u64,
    /// The pairs of readings of the same row.
    pub pairs: u64,
    /// Krippendorff's alpha, where it is defined.
    pub alpha: Option<f64>,
}

impl Agreement {
    /// The share of pairs that agree, in percent, if there is a pair.
    #[must_use]
    pub fn percent(&self) -> Option<f64> {
        (self.pairs > 0).then(|| 100.0 * self.agreeing as f64 / self.pairs as f64)
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(percent) = self.percent() else { return f.write_str("nobody saw the same row as another") };
        let pairs = if self.pairs == 1 { "pair" } else { "pairs" };
        write!(f, "{percent:.0}% of {} {pairs}", self.pairs)?;
        if let Some(alpha) = self.alpha {
            // To a tenth; the value holds the exact number.
            f.write_str(match alpha {
                above if above >= 0.05 => ", which is more than chance would give",
                below if below <= -0.05 => ", which is less than chance would give",
                _ => ", which is about what chance would give",
            })?;
        }
        Ok(())
    }
}

/// How many named each side, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts([[u64; 3]; 5]);

impl Counts {
    pub(super) fn add(&mut self, row: Row, parts: &Parts) {
        let Some(lean) = parts.leading().filter(|_| parts.total() > 0) else { return };
        if let Some(count) = self.0.get_mut(row.index()).and_then(|row| row.get_mut(lean.index())) {
            *count += 1;
        }
    }

    pub(super) fn agreement(&self) -> Agreement {
        let (mut agreeing, mut pairs, mut units) = (0, 0, 0);
        let (mut observed, mut values) = (0.0, [0_u64; Lean::ALL.len()]);
        for row in &self.0 {
            let several: u64 = row.iter().sum();
            if several < 2 {
                continue;
            }
            let same: u64 = row.iter().map(|&count| count * count.saturating_sub(1)).sum();
            units += 1;
            agreeing += same / 2;
            pairs += several * (several - 1) / 2;
            observed += same as f64 / (several - 1) as f64;
            for (value, count) in values.iter_mut().zip(row) {
                *value += count;
            }
        }
        let all: u64 = values.iter().sum();
        let alpha = (units >= 2).then(|| {
            let all_pairs = all as f64 * (all - 1) as f64;
            let expected =
                values.iter().map(|&count| count as f64 * count.saturating_sub(1) as f64).sum::<f64>() / all_pairs;
            (expected < 1.0).then(|| 1.0 - (1.0 - observed / all as f64) / (1.0 - expected))
        });
        Agreement { agreeing, pairs, alpha: alpha.flatten() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_agrees_with_one_worked_by_hand() {
        // Two readers of four rows: they agree on two enmeshed and one healthy, and differ on the fourth.
        // Coincidences: enmeshed 4, healthy 2, one of each both ways. Values: five and three of eight.
        let counts = Counts([[2, 0, 0], [2, 0, 0], [0, 2, 0], [1, 1, 0], [0, 0, 1]]);
        let agreement = counts.agreement();
        assert_eq!((agreement.agreeing, agreement.pairs), (3, 4));
        // 1 - (8 - 1) * 2 / (2 * 5 * 3) = 16/30.
        assert!((agreement.alpha.unwrap() - 16.0 / 30.0).abs() < 1e-12);
    }

    #[test]
    fn alpha_is_not_defined_without_variation() {
        assert_eq!(Counts([[3, 0, 0], [2, 0, 0], [0; 3], [0; 3], [0; 3]]).agreement().alpha, None);
        assert_eq!(Counts::default().agreement(), Agreement { agreeing: 0, pairs: 0, alpha: None });
    }
}
