//! The parameters of the sharing: how much has to be recorded before anything is said, and from where on something is shown.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::id::ParametersId;
use crate::parameter;
use crate::people::Side;
use crate::strict::object;

/// How much has to be recorded before anything is said. Nobody has validated any number, and the default set is named for that.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result |
/// | `steps` | 2 | steps that stand, before anything is said: one step is always one person's |
/// | `people` | 2 | people who take them, for *carried together*; from 2 on |
/// | `step_sides` | 2 | sides on which these people stand, for *carried together*; from 1 to 4 |
/// | `most_by_one_percent` | 75 | the largest share of the steps that may be one person's, for *carried together*, in per cent; from 50 to 100 |
/// | `sides` | 2 | sides that were heard, for *carried together*; from 1 to 4 |
/// | `unchanged_reviews` | 3 | reviews in a row at which a plan went on as it was, from which on this is shown |
/// | `named_again` | 2 | discussions in which a risk was named with no step between them, from which on this is shown |
///
/// Every other number is from 1 to 1000.
///
/// ```
/// use practice_cycle::sharing::Parameters;
/// let ours: Parameters = serde_json::from_str(r#"{"id":"our-service-2026","steps":4}"#)?;
/// assert_eq!((ours.steps(), ours.people(), ours.most_by_one_percent()), (4, 2, 75));
///
/// let refused = serde_json::from_str::<Parameters>(r#"{"id":"ours","people":1}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("`people`: expected a number from 2 to 1000"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `TryFrom` has checked it.

object! {
    /// Parameters as they are written, before they are checked. What is left out is as in the default set, but for the name.
    ///
    /// ```
    /// use practice_cycle::sharing::{Parameters, RawParameters};
    /// let raw = RawParameters { sides: 5, ..RawParameters::named("ours".parse()?) };
    /// assert_eq!(Parameters::try_from(raw).unwrap_err().field(), "sides");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// The fewest steps that stand.
        #[serde(default = "two", deserialize_with = "read::steps")]
        pub steps: u16,
        /// The fewest people who take them.
        #[serde(default = "two", deserialize_with = "read::people")]
        pub people: u16,
        /// The fewest sides on which these stand.
        #[serde(default = "two", deserialize_with = "read::step_sides")]
        pub step_sides: u16,
        /// The largest share of the steps that may be one person's, in per cent.
        #[serde(default = "most", deserialize_with = "read::most_by_one_percent")]
        pub most_by_one_percent: u16,
        /// The fewest sides that were heard.
        #[serde(default = "two", deserialize_with = "read::sides")]
        pub sides: u16,
        /// The fewest reviews in a row at which a plan went on as it was.
        #[serde(default = "three", deserialize_with = "read::unchanged_reviews")]
        pub unchanged_reviews: u16,
        /// The fewest discussions in which a risk was named with no step between.
        #[serde(default = "two", deserialize_with = "read::named_again")]
        pub named_again: u16,
    }
}

/// The most that any number may be.
const MOST: u16 = 1000;
/// The sides there are.
const SIDES: u16 = Side::ALL.len() as u16;

const fn two() -> u16 {
    2
}

const fn three() -> u16 {
    3
}

const fn most() -> u16 {
    75
}

mod read {
    crate::parameter::whole_numbers! {
        steps: super::MOST;
        people: super::MOST;
        step_sides: super::SIDES;
        most_by_one_percent: 100;
        sides: super::SIDES;
        unchanged_reviews: super::MOST;
        named_again: super::MOST;
    }
}

parameter::field_error! {
    /// A set of parameters was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::sharing::{Parameters, RawParameters};
    /// let raw = RawParameters { most_by_one_percent: 40, ..RawParameters::named("ours".parse()?) };
    /// let refused = Parameters::try_from(raw).unwrap_err();
    /// assert_eq!(refused.to_string(), "`most_by_one_percent`: expected a number from 50 to 100");
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    ParametersError
}

impl RawParameters {
    /// The numbers of the default set under a name of one's own.
    #[must_use]
    pub fn named(id: ParametersId) -> Self {
        Self {
            id,
            steps: two(),
            people: two(),
            step_sides: two(),
            most_by_one_percent: most(),
            sides: two(),
            unchanged_reviews: three(),
            named_again: two(),
        }
    }
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        let default = Self::unvalidated_v1().0;
        let whole = "a number from 1 to 1000";
        let sides = "a number from 1 to 4";
        ParametersError::first([
            ((1..=MOST).contains(&raw.steps), "steps", whole),
            ((2..=MOST).contains(&raw.people), "people", "a number from 2 to 1000"),
            ((1..=SIDES).contains(&raw.step_sides), "step_sides", sides),
            ((50..=100).contains(&raw.most_by_one_percent), "most_by_one_percent", "a number from 50 to 100"),
            ((1..=SIDES).contains(&raw.sides), "sides", sides),
            ((1..=MOST).contains(&raw.unchanged_reviews), "unchanged_reviews", whole),
            ((1..=MOST).contains(&raw.named_again), "named_again", whole),
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
    /// The fewest steps that stand.
    steps: usize;
    /// The fewest people who take them.
    people: usize;
    /// The fewest sides on which these stand.
    step_sides: usize;
    /// The largest share of the steps that may be one person's, in per cent.
    most_by_one_percent: usize;
    /// The fewest sides that were heard.
    sides: usize;
    /// The fewest reviews in a row at which a plan went on as it was.
    unchanged_reviews: usize;
    /// The fewest discussions in which a risk was named with no step between.
    named_again: usize;
}

impl Parameters {
    /// The default set: the least that can be shared at all, and a plan unchanged at three reviews. Nobody has validated it.
    #[must_use]
    pub fn unvalidated_v1() -> Self {
        Self(RawParameters::named(ParametersId::unvalidated_v1()))
    }
}
