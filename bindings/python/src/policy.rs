//! Packs of rules, and what they find.

use std::sync::Arc;

use practice_cycle::calendar::EnglandAndWales;
use practice_cycle::code::Code as _;
use practice_cycle::policy::{self, Finding, Packs, Verdict};
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::files::Source;
use crate::history::{History, made_for};
use crate::table::{Column, Table};
use crate::times::{Times, When};
use crate::{errors, json};

/// A pack of rules.
#[pyclass(module = "practice_cycle", frozen, from_py_object)]
#[derive(Clone)]
pub(crate) struct Pack {
    pub(crate) policy: Arc<policy::Policy>,
    /// All that it was read from; none where it comes with the package.
    written: Option<Arc<Vec<String>>>,
}

#[pymethods]
impl Pack {
    /// The names of the packs that come with the package.
    #[staticmethod]
    fn names() -> Vec<String> {
        Packs::shipped().names().map(str::to_owned).collect()
    }

    /// A pack that comes with the package.
    #[staticmethod]
    fn shipped(name: &str) -> PyResult<Self> {
        let Some(pack) = policy::Pack::shipped(name) else {
            let names = Self::names().join("`, `");
            return Err(PyLookupError::new_err(format!("no pack of that name comes with the package; there are `{names}`")));
        };
        Self::of(pack, None)
    }

    /// Reads a pack, and those that it extends where they do not come with the package, in any order.
    #[staticmethod]
    #[pyo3(signature = (source, *extended))]
    fn read(py: Python<'_>, source: Source, extended: Vec<Source>) -> PyResult<Self> {
        let sources = std::iter::once(&source).chain(&extended);
        let written: Vec<String> = sources.map(|it| it.text().map(str::to_owned)).collect::<PyResult<_>>()?;
        let mut packs = Packs::shipped();
        let names = packs.add_all(written.iter().map(String::as_str)).map_err(|why| errors::problems(py, why.problems()))?;
        let pack = names.first().and_then(|name| packs.pack(name));
        Self::of(pack.ok_or_else(|| errors::argument("it holds no rules"))?, Some(Arc::new(written)))
    }

    #[getter]
    fn name(&self) -> &str {
        self.policy.pack().name()
    }

    #[getter]
    fn version(&self) -> &str {
        self.policy.pack().version()
    }

    #[getter]
    fn title(&self) -> &str {
        self.policy.pack().title()
    }

    /// The rules by their ids, each in one sentence.
    #[getter]
    fn rules(&self) -> std::collections::BTreeMap<String, String> {
        let rules = self.policy.pack().rules().iter();
        rules.map(|rule| (rule.id().as_str().to_owned(), rule.title().to_owned())).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Pack {} {}: {} rules>", self.name(), self.version(), self.policy.pack().rules().len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let (py, pack) = (slf.py(), slf.get());
        let of = py.get_type::<Self>();
        match &pack.written {
            None => Ok((of.getattr("shipped")?, PyTuple::new(py, [pack.name()])?)),
            Some(written) => Ok((of.getattr("read")?, PyTuple::new(py, written.iter())?)),
        }
    }
}

impl Pack {
    fn of(pack: &policy::Pack, written: Option<Arc<Vec<String>>>) -> PyResult<Self> {
        let policy = policy::Policy::new(pack, &EnglandAndWales::new()).map_err(errors::ours)?;
        Ok(Self { policy: Arc::new(policy), written })
    }
}

/// What the rules of a pack find in a history.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Report(pub(crate) policy::Report);

#[pymethods]
impl Report {
    /// Whether no finding counts: nothing is broken, but for what was excused.
    #[getter]
    fn is_clean(&self) -> bool {
        self.0.counting().next().is_none()
    }

    /// All of it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.0)
    }

    /// What each rule comes to, by code.
    #[getter]
    fn verdicts(&self) -> std::collections::BTreeMap<String, &'static str> {
        self.0.rules.iter().map(|rule| (rule.rule.as_str().to_owned(), rule.verdict.code())).collect()
    }

    /// Each finding as a dict, with its reasons and what would help.
    #[getter]
    fn findings<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.0.findings().map(|finding| json::to_python(py, finding)).collect()
    }

    /// The findings as a table.
    fn table(&self) -> PyResult<Table> {
        let each = || self.0.findings();
        let broken = |finding: &Finding| match finding.verdict {
            Verdict::Violated { at, .. } => Some(at),
            Verdict::Satisfied | Verdict::HoldsSoFar | Verdict::Pending { .. } | Verdict::Undetermined { .. } => None,
        };
        let about: Vec<String> = each()
            .map(|it| it.duty.about.iter().map(|(name, id)| format!("{name}={id}")).collect::<Vec<_>>().join(" "))
            .collect();
        let texts: Vec<String> = each().map(ToString::to_string).collect();
        Table::of(vec![
            Column::texts("history", each().map(|it| it.duty.key.cycle.as_str())),
            Column::texts("pack", each().map(|it| it.pack.0.as_str())),
            Column::texts("rule", each().map(|it| it.rule.as_str())),
            Column::texts("title", each().map(|it| &*it.title)),
            Column::texts("severity", each().map(|it| it.severity.code())),
            Column::texts("verdict", each().map(|it| it.verdict.code())),
            Column::texts("outcome", each().map(|it| it.duty.outcome.code())),
            Column::texts("about", about.iter().map(String::as_str)),
            Column::counts("opened_by", each().map(|it| Some(it.duty.opened_by.entry.get().into()))),
            Column::times("opened_at", each().map(|it| Some(it.duty.opened_by.at))),
            Column::times("due_at", each().map(|it| it.due.as_ref().map(|due| due.at))),
            Column::times("broken_at", each().map(broken)),
            Column::texts("excused", each().map(|it| if it.is_excused() { "yes" } else { "no" })),
            Column::times("as_of", each().map(|it| Some(it.as_of))),
            Column::texts("text", texts.iter().map(String::as_str)),
        ])
    }

    fn __len__(&self) -> usize {
        self.0.findings().count()
    }

    fn __repr__(&self) -> String {
        format!("<Report of {} {}: {} findings>", self.0.pack.0, self.0.pack.1, self.__len__())
    }
}

/// Checks a history by the rules of a pack.
#[pyfunction]
#[pyo3(signature = (history, pack, *, as_of=None, known_at=None, reader=None))]
pub(crate) fn check(
    py: Python<'_>,
    history: &History,
    pack: &Pack,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
) -> PyResult<Report> {
    let times = Times { as_of, known_at };
    let bare = history.without_words(py)?.0;
    let (at, known) = times.of(&bare);
    let report = py.detach(|| pack.policy.check(&bare, at, known));
    match reader {
        None => Ok(Report(report)),
        Some(_) => Ok(Report(report.for_readers(&[made_for(&times.view(&history.0), reader)?]))),
    }
}
