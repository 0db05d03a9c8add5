//! When there are replications enough.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::simulation::outcome::{Measured, Summary};

/// How sure a mean is to be before replications stop.
///
/// Replications are added until the interval of the mean reaches no farther than a width on either side, or there are as many as may be.
/// It suits means, and not tails, which take far more. Looking again and again, and stopping when it suits, has a price: the interval holds
/// the true mean a little less often than its confidence says, the more so from few replications on (Y. S. Chow and H. Robbins, *Annals of
/// Mathematical Statistics* 36, 1965). So there is a least number, and looks are best made after whole batches, so that the
/// number of threads changes nothing. Where replications have not varied at all there is no interval yet, and more are needed.
///
/// ```
/// use practice_cycle::simulation::experiment::{Enough, Precision};
/// use practice_cycle::simulation::outcome::{Observed, Outcome, Ratio, Summary};
/// let precision = Precision::new(Outcome::Sessions.into(), 0.5, 0.95, 10, 1_000)?;
/// let mut summary = Summary::default();
/// for replication in 0..40 {
///     let mut observed = Observed::default();
///     observed.count(Outcome::Sessions, Ratio { num: 4 + replication % 2, den: 604_800 });
///     summary.add(replication, &observed);
///     let enough = precision.of(&summary, 365);
///     assert_eq!(enough == Enough::NotYet, replication < 9, "{replication}");
/// }
/// # Ok::<(), practice_cycle::simulation::experiment::PrecisionError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "Raw")]
pub struct Precision {
    of: Measured,
    half_width: f64, // Invariant: above 0, and finite.
    confidence: f64, // Invariant: between 0 and 1.
    at_least: u64,   // Invariant: 2 or more.
    at_most: u64,    // Invariant: not below the least.
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Raw {
    of: Measured,
    half_width: f64,
    confidence: f64,
    at_least: u64,
    at_most: u64,
}

impl TryFrom<Raw> for Precision {
    type Error = PrecisionError;
    fn try_from(raw: Raw) -> Result<Self, PrecisionError> {
        Self::new(raw.of, raw.half_width, raw.confidence, raw.at_least, raw.at_most)
    }
}

/// A precision that cannot be asked for.
///
/// ```
/// use practice_cycle::simulation::experiment::{Precision, PrecisionError};
/// use practice_cycle::simulation::outcome::Outcome;
/// assert_eq!(Precision::new(Outcome::Sessions.into(), 0.0, 0.95, 10, 100), Err(PrecisionError::HalfWidth));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PrecisionError {
    /// No interval is as narrow as that.
    #[error("half_width: expected a number above 0")]
    HalfWidth,
    /// No interval has such a confidence.
    #[error("confidence: expected a number between 0 and 1, such as 0.95")]
    Confidence,
    /// One replication says nothing of how replications vary.
    #[error("at_least: expected 2 or more")]
    AtLeast,
    /// There is nothing between.
    #[error("at_most: expected as many as at_least, or more")]
    AtMost,
}

/// Whether there are replications enough.
///
/// ```
/// use practice_cycle::simulation::experiment::{Enough, Precision};
/// use practice_cycle::simulation::outcome::{Outcome, Summary};
/// let precision = Precision::new(Outcome::Sessions.into(), 0.5, 0.95, 10, 1_000)?;
/// assert_eq!(precision.of(&Summary::default(), 365), Enough::NotYet);
/// # Ok::<(), practice_cycle::simulation::experiment::PrecisionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enough {
    /// More are needed.
    NotYet,
    /// The interval is as narrow as was asked.
    Precise,
    /// There are as many replications as allowed, and the interval is still wider, or there is none.
    AsManyAsMayBe,
}

impl Precision {
    /// A half-width in the unit of an outcome, at a confidence, with the least and the most replications.
    ///
    /// # Errors
    /// [`PrecisionError`], the first that is wrong.
    pub fn new(of: Measured, half_width: f64, confidence: f64, at_least: u64, at_most: u64) -> Result<Self, PrecisionError> {
        if !(half_width > 0.0 && half_width.is_finite()) {
            return Err(PrecisionError::HalfWidth);
        }
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(PrecisionError::Confidence);
        }
        if at_least < 2 {
            return Err(PrecisionError::AtLeast);
        }
        if at_most < at_least {
            return Err(PrecisionError::AtMost);
        }
        Ok(Self { of, half_width, confidence, at_least, at_most })
    }

    /// The most replications.
    #[must_use]
    pub const fn at_most(&self) -> u64 {
        self.at_most
    }

    /// Whether replications so far are enough, over a span of this many days.
    #[must_use]
    pub fn of(&self, summary: &Summary, days: u64) -> Enough {
        let half_width = || summary.told(&self.of, days)?.estimate?.half_width(self.confidence);
        let so_far = summary.replications();
        if so_far >= self.at_least && half_width().is_some_and(|half_width| half_width <= self.half_width) {
            Enough::Precise
        } else if so_far >= self.at_most {
            Enough::AsManyAsMayBe
        } else {
            Enough::NotYet
        }
    }
}
