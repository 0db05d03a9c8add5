//! The stretch of time that outcomes are of.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::course::DAY;
use crate::evidence::Elapsed;
use crate::moment::Moment;

/// From when until when a simulation runs, and from when on it counts.
///
/// What began before the warm-up was over is left out; what began after it is followed to the end of the span, or to the closing of
/// its cycle. The time until a clinician is an ally, or embedded, is the exception: it begins with the cycle, and so counts wherever the
/// cycle was opened within the span.
///
/// ```
/// use practice_cycle::simulation::outcome::Span;
/// let (from, to) = ("2026-01-05T09:00:00Z".parse()?, "2026-04-05T09:00:00Z".parse()?);
/// let span = Span::new(from, "2026-02-04T09:00:00Z".parse()?, to)?;
/// assert_eq!((span.days(), span.counted_seconds()), (90, 60 * 86_400));
/// assert!(Span::new(to, to, from).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "Raw")]
pub struct Span {
    from: Moment,
    warm_up_until: Moment,
    to: Moment, // Invariant: in this order, though they may be one instant.
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Raw {
    from: Moment,
    warm_up_until: Moment,
    to: Moment,
}

impl TryFrom<Raw> for Span {
    type Error = SpanError;
    fn try_from(raw: Raw) -> Result<Self, SpanError> {
        Self::new(raw.from, raw.warm_up_until, raw.to)
    }
}

/// A span would end before it begins, or its warm-up would lie outside it.
///
/// ```
/// use practice_cycle::simulation::outcome::SpanError;
/// assert_eq!(SpanError.to_string(), "a span begins, then its warm-up is over, then it ends");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a span begins, then its warm-up is over, then it ends")]
pub struct SpanError;

impl Span {
    /// A span. Without a warm-up, that is over as the span begins.
    ///
    /// # Errors
    /// [`SpanError`] where the three are not in this order; they may be one instant.
    pub fn new(from: Moment, warm_up_until: Moment, to: Moment) -> Result<Self, SpanError> {
        if from <= warm_up_until && warm_up_until <= to { Ok(Self { from, warm_up_until, to }) } else { Err(SpanError) }
    }

    /// When it begins.
    #[must_use]
    pub const fn from(&self) -> Moment {
        self.from
    }

    /// From when on it counts.
    #[must_use]
    pub const fn warm_up_until(&self) -> Moment {
        self.warm_up_until
    }

    /// When it ends.
    #[must_use]
    pub const fn to(&self) -> Moment {
        self.to
    }

    /// Its whole length, in full days of 24 hours.
    #[must_use]
    pub fn days(&self) -> u64 {
        Elapsed::between(self.from, self.to).seconds() / DAY
    }

    /// The seconds that count: those after the warm-up.
    #[must_use]
    pub fn counted_seconds(&self) -> u64 {
        Elapsed::between(self.warm_up_until, self.to).seconds()
    }
}
