//! The parameters of the hypotheses: what counts how much against an idea, and how much has to be weighed before there is an order.

use serde::{Deserialize, Serialize};

use crate::deliberating::Rating;
use crate::id::ParametersId;
use crate::parameter;
use crate::strict::object;

/// What ideas are ordered by. Nobody has validated any set, and the default set is named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result |
/// | `pieces` | 3 | pieces of evidence that one person weighed against each of the ideas, before there is an order |
/// | `ideas` | 2 | ideas that they weighed with that many pieces, before there is an order: from 2 on, since one idea alone has no order |
/// | `inconsistent` | 1 | what a piece rated *inconsistent* counts against an idea |
/// | `strongly_inconsistent` | 2 | what one rated *strongly inconsistent* counts: no less than `inconsistent` |
///
/// Every number is from 1 to 1000. What is rated *consistent*, *strongly consistent* or *does not help* counts nothing.
///
/// ```
/// use practice_cycle::hypotheses::Parameters;
/// let ours: Parameters = serde_json::from_str(r#"{"id":"our-service-2026","pieces":5,"strongly_inconsistent":4}"#)?;
/// assert_eq!((ours.pieces(), ours.ideas(), ours.strongly_inconsistent()), (5, 2, 4));
///
/// let refused = serde_json::from_str::<Parameters>(r#"{"id":"ours","inconsistent":3}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("`strongly_inconsistent`: expected a number no less than `inconsistent`"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `TryFrom` has checked it.

object! {
    /// Parameters as they are written, before they are checked. What is left out is as in the default set, but for the name.
    ///
    /// ```
    /// use practice_cycle::hypotheses::{Parameters, RawParameters};
    /// let raw = RawParameters { ideas: 1, ..RawParameters::named("ours".parse()?) };
    /// assert_eq!(Parameters::try_from(raw).unwrap_err().field(), "ideas");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// The fewest pieces of evidence.
        #[serde(default = "three", deserialize_with = "read::pieces")]
        pub pieces: u16,
        /// The fewest ideas.
        #[serde(default = "two", deserialize_with = "read::ideas")]
        pub ideas: u16,
        /// What an inconsistent piece counts against an idea.
        #[serde(default = "one", deserialize_with = "read::inconsistent")]
        pub inconsistent: u16,
        /// What a strongly inconsistent piece counts against an idea.
        #[serde(default = "two", deserialize_with = "read::strongly_inconsistent")]
        pub strongly_inconsistent: u16,
    }
}

/// The most that any number may be.
const MOST: u16 = 1000;

const fn one() -> u16 {
    1
}

const fn two() -> u16 {
    2
}

const fn three() -> u16 {
    3
}

mod read {
    crate::parameter::whole_numbers! {
        pieces: super::MOST;
        ideas: super::MOST;
        inconsistent: super::MOST;
        strongly_inconsistent: super::MOST;
    }
}

parameter::field_error! {
    /// A set of parameters was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::hypotheses::{Parameters, RawParameters};
    /// let raw = RawParameters { pieces: 0, ..RawParameters::named("ours".parse()?) };
    /// assert_eq!(Parameters::try_from(raw).unwrap_err().to_string(), "`pieces`: expected a number from 1 to 1000");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    ParametersError
}

impl RawParameters {
    /// The numbers of the default set under a name of one's own.
    #[must_use]
    pub fn named(id: ParametersId) -> Self {
        Self { id, pieces: three(), ideas: two(), inconsistent: one(), strongly_inconsistent: two() }
    }
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        let default = Self::unvalidated_v1().0;
        ParametersError::first([
            ((1..=MOST).contains(&raw.pieces), "pieces", "a number from 1 to 1000"),
            ((2..=MOST).contains(&raw.ideas), "ideas", "a number from 2 to 1000"),
            ((1..=MOST).contains(&raw.inconsistent), "inconsistent", "a number from 1 to 1000"),
            (
                (raw.inconsistent..=MOST).contains(&raw.strongly_inconsistent),
                "strongly_inconsistent",
                "a number no less than `inconsistent`, at most 1000",
            ),
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
    /// The fewest pieces of evidence that one person weighed against each of the ideas, before there is an order.
    pieces: usize;
    /// The fewest ideas.
    ideas: usize;
    /// What an inconsistent piece counts against an idea.
    inconsistent: u64;
    /// What a strongly inconsistent piece counts against an idea.
    strongly_inconsistent: u64;
}

impl Parameters {
    /// The default set: three pieces and two ideas, and a piece that is strongly inconsistent counts as two that are inconsistent.
    /// Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v1() -> Self {
        Self(RawParameters::named(ParametersId::unvalidated_v1()))
    }

    /// What a rating counts against an idea.
    pub(super) fn against(&self, rating: Rating) -> u64 {
        match rating {
            Rating::StronglyConsistent | Rating::Consistent | Rating::DoesNotHelp => 0,
            Rating::Inconsistent => self.inconsistent(),
            Rating::StronglyInconsistent => self.strongly_inconsistent(),
        }
    }
}
