//! Numbers that say where they come from: how much, how long, how likely, how often.

mod length;
mod state;
mod chance;
mod rate;
mod hazard;

pub use chance::Chance;
pub use hazard::Hazard;
pub use length::{Length, LengthUnit};
pub use rate::{Rate, RatePer};
pub use state::{Factor, FactorOf, State};

use crate::policy::Known;
use crate::strict::{choice, object};

choice! {
    /// Where a number comes from.
    ///
    /// ```
    /// use practice_cycle::{policy::Known, simulation::Source};
    /// let source: Source = serde_json::from_str(r#"{"work":{"work":"Our own count, 2026","known":"local"}}"#)?;
    /// assert_eq!(source, Source::Work { work: "Our own count, 2026".to_owned(), known: Known::Local });
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub enum Source {
        /// Nobody measured it: it shows how something would work if it were so.
        Illustrative,
        /// It was taken from a work.
        Work {
            /// The work, with its year.
            work: String,
            /// How it is known that the work says so.
            known: Known,
        },
    }
}

object! {
    /// A number with where it comes from. What it counts, and within which limits, is for the field that holds it to say.
    ///
    /// ```
    /// use practice_cycle::simulation::{Amount, Source};
    /// let chance: Amount = serde_json::from_str(r#"{"value":0.1,"source":"illustrative"}"#)?;
    /// assert_eq!(chance, Amount::illustrative(0.1));
    /// assert_eq!(chance.source, Source::Illustrative);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
    pub struct Amount {
        /// How much.
        pub value: f64,
        /// Where it comes from.
        pub source: Source,
    }
}

impl Amount {
    /// A number that nobody measured.
    #[must_use]
    pub const fn illustrative(value: f64) -> Self {
        Self { value, source: Source::Illustrative }
    }
}
