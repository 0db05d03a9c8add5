//! The parameters of a reading of the boundary: data with a name, checked once.

use serde::{Deserialize, Serialize};

use crate::boundary::{Basis, Row, Strength};
use crate::code::Code;
use crate::id::ParametersId;
use crate::parameter;
use crate::people::Side;
use crate::space::Space;

/// What must be there before there is any verdict but *insufficient*. Who looked and saw nothing has looked, so what was noted as
/// absent counts here.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v2().gates().observers, 2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gates {
    /// Distinct observers, other than those who were part of it.
    pub observers: u32,
    /// Distinct sides that they stand on. At most 3: what the clinical side notes is self-report.
    pub perspectives: u32,
    /// Distinct spaces in which they looked.
    pub spaces: u32,
    /// Rows of Figure 1 at which they looked.
    pub rows: u32,
    /// The weight of all observers together, on the side on which it is greatest: each counts one on the day of their last note of
    /// it, half as much after each half-life.
    pub weight: f64,
}

/// How much a strength counts, from 0 to 1.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v2().strengths().strong, 1.0);
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
/// let bases = Parameters::unvalidated_v2().bases();
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

/// What is assumed of the share of one side before anything is seen: a beta distribution, in observers.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// let prior = Parameters::unvalidated_v2().prior();
/// assert_eq!((prior.shows, prior.does_not), (0.25, 0.75));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// As if this many observers had seen it, from 0.01 to 10.
    pub shows: f64,
    /// As if this many had not, from 0.01 to 10.
    pub does_not: f64,
}

/// The values from which a pattern is given its name.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v2().thresholds().firm_from, 0.8);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// The firmness from which the pattern is said to lean to a side. From 0.5, below 1.
    pub firm_from: f64,
    /// The part of their weight, over all observers, with which a side shows that is said to pull. Above 0, at most 1.
    pub pull_from: f64,
    /// The part of the weight of those who lean some way that must lean otherwise than most, for it to be contested. Above 0, at
    /// most 0.5.
    pub dissent_from: f64,
    /// The weight that must lean otherwise, for it to be contested: less than this is shown and vetoes nothing. From 0 to 1000.
    pub trace: f64,
    /// The weight from which those of one perspective who lean one way speak for it. From 0 to 1000.
    pub perspective_from: f64,
}

/// How change through time is looked for.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// assert_eq!(Parameters::unvalidated_v2().drift().most, 7);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DriftWindows {
    /// The length of each window, in days. From 1 to 3650.
    pub days: u32,
    /// The fewest windows that are compared. From 4, at most `most`.
    pub fewest: u32,
    /// The most windows that are looked at, back from the time of the reading. At most 8: every order of them is tried.
    pub most: u32,
    /// The fewest occasions in a window, for it to be compared. From 1 to 100.
    pub occasions: u32,
    /// The share of the orders of the windows, up to which a change is called one. Above 0, below 1.
    pub moving_up_to: f64,
}

/// What a reading of the boundary goes by. No cut-off has ever been validated: any set is a convention that people may agree
/// on for reflection and research, and none is fit for appraising a person. Its id is in every result.
///
/// ```
/// use practice_cycle::{assessment::Parameters, stored};
/// let ours = serde_json::to_string(Parameters::unvalidated_v2())?.replace("unvalidated_v2", "ours-2");
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
/// let mut ours = RawParameters::from(Parameters::unvalidated_v2().clone());
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
    /// How far what two observers say of one side depends on each other, from 0 (not at all) to 1 (the second adds nothing new).
    pub dependence: f64,
    /// What is assumed of the share of a side before anything is seen.
    pub prior: Prior,
    /// What must be there before any verdict.
    pub gates: Gates,
    /// How much a strength counts.
    pub strengths: Strengths,
    /// How much an observation counts by what it rests on.
    pub bases: Bases,
    /// The values from which a pattern is given its name.
    pub thresholds: Thresholds,
    /// How change through time is looked for.
    pub drift: DriftWindows,
}

parameter::field_error! {
    /// A set of parameters was refused: the field, and what was expected of it.
    ///
    /// ```
    /// use practice_cycle::assessment::{Parameters, RawParameters};
    /// let mut ours = RawParameters::from(Parameters::unvalidated_v2().clone());
    /// ours.strengths.clear = 0.25;
    /// assert_eq!(Parameters::try_from(ours).unwrap_err().field(), "strengths.clear");
    /// ```
    ParametersError
}

const SPACES: u32 = Space::ALL.len() as u32;
/// The clinician of the cycle alone is of the clinical side, and one end of what is observed.
const PERSPECTIVES: u32 = Side::ALL.len() as u32 - 1;
const LONGEST: f64 = 36_500.0;

fn check(raw: &RawParameters) -> Result<(), ParametersError> {
    // Comparisons with NaN are false, so a number has to lie within rather than not outside.
    let within = |number: f64, above: f64, at_most: f64| number > above && number <= at_most;
    let RawParameters { prior, gates, bases, thresholds, drift, .. } = raw;
    let Strengths { slight, clear, strong } = raw.strengths;
    let rows = Row::ALL.len() as u32;
    let self_report = "a number from 1 to 3: what the clinical side notes is self-report";
    let expected = [
        (within(raw.half_life_days, 0.0, LONGEST), "half_life_days", "days above 0, at most 36500"),
        ((0.0..=1.0).contains(&raw.dependence), "dependence", "a number from 0 to 1"),
        ((0.01..=10.0).contains(&prior.shows), "prior.shows", "a number from 0.01 to 10"),
        ((0.01..=10.0).contains(&prior.does_not), "prior.does_not", "a number from 0.01 to 10"),
        ((1..=1000).contains(&gates.observers), "gates.observers", "a number from 1 to 1000"),
        ((1..=PERSPECTIVES).contains(&gates.perspectives), "gates.perspectives", self_report),
        ((1..=SPACES).contains(&gates.spaces), "gates.spaces", "a number from 1 to the number of spaces, 15"),
        ((1..=rows).contains(&gates.rows), "gates.rows", "a number from 1 to 5"),
        ((0.0..=1000.0).contains(&gates.weight), "gates.weight", "a number from 0 to 1000"),
        (within(slight, 0.0, 1.0), "strengths.slight", "a number above 0, at most 1"),
        ((slight..=1.0).contains(&clear), "strengths.clear", "a number no less than `slight`, at most 1"),
        ((clear..=1.0).contains(&strong), "strengths.strong", "a number no less than `clear`, at most 1"),
        (within(bases.direct, 0.0, 1.0), "bases.direct", "a number above 0, at most 1"),
        ((0.0..=1.0).contains(&bases.reported), "bases.reported", "a number from 0 to 1"),
        ((0.0..=1.0).contains(&bases.from_records), "bases.from_records", "a number from 0 to 1"),
        ((0.5..1.0).contains(&thresholds.firm_from), "thresholds.firm_from", "a number from 0.5, below 1"),
        (within(thresholds.pull_from, 0.0, 1.0), "thresholds.pull_from", "a number above 0, at most 1"),
        (within(thresholds.dissent_from, 0.0, 0.5), "thresholds.dissent_from", "a number above 0, at most 0.5"),
        ((0.0..=1000.0).contains(&thresholds.trace), "thresholds.trace", "a number from 0 to 1000"),
        ((0.0..=1000.0).contains(&thresholds.perspective_from), "thresholds.perspective_from", "a number from 0 to 1000"),
        ((1..=3650).contains(&drift.days), "drift.days", "days from 1 to 3650"),
        ((4..=8).contains(&drift.most), "drift.most", "a number from 4 to 8"),
        ((4..=drift.most).contains(&drift.fewest), "drift.fewest", "a number from 4, at most `most`"),
        ((1..=100).contains(&drift.occasions), "drift.occasions", "a number from 1 to 100"),
        (within(drift.moving_up_to, 0.0, 1.0_f64.next_down()), "drift.moving_up_to", "a number above 0, below 1"),
    ];
    ParametersError::first(expected)
}

impl TryFrom<RawParameters> for Parameters {
    type Error = ParametersError;
    fn try_from(raw: RawParameters) -> Result<Self, ParametersError> {
        check(&raw)?;
        // Results cite the name, so it has to mean the same everywhere.
        let default = Parameters::unvalidated_v2();
        let is_taken = raw.id == default.0.id && raw != default.0;
        // Stored reviews name the first set, which is not computed any more.
        if is_taken || raw.id == ParametersId::unvalidated_v1() {
            return Err(ParametersError { field: "id", expected: "a name of their own for parameters of one's own" });
        }
        Ok(Self(raw))
    }
}

parameter::checked_set! {
    /// The number of days after which an observation counts half.
    half_life_days: f64;
    /// How far what two observers say of one side depends on each other.
    dependence: f64;
    /// What is assumed of the share of a side before anything is seen.
    prior: Prior;
    /// What must be there before any verdict.
    gates: Gates;
    /// How much a strength counts.
    strengths: Strengths;
    /// How much an observation counts by what it rests on.
    bases: Bases;
    /// The values from which a pattern is given its name.
    thresholds: Thresholds;
    /// How change through time is looked for.
    drift: DriftWindows;
}

impl Parameters {
    /// The default. Its numbers were chosen to be easy to check by hand; nobody has tested them against anything.
    #[must_use]
    pub fn unvalidated_v2() -> &'static Parameters {
        static V2: std::sync::LazyLock<Parameters> = std::sync::LazyLock::new(|| {
            Parameters(RawParameters {
                id: ParametersId::unvalidated_v2(),
                half_life_days: 42.0,
                dependence: 0.25,
                prior: Prior { shows: 0.25, does_not: 0.75 },
                gates: Gates { observers: 2, perspectives: 2, spaces: 2, rows: 3, weight: 1.0 },
                strengths: Strengths { slight: 0.5, clear: 0.75, strong: 1.0 },
                bases: Bases { direct: 1.0, reported: 0.5, from_records: 0.5 },
                thresholds: Thresholds {
                    firm_from: 0.8,
                    pull_from: 0.3,
                    dissent_from: 0.25,
                    trace: 0.25,
                    perspective_from: 0.5,
                },
                drift: DriftWindows { days: 28, fewest: 5, most: 7, occasions: 2, moving_up_to: 0.2 },
            })
        });
        &V2
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
