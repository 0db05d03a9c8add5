//! Histories.

use std::path::PathBuf;
use std::sync::Arc;

use practice_cycle::calendar::{TIME_ZONE, Tz};
use practice_cycle::cycle::Act;
use practice_cycle::history::{self, Problem};
use practice_cycle::id::PersonId;
use practice_cycle::overview::Overview;
use practice_cycle::reader::Reader;
use practice_cycle::reading::Readings;
use practice_cycle::stored::{self, FaultReport};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::files::{self, Source};
use crate::times::{Times, When};
use crate::{errors, json};

/// The entries of one cycle.
#[pyclass(module = "practice_cycle", from_py_object)]
#[derive(Clone)]
pub(crate) struct History(pub(crate) Arc<history::History>);

/// The entries of a history, each made a dict as it is asked for.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Entries(Arc<history::History>);

/// Goes through entries.
#[pyclass(module = "practice_cycle")]
pub(crate) struct EntryIterator {
    of: Arc<history::History>,
    next: usize,
}

#[pymethods]
impl History {
    #[new]
    fn new() -> Self {
        Self(Arc::default())
    }

    /// Loads a history by replay.
    #[staticmethod]
    fn read(py: Python<'_>, source: Source) -> PyResult<Self> {
        let read = py.detach(|| history::History::read(source.bytes.as_slice()));
        match read {
            Ok(history) => Ok(Self(Arc::new(history))),
            Err(why) => Err(errors::unreadable(py, &why.report(), source.path.as_deref())),
        }
    }

    /// The cycle that it is of; none before that was opened.
    #[getter]
    fn cycle(&self) -> Option<&str> {
        self.0.cycle().id().map(|id| id.as_str())
    }

    /// When the last entry was recorded; none where there is none.
    #[getter]
    fn last_recorded(&self) -> Option<String> {
        (!self.0.entries().is_empty()).then(|| self.0.cycle().last_recorded().to_string())
    }

    #[getter]
    fn entries(&self) -> Entries {
        Entries(Arc::clone(&self.0))
    }

    fn __len__(&self) -> usize {
        self.0.entries().len()
    }

    fn __repr__(&self) -> String {
        format!("<History of {}: {} entries>", self.cycle().unwrap_or("no cycle yet"), self.__len__())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0.entries() == other.0.entries()
    }

    /// Offers an act: the entry that comes of it, or a refusal.
    fn record<'py>(&mut self, py: Python<'py>, act: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let act: Act = parsed(py, &json::from_python(act)?)?;
        // Whoever still looks at what there was keeps it.
        let history = Arc::make_mut(&mut self.0);
        let refused = match history.judge(&act) {
            Ok(()) => match history.record(act) {
                Ok((entry, _)) => return json::to_python(py, entry),
                Err(refusal) => return Err(errors::ours(refusal)),
            },
            Err(refusal) => refusal.about(&act),
        };
        Err(errors::refused(py, &refused))
    }

    /// Adds an entry as it was stored, a dict or a line of JSON, if it fits.
    fn append(&mut self, py: Python<'_>, entry: &Bound<'_, PyAny>) -> PyResult<()> {
        let line = entry.extract::<String>().or_else(|_| json::from_python(entry))?;
        let appended = Arc::make_mut(&mut self.0).append_line(&line);
        appended.map(|_| ()).map_err(|why: Problem| errors::unreadable(py, &why.report(), None))
    }

    /// The history as JSON Lines.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &py.detach(|| lines(&self.0))?))
    }

    /// Writes the history as JSON Lines.
    #[pyo3(signature = (path, *, overwrite=false))]
    fn write(&self, py: Python<'_>, path: PathBuf, overwrite: bool) -> PyResult<()> {
        py.detach(|| files::write(&path, &lines(&self.0)?, overwrite))
    }

    /// A copy without the words that people wrote.
    pub(crate) fn without_words(&self, py: Python<'_>) -> PyResult<Self> {
        let bare = py.detach(|| self.0.without_words());
        Ok(Self(Arc::new(bare.map_err(errors::ours)?)))
    }

    /// Where everything stands.
    #[pyo3(signature = (as_of=None, known_at=None, *, words=false))]
    fn overview<'py>(
        &self,
        py: Python<'py>,
        as_of: Option<When>,
        known_at: Option<When>,
        words: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let history = if words { self.clone() } else { self.without_words(py)? };
        let view = Times { as_of, known_at }.view(&history.0);
        json::to_python(py, &Overview::of(&view))
    }

    /// Where everything stands, as a text for one reader.
    #[pyo3(signature = (as_of=None, known_at=None, *, reader=None, utc=false))]
    fn describe(
        &self,
        py: Python<'_>,
        as_of: Option<When>,
        known_at: Option<When>,
        reader: Option<&str>,
        utc: bool,
    ) -> PyResult<String> {
        // As the program does: words are read for somebody alone.
        let history = if reader.is_some() { self.clone() } else { self.without_words(py)? };
        let view = Times { as_of, known_at }.view(&history.0);
        let reader = made_for(&view, reader)?;
        let overview = Overview::of(&view);
        let zone = if utc { Tz::UTC } else { TIME_ZONE };
        let mut text = overview.in_zone(zone).for_reader(&reader).to_string();
        for reading in Readings::of(&view).iter().filter(|reading| !reading.is_bare_for(&reader)) {
            text.push('\n');
            text.push_str(reading.text_for(&reader).trim_end());
            text.push('\n');
        }
        Ok(text)
    }

    /// Every reading.
    #[pyo3(signature = (as_of=None, known_at=None))]
    fn readings<'py>(&self, py: Python<'py>, as_of: Option<When>, known_at: Option<When>) -> PyResult<Bound<'py, PyAny>> {
        let history = self.without_words(py)?.0;
        let readings = py.detach(move || Readings::of(&Times { as_of, known_at }.view(&history)));
        json::to_python(py, &readings)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let stored = slf.borrow().to_bytes(py)?;
        Ok((py.get_type::<Self>().getattr("read")?, PyTuple::new(py, [stored])?))
    }
}

#[pymethods]
impl Entries {
    fn __len__(&self) -> usize {
        self.0.entries().len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: isize) -> PyResult<Bound<'py, PyAny>> {
        let place = if index < 0 { self.__len__().checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) };
        match place.and_then(|place| self.0.entries().get(place)) {
            Some(entry) => json::to_python(py, entry),
            None => Err(PyIndexError::new_err(format!("there is no entry {index}"))),
        }
    }

    fn __iter__(&self) -> EntryIterator {
        EntryIterator { of: Arc::clone(&self.0), next: 0 }
    }
}

#[pymethods]
impl EntryIterator {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let entry = self.of.entries().get(self.next);
        self.next += 1;
        entry.map(|entry| json::to_python(py, entry)).transpose()
    }
}

/// For whom something is made: for a person, or for nobody in particular.
pub(crate) fn made_for(view: &history::View<'_>, reader: Option<&str>) -> PyResult<Reader> {
    match reader {
        None => Ok(Reader::nobody(view)),
        Some(person) => Ok(Reader::of(view, &PersonId::new(person).map_err(errors::argument)?)),
    }
}

fn lines(history: &history::History) -> PyResult<Vec<u8>> {
    let mut lines = Vec::new();
    history.write(&mut lines).map_err(errors::ours)?;
    Ok(lines)
}

/// What JSON says, or what is wrong with it.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(py: Python<'_>, text: &str) -> PyResult<T> {
    stored::parse(text).map_err(|why| {
        let report: FaultReport = why.report();
        errors::unreadable(py, &report, None)
    })
}
