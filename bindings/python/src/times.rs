//! Times: a `datetime` with its zone, or a text by RFC 3339.

use practice_cycle::history::{History, View};
use practice_cycle::moment::Moment;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyString};

use crate::errors;

/// The instant that a value of Python names.
pub(crate) fn moment(value: &Bound<'_, PyAny>) -> PyResult<Moment> {
    let py = value.py();
    let written: String = if value.is_instance_of::<PyDateTime>() {
        if value.call_method0("utcoffset")?.is_none() {
            return Err(errors::argument(
                "expected a datetime that knows its zone, such as `datetime(2026, 4, 2, 9, 30, tzinfo=UTC)`",
            ));
        }
        let utc = py.import("datetime")?.getattr("timezone")?.getattr("utc")?;
        value.call_method1("astimezone", (utc,))?.call_method0("isoformat")?.extract()?
    } else if let Ok(text) = value.cast::<PyString>() {
        text.to_str()?.to_owned()
    } else {
        let name = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "expected a datetime or a text such as `2026-04-02T09:30:00Z`; found {name}"
        )));
    };
    written.parse().map_err(errors::argument)
}

/// An argument that names an instant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When(pub(crate) Moment);

impl<'a, 'py> FromPyObject<'a, 'py> for When {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        moment(&value).map(Self)
    }
}

/// The time that is spoken of, and up to which it is known: by default when the last entry was recorded, as the program has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) as_of: Option<When>,
    pub(crate) known_at: Option<When>,
}

impl Times {
    /// Both, of one history.
    pub(crate) fn of(self, history: &History) -> (Moment, Moment) {
        let last = history.cycle().last_recorded();
        let known_at = self.known_at.map_or(last, |it| it.0);
        (self.as_of.map_or(last.min(known_at), |it| it.0), known_at)
    }

    /// What had happened then.
    pub(crate) fn view(self, history: &History) -> View<'_> {
        let (as_of, known_at) = self.of(history);
        history.view(as_of, known_at)
    }
}
