//! Calibration of the boundary: what its readings claim, against what is true, in simulated teams whose position is known.

mod share;
mod counts;

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::ser::{Serialize, SerializeStruct, Serializer};

pub use counts::{Claims, FalseDrift, Readings, TrueMajority};
pub use share::Share;

use super::super::random::Stream;
use super::observers::{Manner, Team};
use super::population::Population;
use super::position::Position;
use crate::assessment::{Assessment, Drift, Missing, Movement, Parameters};
use crate::boundary::{Scope, Verdict};
use crate::code::{Code, CodeSet};
use crate::history::Refusal;
use crate::id::ParametersId;
use crate::moment::Moment;
use counts::{Claim, Counts};

/// A calibration that is to be made.
///
/// What it finds does not depend on the number of threads, and is the same each time. Every manner and every dependence is tried on
/// the same teams. The time is linear in teams, manners and dependences.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// use practice_cycle::simulation::{Calibrator, Manner, Population};
/// let calibrator = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2());
/// let calibration = calibrator.teams(20).seed(7).sizes(2..=4).dependence(&[0.0, 0.5]).manners(&[Manner::Honest]).run()?;
/// assert_eq!(calibration.conditions.len(), 2);
/// assert_eq!(calibration.conditions[0].all().teams, 20);
/// # Ok::<(), practice_cycle::history::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Calibrator<'p> {
    population: &'p Population,
    parameters: &'p Parameters,
    teams: u32,
    seed: u64,
    sizes: RangeInclusive<usize>,
    dependence: Vec<f64>,
    manners: CodeSet<Manner>,
    threads: NonZeroUsize,
}

/// What a calibration found.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// use practice_cycle::simulation::{Calibrator, Population};
/// let calibrator = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2()).teams(1);
/// let calibration = calibrator.run()?;
/// assert_eq!(calibration, calibrator.clone().run()?);
/// assert_eq!(calibration.parameters.as_str(), "unvalidated_v2");
/// # Ok::<(), practice_cycle::history::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Calibration {
    /// The parameters of the readings.
    pub parameters: ParametersId,
    /// The seed.
    pub seed: u64,
    /// How many teams there are for each manner and dependence.
    pub teams: u32,
    /// The smallest and the largest team.
    pub sizes: (usize, usize),
    /// The most that may move, of teams that stand still, by what the parameters promise.
    pub drift_promise: f64,
    /// Every manner at every dependence.
    pub conditions: Vec<Condition>,
    /// The observers.
    pub population: Population,
}

/// What was found of one manner of observing at one dependence.
///
/// ```
/// use practice_cycle::assessment::Parameters;
/// use practice_cycle::simulation::{Calibrator, Manner, Population, TrueMajority};
/// let calibrator = Calibrator::new(Population::illustrative(), Parameters::unvalidated_v2()).teams(10);
/// let calibration = calibrator.run()?;
/// let honest = calibration.conditions.iter().find(|condition| condition.manner == Manner::Honest).unwrap();
/// assert_eq!((honest.manner, honest.dependence), (Manner::Honest, 0.0));
/// assert_eq!(honest.of(TrueMajority::None).leans.right.count, 0, "where there is no majority no claim is right");
/// # Ok::<(), practice_cycle::history::Refusal>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// How the observers go about it.
    pub manner: Manner,
    /// The chance of each of them but the first to copy a colleague.
    pub dependence: f64,
    /// How often something is said to move that does not.
    pub drift: FalseDrift,
    readings: [Readings; TrueMajority::ALL.len()],
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Condition", 7)?;
        fields.serialize_field("manner", &self.manner)?;
        fields.serialize_field("dependence", &self.dependence)?;
        fields.serialize_field("all", &self.all())?;
        for &majority in TrueMajority::ALL {
            fields.serialize_field(majority.code(), self.of(majority))?;
        }
        fields.serialize_field("false_drift", &self.drift)?;
        fields.end()
    }
}

impl Condition {
    /// The readings of teams with such a majority.
    #[must_use]
    pub fn of(&self, majority: TrueMajority) -> &Readings {
        let [clear, slight, none] = &self.readings;
        match majority {
            TrueMajority::Clear => clear,
            TrueMajority::Slight => slight,
            TrueMajority::None => none,
        }
    }

    /// Those of all teams.
    #[must_use]
    pub fn all(&self) -> Readings {
        let mut all = Readings::default();
        self.readings.iter().for_each(|readings| all.add(readings));
        all
    }
}

impl<'p> Calibrator<'p> {
    /// Of 6,000 teams of two to eight, by seed 1, at the dependences 0, .25 and .5, with every manner, in one thread.
    #[must_use]
    pub fn new(population: &'p Population, parameters: &'p Parameters) -> Self {
        Self {
            population,
            parameters,
            teams: 6000,
            seed: 1,
            sizes: 2..=8,
            dependence: vec![0.0, 0.25, 0.5],
            manners: CodeSet::of(Manner::ALL),
            threads: NonZeroUsize::MIN,
        }
    }

    /// Of this many teams for each manner and dependence.
    #[must_use]
    pub const fn teams(mut self, teams: u32) -> Self {
        self.teams = teams;
        self
    }

    /// By another seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Teams of these sizes, each as likely as any other. A team has a thousand observers at most.
    #[must_use]
    pub const fn sizes(mut self, sizes: RangeInclusive<usize>) -> Self {
        self.sizes = sizes;
        self
    }

    /// At these chances of each observer but the first to copy a colleague; below 0 is 0, and above 1 is 1.
    #[must_use]
    pub fn dependence(mut self, dependence: &[f64]) -> Self {
        self.dependence = dependence.iter().map(|chance| chance.clamp(0.0, 1.0)).collect();
        self
    }

    /// With these manners of observing.
    #[must_use]
    pub fn manners(mut self, manners: &[Manner]) -> Self {
        self.manners = CodeSet::of(manners);
        self
    }

    /// In this many threads.
    #[must_use]
    pub const fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = threads;
        self
    }

    /// Makes and reads the teams.
    ///
    /// # Errors
    /// An act that was refused, which none of a population that was checked is.
    pub fn run(&self) -> Result<Calibration, Refusal> {
        let tried: Vec<(Manner, f64)> = self
            .manners
            .iter()
            .flat_map(|manner| self.dependence.iter().map(move |&dependence| (manner, dependence)))
            .collect();
        let next = AtomicU32::new(0);
        let all = Mutex::new(Ok(vec![Counts::default(); tried.len()]));
        let work = || {
            let mut counts = vec![Counts::default(); tried.len()];
            let mut done = Ok(());
            while done.is_ok() {
                let team = next.fetch_add(1, Ordering::Relaxed);
                if team >= self.teams {
                    break;
                }
                done = counts.iter_mut().zip(&tried).try_for_each(|(counts, &how)| self.read(team, how, counts));
            }
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            match (&mut *all, done) {
                (Ok(all), Ok(())) => all.iter_mut().zip(&counts).for_each(|(all, counts)| all.add(counts)),
                (all @ Ok(_), Err(refused)) => *all = Err(refused),
                (Err(_), _) => {}
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.get() {
                scope.spawn(work);
            }
            work();
        });
        let counts = all.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        let condition = |((manner, dependence), counts): ((Manner, f64), Counts)| {
            let Counts { readings, drift } = counts;
            Condition { manner, dependence, drift, readings }
        };
        Ok(Calibration {
            parameters: self.parameters.id().clone(),
            seed: self.seed,
            teams: self.teams,
            sizes: (*self.sizes.start(), *self.sizes.end()),
            drift_promise: self.parameters.drift().moving_up_to,
            conditions: tried.into_iter().zip(counts).map(condition).collect(),
            population: self.population.clone(),
        })
    }

    /// The team with a number, which is the same whatever the manner and the dependence.
    fn team(&self, number: u32, (manner, dependence): (Manner, f64)) -> (Position, Team<'p>) {
        let stream = Stream::new(self.seed).named("calibration").at("team", number.into());
        let sizes = (self.sizes.end() + 1).saturating_sub(*self.sizes.start());
        let size = self.sizes.start() + stream.named("size").among(sizes);
        let position = Position::any(stream.named("position"));
        (position, Team::new(self.population, manner, dependence, size, position, stream))
    }

    fn read(&self, number: u32, how: (Manner, f64), counts: &mut Counts) -> Result<(), Refusal> {
        let (position, team) = self.team(number, how);
        let history = team.history()?;
        let view = history.view(team.ends(), Moment::LATEST);
        let reading = Assessment::of(&view, Scope::Cycle, self.parameters);
        let (lean, firmness) = reading.firmest();
        let majority = position.majority();
        let claim = Claim { firmness, is_right: majority == Some(lean), is_largest: position.largest() == lean };
        let clear = self.population.says().clear_from.value;
        let group = match majority {
            Some(side) if position.share(side) >= clear => TrueMajority::Clear,
            Some(_) => TrueMajority::Slight,
            None => TrueMajority::None,
        };
        if let Some(readings) = counts.of_mut(group) {
            readings.teams += 1;
            let is_open = reading.missing.iter().all(|missing| matches!(missing, Missing::Firmness { .. }));
            if is_open {
                readings.note_open(claim);
            }
            match reading.verdict {
                Verdict::Enmeshed | Verdict::Healthy | Verdict::Diffuse => readings.leans.note(claim),
                Verdict::Mixed => readings.mixed += 1,
                Verdict::Contested => readings.contested += 1,
                Verdict::Insufficient if is_open => readings.not_firm += 1,
                Verdict::Insufficient => readings.gates_shut += 1,
            }
        }
        match Drift::of(&view, Scope::Cycle, self.parameters).movement {
            Movement::TooLittle { .. } | Movement::NoSideThroughout { .. } => counts.drift.too_little += 1,
            Movement::NoneClear(_) => counts.drift.moving.note(false),
            Movement::Moving(_) => counts.drift.moving.note(true),
        }
        Ok(())
    }
}
