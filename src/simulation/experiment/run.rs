//! Experiments: scenarios that are run many times.

use std::fmt;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;

use thiserror::Error;

use super::in_order::in_order;
use super::part::{Part, PartError, Tried};
use super::precision::{Enough, Precision};
use super::ranges::{Ranges, Shard};
use super::watched::{Asked, Asks, Made, Watched};
use crate::assessment::Parameters;
use crate::calendar::{Almanac, EnglandAndWales, OutOfRange};
use crate::history::History;
use crate::policy::Policy;
use crate::simulation::audit::Auditor;
use crate::simulation::course::Refused;
use crate::simulation::outcome::{GROUPS, SpanError};
use crate::simulation::scenario::Replications;
use crate::simulation::simulator::Simulator;
use crate::simulation::trouble::ScenarioError;

/// How many replications are run between two looks whether there are enough. One for each group of the jackknife, so that every look
/// finds the groups equally large, and whatever the number of threads the same.
const BATCH: usize = GROUPS as usize;

/// A scenario, or several, run many times.
///
/// Replications are numbered, and nothing but the scenario, the seed and the number makes one what it is. So it changes nothing in how
/// many threads they are run, in which shards, or how often a run was stopped and continued. Memory does not grow with their number.
///
/// Several scenarios are run with the same numbers and the same seed, those of the first: they have all draws in common but those that
/// make them different.
///
/// ```
/// use practice_cycle::simulation::experiment::{Correction, Experiment};
/// use practice_cycle::simulation::{Scenario, Simulator, outcome::Outcome};
/// let mut raw = Scenario::shipped("null").unwrap().says().clone();
/// (raw.horizon.days, raw.replications.to) = (90, 8);
/// let as_it_is = Scenario::try_from(raw.clone())?;
/// raw.tendencies.inviting.as_mut().unwrap().invites.value *= 2.0;
/// let asked_twice = Simulator::new(raw.try_into()?);
///
/// let part = Experiment::named("asked twice", asked_twice).against("as it is", Simulator::new(as_it_is)).run()?;
/// let rows = part.rows(0.95, Correction::None)?;
/// let invitations = rows.iter().find(|row| row.outcome == Outcome::Invitations).unwrap();
/// assert_eq!((invitations.scenario.as_str(), invitations.against.as_deref()), ("asked twice", Some("as it is")));
/// assert!(invitations.diff_low > Some(0.0), "there are more of them");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Experiment<'a> {
    first: Named,
    others: Vec<Named>,
    against: Option<Named>,
    threads: NonZeroUsize,
    shard: Option<Shard>,
    precision: Option<Precision>,
    policies: Vec<Policy>,
    boundary: Option<&'a Parameters>,
    keeps_weeks: bool,
    progress: Option<Progress<'a>>,
    histories: Option<Take<'a>>,
    part: Option<Part>,
}

type Named = (String, Simulator);
type Progress<'a> = Box<dyn FnMut(u64, u64) -> ControlFlow<()> + 'a>;
type Take<'a> = Box<dyn FnMut(&str, u32, &[History]) -> ControlFlow<()> + 'a>;

impl fmt::Debug for Experiment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, others, against, threads, shard, precision, .. } = self;
        let mut fields = f.debug_struct("Experiment");
        fields.field("first", first).field("others", others).field("against", against).field("threads", threads);
        fields.field("shard", shard).field("precision", precision).finish_non_exhaustive()
    }
}

/// Why an experiment cannot be run.
///
/// ```
/// use practice_cycle::simulation::experiment::{Experiment, ExperimentError};
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let simulator = Simulator::new(Scenario::shipped("null").unwrap());
/// let twice = Experiment::new(simulator.clone()).against("null", simulator).run();
/// assert!(matches!(twice, Err(ExperimentError::SameName(name)) if name == "null"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ExperimentError {
    /// Two scenarios have one name.
    #[error("two scenarios are called `{0}`; give each a name of its own")]
    SameName(String),
    /// Two that are to be compared do not have the same horizon.
    #[error("`{one}` and `{other}` are compared, and so need one horizon: the same first day, days and warm-up")]
    OtherHorizon {
        /// The one.
        one: String,
        /// The other.
        other: String,
    },
    /// A shard does not know how precise all of them are together.
    #[error("how many replications are enough can only be told of all of them, and not of a shard")]
    PrecisionOfAShard,
    /// The part to continue is not of this experiment.
    #[error("the part to go on with is none of this experiment: {0}")]
    Part(#[from] PartError),
    /// The numbers of replications do not suit another scenario.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A group could not begin.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The calendar does not reach as far.
    #[error(transparent)]
    Calendar(#[from] OutOfRange),
    /// A span was none.
    #[error(transparent)]
    Span(#[from] SpanError),
}

impl<'a> Experiment<'a> {
    /// A scenario under its own name, in one thread.
    #[must_use]
    pub fn new(simulator: Simulator) -> Self {
        let name = simulator.scenario().says().scenario.clone();
        Self::named(&name, simulator)
    }

    /// A scenario under another name.
    #[must_use]
    pub fn named(name: &str, simulator: Simulator) -> Self {
        Self {
            first: (name.to_owned(), simulator.remembering()),
            others: Vec::new(),
            against: None,
            threads: NonZeroUsize::MIN,
            shard: None,
            precision: None,
            policies: Vec::new(),
            boundary: None,
            keeps_weeks: false,
            progress: None,
            histories: None,
            part: None,
        }
    }

    /// A further scenario.
    #[must_use]
    pub fn and(mut self, name: &str, simulator: Simulator) -> Self {
        self.others.push((name.to_owned(), simulator.remembering()));
        self
    }

    /// Compared with another scenario, replication by replication.
    #[must_use]
    pub fn against(self, name: &str, simulator: Simulator) -> Self {
        Self { against: Some((name.to_owned(), simulator.remembering())), ..self }
    }

    /// In this many threads.
    #[must_use]
    pub fn threads(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }

    /// Of the replications of the scenario a part alone.
    #[must_use]
    pub fn shard(self, shard: Shard) -> Self {
        Self { shard: Some(shard), ..self }
    }

    /// Until a mean is sure enough in each scenario that is tried: looked at after every 32 replications. There are never more
    /// than the scenario has, nor than the precision allows.
    #[must_use]
    pub fn precision(self, precision: Precision) -> Self {
        Self { precision: Some(precision), ..self }
    }

    /// With an audit of every history by these policies, and their findings among the outcomes.
    #[must_use]
    pub fn audited(self, policies: &[Policy]) -> Self {
        Self { policies: policies.to_vec(), ..self }
    }

    /// With a reading of the boundary at the end of each week, which takes most of the time: what it says among the outcomes, and,
    /// where the scenario has an unseen position, how that compares with it.
    #[must_use]
    pub fn reading_boundary(self, parameters: &'a Parameters) -> Self {
        Self { boundary: Some(parameters), ..self }
    }

    /// With how many invitations, sessions and entries there are in each week of the horizon: see [`Totals::warm_ups`](super::Totals::warm_ups).
    #[must_use]
    pub fn week_by_week(self) -> Self {
        Self { keeps_weeks: true, ..self }
    }

    /// Called after every replication with how many are done, and of how many at most; it says whether to go on. What was done when
    /// it says stop can be [continued](Self::resume).
    #[must_use]
    pub fn with_progress(self, told: impl FnMut(u64, u64) -> ControlFlow<()> + 'a) -> Self {
        Self { progress: Some(Box::new(told)), ..self }
    }

    /// Hands on the histories of each group, in the order of replications, and within one in that of the scenarios, the one with which they
    /// are compared last: the name of the scenario, the number of the replication, and the histories. It says whether to go on.
    #[must_use]
    pub fn with_histories(self, take: impl FnMut(&str, u32, &[History]) -> ControlFlow<()> + 'a) -> Self {
        Self { histories: Some(Box::new(take)), ..self }
    }

    /// Continues a part: what was done in it is not done again.
    #[must_use]
    pub fn resume(self, part: Part) -> Self {
        Self { part: Some(part), ..self }
    }

    /// The part in which nothing was done yet.
    ///
    /// # Errors
    /// [`ExperimentError`] where it could not be run.
    pub fn nothing(&self) -> Result<Part, ExperimentError> {
        let tried = |((name, _), simulator): (&Named, Simulator), in_pairs| {
            let altered = simulator.altered().map(str::to_owned).collect();
            Tried::new(name, simulator.scenario(), altered, in_pairs)
        };
        let simulators = self.simulators()?;
        let (ours, theirs) = simulators.split_at(1 + self.others.len());
        let all = self.tried().zip(ours.iter().cloned()).map(|each| tried(each, self.against.is_some())).collect();
        let against = self.against.iter().zip(theirs.iter().cloned()).map(|each| tried(each, false)).next();
        let asks = Asks {
            packs: Auditor::new(&self.policies).packs(),
            boundary: self.boundary.map(|parameters| parameters.id().clone()),
            week_by_week: self.keeps_weeks,
        };
        Ok(Part::nothing(all, against, asks))
    }

    /// Runs it, to the end or until it is told to stop.
    ///
    /// # Errors
    /// [`ExperimentError`] where it cannot be run.
    pub fn run(mut self) -> Result<Part, ExperimentError> {
        if self.precision.is_some() && self.shard.is_some() {
            return Err(ExperimentError::PrecisionOfAShard);
        }
        let simulators = self.simulators()?;
        let mut part = self.nothing()?;
        if let Some(earlier) = self.part.take() {
            part.merge(&earlier)?;
        }
        let Replications { from, to, .. } = self.first.1.scenario().says().replications;
        let most =
            self.precision.as_ref().map_or(u32::MAX, |precision| u32::try_from(precision.at_most()).unwrap_or(u32::MAX));
        let asked = match self.shard {
            Some(shard) => shard.of(from, to),
            None => Ranges::of(from, to.min(from.saturating_add(most))),
        };
        let mut telling = Telling {
            names: self.tried().chain(&self.against).map(|(name, _)| name.clone()).collect(),
            progress: self.progress.take(),
            histories: self.histories.take(),
            done: asked.shared(part.done()).count(),
            of: asked.count(),
            refused: None,
        };
        let auditor = Auditor::new(&self.policies);
        let calendar = (!self.policies.is_empty()).then(|| Almanac::new(&EnglandAndWales::new())).transpose()?.map(Arc::new);
        let asks = Asked {
            auditor: calendar.as_ref().map(|calendar| (&auditor, calendar)),
            boundary: self.boundary,
            keeps_weeks: self.keeps_weeks,
            keeps_histories: telling.histories.is_some(),
        };
        let watched: Vec<Watched<'_>> =
            simulators.iter().map(|simulator| Watched::new(simulator, asks)).collect::<Result<_, _>>()?;
        let make = |number| watched.iter().map(|each| each.group(number)).collect::<Result<Vec<Made>, Refused>>();
        for batch in self.batches(&asked) {
            // What was done before a stop may lie beyond a look that was not made.
            let is_look = batch.each().first().is_some_and(|&(first, _)| *part.done() == Ranges::of(from, first));
            if is_look && self.is_precise(&part)? {
                break;
            }
            let left = batch.without(part.done());
            let run = in_order(left.numbers(), self.threads, make, |number, made| telling.take(&mut part, number, made));
            if run.is_break() {
                break;
            }
        }
        telling.refused.map_or(Ok(part), |refused| Err(refused.into()))
    }

    /// The scenarios that are tried.
    fn tried(&self) -> impl Iterator<Item = &Named> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// All of them with the replications of the first, as far as they can be run together; the one with which others are compared last.
    fn simulators(&self) -> Result<Vec<Simulator>, ExperimentError> {
        let all = || self.tried().chain(&self.against);
        for (nth, (name, _)) in all().enumerate() {
            if all().take(nth).any(|(other, _)| other == name) {
                return Err(ExperimentError::SameName(name.clone()));
            }
        }
        if let Some((other, against)) = &self.against {
            let horizon = |simulator: &Simulator| simulator.scenario().says().horizon.clone();
            if let Some((one, _)) = self.tried().find(|(_, tried)| horizon(tried) != horizon(against)) {
                return Err(ExperimentError::OtherHorizon { one: one.clone(), other: other.clone() });
            }
        }
        let replications = self.first.1.scenario().says().replications;
        Ok(all().map(|(_, simulator)| simulator.clone().replicated(replications)).collect::<Result<_, _>>()?)
    }

    /// What is run between two looks: all of it, where none are made.
    fn batches(&self, asked: &Ranges) -> impl Iterator<Item = Ranges> {
        let (from, to) = asked.each().first().copied().unwrap_or_default();
        let step = if self.precision.is_some() { BATCH } else { usize::MAX };
        (from..to)
            .step_by(step)
            .map(move |first| Ranges::of(first, to.min(first.saturating_add(u32::try_from(step).unwrap_or(u32::MAX)))))
    }

    fn is_precise(&self, part: &Part) -> Result<bool, SpanError> {
        let Some(precision) = &self.precision else { return Ok(false) };
        for tried in part.tried() {
            if precision.of(tried.outcomes(), tried.span()?.days()) != Enough::Precise {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What it reports to while it runs.
struct Telling<'a> {
    names: Vec<String>,
    progress: Option<Progress<'a>>,
    histories: Option<Take<'a>>,
    done: u64,
    of: u64,
    refused: Option<Refused>,
}

impl Telling<'_> {
    fn take(&mut self, part: &mut Part, number: u32, made: Result<Vec<Made>, Refused>) -> ControlFlow<()> {
        let made = match made {
            Ok(made) => made,
            Err(refused) => {
                self.refused = Some(refused);
                return ControlFlow::Break(());
            }
        };
        // Histories first: whoever could not take them has the replication still to do.
        if let Some(take) = &mut self.histories {
            self.names.iter().zip(&made).try_for_each(|(name, made)| take(name, number, &made.histories))?;
        }
        part.take(number, &made);
        self.done += 1;
        self.progress.as_mut().map_or(ControlFlow::Continue(()), |told| told(self.done, self.of))
    }
}
