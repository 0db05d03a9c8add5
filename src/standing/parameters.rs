//! The parameters of the standing: how much each step takes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::code::Code;
use crate::id::ParametersId;
use crate::parameter;
use crate::space::Space;
use crate::strict::object;

/// How much each step of standing takes. No set has been validated, and the default set is named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result |
/// | `joining_evidence` | 1 | occasions of joining and rules noticed, together, for *orientating* |
/// | `rules_worked_with` | 1 | rules that were noticed and then worked with, for *ally* |
/// | `acknowledgements` | 1 | acknowledgements by the social work side, for *ally* |
/// | `turns` | 2 | completed turns of the cycle, for *embedded*: the article speaks of a cycle, and one turn is no cycle yet |
/// | `spaces` | 2 | kinds of space in which those turns were, for *embedded*: the least that is *several* |
/// | `influence` | 1 | invitations to shape practice beyond the team's cases, for *influential* |
///
/// Every number is from 1 to 1000, and `spaces` no more than there are kinds of space, or than `turns`, since a turn is in one
/// space.
///
/// ```
/// use practice_cycle::standing::Parameters;
/// let stricter: Parameters = serde_json::from_str(r#"{"id":"our-service-2026","turns":4,"spaces":3}"#)?;
/// assert_eq!((stricter.turns(), stricter.acknowledgements()), (4, 1));
///
/// let refused = serde_json::from_str::<Parameters>(r#"{"id":"ours","turns":0}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("`turns` is 0: expected 1 to 1000"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `TryFrom` has checked it.

object! {
    /// Parameters as they are written, before they are checked. What is left out is as in the default set, but for the name.
    ///
    /// ```
    /// use practice_cycle::standing::{ParametersError, RawParameters, Parameters};
    /// let raw = RawParameters { spaces: 3, ..RawParameters::named("ours".parse()?) };
    /// assert_eq!(Parameters::try_from(raw), Err(ParametersError::MoreSpacesThanTurns { spaces: 3, turns: 2 }));
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// For *orientating*: occasions of joining and rules noticed.
        #[serde(default = "one", deserialize_with = "read::joining_evidence")]
        pub joining_evidence: u16,
        /// For *ally*: rules worked with.
        #[serde(default = "one", deserialize_with = "read::rules_worked_with")]
        pub rules_worked_with: u16,
        /// For *ally*: acknowledgements.
        #[serde(default = "one", deserialize_with = "read::acknowledgements")]
        pub acknowledgements: u16,
        /// For *embedded*: completed turns.
        #[serde(default = "two", deserialize_with = "read::turns")]
        pub turns: u16,
        /// For *embedded*: kinds of space.
        #[serde(default = "two", deserialize_with = "read::spaces")]
        pub spaces: u16,
        /// For *influential*: invitations to shape practice.
        #[serde(default = "one", deserialize_with = "read::influence")]
        pub influence: u16,
    }
}

/// The most that any number may be.
const MOST: u16 = 1000;
/// The kinds of space there are.
const SPACES: u16 = Space::ALL.len() as u16;

const fn one() -> u16 {
    1
}

const fn two() -> u16 {
    2
}

mod read {
    crate::parameter::whole_numbers! {
        joining_evidence: super::MOST;
        rules_worked_with: super::MOST;
        acknowledgements: super::MOST;
        turns: super::MOST;
        spaces: super::SPACES;
        influence: super::MOST;
    }
}

/// Why parameters are refused.
///
/// ```
/// use practice_cycle::standing::ParametersError;
/// let refusal = ParametersError::OutOfRange { field: "spaces", found: 40, most: 15 };
/// assert_eq!(refusal.to_string(), "`spaces` is 40: expected 1 to 15");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParametersError {
    /// A number that makes no sense.
    #[error("`{field}` is {found}: expected 1 to {most}")]
    OutOfRange {
        /// The field.
        field: &'static str,
        /// What it was.
        found: u16,
        /// The most it may be.
        most: u16,
    },
    /// The name of the default set for other numbers: results cite it, so it has to mean the same everywhere.
    #[error("`id`: expected a name of their own for thresholds of one's own")]
    NameTaken,
    /// Each turn is in one space.
    #[error("`spaces` is {spaces}, more than `turns`, which is {turns}: each turn is in one space")]
    MoreSpacesThanTurns {
        /// The kinds of space.
        spaces: u16,
        /// The turns.
        turns: u16,
    },
}

impl RawParameters {
    /// The numbers of the default set under a name of one's own.
    #[must_use]
    pub fn named(id: ParametersId) -> Self {
        Self {
            id,
            joining_evidence: one(),
            rules_worked_with: one(),
            acknowledgements: one(),
            turns: two(),
            spaces: two(),
            influence: one(),
        }
    }
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        for (field, found, most) in [
            ("joining_evidence", raw.joining_evidence, MOST),
            ("rules_worked_with", raw.rules_worked_with, MOST),
            ("acknowledgements", raw.acknowledgements, MOST),
            ("turns", raw.turns, MOST),
            ("spaces", raw.spaces, SPACES),
            ("influence", raw.influence, MOST),
        ] {
            if !(1..=most).contains(&found) {
                return Err(ParametersError::OutOfRange { field, found, most });
            }
        }
        if raw.spaces > raw.turns {
            return Err(ParametersError::MoreSpacesThanTurns { spaces: raw.spaces, turns: raw.turns });
        }
        let default = Self::unvalidated_v1().0;
        if raw.id == default.id && raw != default { Err(ParametersError::NameTaken) } else { Ok(Self(raw)) }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self::unvalidated_v1()
    }
}

parameter::checked_set! {
    /// For *orientating*: occasions of joining and rules noticed.
    joining_evidence: usize;
    /// For *ally*: rules worked with.
    rules_worked_with: usize;
    /// For *ally*: acknowledgements.
    acknowledgements: usize;
    /// For *embedded*: completed turns.
    turns: usize;
    /// For *embedded*: kinds of space.
    spaces: usize;
    /// For *influential*: invitations to shape practice.
    influence: usize;
}

impl Parameters {
    /// The default set: the least that the words of each step ask for. Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v1() -> Self {
        Self(RawParameters::named(ParametersId::unvalidated_v1()))
    }
}
