//! The parameters of the anchoring: how much has to be weighed before anything is said.

use serde::{Deserialize, Serialize};

use crate::id::ParametersId;
use crate::parameter;
use crate::strict::object;

/// How much has to be weighed before anything is said. Nobody has validated any number, and the default set is named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result |
/// | `pieces` | 3 | pieces of evidence that were weighed against the first idea, by anybody, from 1 to 1000 |
///
/// ```
/// use practice_cycle::anchoring::Parameters;
/// let ours: Parameters = serde_json::from_str(r#"{"id":"our-service-2026","pieces":5}"#)?;
/// assert_eq!((ours.pieces(), Parameters::default().pieces()), (5, 3));
///
/// let refused = serde_json::from_str::<Parameters>(r#"{"id":"unvalidated_v1","pieces":5}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("`id`: expected a name of its own for a set of one's own"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `TryFrom` has checked it.

object! {
    /// Parameters as they are written, before they are checked.
    ///
    /// ```
    /// use practice_cycle::anchoring::{Parameters, RawParameters};
    /// let raw = RawParameters { id: "ours".parse()?, pieces: 0 };
    /// assert_eq!(Parameters::try_from(raw).unwrap_err().field(), "pieces");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// The fewest pieces of evidence.
        #[serde(deserialize_with = "read::pieces")]
        pub pieces: u16,
    }
}

const MOST: u16 = 1000;

mod read {
    crate::parameter::whole_numbers! {
        pieces: super::MOST;
    }
}

parameter::field_error! {
    /// A set of parameters was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::anchoring::{Parameters, RawParameters};
    /// let raw = RawParameters { id: "ours".parse()?, pieces: 0 };
    /// assert_eq!(Parameters::try_from(raw).unwrap_err().to_string(), "`pieces`: expected a number from 1 to 1000");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    ParametersError
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        let default = Self::unvalidated_v1().0;
        ParametersError::first([
            ((1..=MOST).contains(&raw.pieces), "pieces", "a number from 1 to 1000"),
            (raw.id != default.id || raw == default, "id", "a name of its own for a set of one's own"),
        ])?;
        Ok(Self(raw))
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self::unvalidated_v1()
    }
}

parameter::checked_set! {
    /// The fewest pieces of evidence that were weighed against the first idea.
    pieces: usize;
}

impl Parameters {
    /// The default: three pieces. Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v1() -> Self {
        Self(RawParameters { id: ParametersId::unvalidated_v1(), pieces: 3 })
    }
}
