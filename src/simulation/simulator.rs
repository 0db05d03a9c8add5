//! A simulator: a scenario with its tendencies, which makes groups of cycles.

use std::fmt;
use std::sync::Arc;

use super::course::{Cast, Course, Played, Refused, Tendency};
use super::scenario::{Replications, Scenario};
use super::tendency;
use super::trouble::ScenarioError;

type Makes = Arc<dyn Fn() -> Box<dyn Tendency> + Send + Sync>;

/// A scenario with its tendencies. Cheap to clone; threads can share it.
///
/// ```
/// use practice_cycle::simulation::{Scenario, Simulator};
/// let simulator = Simulator::new(Scenario::shipped("team-as-it-is").unwrap());
/// let played = simulator.group(0)?;
/// let again = simulator.group(0)?;
/// let entries = |group: &[practice_cycle::simulation::Played]| -> Vec<u64> {
///     group.iter().map(|cycle| cycle.entries()).collect()
/// };
/// assert_eq!(entries(&played), entries(&again), "the same group is the same each time");
/// # Ok::<(), practice_cycle::simulation::Refused>(())
/// ```
#[derive(Clone)]
pub struct Simulator {
    scenario: Arc<Scenario>,
    others: Vec<(&'static str, Option<Makes>)>,
    keeps_histories: bool,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<&str> = self.others.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Simulator").field("scenario", &self.scenario.says().scenario).field("others", &others).finish()
    }
}

impl Simulator {
    /// With the tendencies that the scenario names; histories are kept.
    #[must_use]
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario: Arc::new(scenario), others: Vec::new(), keeps_histories: true }
    }

    /// With a tendency of one's own: in place of the one of that name, or after all others. `makes` makes a fresh one for each cycle.
    #[must_use]
    pub fn with(mut self, name: &'static str, makes: impl Fn() -> Box<dyn Tendency> + Send + Sync + 'static) -> Self {
        self.others.push((name, Some(Arc::new(makes))));
        self
    }

    /// Without the tendency of that name.
    #[must_use]
    pub fn without(mut self, name: &'static str) -> Self {
        self.others.push((name, None));
        self
    }

    /// Without keeping histories: what is played has the cycle as it stands at the end, and no entries. About twice as fast.
    #[must_use]
    pub const fn forgetting(mut self) -> Self {
        self.keeps_histories = false;
        self
    }

    /// The same, with histories kept: what is read of them needs them.
    pub(crate) const fn remembering(mut self) -> Self {
        self.keeps_histories = true;
        self
    }

    /// The scenario.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The same by other numbers of replications, or another seed.
    ///
    /// # Errors
    /// [`ScenarioError`] where no numbers lie between.
    pub fn replicated(self, replications: Replications) -> Result<Self, ScenarioError> {
        if self.scenario.says().replications == replications {
            return Ok(self);
        }
        Ok(Self { scenario: Arc::new(Scenario::clone(&self.scenario).replicated(replications)?), ..self })
    }

    /// The names of the tendencies that were put in or left out beside what the scenario says.
    pub fn altered(&self) -> impl Iterator<Item = &'static str> {
        self.others.iter().map(|(name, _)| *name)
    }

    /// Plays the group with a number among the replications: its cycles, in the order in which they opened. Groups depend on nothing but
    /// the scenario and their number.
    ///
    /// # Errors
    /// [`Refused`] where a cycle could not begin, which no checked scenario comes to.
    pub fn group(&self, replication: u32) -> Result<Vec<Played>, Refused> {
        Course::new(&self.scenario, replication, self.keeps_histories).run(&|scenario| self.cast(scenario))
    }

    fn cast(&self, scenario: &Scenario) -> Cast {
        let mut cast = tendency::made(scenario);
        for (name, makes) in &self.others {
            let place = cast.iter().position(|tendency| tendency.name() == *name);
            match (place, makes) {
                (Some(place), Some(makes)) => {
                    if let Some(slot) = cast.get_mut(place) {
                        *slot = makes();
                    }
                }
                (Some(place), None) => drop(cast.remove(place)),
                (None, Some(makes)) => cast.push(makes()),
                (None, None) => {}
            }
        }
        cast
    }
}
