//! The parameters of a reading of partnership: data with a name, checked once.

use serde::{Deserialize, Serialize};

use crate::id::ParametersId;
use crate::parameter;
use crate::strict::object;

object! {
    /// What must be there before it is said which way any description leans.
    ///
    /// ```
    /// use practice_cycle::partnership::Parameters;
    /// assert_eq!(Parameters::unvalidated_v1().gates().meetings, 2);
    /// ```
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Gates {
        /// Meetings of which something that counts is described, by anybody. From 1 to 1000. One meeting is a day that was good or
        /// bad, and no way of working.
        pub meetings: u32,
        /// Descriptions by the family, the child or young person among them. From 1 to 1000: what a team says of itself is no reading
        /// of partnership.
        pub of_family: u32,
        /// The weight of whoever of the family described meetings, on the side on which it is greatest: each counts one on the day of
        /// their last description, half as much after each half-life. From 0 to 1000. What was long ago says little of now.
        pub weight: f64,
    }
}

/// What a reading of partnership goes by. Nobody has validated any set, and none is fit for appraising a worker or a family. Its id
/// is in every result.
///
/// | Field | By default | It is |
/// |---|---|---|
/// | `id` | `unvalidated_v1` | the name of the set, shown with every result |
/// | `half_life_days` | 84 | the days after which a description counts half: twelve weeks, since meetings are weeks apart |
/// | `gates.meetings` | 2 | the least that is more than one occasion |
/// | `gates.of_family` | 1 | the least that is a description by the family |
/// | `gates.weight` | 0.5 | one person's last description up to a half-life ago |
///
/// ```
/// use practice_cycle::{partnership::Parameters, stored};
/// let ours = serde_json::to_string(Parameters::unvalidated_v1())?.replace("unvalidated_v1", "ours-1");
/// assert_eq!(stored::parse::<Parameters>(&ours)?.id().as_str(), "ours-1");
///
/// let none = ours.replace(r#""of_family":1"#, r#""of_family":0"#);
/// let error = stored::parse::<Parameters>(&none).unwrap_err().to_string();
/// assert!(error.ends_with("`gates.of_family`: expected a number from 1 to 1000"), "{error}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `check` has passed.

object! {
    /// The same before it was checked.
    ///
    /// ```
    /// use practice_cycle::partnership::{Parameters, RawParameters};
    /// let mut ours = RawParameters::from(Parameters::unvalidated_v1().clone());
    /// ours.gates.meetings = 0;
    /// let refusal = Parameters::try_from(ours).unwrap_err();
    /// assert_eq!(refusal.to_string(), "`gates.meetings`: expected a number from 1 to 1000");
    /// ```
    #[derive(Debug, Clone, PartialEq)]
    pub struct RawParameters {
        /// The name of the set.
        #[serde(deserialize_with = "parameter::id")]
        pub id: ParametersId,
        /// The number of days after which a description counts half. Above 0, at most 36500.
        pub half_life_days: f64,
        /// What must be there before it is said which way any description leans.
        pub gates: Gates,
    }
}

parameter::field_error! {
    /// A set of parameters was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::partnership::{Parameters, RawParameters};
    /// let mut ours = RawParameters::from(Parameters::unvalidated_v1().clone());
    /// ours.half_life_days = 0.0;
    /// assert_eq!(Parameters::try_from(ours).unwrap_err().field(), "half_life_days");
    /// ```
    ParametersError
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;

    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        let Gates { meetings, of_family, weight } = raw.gates;
        // Comparisons with NaN are false, so a number has to lie within rather than not outside.
        let half_life = raw.half_life_days > 0.0 && raw.half_life_days <= 36_500.0;
        // Results cite the name, so it has to mean the same everywhere.
        let default = &Self::unvalidated_v1().0;
        let is_its_own = raw.id != default.id || raw == *default;
        ParametersError::first([
            (half_life, "half_life_days", "days above 0, at most 36500"),
            ((1..=1000).contains(&meetings), "gates.meetings", "a number from 1 to 1000"),
            ((1..=1000).contains(&of_family), "gates.of_family", "a number from 1 to 1000"),
            ((0.0..=1000.0).contains(&weight), "gates.weight", "a number from 0 to 1000"),
            (is_its_own, "id", "a name of their own for parameters of one's own"),
        ])?;
        Ok(Self(raw))
    }
}

parameter::checked_set! {
    /// The number of days after which a description counts half.
    half_life_days: f64;
    /// What must be there before it is said which way any description leans.
    gates: Gates;
}

impl Parameters {
    /// The default. Nobody has tested its numbers against anything.
    #[must_use]
    pub fn unvalidated_v1() -> &'static Parameters {
        static V1: std::sync::LazyLock<Parameters> = std::sync::LazyLock::new(|| {
            Parameters(RawParameters {
                id: ParametersId::unvalidated_v1(),
                half_life_days: 84.0,
                gates: Gates { meetings: 2, of_family: 1, weight: 0.5 },
            })
        });
        &V1
    }
}
