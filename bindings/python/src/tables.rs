//! Tables of many histories.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use practice_cycle::chrono::TimeDelta;
use practice_cycle::export::arrow::{self, Batches};
use practice_cycle::export::{Error, Exporter, Options, Pseudonyms};
use practice_cycle::history;
use practice_cycle::id::{EntryNumber, PersonId};
use practice_cycle::moment::Moment;
use practice_cycle::reading::table::{self, Block, Measured, ScopeOf, Who};
use pyo3::prelude::*;

use crate::errors;
use crate::history::History;
use crate::table::{Column, Table};
use crate::times::{Times, When};

/// One history, or several.
#[derive(FromPyObject)]
pub(crate) enum Histories {
    One(History),
    Several(Vec<History>),
}

impl Histories {
    /// All of them, each of another cycle: two of one would be counted twice.
    pub(crate) fn each(self) -> PyResult<Vec<Arc<history::History>>> {
        let all = match self {
            Self::One(history) => vec![history.0],
            Self::Several(histories) => histories.into_iter().map(|history| history.0).collect(),
        };
        let mut cycles = BTreeSet::new();
        for history in &all {
            let Some(cycle) = history.cycle().id() else { return Err(errors::argument("a history is empty")) };
            if !cycles.insert(cycle) {
                return Err(errors::argument(format!("two histories are of the cycle `{cycle}`")));
            }
        }
        Ok(all)
    }
}

/// One time, or several.
#[derive(FromPyObject)]
pub(crate) enum Whens {
    One(When),
    Several(Vec<When>),
}

/// What a table of histories shows.
struct Shown {
    histories: Vec<Arc<history::History>>,
    options: Options,
}

impl Shown {
    fn of(
        histories: Histories,
        times: Times,
        reader: Option<&str>,
        words: bool,
        pseudonyms: Option<&[u8]>,
    ) -> PyResult<Self> {
        if words && reader.is_none() {
            return Err(errors::argument("`words` needs a `reader`: nobody in particular may read any"));
        }
        let mut options = Options::new();
        if let Some(at) = times.as_of {
            options = options.as_of(at.0);
        }
        if let Some(at) = times.known_at {
            options = options.known_at(at.0);
        }
        if let Some(person) = reader {
            options = options.for_person(PersonId::new(person).map_err(errors::argument)?);
        }
        if words {
            options = options.with_words();
        }
        if let Some(key) = pseudonyms {
            options = options.with_pseudonyms(Pseudonyms::new(key).map_err(errors::argument)?);
        }
        Ok(Self { histories: histories.each()?, options })
    }

    /// A batch of each.
    fn each(self, py: Python<'_>, of: fn(&history::History, &Options) -> Result<RecordBatch, Error>) -> PyResult<Table> {
        py.detach(move || {
            // None has the columns, too.
            let none = of(&history::History::default(), &self.options).map_err(errors::ours)?;
            let batches = self.histories.iter().map(|history| of(history, &self.options));
            Ok(Table::of_batches(none.schema(), batches.collect::<Result<_, _>>().map_err(errors::ours)?))
        })
    }
}

/// The events of histories, one a row, as process mining expects them.
#[pyfunction]
#[pyo3(signature = (histories, *, as_of=None, known_at=None, reader=None, words=false, pseudonyms=None))]
pub(crate) fn events(
    py: Python<'_>,
    histories: Histories,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
    words: bool,
    pseudonyms: Option<&[u8]>,
) -> PyResult<Table> {
    let Shown { histories, options } = Shown::of(histories, Times { as_of, known_at }, reader, words, pseudonyms)?;
    py.detach(move || {
        let mut batches = Vec::new();
        let mut exporter = Exporter::new(Batches::new(&mut batches), options);
        for history in &histories {
            exporter.add(history).map_err(errors::ours)?;
        }
        exporter.finish().map_err(errors::ours)?;
        Ok(Table::of_batches(arrow::schema(), batches))
    })
}

/// The contracts of histories, one a row.
#[pyfunction]
#[pyo3(signature = (histories, *, as_of=None, known_at=None, reader=None, pseudonyms=None))]
pub(crate) fn contracts(
    py: Python<'_>,
    histories: Histories,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
    pseudonyms: Option<&[u8]>,
) -> PyResult<Table> {
    Shown::of(histories, Times { as_of, known_at }, reader, false, pseudonyms)?.each(py, arrow::contracts)
}

/// Whoever takes part, one a row, with their roles.
#[pyfunction]
#[pyo3(signature = (histories, *, as_of=None, known_at=None, reader=None, pseudonyms=None))]
pub(crate) fn people(
    py: Python<'_>,
    histories: Histories,
    as_of: Option<When>,
    known_at: Option<When>,
    reader: Option<&str>,
    pseudonyms: Option<&[u8]>,
) -> PyResult<Table> {
    Shown::of(histories, Times { as_of, known_at }, reader, false, pseudonyms)?.each(py, arrow::people)
}

/// The readings of histories in long form, one number a line, with the columns of `practice-cycle table`.
#[pyfunction]
#[pyo3(signature = (histories, *, as_of=None, known_at=None, weeks_after_opening=None, readings=None, scopes=None, suppress=false, pseudonyms=None))]
#[expect(clippy::too_many_arguments, reason = "each is a keyword of its own in Python")]
pub(crate) fn readings(
    py: Python<'_>,
    histories: Histories,
    as_of: Option<Whens>,
    known_at: Option<When>,
    weeks_after_opening: Option<Vec<u16>>,
    readings: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
    suppress: bool,
    pseudonyms: Option<&[u8]>,
) -> PyResult<Table> {
    let histories = histories.each()?;
    let pseudonyms = pseudonyms.map(Pseudonyms::new).transpose().map_err(errors::argument)?;
    let weeks_after_opening = weeks_after_opening.unwrap_or_default();
    let mut asked = table::Table::default();
    if let Some(names) = readings {
        asked.readings = names.iter().map(|name| measured(name)).collect::<PyResult<_>>()?;
    }
    if let Some(names) = scopes {
        asked.scopes = names.iter().map(|name| scope(name)).collect::<PyResult<_>>()?;
    }
    if suppress && asked.scopes.len() > 1 {
        return Err(errors::argument(
            "`suppress` takes one kind of scope at once: what is hidden in one could be found by subtraction from another",
        ));
    }
    let as_of: Vec<Moment> = match as_of {
        None => Vec::new(),
        Some(Whens::One(at)) => vec![at.0],
        Some(Whens::Several(times)) => times.into_iter().map(|at| at.0).collect(),
    };
    py.detach(move || {
        let mut blocks = Vec::new();
        for history in &histories {
            let cycle = history.cycle().id().map_or("", |id| id.as_str());
            let cycle = named(pseudonyms.as_ref(), Who::Cycle, cycle);
            let known_at = known_at.map_or_else(|| history.cycle().last_recorded(), |at| at.0);
            for at in times(history, known_at, &as_of, &weeks_after_opening) {
                let of_view = asked.of(&history.view(at, known_at)).into_iter();
                let of_view = of_view.map(|block| if suppress { block.suppressed() } else { block });
                blocks.extend(of_view.map(|block| (cycle.clone(), block)));
            }
        }
        written(&blocks, pseudonyms.as_ref())
    })
}

/// The times that are spoken of, of one history, each once and in order.
fn times(history: &history::History, known_at: Moment, as_of: &[Moment], weeks: &[u16]) -> Vec<Moment> {
    let opened = history.corrected(EntryNumber::FIRST).map(|opening| opening.act().occurred_at);
    let after = |&weeks: &u16| Moment::new(opened?.to_utc() + TimeDelta::weeks(weeks.into())).ok();
    let mut times = as_of.to_vec();
    times.extend(weeks.iter().filter_map(after));
    if as_of.is_empty() && weeks.is_empty() {
        times.push(history.cycle().last_recorded().min(known_at));
    }
    times.sort_unstable();
    times.dedup();
    times
}

/// A reference as it is written.
fn named(pseudonyms: Option<&Pseudonyms>, who: Who, reference: &str) -> String {
    pseudonyms.map_or_else(|| reference.to_owned(), |pseudonyms| pseudonyms.of(who.into(), reference))
}

fn written(blocks: &[(String, Block)], pseudonyms: Option<&Pseudonyms>) -> PyResult<Table> {
    let plain = |key: &table::Key| key.named(&|who, reference| named(pseudonyms, who, reference));
    let rows = || blocks.iter().flat_map(|(cycle, block)| block.rows.iter().map(move |row| (cycle, block, row)));
    let scopes: Vec<String> = rows().map(|(_, block, _)| plain(&block.scope)).collect();
    let keys: Vec<String> = rows().map(|(.., row)| plain(&row.key)).collect();
    Table::of(vec![
        Column::texts("history", rows().map(|(cycle, ..)| cycle.as_str())),
        Column::times("as_of", rows().map(|(_, block, _)| Some(block.as_of))),
        Column::some_texts("parameters", rows().map(|(_, block, _)| block.parameters.as_ref().map(|id| id.as_str()))),
        Column::texts("scope", scopes.iter().map(String::as_str)),
        Column::texts("reading", rows().map(|(_, block, _)| block.reading)),
        Column::texts("level", rows().map(|(.., row)| row.level)),
        Column::texts("key", keys.iter().map(String::as_str)),
        Column::texts("measure", rows().map(|(.., row)| row.measure)),
        Column::some_texts("value", rows().map(|(.., row)| Some(&row.value).filter(|value| !value.is_empty()))),
        Column::counts("n", rows().map(|(.., row)| row.n)),
        Column::entries("entries", rows().map(|(.., row)| row.entries.as_slice())),
    ])
}

fn measured(name: &str) -> PyResult<Measured> {
    match name {
        "history" => Ok(Measured::History),
        "boundary" => Ok(Measured::Boundary),
        "drift" => Ok(Measured::Drift),
        "standing" => Ok(Measured::Standing),
        "turns" => Ok(Measured::Turns),
        _ => Err(errors::argument("a table has the readings `history`, `boundary`, `drift`, `standing` and `turns`")),
    }
}

fn scope(name: &str) -> PyResult<ScopeOf> {
    match name {
        "cycle" => Ok(ScopeOf::Cycle),
        "contract" => Ok(ScopeOf::Contract),
        "space" => Ok(ScopeOf::Space),
        "perspective" => Ok(ScopeOf::Perspective),
        _ => Err(errors::argument("the boundary is read of the scopes `cycle`, `contract`, `space` and `perspective`")),
    }
}
