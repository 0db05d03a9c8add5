//! The parameters of a reading of the boundary: data with a name, checked once.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::boundary::{Basis, Row, Strength};
use crate::code::Code;
use crate::id::ParametersId;
use crate::parameter;
use crate::people::Side;
use crate::space::Space;

/// What must be there before there is any verdict but *insufficient*.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v1().gates().observers, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    /// Distinct observers, other than those who were part of it.
    pub observers: u32,
    /// Distinct sides that they stand on. At most 3: what the clinical side notes is self-report.
    pub perspectives: u32,
    /// Distinct spaces that it was seen in.
    pub spaces: u32,
    /// Rows of Figure 1 in which somebody could see.
    pub rows: u32,
    /// All voices together, faded by time: one full voice is one observer who saw something strongly, directly and today.
    pub voice: f64,
}

/// How much a strength counts, from 0 to 1.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v1().strengths().strong, 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strengths {
    /// Slight.
    pub slight: f64,
    /// Clear: no less than slight.
    pub clear: f64,
    /// Strong: no less than clear.
    pub strong: f64,
}

/// How much an observation counts by what it rests on, from 0 to 1.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// let bases = Parameters::unvalidated_v1().bases();
/// assert!(bases.reported < bases.direct);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bases {
    /// Seen directly.
    pub direct: f64,
    /// At second hand.
    pub reported: f64,
    /// From records.
    pub from_records: f64,
}

/// From where on a pattern is called so.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v1().thresholds().sure_from, 0.8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// How likely it must be that one side holds the majority, for the pattern to lean that way. From 0.5, below 1.
    pub sure_from: f64,
    /// The share of all voices that each of two pulls must have, for the pattern to be mixed. Above 0, at most 0.5.
    pub mixed_from: f64,
    /// The share of those who lean some way, each of them counted once, that must lean otherwise than most, for it to be
    /// contested. Above 0, at most 0.5.
    pub contested_from: f64,
    /// The voice, before it faded, from which an observer is asked which way they lean. Above 0, at most 1.
    pub heard_from: f64,
}

/// How change through time is looked for.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v1().drift().windows, 6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftWindows {
    /// The length of each window, in days.
    pub days: u32,
    /// How many windows, one after another, up to the time of the reading. At least 2, at most 60.
    pub windows: u32,
}

/// What a reading of the boundary goes by. No cut-off has ever been validated: any set is a convention that people may agree
/// on for reflection and research, and none is fit for appraising a person. Its id is in every result.
///
/// ```
/// use practice_cycle::{assessment::Parameters, stored};
/// let ours = serde_json::to_string(Parameters::unvalidated_v1())?.replace("unvalidated_v1", "ours-2");
/// assert_eq!(stored::parse::<Parameters>(&ours)?.id().as_str(), "ours-2");
///
/// let backwards = ours.replace(r#""half_life_days":42.0"#, r#""half_life_days":-42.0"#);
/// let error = stored::parse::<Parameters>(&backwards).unwrap_err().to_string();
/// assert!(error.ends_with("`half_life_days`: expected days above 0, at most 36500"), "{error}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawParameters", into = "RawParameters")]
pub struct Parameters(RawParameters); // Invariant: `check` has passed.

/// The same before it was checked.
///
/// ```
/// use practice_cycle::assessment::{Parameters, RawParameters};
/// let mut ours = RawParameters::from(Parameters::unvalidated_v1().clone());
/// ours.gates.rows = 6;
/// let refusal = Parameters::try_from(ours).unwrap_err();
/// assert_eq!(refusal.to_string(), "`gates.rows`: expected a number from 1 to 5");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawParameters {
    /// The name of the set.
    pub id: ParametersId,
    /// The number of days after which an observation counts half.
    pub half_life_days: f64,
    /// The number of days from which an observation does not count at all.
    pub window_days: u32,
    /// What must be there before any verdict.
    pub gates: Gates,
    /// How much a strength counts.
    pub strengths: Strengths,
    /// How much an observation counts by what it rests on.
    pub bases: Bases,
    /// What each of the three sides is given before anything is seen, in voices.
    pub prior: f64,
    /// From where on a pattern is called so.
    pub thresholds: Thresholds,
    /// How change through time is looked for.
    pub drift: DriftWindows,
}

/// A set of parameters was refused: the field, and what was expected of it.
///
/// ```
/// use practice_cycle::assessment::{Parameters, RawParameters};
/// let mut ours = RawParameters::from(Parameters::unvalidated_v1().clone());
/// ours.strengths.clear = 0.25;
/// assert_eq!(Parameters::try_from(ours).unwrap_err().field(), "strengths.clear");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("`{field}`: expected {expected}")]
pub struct ParametersError {
    field: &'static str,
    expected: &'static str,
}

impl ParametersError {
    /// The field.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// What was expected of it.
    #[must_use]
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

const SPACES: u32 = Space::ALL.len() as u32;
/// The clinician of the cycle alone is of the clinical side, and one end of what is observed.
const PERSPECTIVES: u32 = Side::ALL.len() as u32 - 1;
const LONGEST: f64 = 36_500.0;

fn check(raw: &RawParameters) -> Result<(), ParametersError> {
    // Comparisons with NaN are false, so a number has to lie within rather than not outside.
    let within = |number: f64, above: f64, at_most: f64| number > above && number <= at_most;
    let RawParameters { gates, bases, thresholds, drift, .. } = raw;
    let Strengths { slight, clear, strong } = raw.strengths;
    let rows = Row::ALL.len() as u32;
    let self_report = "a number from 1 to 3: what the clinical side notes is self-report";
    let expected = [
        (within(raw.half_life_days, 0.0, LONGEST), "half_life_days", "days above 0, at most 36500"),
        ((1..=36_500).contains(&raw.window_days), "window_days", "days from 1 to 36500"),
        ((1..=1000).contains(&gates.observers), "gates.observers", "a number from 1 to 1000"),
        ((1..=PERSPECTIVES).contains(&gates.perspectives), "gates.perspectives", self_report),
        ((1..=SPACES).contains(&gates.spaces), "gates.spaces", "a number from 1 to the number of spaces, 15"),
        ((1..=rows).contains(&gates.rows), "gates.rows", "a number from 1 to 5"),
        ((0.0..=1000.0).contains(&gates.voice), "gates.voice", "a number from 0 to 1000"),
        (within(slight, 0.0, 1.0), "strengths.slight", "a number above 0, at most 1"),
        ((slight..=1.0).contains(&clear), "strengths.clear", "a number no less than `slight`, at most 1"),
        ((clear..=1.0).contains(&strong), "strengths.strong", "a number no less than `clear`, at most 1"),
        (within(bases.direct, 0.0, 1.0), "bases.direct", "a number above 0, at most 1"),
        ((0.0..=1.0).contains(&bases.reported), "bases.reported", "a number from 0 to 1"),
        ((0.0..=1.0).contains(&bases.from_records), "bases.from_records", "a number from 0 to 1"),
        ((0.01..=10.0).contains(&raw.prior), "prior", "a number from 0.01 to 10"),
        ((0.5..1.0).contains(&thresholds.sure_from), "thresholds.sure_from", "a number from 0.5, below 1"),
        (within(thresholds.mixed_from, 0.0, 0.5), "thresholds.mixed_from", "a number above 0, at most 0.5"),
        (within(thresholds.contested_from, 0.0, 0.5), "thresholds.contested_from", "a number above 0, at most 0.5"),
        (within(thresholds.heard_from, 0.0, 1.0), "thresholds.heard_from", "a number above 0, at most 1"),
        ((1..=3650).contains(&drift.days), "drift.days", "days from 1 to 3650"),
        ((2..=60).contains(&drift.windows), "drift.windows", "a number from 2 to 60"),
    ];
    let missed = expected.into_iter().find(|(is_met, ..)| !is_met);
    missed.map_or(Ok(()), |(_, field, expected)| Err(ParametersError { field, expected }))
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;
    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        check(&raw)?;
        // Results cite the name, so it has to mean the same everywhere.
        let default = Parameters::unvalidated_v1();
        if raw.id == default.0.id && raw != default.0 {
            return Err(ParametersError { field: "id", expected: "a name of their own for parameters of one's own" });
        }
        Ok(Self(raw))
    }
}

parameter::checked_set! {
    /// The number of days after which an observation counts half.
    half_life_days: f64;
    /// The number of days from which an observation does not count at all.
    window_days: u32;
    /// What must be there before any verdict.
    gates: Gates;
    /// How much a strength counts.
    strengths: Strengths;
    /// How much an observation counts by what it rests on.
    bases: Bases;
    /// What each of the three sides is given before anything is seen, in voices.
    prior: f64;
    /// From where on a pattern is called so.
    thresholds: Thresholds;
    /// How change through time is looked for.
    drift: DriftWindows;
}

impl Parameters {
    /// The default. Its numbers were chosen to be easy to check by hand; nobody has tested them against anything.
    #[must_use]
    pub fn unvalidated_v1() -> &'static Parameters {
        static V1: std::sync::LazyLock<Parameters> = std::sync::LazyLock::new(|| {
            Parameters(RawParameters {
                id: ParametersId::unvalidated_v1(),
                half_life_days: 42.0,
                window_days: 84,
                gates: Gates { observers: 2, perspectives: 2, spaces: 2, rows: 3, voice: 1.0 },
                strengths: Strengths { slight: 0.5, clear: 0.75, strong: 1.0 },
                bases: Bases { direct: 1.0, reported: 0.5, from_records: 0.5 },
                prior: 1.0 / 3.0,
                thresholds: Thresholds { sure_from: 0.8, mixed_from: 0.3, contested_from: 0.2, heard_from: 0.05 },
                drift: DriftWindows { days: 28, windows: 6 },
            })
        });
        &V1
    }

    pub(super) fn strength(&self, strength: Strength) -> f64 {
        match strength {
            Strength::Slight => self.0.strengths.slight,
            Strength::Clear => self.0.strengths.clear,
            Strength::Strong => self.0.strengths.strong,
        }
    }

    pub(super) fn basis(&self, basis: Basis) -> f64 {
        match basis {
            Basis::Direct => self.0.bases.direct,
            Basis::Reported => self.0.bases.reported,
            Basis::FromRecords => self.0.bases.from_records,
        }
    }
}
