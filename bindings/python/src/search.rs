//! Searching a small world: whether a rule ever applies, can be kept, and can be broken.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::search::{Reachability, Reviewer, World};
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::files::Source;
use crate::history::History;
use crate::policy::Pack;
use crate::{errors, json};

/// Whether something can come about in a world.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Reached {
    of: Reachability,
}

#[pymethods]
impl Reached {
    #[getter]
    fn answer(&self) -> &'static str {
        match self.of {
            Reachability::By { .. } => "found",
            Reachability::Never => "never_in_this_world",
            _ => "not_within",
        }
    }

    /// The shortest history that shows it.
    #[getter]
    fn history(&self) -> Option<History> {
        self.of.history().map(|history| History(Arc::new(history.clone())))
    }

    /// When it shows.
    #[getter]
    fn as_of(&self) -> Option<String> {
        if let Reachability::By { as_of, .. } = &self.of { Some(as_of.to_string()) } else { None }
    }

    fn __bool__(&self) -> bool {
        self.of.history().is_some()
    }

    fn __repr__(&self) -> String {
        format!("<Reached: {}>", self.of)
    }
}

/// Looks through everything that can happen in a world for what a rule can come to.
#[pyfunction]
#[pyo3(signature = (pack, rule, world, *, steps=None, states=None, threads=1))]
pub(crate) fn search<'py>(
    py: Python<'py>,
    pack: &Pack,
    rule: &str,
    world: &Bound<'py, PyAny>,
    steps: Option<usize>,
    states: Option<usize>,
    threads: usize,
) -> PyResult<Bound<'py, PyDict>> {
    let written = if world.is_instance_of::<PyDict>() {
        json::from_python(world)?
    } else {
        world.extract::<Source>()?.text()?.to_owned()
    };
    let world = World::read(&written).map_err(|why| errors::problems(py, why.problems()))?;
    let threads = NonZeroUsize::new(threads).ok_or_else(|| errors::argument("expected at least one thread"))?;
    let (stop, interrupted) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(None)));
    let (stops, tells) = (Arc::clone(&stop), Arc::clone(&interrupted));
    let mut reviewer = Reviewer::new(pack.policy.pack(), &EnglandAndWales::new()).map_err(errors::ours)?;
    reviewer = reviewer.threads(threads).stop_on(stop).progress(move |_| {
        // What the keyboard says is heard in the thread that called.
        if let Err(raised) = Python::attach(|py| py.check_signals()) {
            *tells.lock().unwrap_or_else(PoisonError::into_inner) = Some(raised);
            stops.store(true, Ordering::Relaxed);
        }
    });
    if let Some(steps) = steps {
        reviewer = reviewer.steps(steps);
    }
    if let Some(states) = states {
        reviewer = reviewer.states(states);
    }
    let reviewed = py.detach(|| reviewer.rule(rule, &world));
    if let Some(raised) = interrupted.lock().unwrap_or_else(PoisonError::into_inner).take() {
        return Err(raised);
    }
    let Some(reviewed) = reviewed.map_err(|why| errors::problems(py, why.problems()))? else {
        return Err(PyLookupError::new_err(format!("the pack has no rule `{rule}`")));
    };
    let found = PyDict::new(py);
    let all = [
        ("applies", reviewed.applies),
        ("keeps", reviewed.keeps),
        ("breaks", reviewed.breaks),
        ("breaks_alone", reviewed.breaks_alone),
        ("undetermined", reviewed.undetermined),
    ];
    for (name, of) in all {
        found.set_item(name, Py::new(py, Reached { of })?)?;
    }
    Ok(found)
}
