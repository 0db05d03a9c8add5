//! Running experiments.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;

use practice_cycle::assessment::Parameters;
use practice_cycle::policy::Policy;
use practice_cycle::simulation::experiment::{Experiment, ExperimentError, Part, Shard};
use practice_cycle::simulation::{self, Simulator};
use pyo3::prelude::*;
use pyo3::types::PyBool;

use super::results::Results;
use super::scenario::Scenario;
use crate::errors;
use crate::policy::Pack;

/// Runs a scenario many times, by itself or in pairs with another. The interpreter is released, and asked for signals after each
/// replication.
#[pyfunction]
#[pyo3(signature = (scenario, replications=None, seed=None, threads=1, against=None, progress=None, *, name=None, shard=None, audited_by=None, boundary=false, resume=None))]
#[expect(clippy::too_many_arguments, reason = "each is a keyword of its own in Python")]
pub(crate) fn run(
    py: Python<'_>,
    scenario: Scenario,
    replications: Option<u32>,
    seed: Option<u64>,
    threads: usize,
    against: Option<Scenario>,
    progress: Option<Py<PyAny>>,
    name: Option<String>,
    shard: Option<(u32, u32)>,
    audited_by: Option<Vec<Pack>>,
    boundary: bool,
    resume: Option<Results>,
) -> PyResult<Results> {
    let threads = NonZeroUsize::new(threads).ok_or_else(|| errors::argument("expected at least one thread"))?;
    let shard = shard.map(|(nth, all)| Shard::new(nth, all)).transpose().map_err(errors::argument)?;
    let asked = Asked {
        scenario: replicated(py, scenario.0, replications, seed)?,
        against: against.map(|it| it.0),
        name,
        threads,
        shard,
        policies: audited_by.iter().flatten().map(|pack| Arc::clone(&pack.policy)).collect(),
        boundary,
        resume: resume.map(|it| it.0),
    };
    // Experiments are made where they are run, because their progress is reported in that thread.
    let (ran, ending) = py.detach(move || {
        let mut ending = Ending::Ran;
        let ran = asked.run(|done, of| match goes_on(progress.as_ref(), done, of) {
            Ok(true) => ControlFlow::Continue(()),
            Ok(false) => {
                ending = Ending::Cancelled;
                ControlFlow::Break(())
            }
            Err(raised) => {
                ending = Ending::Raised(raised);
                ControlFlow::Break(())
            }
        });
        (ran, ending)
    });
    let results = Results(ran.map_err(|why| errors::experiment(py, &why))?);
    match ending {
        Ending::Ran => Ok(results),
        Ending::Raised(raised) => Err(raised),
        Ending::Cancelled => Err(errors::classes::Cancelled::new_err((Py::new(py, results)?,))),
    }
}

enum Ending {
    Ran,
    Cancelled,
    Raised(PyErr),
}

/// Asks whether to go on: signals first, such as that of the keyboard, then the caller.
fn goes_on(progress: Option<&Py<PyAny>>, done: u64, of: u64) -> PyResult<bool> {
    Python::attach(|py| {
        py.check_signals()?;
        let Some(progress) = progress else { return Ok(true) };
        let answer = progress.bind(py).call1((done, of))?;
        // No answer means yes.
        Ok(!answer.cast::<PyBool>().is_ok_and(|answer| !answer.is_true()))
    })
}

/// Without a number of replications, or a seed, those of the scenario.
fn replicated(
    py: Python<'_>,
    scenario: simulation::Scenario,
    replications: Option<u32>,
    seed: Option<u64>,
) -> PyResult<simulation::Scenario> {
    let mut asked = scenario.says().replications;
    if let Some(count) = replications {
        asked.to = asked.from.saturating_add(count);
    }
    asked.seed = seed.unwrap_or(asked.seed);
    scenario.replicated(asked).map_err(|why| errors::scenario(py, &why))
}

struct Asked {
    scenario: simulation::Scenario,
    against: Option<simulation::Scenario>,
    name: Option<String>,
    threads: NonZeroUsize,
    shard: Option<Shard>,
    policies: Vec<Arc<Policy>>,
    boundary: bool,
    resume: Option<Part>,
}

impl Asked {
    fn run(self, progress: impl FnMut(u64, u64) -> ControlFlow<()>) -> Result<Part, ExperimentError> {
        let policies: Vec<Policy> = self.policies.iter().map(|policy| Policy::clone(policy)).collect();
        let simulator = Simulator::new(self.scenario);
        let mut experiment = match &self.name {
            Some(name) => Experiment::named(name, simulator),
            None => Experiment::new(simulator),
        };
        experiment = experiment.threads(self.threads).with_progress(progress);
        if let Some(against) = self.against {
            let name = against.says().scenario.clone();
            experiment = experiment.against(&name, Simulator::new(against));
        }
        if let Some(shard) = self.shard {
            experiment = experiment.shard(shard);
        }
        if !policies.is_empty() {
            experiment = experiment.audited(&policies);
        }
        if self.boundary {
            experiment = experiment.reading_boundary(Parameters::unvalidated_v2());
        }
        if let Some(part) = self.resume {
            experiment = experiment.resume(part);
        }
        experiment.run()
    }
}
