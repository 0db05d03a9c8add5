//! The parameters of the turns: how long an arc may wait before work stalls there.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::id::ParametersId;
use crate::parameter;
use crate::strict::object;

/// For how long an arc that was begun may wait for its end before work seems to stall there. Nobody has validated any time;
/// the default set is named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v2` | the name of the set, shown with every result |
/// | `days` | 28 | days of 24 hours, from 1 to 3650, on every arc: nothing is known by which to distinguish the three |
///
/// The patience is the same whatever came before: a slow round makes nobody wait longer. It decides what is *stalled*, and no
/// number of a [`Curve`](super::Curve).
///
/// ```
/// use practice_cycle::turns::Parameters;
/// let ours: Parameters = serde_json::from_str(r#"{"id":"our-service-2026","days":14}"#)?;
/// assert_eq!((ours.days(), Parameters::default().days()), (14, 28));
///
/// let refused = serde_json::from_str::<Parameters>(r#"{"id":"ours","days":"a fortnight"}"#).unwrap_err();
/// assert!(refused.to_string().contains("expected `days` to be a whole number from 1 to 3650"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `TryFrom` has checked it.

object! {
    /// Parameters as they are written, before they are checked.
    ///
    /// ```
    /// use practice_cycle::turns::{ParametersError, Parameters, RawParameters};
    /// let raw = RawParameters { id: "unvalidated_v2".parse()?, days: 14 };
    /// assert_eq!(Parameters::try_from(raw), Err(ParametersError::NameTaken));
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// For how many days an arc may wait.
        #[serde(deserialize_with = "read::days")]
        pub days: u16,
    }
}

const MOST: u16 = 3650;

mod read {
    crate::parameter::whole_numbers! {
        days: super::MOST;
    }
}

/// Why parameters are refused.
///
/// ```
/// use practice_cycle::turns::ParametersError;
/// assert_eq!(ParametersError::OutOfRange { days: 0 }.to_string(), "`days` is 0: expected 1 to 3650");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParametersError {
    /// A number of days that makes no sense.
    #[error("`days` is {days}: expected 1 to {MOST}")]
    OutOfRange {
        /// The days.
        days: u16,
    },
    /// The name of the default set for another time, or of an earlier default set: results cite it, so it has to mean the same
    /// everywhere.
    #[error("`id`: expected a name of its own for a patience of one's own")]
    NameTaken,
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        let default = Self::unvalidated_v2().0;
        if !(1..=MOST).contains(&raw.days) {
            Err(ParametersError::OutOfRange { days: raw.days })
        } else if (raw.id == default.id && raw != default) || raw.id == ParametersId::unvalidated_v1() {
            Err(ParametersError::NameTaken)
        } else {
            Ok(Self(raw))
        }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self::unvalidated_v2()
    }
}

impl Parameters {
    /// The default: four weeks, a time in which most teams meet more than once. Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v2() -> Self {
        Self(RawParameters { id: ParametersId::unvalidated_v2(), days: 28 })
    }
}

parameter::checked_set! {
    /// For how many days an arc may wait.
    days: u16;
}
