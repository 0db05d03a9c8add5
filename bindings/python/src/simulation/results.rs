//! What experiments come to.

use practice_cycle::code::Code as _;
use practice_cycle::simulation::experiment::{Correction, Part, Ranges, Row};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::errors;
use crate::history::parsed;
use crate::table::{Column, Table};

/// What was run, and what came of it: all of an experiment, or a part.
#[pyclass(module = "practice_cycle", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct Results(pub(crate) Part);

#[pymethods]
impl Results {
    /// Results as they were stored.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, stored: &[u8]) -> PyResult<Self> {
        let text = std::str::from_utf8(stored).map_err(errors::argument)?;
        parsed(py, text).map(Self)
    }

    /// The stored form: the same bytes, in however many threads, processes or shards they were run. It is the file `part.json` of
    /// `practice-cycle simulate`, but for the end of its line.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &serde_json::to_vec(&self.0).map_err(errors::ours)?))
    }

    /// All results that belong together as one, in any order.
    #[staticmethod]
    fn merged(parts: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut merged: Option<Part> = None;
        for part in parts.try_iter()? {
            let part: Self = part?.extract().map_err(PyErr::from)?;
            match &mut merged {
                Some(merged) => merged.merge(&part.0).map_err(|why| errors::parts(&why))?,
                None => merged = Some(part.0),
            }
        }
        merged.map(Self).ok_or_else(|| errors::argument("there is nothing to merge"))
    }

    /// XXH3-128 of the stored form, as 32 hexadecimal digits.
    fn digest(&self) -> String {
        self.0.digest()
    }

    /// The replications that were run, as ranges from a number up to and without another.
    #[getter]
    fn done(&self) -> Vec<(u32, u32)> {
        ranges(self.0.done())
    }

    /// Those that were asked for, and not run.
    #[getter]
    fn missing(&self) -> Vec<(u32, u32)> {
        ranges(&self.0.missing())
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.0.replications().seed
    }

    /// The names of the scenarios, the one with which others are compared last.
    #[getter]
    fn scenarios(&self) -> Vec<&str> {
        self.0.all().map(|tried| tried.name()).collect()
    }

    /// The outcomes as a table, with the columns of `outcomes.csv`.
    #[pyo3(signature = (confidence=0.95, correction="none"))]
    fn outcomes(&self, confidence: f64, correction: &str) -> PyResult<Table> {
        let correction = self.intervals(confidence, correction)?;
        table(&self.0.rows(confidence, correction).map_err(errors::ours)?)
    }

    /// The acts that were refused, by tendency and code.
    fn refused(&self) -> PyResult<Table> {
        let each = || {
            self.0.all().flat_map(|tried| {
                tried.totals().refused().map(move |(tendency, code, count)| (tried.name(), tendency, code, count))
            })
        };
        Table::of(vec![
            Column::texts("scenario", each().map(|(scenario, ..)| scenario)),
            Column::texts("tendency", each().map(|(_, tendency, ..)| tendency)),
            Column::texts("code", each().map(|(_, _, code, _)| code)),
            Column::counts("count", each().map(|(.., count)| Some(count))),
        ])
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __repr__(&self) -> String {
        format!(
            "<Results of {}: replications {} done, {} missing>",
            self.scenarios().join(", "),
            self.0.done(),
            self.0.missing()
        )
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let stored = slf.get().to_bytes(py)?;
        Ok((py.get_type::<Self>().getattr("from_bytes")?, PyTuple::new(py, [stored])?))
    }
}

impl Results {
    /// How intervals are made: the correction, where the confidence is one.
    pub(crate) fn intervals(&self, confidence: f64, correction: &str) -> PyResult<Correction> {
        if !(confidence > 0.0 && confidence < 1.0) {
            return Err(errors::argument("expected a confidence above 0 and below 1"));
        }
        let expected = || errors::argument("expected the correction `none`, `bonferroni` or `holm`");
        Correction::from_code(correction).ok_or_else(expected)
    }
}

fn ranges(ranges: &Ranges) -> Vec<(u32, u32)> {
    ranges.each().to_vec()
}

fn table(rows: &[Row]) -> PyResult<Table> {
    let numbers = |name, of: fn(&Row) -> Option<f64>| Column::numbers(name, rows.iter().map(of));
    Table::of(vec![
        Column::texts("scenario", rows.iter().map(|row| row.scenario.as_str())),
        Column::texts("outcome", rows.iter().map(|row| row.outcome.code())),
        Column::texts("group", rows.iter().map(|row| row.group.as_str())),
        Column::texts("unit", rows.iter().map(|row| row.unit.code())),
        Column::times("from", rows.iter().map(|row| Some(row.from))),
        Column::times("to", rows.iter().map(|row| Some(row.to))),
        Column::counts("n", rows.iter().map(|row| Some(row.n))),
        Column::counts("censored", rows.iter().map(|row| Some(row.censored))),
        numbers("mean", |row| row.mean),
        numbers("sd", |row| row.sd),
        numbers("p05", |row| row.p05),
        numbers("p50", |row| row.p50),
        numbers("p95", |row| row.p95),
        numbers("low", |row| row.low),
        numbers("high", |row| row.high),
        Column::some_texts("against", rows.iter().map(|row| row.against.as_deref())),
        numbers("difference", |row| row.difference),
        numbers("diff_low", |row| row.diff_low),
        numbers("diff_high", |row| row.diff_high),
        numbers("saved", |row| row.saved),
    ])
}
