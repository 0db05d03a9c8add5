//! What was run, and what came of it: parts of an experiment, which can be stored, merged and continued.

use std::collections::BTreeSet;
use std::io;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_128;

use super::correction::Correction;
use super::pairs::Pairs;
use super::ranges::Ranges;
use super::row::{Against, Row};
use super::totals::Totals;
use super::watched::{Asks, Made, span};
use crate::simulation::audit;
use crate::simulation::outcome::{Span, SpanError, Summary};
use crate::simulation::scenario::{Replications, Scenario};

/// What made it: the same numbers come of the same scenario and seed in the same version alone.
///
/// ```
/// use practice_cycle::simulation::experiment::MadeBy;
/// assert_eq!(MadeBy::this().generator, "philox4x32-10");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MadeBy {
    /// The crate, with its version.
    pub version: String,
    /// The generator of random numbers: see [`random`](crate::simulation::random).
    pub generator: String,
}

impl MadeBy {
    /// This very version.
    #[must_use]
    pub fn this() -> Self {
        let version = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { version, generator: "philox4x32-10".to_owned() }
    }
}

/// The outcomes of a scenario, by itself or in pairs with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Sums {
    Alone(Summary),
    InPairs(Box<Pairs>),
}

/// A scenario that was tried, with what came of it.
///
/// ```
/// use practice_cycle::simulation::experiment::Experiment;
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let part = Experiment::new(Simulator::new(Scenario::shipped("null").unwrap())).nothing()?;
/// let tried = &part.tried()[0];
/// assert_eq!((tried.name(), tried.outcomes().replications()), ("null", 0));
/// assert_eq!(tried.span()?.days(), 730);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tried {
    name: String,
    scenario: Scenario,
    altered: Vec<String>,
    outcomes: Sums,
    totals: Totals,
}

impl Tried {
    pub(super) fn new(name: &str, scenario: &Scenario, altered: Vec<String>, is_in_pairs: bool) -> Self {
        let outcomes = if is_in_pairs { Sums::InPairs(Box::default()) } else { Sums::Alone(Summary::default()) };
        Self { name: name.to_owned(), scenario: scenario.clone(), altered, outcomes, totals: Totals::default() }
    }

    /// What it is called among those that are tried.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The names of tendencies that a program put in or left out beside what the scenario says.
    #[must_use]
    pub fn altered(&self) -> &[String] {
        &self.altered
    }

    /// Its outcomes.
    #[must_use]
    pub fn outcomes(&self) -> &Summary {
        match &self.outcomes {
            Sums::Alone(summary) => summary,
            Sums::InPairs(pairs) => pairs.ours(),
        }
    }

    /// Its outcomes beside those of the scenario with which it is compared, if it is.
    #[must_use]
    pub fn pairs(&self) -> Option<&Pairs> {
        match &self.outcomes {
            Sums::Alone(_) => None,
            Sums::InPairs(pairs) => Some(pairs),
        }
    }

    /// What it came to beside outcomes.
    #[must_use]
    pub const fn totals(&self) -> &Totals {
        &self.totals
    }

    /// The span of its outcomes: the horizon, without its warm-up.
    ///
    /// # Errors
    /// [`SpanError`], which no checked scenario comes to.
    pub fn span(&self) -> Result<Span, SpanError> {
        span(&self.scenario)
    }

    fn take(&mut self, replication: u32, made: &Made, theirs: Option<&Made>) {
        let observed = &made.observed;
        match (&mut self.outcomes, theirs) {
            (Sums::InPairs(pairs), Some(theirs)) => pairs.add(replication.into(), observed, &theirs.observed),
            // Whoever is in pairs always has the other.
            (Sums::InPairs(_), None) => {}
            (Sums::Alone(summary), _) => summary.add(replication.into(), observed),
        }
        self.totals.merge(&made.totals);
    }

    /// Whether another is the same, whatever it was run with.
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.altered == other.altered
            && self.fingerprint() == other.fingerprint()
            && self.pairs().is_some() == other.pairs().is_some()
    }

    fn fingerprint(&self) -> String {
        self.scenario.fingerprint()
    }

    fn merge(&mut self, other: &Self) {
        match (&mut self.outcomes, &other.outcomes) {
            (Sums::Alone(ours), Sums::Alone(theirs)) => ours.merge(theirs),
            (Sums::InPairs(ours), Sums::InPairs(theirs)) => ours.merge(theirs),
            // Those that are the same are both in pairs, or neither is.
            (Sums::Alone(_), Sums::InPairs(_)) | (Sums::InPairs(_), Sums::Alone(_)) => {}
        }
        self.totals.merge(&other.totals);
    }
}

/// What was run, and what came of it: all of an experiment, or a part.
///
/// Everything in it is counts, so that parts come to the same when they are merged, in whatever order, as if all had been run at once; in
/// its JSON byte for byte. It holds no history, and nothing of how it was run: neither threads nor times.
///
/// ```
/// use practice_cycle::simulation::experiment::{Experiment, Part, Shard};
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let mut raw = Scenario::shipped("null").unwrap().says().clone();
/// (raw.horizon.days, raw.replications.to) = (30, 4);
/// let simulator = Simulator::new(raw.try_into()?);
/// let shard = |nth| Experiment::new(simulator.clone()).shard(Shard::new(nth, 2).unwrap()).run();
/// let (mut part, second) = (shard(1)?, shard(2)?);
/// assert_eq!(part.missing().to_string(), "2 to 3");
/// part.merge(&second)?;
/// assert_eq!(part.digest(), Experiment::new(simulator).run()?.digest());
/// assert!(part.merge(&second).is_err(), "those are there already");
/// assert_eq!(serde_json::from_str::<Part>(&serde_json::to_string(&part)?)?, part);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "Raw")]
pub struct Part {
    made_by: MadeBy,
    done: Ranges,
    asks: Asks,
    against: Option<Tried>,
    // Invariant: not empty; all, and what they are compared with, have one seed and one range of replications, which holds those that are
    // done, and the sums are of as many as are done.
    tried: Vec<Tried>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Raw {
    made_by: MadeBy,
    done: Ranges,
    asks: Asks,
    against: Option<Tried>,
    tried: Vec<Tried>,
}

impl TryFrom<Raw> for Part {
    type Error = PartError;

    fn try_from(Raw { made_by, done, asks, against, tried }: Raw) -> Result<Self, PartError> {
        let part = Self { made_by, done, asks, against, tried };
        let first = part.tried.first().ok_or(PartError::Inconsistent)?;
        let Replications { from, to, .. } = first.scenario.says().replications;
        let is_sound = |it: &Tried| {
            it.scenario.says().replications == first.scenario.says().replications
                && it.outcomes().replications() == part.done.count()
                && it.pairs().is_none_or(|pairs| pairs.theirs().replications() == part.done.count())
        };
        let pairs = part.tried.iter().all(|it| it.pairs().is_some() == part.against.is_some());
        let names: BTreeSet<&str> = part.all().map(Tried::name).collect();
        let is_all_sound = part.all().all(is_sound) && pairs && names.len() == part.all().count();
        if is_all_sound && part.done.without(&Ranges::of(from, to)).is_empty() {
            Ok(part)
        } else {
            Err(PartError::Inconsistent)
        }
    }
}

/// Why parts cannot be merged, or continued.
///
/// ```
/// use practice_cycle::simulation::experiment::{Experiment, PartError};
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let mut raw = Scenario::shipped("null").unwrap().says().clone();
/// let mut part = Experiment::new(Simulator::new(raw.clone().try_into()?)).nothing()?;
/// raw.replications.seed = 7;
/// let other = Experiment::new(Simulator::new(raw.try_into()?)).nothing()?;
/// assert_eq!(part.merge(&other), Err(PartError::OtherSeed { ours: 20260105, theirs: 7 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PartError {
    /// Another version, or generator, made it: its numbers may be others.
    #[error("one part was made by {ours}, the other by {theirs}")]
    OtherVersion {
        /// What made the one.
        ours: String,
        /// What made the other.
        theirs: String,
    },
    /// There are other scenarios in it, or more of them.
    #[error(
        "the parts are not of the same scenarios, with the same names and in the same order: one has {ours}, the other {theirs}"
    )]
    OtherScenario {
        /// The names and fingerprints of the one.
        ours: String,
        /// Those of the other.
        theirs: String,
    },
    /// It has another seed.
    #[error("one part has the seed {ours}, the other {theirs}")]
    OtherSeed {
        /// The seed of the one.
        ours: u64,
        /// That of the other.
        theirs: u64,
    },
    /// Not the same was asked of its histories.
    #[error("the parts were not asked the same: the packs of rules, the boundary, or what happened in each week")]
    OtherQuestions,
    /// Some replications are in both.
    #[error("both parts hold the replications {0}")]
    Overlap(Ranges),
    /// What is stored does not fit together.
    #[error("its sums are not of the replications and scenarios that it names")]
    Inconsistent,
}

impl Part {
    pub(super) fn nothing(tried: Vec<Tried>, against: Option<Tried>, asks: Asks) -> Self {
        Self { made_by: MadeBy::this(), done: Ranges::default(), asks, against, tried }
    }

    /// What made it.
    #[must_use]
    pub const fn made_by(&self) -> &MadeBy {
        &self.made_by
    }

    /// The scenarios that were tried.
    #[must_use]
    pub fn tried(&self) -> &[Tried] {
        &self.tried
    }

    /// The scenario with which they are compared, if they are.
    #[must_use]
    pub const fn against(&self) -> Option<&Tried> {
        self.against.as_ref()
    }

    /// All scenarios: those that were tried, then the one with which they are compared.
    pub fn all(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().chain(&self.against)
    }

    /// What was asked of every history, beside its outcomes.
    #[must_use]
    pub const fn asks(&self) -> &Asks {
        &self.asks
    }

    /// The seed, and which replications were asked for.
    #[must_use]
    pub fn replications(&self) -> Replications {
        let none = Replications { seed: 0, from: 0, to: 0 };
        self.tried.first().map_or(none, |tried| tried.scenario.says().replications)
    }

    /// The replications that were run.
    #[must_use]
    pub const fn done(&self) -> &Ranges {
        &self.done
    }

    /// Those that were asked for, and not run: of other shards, after a stop, or not needed for a precision.
    #[must_use]
    pub fn missing(&self) -> Ranges {
        let Replications { from, to, .. } = self.replications();
        Ranges::of(from, to).without(&self.done)
    }

    /// XXH3-128 of its JSON, as 32 hexadecimal digits: the same of the same replications, in however many shards they were run.
    #[must_use]
    pub fn digest(&self) -> String {
        format!("{:032x}", xxh3_128(&serde_json::to_vec(self).unwrap_or_default()))
    }

    /// Adds another part of the same experiment. One that asked for other replications is part of one that asked for both.
    ///
    /// # Errors
    /// [`PartError`] where it is no other part of the same experiment. Then nothing is changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), PartError> {
        self.is_of(other)?;
        let done = self.done.joined(&other.done).ok_or_else(|| PartError::Overlap(self.done.shared(&other.done)))?;
        let (ours, theirs) = (self.replications(), other.replications());
        if ours != theirs {
            let both = Replications { from: ours.from.min(theirs.from), to: ours.to.max(theirs.to), ..ours };
            for tried in self.tried.iter_mut().chain(&mut self.against) {
                tried.scenario = tried.scenario.clone().replicated(both).map_err(|_| PartError::Inconsistent)?;
            }
        }
        self.done = done;
        self.tried.iter_mut().zip(&other.tried).for_each(|(ours, theirs)| ours.merge(theirs));
        self.against.iter_mut().zip(&other.against).for_each(|(ours, theirs)| ours.merge(theirs));
        Ok(())
    }

    /// Whether it is a part of the same experiment.
    pub(super) fn is_of(&self, other: &Self) -> Result<(), PartError> {
        if self.made_by != other.made_by {
            let told = |part: &Self| format!("{} with {}", part.made_by.version, part.made_by.generator);
            return Err(PartError::OtherVersion { ours: told(self), theirs: told(other) });
        }
        let is_same = self.all().count() == other.all().count()
            && self.tried.len() == other.tried.len()
            && self.all().zip(other.all()).all(|(ours, theirs)| ours.is_same(theirs));
        if !is_same {
            return Err(PartError::OtherScenario { ours: self.scenarios(), theirs: other.scenarios() });
        }
        let (ours, theirs) = (self.replications().seed, other.replications().seed);
        if ours != theirs {
            return Err(PartError::OtherSeed { ours, theirs });
        }
        if self.asks == other.asks { Ok(()) } else { Err(PartError::OtherQuestions) }
    }

    fn scenarios(&self) -> String {
        let named = |tried: &Tried| format!("`{}` ({})", tried.name, tried.fingerprint());
        self.all().map(named).collect::<Vec<_>>().join(", ")
    }

    /// Adds a replication: what each scenario that is tried came to, and the one with which they are compared.
    pub(super) fn take(&mut self, replication: u32, made: &[Made]) {
        let (tried, against) = made.split_at_checked(self.tried.len()).unwrap_or((made, &[]));
        let theirs = against.first();
        for (sums, made) in self.tried.iter_mut().zip(tried) {
            sums.take(replication, made, theirs);
        }
        if let (Some(sums), Some(made)) = (&mut self.against, theirs) {
            sums.take(replication, made, None);
        }
        if let Some(done) = self.done.joined(&Ranges::of(replication, replication.saturating_add(1))) {
            self.done = done;
        }
    }

    /// The rows of the table of outcomes: scenario by scenario, each in the order of outcomes. Intervals of means have a confidence; those of
    /// differences one that a correction makes of it, by how many differences there are.
    ///
    /// # Errors
    /// [`SpanError`], which no checked scenario comes to.
    pub fn rows(&self, confidence: f64, correction: Correction) -> Result<Vec<Row>, SpanError> {
        let differences = self.tried.iter().map(|tried| tried.outcomes().measured().len()).sum();
        let of_differences = correction.confidence(confidence, differences);
        let mut rows = Vec::new();
        for tried in self.all() {
            let span = tried.span()?;
            match (tried.pairs(), &self.against) {
                (Some(pairs), Some(against)) => {
                    let against = Against { scenario: &against.name, pairs, confidence: of_differences };
                    rows.extend(against.rows(&tried.name, &span, confidence));
                }
                _ => rows.extend(Row::of(&tried.name, tried.outcomes(), &span, confidence)),
            }
        }
        Ok(rows)
    }

    /// Writes [`Part::rows`] as a table in CSV, under the names of the fields of [`Row`].
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_outcomes(&self, to: impl io::Write, confidence: f64, correction: Correction) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(Row::COLUMNS)?;
        for row in self.rows(confidence, correction).map_err(io::Error::other)? {
            csv.serialize(row)?;
        }
        csv.flush()
    }

    /// Writes a table of the acts that were refused: `scenario`, `tendency`, `code`, `count`.
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_refused(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(["scenario", "tendency", "code", "count"])?;
        for tried in self.all() {
            for (tendency, code, count) in tried.totals.refused() {
                csv.serialize((&tried.name, tendency, code, count))?;
            }
        }
        csv.flush()
    }

    /// Writes a table of what came of each rule: `scenario`, and the columns of [`Audit::write_csv`](crate::simulation::Audit::write_csv).
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_audit(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(["scenario"].iter().chain(&audit::COLUMNS))?;
        for tried in self.all() {
            for (rule, audited) in tried.totals.audit().rows() {
                csv.serialize((&tried.name, rule, audited))?;
            }
        }
        csv.flush()
    }

    /// Writes a table of readings of the boundary by their firmness: `scenario`, and the columns of
    /// [`BoundaryAudit::write_csv`](crate::simulation::BoundaryAudit::write_csv).
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn write_calibration(&self, to: impl io::Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(to);
        csv.write_record(["scenario"].iter().chain(&audit::TENTHS))?;
        for tried in self.all() {
            for row in tried.totals.boundary().rows() {
                csv.serialize((&tried.name, row))?;
            }
        }
        csv.flush()
    }
}
