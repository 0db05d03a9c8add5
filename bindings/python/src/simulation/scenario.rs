//! Scenarios of simulations.

use practice_cycle::simulation::{self, RawScenario, Simulator};
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::files::Source;
use crate::history::{self, History};
use crate::{errors, json};

/// A scenario that was checked.
#[pyclass(module = "practice_cycle", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct Scenario(pub(crate) simulation::Scenario);

#[pymethods]
impl Scenario {
    /// The names of the scenarios that come with the package.
    #[staticmethod]
    fn names() -> Vec<&'static str> {
        simulation::Scenario::all_shipped().collect()
    }

    /// A scenario that comes with the package.
    #[staticmethod]
    fn shipped(name: &str) -> PyResult<Self> {
        simulation::Scenario::shipped(name).map(Self).ok_or_else(|| {
            let names = Self::names().join("`, `");
            PyLookupError::new_err(format!("no scenario of that name comes with the package; there are `{names}`"))
        })
    }

    /// Reads a scenario from a dict, from JSON, or from a file of that.
    #[staticmethod]
    fn read(py: Python<'_>, source: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = if source.is_instance_of::<PyDict>() {
            json::from_python(source)?
        } else {
            source.extract::<Source>()?.text()?.to_owned()
        };
        let raw: RawScenario = history::parsed(py, &text)?;
        raw.try_into().map(Self).map_err(|why| errors::scenario(py, &why))
    }

    /// The same but for some values, each by its JSON Pointer.
    fn changed(&self, py: Python<'_>, changes: &Bound<'_, PyDict>) -> PyResult<Self> {
        // One after the other, in the order of the dict.
        let change = |(pointer, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            let value: serde_json::Value = history::parsed(py, &json::from_python(&value)?)?;
            Ok((pointer.extract::<String>()?, value))
        };
        let changes: Vec<(String, serde_json::Value)> = changes.iter().map(change).collect::<PyResult<_>>()?;
        let changes = changes.iter().map(|(pointer, value)| (pointer.as_str(), value.clone()));
        self.0.changed(changes).map(Self).map_err(|why| errors::scenario(py, &why))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.says().scenario
    }

    #[getter]
    fn title(&self) -> String {
        self.0.says().title.to_string()
    }

    /// What tells it from others, whatever it is run with.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// What it says.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.0)
    }

    /// The histories of one group, by the number of its replication.
    fn group(&self, py: Python<'_>, number: u32) -> PyResult<Vec<History>> {
        let scenario = self.0.clone();
        let played = py.detach(move || Simulator::new(scenario).group(number)).map_err(errors::ours)?;
        let histories = played.into_iter().filter_map(simulation::Played::into_history);
        Ok(histories.map(|history| History(history.into())).collect())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __repr__(&self) -> String {
        format!("<Scenario {} {}>", self.name(), self.fingerprint())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let stored = serde_json::to_string(&slf.get().0).map_err(errors::ours)?;
        Ok((py.get_type::<Self>().getattr("read")?, PyTuple::new(py, [stored])?))
    }
}
