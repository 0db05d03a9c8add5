//! Histories in the formats of other systems: event logs for process mining, and tables.
//!
//! | Format | What it is | Feature |
//! |---|---|---|
//! | [`ocel::Json`] | OCEL 2.0, an object-centric event log, as JSON | `export` |
//! | `ocel::Sqlite` | the same as a database of SQLite | `sqlite` |
//! | [`Xes`] | XES (IEEE 1849), an event log of traces, one for each cycle or each contract | `export` |
//! | [`fhir::Json`] | resources of HL7 FHIR R5, as a bundle | `export` |
//! | [`Csv`] | one row an event, by the names that process mining expects | `export` |
//! | `arrow::events`, … | the same columns as Apache Arrow | `arrow` |
//! | `Parquet` | the same columns as Apache Parquet | `parquet` |
//!
//! An [`Exporter`] takes one history after another and gives each, as a [`Case`], to a [`Format`]. It keeps of a history no more than
//! the references that others share with it: those of its cycle, people, teams and cases. So memory is bounded by the largest history,
//! beside these references. Nothing is read or written but what the caller gives.
//!
//! ```
//! use practice_cycle::{export::{Csv, Exporter, Options}, history::History};
//! let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
//! let mut written = Vec::new();
//! let mut exporter = Exporter::new(Csv::new(&mut written), Options::new());
//! exporter.add(&history)?;
//! let summary = exporter.finish()?;
//! let lines = written.iter().filter(|&&byte| byte == b'\n').count() as u64;
//! assert_eq!(lines, 1 + summary.events);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is shown
//! [`Options`] say of when, for whom, and how much. An export shows how things stood at a time, as known at a time: corrections are no
//! events, and what they corrected stands as they left it; entries made in error are left out and [counted](Summary::in_error). What
//! belongs to certain readers only is left out unless the export is made for one of them: see [`reader`](crate::reader). It leaves no
//! trace, and is not counted. There is no free text unless it is asked for by name.
//!
//! References are the host's. One reference of a person, a team or a case is taken to mean one thing in all histories of an export;
//! others are a cycle's own. Cases are numbered in the order in which they come, unless there are [`Pseudonyms`] or words. All else is
//! as in the history: codes, numbers and times.

mod object;
mod pseudonym;
mod options;
mod phase;
mod layout;
mod error;
mod case;
mod derived;
mod table;
mod xes;
pub mod ocel;
pub mod fhir;

use std::collections::HashSet;

pub use case::{Case, Row};
pub use derived::Change;
pub use error::Error;
pub use layout::{Attribute, Value, ValueType, attributes};
pub use object::{Object, ObjectType};
pub use options::Options;
pub use phase::Phase;
pub use pseudonym::{KeyTooShort, Pseudonyms};
#[cfg(feature = "arrow")]
pub use table::arrow;
pub use table::csv::Csv;
#[cfg(feature = "parquet")]
pub use table::parquet::Parquet;
pub use xes::{Traces, Xes};

use case::CaseNumbers;

use crate::history::History;
use crate::id::CycleId;

/// A format that many histories are written in, one after another.
///
/// ```
/// use practice_cycle::{export::{Case, Error, Exporter, Format, Options}, history::History};
/// /// Counts how often work was begun.
/// struct Count(usize);
/// impl Format for Count {
///     fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
///         case.each(|row| {
///             self.0 += usize::from(row.kind.code() == "contract_begun");
///             Ok(())
///         })
///     }
///     fn finish(self: Box<Self>) -> Result<(), Error> {
///         assert_eq!(self.0, 1);
///         Ok(())
///     }
/// }
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut exporter = Exporter::new(Count(0), Options::new());
/// exporter.add(&history)?;
/// exporter.finish()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Format {
    /// Writes one history.
    ///
    /// # Errors
    /// Why it cannot be written. What was written is then of no use.
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error>;

    /// Writes what comes after the last.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// Gives histories to a format, one after another: see the [module](self).
///
/// ```
/// use practice_cycle::{export::{Error, Exporter, Options, Csv}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut exporter = Exporter::new(Csv::new(std::io::sink()), Options::new());
/// exporter.add(&history)?;
/// assert!(matches!(exporter.add(&history), Err(Error::AnotherOfCycle(cycle)) if cycle.as_str() == "invented-turnover"));
/// assert_eq!(exporter.finish()?.histories, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Exporter<'w> {
    format: Box<dyn Format + 'w>,
    options: Options,
    cycles: HashSet<CycleId>,
    numbers: CaseNumbers,
    summary: Summary,
}

/// How much an export holds.
///
/// ```
/// use practice_cycle::{export::{Csv, Exporter, Options}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut exporter = Exporter::new(Csv::new(std::io::sink()), Options::new().as_of("2020-01-01T00:00:00Z".parse()?));
/// exporter.add(&history)?;
/// let summary = exporter.finish()?;
/// assert_eq!((summary.histories, summary.not_open), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// How many histories are in it.
    pub histories: u64,
    /// How many events are in it.
    pub events: u64,
    /// How many entries are left out because they were made in error. Of those that the reader would not be shown, nothing is counted.
    pub in_error: u64,
    /// How many histories are left out because their cycle had not been opened by the time that is spoken of.
    pub not_open: u64,
}

impl std::fmt::Debug for Exporter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exporter").field("options", &self.options).field("summary", &self.summary).finish_non_exhaustive()
    }
}

impl<'w> Exporter<'w> {
    /// An export in a format, with nothing in it yet.
    #[must_use]
    pub fn new(format: impl Format + 'w, options: Options) -> Self {
        Self {
            format: Box::new(format),
            options,
            cycles: HashSet::new(),
            numbers: CaseNumbers::default(),
            summary: Summary::default(),
        }
    }

    /// Adds a history. Linear in its entries, and in the logarithm of how many there are, unless the options ask for more.
    ///
    /// # Errors
    /// [`Error::AnotherOfCycle`], after which the export can go on; or why it cannot be written.
    pub fn add(&mut self, history: &History) -> Result<(), Error> {
        let Some(case) = Case::of(history, &self.options, &mut self.numbers) else {
            self.summary.not_open += 1;
            return Ok(());
        };
        if !self.cycles.insert(case.stored_cycle().clone()) {
            return Err(Error::AnotherOfCycle(case.stored_cycle().clone()));
        }
        self.format.add(&case)?;
        self.summary.histories += 1;
        self.summary.events += case.len() as u64;
        self.summary.in_error += case.in_error();
        Ok(())
    }

    /// Ends the export: what comes last is written.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn finish(self) -> Result<Summary, Error> {
        self.format.finish()?;
        Ok(self.summary)
    }
}
