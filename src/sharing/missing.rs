//! What is missing for a case to be carried together.

use serde::Serialize;

/// What is missing for *carried together*.
///
/// ```
/// use practice_cycle::sharing::Missing;
/// assert_eq!(Missing::Steps { found: 1, needed: 2 }.to_string(), "1 of 2 steps");
/// assert_eq!(Missing::RiskOfActing.to_string(), "the risk of acting is not named");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename = "SharingMissing"))]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Too few steps stand.
    Steps {
        /// Steps that stand.
        found: usize,
        /// Steps that are needed.
        needed: usize,
    },
    /// Too few people take them.
    People {
        /// People who do.
        found: usize,
        /// People who are needed.
        needed: usize,
    },
    /// These stand on too few sides.
    StepSides {
        /// Sides on which they stand.
        found: usize,
        /// Sides that are needed.
        needed: usize,
    },
    /// One person takes nearly all of them.
    MostByOne {
        /// Steps of that person.
        found: usize,
        /// Steps of all.
        of: usize,
    },
    /// Too few sides were heard.
    Sides {
        /// Sides that were.
        found: usize,
        /// Sides that are needed.
        needed: usize,
    },
    /// Nobody named the risk of acting.
    RiskOfActing,
    /// Nobody named the risk of not acting.
    RiskOfNotActing,
}
