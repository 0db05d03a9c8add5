//! What is wrong, as exceptions: the classes of `practice_cycle.errors`.

use std::path::Path;

use practice_cycle::cycle::RefusalReport;
use practice_cycle::policy::Problem;
use practice_cycle::simulation::ScenarioError;
use practice_cycle::simulation::experiment::{ExperimentError, PartError};
use practice_cycle::stored::FaultReport;
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use serde_json::{Value, json};

use crate::json;

/// The classes.
pub(crate) mod classes {
    pyo3::import_exception!(practice_cycle.errors, Refused);
    pyo3::import_exception!(practice_cycle.errors, Unreadable);
    pyo3::import_exception!(practice_cycle.errors, Invalid);
    pyo3::import_exception!(practice_cycle.errors, NotRun);
    pyo3::import_exception!(practice_cycle.errors, Cancelled);
}

/// An act that was refused.
pub(crate) fn refused(py: Python<'_>, report: &RefusalReport) -> PyErr {
    match json::to_python(py, report) {
        Ok(report) => classes::Refused::new_err((report.unbind(),)),
        Err(failed) => failed,
    }
}

/// Something that does not read, or a history that could not have happened; of a file, where one was read.
pub(crate) fn unreadable(py: Python<'_>, report: &FaultReport, path: Option<&Path>) -> PyErr {
    match json::to_python(py, report) {
        Ok(report) => classes::Unreadable::new_err((report.unbind(), path.map(Path::to_path_buf))),
        Err(failed) => failed,
    }
}

fn invalid(py: Python<'_>, problems: Vec<Value>) -> PyErr {
    match json::to_python(py, &problems) {
        Ok(problems) => classes::Invalid::new_err((problems.unbind(),)),
        Err(failed) => failed,
    }
}

/// A scenario that was refused.
pub(crate) fn scenario(py: Python<'_>, error: &ScenarioError) -> PyErr {
    invalid(py, error.problems().iter().map(|it| json!({ "place": it.at, "problem": it.problem })).collect())
}

/// A pack or a world that does not load.
pub(crate) fn problems(py: Python<'_>, problems: &[Problem]) -> PyErr {
    let problem = |it: &Problem| {
        let meant = it.meant.as_ref().map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        json!({ "place": format!("{}: {}", it.pack, it.path), "problem": format!("{}{meant}", it.message) })
    };
    invalid(py, problems.iter().map(problem).collect())
}

/// An experiment that cannot be run.
pub(crate) fn experiment(py: Python<'_>, error: &ExperimentError) -> PyErr {
    if let ExperimentError::Scenario(error) = error {
        return scenario(py, error);
    }
    classes::NotRun::new_err(error.to_string())
}

/// Results that do not belong together.
pub(crate) fn parts(error: &PartError) -> PyErr {
    classes::NotRun::new_err(error.to_string())
}

/// An argument that cannot be meant.
pub(crate) fn argument(why: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(why.to_string())
}

/// A failure of ours: what should always be possible was not.
pub(crate) fn ours(why: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(why.to_string())
}

/// A file that cannot be read or written, as Python's own functions say it.
pub(crate) fn file(error: &std::io::Error, path: &Path) -> PyErr {
    match error.raw_os_error() {
        Some(number) => {
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, words, path.to_path_buf()))
        }
        // The kind alone says which of Python's classes it is.
        None => std::io::Error::new(error.kind(), format!("{}: {}", path.display(), error.kind())).into(),
    }
}
