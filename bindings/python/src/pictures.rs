//! Pictures for notebooks.

use std::path::PathBuf;

use practice_cycle::assessment::Parameters;
use practice_cycle::calendar::Tz;
use practice_cycle::diagram;
use practice_cycle::picture::{self, Options, Vocabulary};
use practice_cycle::turns::{self, Turns};
use pyo3::prelude::*;

use crate::errors;
use crate::files;
use crate::history::{History, made_for};
use crate::policy::Report;
use crate::simulation::Results;
use crate::times::{Times, When};

/// A picture as SVG. A notebook shows it.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Picture {
    #[pyo3(get)]
    svg: String,
}

#[pymethods]
impl Picture {
    fn _repr_svg_(&self) -> &str {
        &self.svg
    }

    /// Writes it as a file.
    #[pyo3(signature = (path, *, overwrite=false))]
    fn write(&self, path: PathBuf, overwrite: bool) -> PyResult<()> {
        files::write(&path, self.svg.as_bytes(), overwrite)
    }

    fn __repr__(&self) -> String {
        format!("<Picture of {} bytes of SVG>", self.svg.len())
    }
}

/// How a picture is made.
struct Made<'a> {
    times: Times,
    reader: Option<&'a str>,
    utc: bool,
    width: Option<u32>,
}

impl Made<'_> {
    /// Draws a view of a history, for whom it is made.
    fn draw(
        self,
        history: &History,
        vocabulary: Vocabulary,
        draw: impl FnOnce(&practice_cycle::history::View<'_>, &Options) -> String,
    ) -> PyResult<Picture> {
        let view = self.times.view(&history.0);
        let options = sized(Options::default().in_words(vocabulary).for_reader(made_for(&view, self.reader)?), self.width)?;
        Ok(Picture { svg: draw(&view, &if self.utc { options.in_zone(Tz::UTC) } else { options }) })
    }
}

fn sized(options: Options, width: Option<u32>) -> PyResult<Options> {
    width.map_or(Ok(options.clone()), |width| options.wide(width).map_err(errors::argument))
}

/// A history through time.
#[pyfunction]
#[pyo3(signature = (history, as_of=None, known_at=None, *, reader=None, utc=false, width=None))]
pub(crate) fn timeline(
    history: &History,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
    utc: bool,
    width: Option<u32>,
) -> PyResult<Picture> {
    let made = Made { times: Times { as_of, known_at }, reader, utc, width };
    made.draw(history, Vocabulary::Article, picture::timeline)
}

/// The boundary through time, with what it rests on.
#[pyfunction]
#[pyo3(signature = (history, as_of=None, known_at=None, *, reader=None, utc=false, width=None, vocabulary="article"))]
pub(crate) fn boundary(
    history: &History,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
    utc: bool,
    width: Option<u32>,
    vocabulary: &str,
) -> PyResult<Picture> {
    let vocabulary = match vocabulary {
        "article" => Vocabulary::Article,
        "minuchin" => Vocabulary::Minuchin,
        _ => return Err(errors::argument("expected the vocabulary `article` or `minuchin`")),
    };
    let made = Made { times: Times { as_of, known_at }, reader, utc, width };
    made.draw(history, vocabulary, |view, options| picture::boundary(view, Parameters::unvalidated_v2(), options))
}

/// Joining, contracting, intervening and round again: how often and how fast each arc was travelled.
#[pyfunction]
#[pyo3(signature = (history, as_of=None, known_at=None, *, width=None))]
pub(crate) fn circuit(
    history: &History,
    as_of: Option<When>,
    known_at: Option<When>,
    width: Option<u32>,
) -> PyResult<Picture> {
    let made = Made { times: Times { as_of, known_at }, reader: None, utc: false, width };
    made.draw(history, Vocabulary::Article, |view, options| {
        picture::circuit(&Turns::of(view, &turns::Parameters::default()), options)
    })
}

/// The duties that the rules of a pack find in a history, through time.
#[pyfunction]
#[pyo3(signature = (history, report, *, rule=None, reader=None, utc=false, width=None))]
pub(crate) fn duties(
    history: &History,
    report: &Report,
    rule: Option<&str>,
    reader: Option<&str>,
    utc: bool,
    width: Option<u32>,
) -> PyResult<Picture> {
    let times = Times { as_of: Some(When(report.0.as_of)), known_at: Some(When(report.0.known_at)) };
    let findings = report.0.findings().filter(|finding| rule.is_none_or(|rule| finding.rule.as_str() == rule));
    Made { times, reader, utc, width }
        .draw(history, Vocabulary::Article, |view, options| picture::duties(view, findings, options))
}

/// The outcomes of an experiment.
#[pyfunction]
#[pyo3(signature = (results, confidence=0.95, correction="none", *, width=None))]
pub(crate) fn outcomes(results: &Results, confidence: f64, correction: &str, width: Option<u32>) -> PyResult<Picture> {
    let correction = results.intervals(confidence, correction)?;
    let options = sized(Options::default(), width)?;
    let svg = picture::outcomes(&results.0, confidence, correction, &options).map_err(errors::ours)?;
    Ok(Picture { svg })
}

/// The lifecycle of a contract: as text for Mermaid, which notebooks draw, and for Graphviz.
#[pyclass(module = "practice_cycle", frozen)]
pub(crate) struct Lifecycle;

#[pymethods]
impl Lifecycle {
    #[new]
    fn new() -> Self {
        Self
    }

    #[getter]
    fn mermaid(&self) -> String {
        diagram::mermaid()
    }

    #[getter]
    fn dot(&self) -> String {
        diagram::dot()
    }

    fn _repr_markdown_(&self) -> String {
        format!("```mermaid\n{}```\n", diagram::mermaid())
    }
}
