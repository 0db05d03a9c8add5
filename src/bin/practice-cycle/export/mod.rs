//! Exports histories in the formats of other systems.
//!
//! Histories are read one after another; of each, only the references that others share with it are kept.

pub(crate) mod pseudonyms;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use practice_cycle::export::{Csv, Error, Exporter, Options, Summary, Traces, Xes, fhir, ocel};
use practice_cycle::moment::Moment;

use crate::failure::{Ending, Failure};
use crate::input::{self, files};
use crate::output::{Draft, Force};
use crate::reader::For;
use crate::times::when;
use crate::told::{self, Form};
use pseudonyms::Pseudonymised;

/// Export histories in a format of other systems: event logs for process mining, and tables
///
/// How things stood at a time, as known at a time: entries made in error are left out and counted, and corrections are no events.
/// References are exported, and no word that people wrote; cases are numbered in the order in which they come. What belongs to
/// certain readers only, such as observations, views and ratings of members of a family, is left out: see `--for`. What is given to
/// anybody else needs `--pseudonyms`, and they do not make it anonymous. An event log describes work and is no measure of anybody's
/// worth.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every history is in the export
  2  wrong usage, or a format that this program was built without; or something that cannot be read, loaded or written, or a second history of one cycle: it is named on standard error, and the others are in the export all the same; where there are no others, nothing is written

What is in it, by format, is in the documentation of the library: the module `export`.

Examples:
  practice-cycle export ocel-json --out log.json histories/
  practice-cycle export csv histories/ > log.csv
  practice-cycle export xes --traces contracts --out log.xes histories/
  practice-cycle export fhir --base https://records.example --pseudonyms --pseudonym-key key.txt --out bundle.json histories/
  practice-cycle export ocel-sqlite --stages --pseudonyms --pseudonym-key key.txt --out log.sqlite histories/")]
pub(crate) struct Export {
    /// The format
    #[arg(value_name = "FORMAT")]
    format: FormatName,
    /// Folders, of which every file `*.jsonl` is taken, and histories in JSON Lines; `-` is standard input
    #[arg(value_name = "HISTORY", required = true)]
    places: Vec<PathBuf>,
    /// Leave out what occurred later [default: when the last entry of each history was recorded, or --known-at where that is earlier]
    ///
    /// WHEN is a time with its offset, a day (all of it, up to midnight in London) or `today`, from 1900 to 2199.
    #[arg(long, value_name = "WHEN", value_parser = when, help_heading = "Times")]
    as_of: Option<Moment>,
    /// Leave out what was recorded later, corrections too [default: when the last entry of each history was recorded]
    #[arg(long, value_name = "WHEN", value_parser = when, help_heading = "Times")]
    known_at: Option<Moment>,
    /// Into OCEL: the stages that each contract went through
    #[arg(long, help_heading = "States read from the histories")]
    stages: bool,
    /// Into OCEL: how far joining had come, at each time at which something was observed; it takes time with the square of a history's length
    #[arg(long, help_heading = "States read from the histories")]
    standing: bool,
    /// Into OCEL: the boundary as observers saw it, at each time at which something was observed; it takes time with the square of a history's
    /// length
    #[arg(long, help_heading = "States read from the histories")]
    boundary: bool,
    /// Into XES: what a trace is [default: cycles]
    #[arg(long, value_name = "OF", help_heading = "Other options of a format")]
    traces: Option<TracesName>,
    /// Into FHIR: the address below which systems of codes and identifiers, and resources, are named [default: https://practice-cycle.example]
    #[arg(long, value_name = "ADDRESS", help_heading = "Other options of a format")]
    base: Option<fhir::Base>,
    #[command(flatten)]
    reader: For,
    /// With the words that people wrote, as far as the person of `--for` may read them, and with the references of cases as they are stored
    ///
    /// What is to come back by `import --mapping exported-csv` or `exported-xes` needs them: an act whose words are missing is refused.
    #[arg(long, requires_all = ["person", "out"], help_heading = "Privacy")]
    words: bool,
    #[command(flatten)]
    pseudonymised: Pseudonymised,
    /// Write to a file of this name, which is not `-` [default: standard output]
    #[arg(long, value_name = "FILE", visible_alias = "output")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// A format, whether or not this program was built with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormatName {
    OcelJson,
    OcelSqlite,
    Xes,
    Csv,
    Parquet,
    Fhir,
}

/// What a trace of XES is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TracesName {
    /// One for each cycle, with all its events
    Cycles,
    /// One for each contract, with the events that relate to it
    Contracts,
}

impl ValueEnum for FormatName {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::OcelJson, Self::OcelSqlite, Self::Xes, Self::Csv, Self::Parquet, Self::Fhir]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::OcelJson => ("ocel-json", "OCEL 2.0, an object-centric event log, as JSON"),
            Self::OcelSqlite if cfg!(feature = "sqlite") => ("ocel-sqlite", "OCEL 2.0 as a database of SQLite"),
            Self::OcelSqlite => ("ocel-sqlite", "OCEL 2.0 as a database of SQLite (this program was built without)"),
            Self::Xes => ("xes", "XES, an event log of traces"),
            Self::Fhir => ("fhir", "Resources of HL7 FHIR R5, as a bundle"),
            Self::Csv => ("csv", "A table with a row for each event, as CSV"),
            Self::Parquet if cfg!(feature = "parquet") => ("parquet", "The same table as a file of Apache Parquet"),
            Self::Parquet => ("parquet", "The same table as a file of Apache Parquet (this program was built without)"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl FormatName {
    /// Whether it is written to a file alone: a database, or bytes that a terminal makes nothing of.
    const fn needs_file(self) -> bool {
        matches!(self, Self::OcelSqlite | Self::Parquet)
    }

    /// Whether it has room for states that are read from the histories.
    const fn has_states(self) -> bool {
        matches!(self, Self::OcelJson | Self::OcelSqlite)
    }

    /// The feature that the program was built without, if it cannot write this.
    const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::OcelSqlite if !cfg!(feature = "sqlite") => Some("sqlite"),
            Self::Parquet if !cfg!(feature = "parquet") => Some("parquet"),
            Self::OcelSqlite | Self::Parquet | Self::OcelJson | Self::Xes | Self::Csv | Self::Fhir => None,
        }
    }
}

/// What was exported, and whether some history is not in it.
struct Exported {
    /// Nothing, where none could be exported: then nothing is written either.
    summary: Option<Summary>,
    failed: bool,
}

impl Export {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        if let Some(feature) = self.format.missing_feature() {
            return Err(built_without(feature));
        }
        if self.format.needs_file() && self.out.is_none() {
            return Err(needs_file());
        }
        if (self.stages || self.standing || self.boundary) && !self.format.has_states() {
            return Err(Failure::usage(
                "--stages, --standing and --boundary are for OCEL: this format has no room for them",
            ));
        }
        if self.traces.is_some() && self.format != FormatName::Xes || self.base.is_some() && self.format != FormatName::Fhir
        {
            return Err(Failure::usage("--traces is for XES, and --base for FHIR: this format has no use for it"));
        }
        let (files, mut failed) = files(&self.places);
        let read = files.iter().map(PathBuf::as_path).chain(self.pseudonymised.file());
        let [output] = self.force.outputs([self.out.as_ref()], read)?;
        let options = self.options()?;
        match output {
            Some(output) => {
                let mut draft = output.draft()?;
                let exported = self.to_draft(&files, options, &mut draft)?;
                failed |= exported.failed;
                // Without any history, the draft goes: an empty export looks like a valid one.
                if let Some(summary) = exported.summary {
                    let file = told::name(draft.path().display());
                    draft.keep()?;
                    told::say(Form::Text, |out| writeln!(out, "{file}\n{}", counted(summary)))?;
                }
            }
            None => match self.write(&files, options, told::as_it_is()) {
                Ok(exported) => failed |= exported.failed,
                // Whoever closes it has read enough.
                Err(Failure::Unexported { why: Error::Io(why) }) if why.kind() == io::ErrorKind::BrokenPipe => {}
                Err(failure) => return Err(failure),
            },
        }
        Ok(Ending::Clean.unless_failed(failed))
    }

    fn options(&self) -> Result<Options, Failure> {
        let mut options = Options::new();
        if let Some(at) = self.as_of {
            options = options.as_of(at);
        }
        if let Some(at) = self.known_at {
            options = options.known_at(at);
        }
        if let Some(person) = self.reader.person() {
            options = options.for_person(person.clone());
        }
        if let Some(pseudonyms) = self.pseudonymised.load()? {
            options = options.with_pseudonyms(pseudonyms);
        }
        options = if self.words { options.with_words() } else { options };
        options = if self.stages { options.with_stages() } else { options };
        options = if self.standing { options.with_standing() } else { options };
        Ok(if self.boundary { options.with_boundary() } else { options })
    }

    fn to_draft(&self, files: &[PathBuf], options: Options, draft: &mut Draft) -> Result<Exported, Failure> {
        let written = match self.format {
            #[cfg(feature = "sqlite")]
            FormatName::OcelSqlite => {
                let database = rusqlite::Connection::open(draft.place()).map_err(unexported)?;
                // A file that is not whole is never kept.
                database.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;").map_err(unexported)?;
                self.all(files, Exporter::new(ocel::Sqlite::new(&database).map_err(unexported)?, options))
            }
            #[cfg(feature = "parquet")]
            FormatName::Parquet => {
                let parquet = practice_cycle::export::Parquet::new(&mut *draft).map_err(unexported)?;
                self.all(files, Exporter::new(parquet, options))
            }
            #[cfg(not(feature = "sqlite"))]
            FormatName::OcelSqlite => Err(built_without("sqlite")),
            #[cfg(not(feature = "parquet"))]
            FormatName::Parquet => Err(built_without("parquet")),
            FormatName::OcelJson | FormatName::Xes | FormatName::Csv | FormatName::Fhir => {
                self.write(files, options, &mut *draft)
            }
        };
        written.map_err(
            |failure| {
                if let Failure::Unexported { why: Error::Io(why) } = failure { draft.failed(why) } else { failure }
            },
        )
    }

    fn write(&self, files: &[PathBuf], options: Options, to: impl Write) -> Result<Exported, Failure> {
        match self.format {
            FormatName::OcelJson => {
                let spool = tempfile::tempfile().map_err(unexported)?;
                self.all(files, Exporter::new(ocel::Json::new(to, spool), options))
            }
            FormatName::Xes => {
                let traces = match self.traces {
                    Some(TracesName::Contracts) => Traces::OfContracts,
                    Some(TracesName::Cycles) | None => Traces::OfCycles,
                };
                self.all(files, Exporter::new(Xes::new(to, traces), options))
            }
            FormatName::Fhir => {
                let base = self.base.clone().unwrap_or_default();
                self.all(files, Exporter::new(fhir::Json::new(to, base), options))
            }
            FormatName::Csv => self.all(files, Exporter::new(Csv::new(to), options)),
            FormatName::OcelSqlite | FormatName::Parquet => Err(needs_file()),
        }
    }

    fn all(&self, files: &[PathBuf], mut exporter: Exporter<'_>) -> Result<Exported, Failure> {
        let mut failed = false;
        let mut is_unknown = None;
        for path in files {
            match self.one(path, &mut exporter) {
                Ok(known) => is_unknown = Some(is_unknown.unwrap_or(true) && !known),
                Err(failure @ Failure::Unexported { .. }) => return Err(failure),
                Err(failure) => {
                    told::problem(&failure);
                    failed = true;
                }
            }
        }
        if is_unknown == Some(true) {
            self.reader.is_known([])?;
        }
        if is_unknown.is_none() {
            return Ok(Exported { summary: None, failed: true });
        }
        let summary = exporter.finish().map_err(unexported)?;
        Ok(Exported { summary: Some(summary), failed })
    }

    /// Exports one history; whether the person that it is for is known in it.
    fn one(&self, path: &Path, exporter: &mut Exporter<'_>) -> Result<bool, Failure> {
        let history = input::whole_history(path)?;
        exporter.add(&history).map_err(|why| {
            let Error::AnotherOfCycle(cycle) = &why else { return unexported(why) };
            Failure::AnotherOfCycle { path: path.to_path_buf(), cycle: cycle.to_string() }
        })?;
        Ok(self.reader.is_known([&history]).is_ok())
    }
}

fn built_without(feature: &str) -> Failure {
    Failure::usage(format!("this program was built without this format: build it with the feature `{feature}`"))
}

fn needs_file() -> Failure {
    Failure::usage("this format is written to a file: give --out")
}

fn unexported(why: impl Into<Error>) -> Failure {
    Failure::Unexported { why: why.into() }
}

/// How much was exported, and what was left out.
fn counted(summary: Summary) -> String {
    let many = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut told =
        format!("{}, {}", many(summary.events, "event", "events"), many(summary.histories, "history", "histories"),);
    if summary.in_error > 0 {
        told += &format!("; left out: {} made in error", many(summary.in_error, "entry", "entries"));
    }
    if summary.not_open > 0 {
        told += &format!("; left out: {} not opened yet", many(summary.not_open, "cycle", "cycles"));
    }
    told + "."
}
