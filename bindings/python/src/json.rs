//! Data between Python and here, as JSON, which Python's own module reads and writes.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDict};
use serde::Serialize;

use crate::{errors, times};

/// A value as Python's dicts, lists, strings and numbers.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &(impl Serialize + ?Sized)) -> PyResult<Bound<'py, PyAny>> {
    let text = serde_json::to_string(value).map_err(errors::ours)?;
    py.import("json")?.call_method1("loads", (text,))
}

/// A value of Python as JSON. Times are written as they are stored, and numbers of numpy as numbers.
pub(crate) fn from_python(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = value.py();
    let how = PyDict::new(py);
    how.set_item("default", wrap_pyfunction!(plain, py)?)?;
    how.set_item("allow_nan", false)?;
    py.import("json")?.call_method("dumps", (value,), Some(&how))?.extract()
}

/// What JSON has no form for.
#[pyfunction]
fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if value.is_instance_of::<PyDateTime>() {
        return Ok(times::moment(value)?.to_string().into_pyobject(py)?.into_any());
    }
    for of_number in ["__index__", "__float__"] {
        if value.hasattr(of_number)? {
            return value.call_method0(of_number);
        }
    }
    let name = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("expected what JSON can say, or a datetime; found {name}")))
}
