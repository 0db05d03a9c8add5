//! Reads event logs of others as acts, by a mapping, and writes the histories that come of them.

use std::path::{Path, PathBuf};

use clap::Args;
use practice_cycle::history::History;
use practice_cycle::import::{self, Imported, LogError, Mapping, RawMapping, Report};

use crate::failure::{Ending, Failure};
use crate::input;
use crate::output::{Force, Output};
use crate::told::{self, Form};

/// Read an event log, CSV or XES, as acts: by a mapping, which says what its columns and activities are
///
/// Each row becomes an act, which is offered to the history of its cycle. What is refused is named on standard error: the line of the log,
/// the code of the refusal and its words, in which nothing of the row stands but references. Columns that the mapping does not name are
/// listed there, too. The counts add up: each row is left out on purpose, refused, or accepted. Where a refused row is about something that
/// another row refers to, the other one is most likely refused too, and says from which line that may follow.
///
/// How a mapping is written is in the documentation of the library, in the module `import`; `practice-cycle schema import_mapping` writes its JSON
/// Schema.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every row was accepted, or left out on purpose
  1  at least one was refused; the histories hold the others all the same
  2  wrong usage; a log without any row; or something that cannot be read or written, or a mapping that does not hold together, which is named on standard error

Examples:
  practice-cycle import --mapping examples/data/invented_log.mapping.json examples/data/invented_log.csv --out histories/
  practice-cycle export xes --words --for clinician --out log.xes history.jsonl
  practice-cycle import --mapping exported-xes log.xes --out history.jsonl")]
pub(crate) struct Import {
    /// The mapping: a file of JSON, or `exported-csv` or `exported-xes`, for what `export` writes
    ///
    /// What was exported without `--words --for PERSON` lacks the words that some acts need: these are refused, and what rests on them.
    #[arg(long, value_name = "FILE")]
    mapping: PathBuf,
    /// The log; `-` is standard input
    #[arg(value_name = "LOG")]
    log: PathBuf,
    /// Write the history to this file, if it ends in `.jsonl`; else one file for each cycle into this folder [default: standard output, if
    /// there is one cycle]
    #[arg(long, value_name = "FILE or FOLDER", visible_alias = "output")]
    out: Option<PathBuf>,
    /// Write what became of the rows to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Make references with the secret key in this file, of at least 32 bytes, so that nobody can find by trying what they were made of
    ///
    /// Without it, whoever can guess a name or a number of the log finds its reference by trying.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl Import {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        let Self { mapping, log, .. } = self;
        let read = [Some(mapping), Some(log), self.key.as_ref()];
        let [report] = self.force.outputs([self.report.as_ref()], read.iter().flatten().map(|path| path.as_path()))?;
        let (imported, is_guessable) = self.read(mapping, log)?;
        if imported.report.read == 0 {
            return Err(Failure::NoRows { path: log.clone() });
        }
        // Before what was refused is listed: that is long, and what is wrong with the command is to be seen.
        let outputs = self.outputs(&imported, read.iter().flatten().map(|path| path.as_path()))?;
        for refused in &imported.report.refused {
            let stated = if refused.stated { ", what the mapping states" } else { "" };
            let place = format!("line {}{stated}", refused.line);
            told::problem(&format!("{}: {place}: {} ({})", log.display(), refused.message, refused.code));
        }
        write(&imported, outputs)?;
        if let Some(output) = report {
            let mut written = serde_json::to_vec_pretty(&imported.report).map_err(std::io::Error::from)?;
            written.push(b'\n');
            output.write(&written)?;
        }
        told::problem(&counted(&imported));
        if is_guessable {
            told::problem(&GUESSABLE);
        }
        Ok(Ending::found(!imported.report.refused.is_empty()))
    }

    /// What came of the log, and whether references were made without a key.
    fn read(&self, mapping: &Path, log: &Path) -> Result<(Imported, bool), Failure> {
        let mut mapping = loaded(mapping)?;
        if let Some(key) = &self.key {
            mapping = mapping
                .with_key(input::text(key)?.trim_end_matches(['\r', '\n']).as_bytes())
                .map_err(|why| Failure::usage(format!("`--key`: {why}")))?;
        }
        let is_guessable = self.key.is_none() && mapping.makes_references();
        let imported = import::read(input::open(log)?, &mapping).map_err(|why| {
            let path = log.to_path_buf();
            if let LogError::Io(why) = why { Failure::Unreadable { path, why } } else { Failure::Log { path, why } }
        });
        Ok((imported?, is_guessable))
    }

    /// Where each history goes, before any is written: standard output, or a file for each.
    fn outputs<'p>(
        &self,
        imported: &Imported,
        read: impl Iterator<Item = &'p Path> + Clone,
    ) -> Result<Option<Vec<Output>>, Failure> {
        let histories = &imported.histories;
        let one = |path: &PathBuf| self.force.outputs([Some(path)], read.clone()).map(|[output]| output);
        match &self.out {
            None if histories.len() > 1 => {
                Err(Failure::usage(format!("there are {} cycles in it: give --out FOLDER", histories.len())))
            }
            None => Ok(None),
            Some(_) if histories.is_empty() => Ok(Some(Vec::new())),
            Some(file) if file.extension().is_some_and(|kind| kind == "jsonl") => {
                if histories.len() > 1 {
                    let why = format!("there are {} cycles in it: give --out a folder, not a file", histories.len());
                    return Err(Failure::usage(why));
                }
                Ok(Some(one(file)?.into_iter().collect()))
            }
            Some(folder) => {
                std::fs::create_dir_all(folder).map_err(|why| Failure::Unwritable { path: folder.clone(), why })?;
                let names = (1..).zip(histories.keys()).map(|(nth, cycle)| folder.join(file_name(cycle.as_str(), nth)));
                let outputs: Vec<Option<Output>> = names.map(|path| one(&path)).collect::<Result<_, _>>()?;
                Ok(Some(outputs.into_iter().flatten().collect()))
            }
        }
    }
}

/// Said of references that were made without a key.
const GUESSABLE: &str = "references were made without a secret key: whoever can guess a name finds its reference by trying; \
    `--key FILE` prevents that";

fn write(imported: &Imported, outputs: Option<Vec<Output>>) -> Result<(), Failure> {
    let mut histories = imported.histories.values();
    match outputs {
        None => histories.next().map_or(Ok(()), |history| told::say(Form::Json, |out| history.write(out))),
        Some(outputs) => histories.zip(outputs).try_for_each(|(history, output)| one(history, output)),
    }
}

/// A mapping by its name, where it comes with the program, or else from a file.
fn loaded(asked: &Path) -> Result<Mapping, Failure> {
    if let Some(shipped) = asked.to_str().and_then(Mapping::shipped) {
        return Ok(shipped);
    }
    if !input::is_stdin(asked) && !asked.exists() {
        let mappings = Mapping::SHIPPED.map(|name| format!("`{name}`")).join(" and ");
        return Err(Failure::NoMapping { name: asked.to_path_buf(), mappings });
    }
    let raw: RawMapping = input::form(asked)?;
    Mapping::try_from(raw).map_err(|why| Failure::Form { path: asked.to_path_buf(), why: why.to_string() })
}

fn one(history: &History, output: Output) -> Result<(), Failure> {
    let mut lines = Vec::new();
    history.write(&mut lines)?;
    output.write(&lines)
}

/// The name of the file of a cycle. A reference may hold what no file can be called; then it is called by its place, as no
/// reference that is plain can be.
fn file_name(cycle: &str, nth: usize) -> String {
    let is_plain = cycle.len() <= 100
        && !cycle.starts_with(['.', '-'])
        && cycle.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if is_plain { format!("{cycle}.jsonl") } else { format!("cycle+{nth}.jsonl") }
}

/// What became of the rows, and of the columns.
fn counted(imported: &Imported) -> String {
    let Report { read, accepted, left_out, refused, stated, not_mapped } = &imported.report;
    let all_left_out: u64 = left_out.iter().map(|rule| rule.rows).sum();
    let mut told = format!(
        "{read} rows read: {accepted} accepted, {all_left_out} left out, {} refused; {stated} entries stated by the mapping; {}",
        imported.report.refused_rows(),
        match imported.histories.len() {
            1 => "1 history".to_owned(),
            many => format!("{many} histories"),
        },
    );
    let of_mapping = refused.iter().filter(|refused| refused.stated).count();
    if of_mapping > 0 {
        told += &format!("; {of_mapping} of what the mapping states refused");
    }
    for rule in left_out.iter().filter(|rule| rule.rows > 0) {
        told += &format!("\nleft out: {} ({})", rule.rows, told::name(&rule.because));
    }
    for (column, rows) in not_mapped {
        told += &format!("\nnot mapped: `{}`, which holds something in {rows} rows", told::name(column));
    }
    told
}
