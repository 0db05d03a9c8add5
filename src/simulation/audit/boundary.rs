//! How what readings of the boundary claim compares with the unseen position of a simulation.

use std::io;

use serde::{Deserialize, Serialize};

use crate::boundary::Lean;

/// What one reading said.
///
/// ```
/// use practice_cycle::{boundary::Lean, simulation::Said};
/// assert_ne!(Said::Leans { lean: Lean::Healthy, firmness: 0.9 }, Said::Insufficient { firmness: 0.9 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// It claimed a side, this firmly.
    Leans {
        /// The side.
        lean: Lean,
        /// How firmly, from 0 to 1.
        firmness: f64,
    },
    /// It said that there is too little to claim one.
    Insufficient {
        /// How firmly it would have claimed the likeliest side, from 0 to 1.
        firmness: f64,
    },
}

/// Readings that spoke with a firmness within one tenth.
///
/// ```
/// use practice_cycle::simulation::BoundaryAudit;
/// assert_eq!(BoundaryAudit::default().tenths()[9].readings, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tenth {
    /// The readings that claimed a side.
    pub readings: u64,
    /// Of these, those whose side held the true majority.
    pub right: u64,
    /// The readings that said that there is too little.
    pub insufficient: u64,
}

/// Readings of the boundary beside the unseen position: of those that claim a side with a firmness within each tenth, how many were
/// right. Whole numbers, so that parts of a run add up to the same in any order.
///
/// ```
/// use practice_cycle::{boundary::Lean, simulation::{BoundaryAudit, Said}};
/// let mut audit = BoundaryAudit::default();
/// audit.note(Said::Leans { lean: Lean::Diffuse, firmness: 0.9 }, Some(Lean::Diffuse));
/// audit.note(Said::Leans { lean: Lean::Diffuse, firmness: 0.9 }, None);
/// audit.note(Said::Insufficient { firmness: 0.4 }, Some(Lean::Healthy));
/// let firm = audit.tenths()[9];
/// assert_eq!((firm.readings, firm.right, audit.tenths()[4].insufficient), (2, 1, 1));
/// assert!((audit.brier().unwrap() - (0.01 + 0.81) / 2.0).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BoundaryAudit {
    tenths: [Tenth; 10],
    /// The squares of how far claims were off, in the unit of firmness squared.
    squares: u128,
}

/// Firmness is counted in thousand millionths, so that sums are exact.
const UNIT: u64 = 1_000_000_000;

impl BoundaryAudit {
    /// Counts a reading beside the side that holds the true majority, if one does. A firmness beyond 0 or 1 counts as the nearer.
    pub fn note(&mut self, said: Said, majority: Option<Lean>) {
        let (firmness, lean) = match said {
            Said::Leans { lean, firmness } => (firmness, Some(lean)),
            Said::Insufficient { firmness } => (firmness, None),
        };
        // A float that is no number becomes 0.
        let firmness = ((firmness * UNIT as f64).round() as u64).min(UNIT);
        let place = (firmness / (UNIT / 10)).min(9) as usize;
        let Some(tenth) = self.tenths.get_mut(place) else { return };
        match lean {
            None => tenth.insufficient += 1,
            Some(lean) => {
                let is_right = majority == Some(lean);
                tenth.readings += 1;
                tenth.right += u64::from(is_right);
                let off = if is_right { UNIT - firmness } else { firmness };
                self.squares += u128::from(off) * u128::from(off);
            }
        }
    }

    /// The ten tenths of firmness, from the lowest; each from its lower end to below its upper, the last with it.
    #[must_use]
    pub const fn tenths(&self) -> &[Tenth; 10] {
        &self.tenths
    }

    /// The mean square of how far the claims were off: 0 where each was certain and right, 1 where each was certain and wrong;
    /// `None` where there was no claim (G. W. Brier, *Verification of forecasts expressed in terms of probability*, 1950).
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        let claims: u64 = self.tenths.iter().map(|tenth| tenth.readings).sum();
        let unit = UNIT as f64;
        (claims > 0).then(|| self.squares as f64 / claims as f64 / (unit * unit))
    }

    /// Adds what other readings came to.
    pub fn merge(&mut self, other: &Self) {
        for (tenth, more) in self.tenths.iter_mut().zip(&other.tenths) {
            tenth.readings += more.readings;
            tenth.right += more.right;
            tenth.insufficient += more.insufficient;
        }
        self.squares += other.squares;
    }

    /// Writes a table: tenth by tenth, from the lowest.
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(TENTHS)?;
        self.rows().try_for_each(|row| csv.serialize(row))?;
        csv.flush()
    }

    /// The rows of that table.
    pub(crate) fn rows(&self) -> impl Iterator<Item = ([String; 2], u64, u64, u64)> {
        self.tenths.iter().enumerate().map(|(place, Tenth { readings, right, insufficient })| {
            let ends = [place, place + 1].map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
            (ends, *readings, *right, *insufficient)
        })
    }
}

pub(crate) const TENTHS: [&str; 5] = ["says_from", "says_to", "readings", "right", "insufficient"];
