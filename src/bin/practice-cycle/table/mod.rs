//! Tables for research: the readings of many histories at several times and by several sets of parameters, as CSV in long form.
//!
//! Histories are read one after another; of each, only which cycle it was of is kept.

mod sets;

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use clap::{Args, ValueEnum};
use practice_cycle::export::Pseudonyms;
use practice_cycle::history::History;
use practice_cycle::id::{CycleId, EntryNumber};
use practice_cycle::moment::Moment;
use practice_cycle::reading::table::{self, Block, COLUMNS, Measured, Row, Who};

use crate::export::pseudonyms::Pseudonymised;
use crate::failure::{Ending, Failure};
use crate::input::{self, files};
use crate::output::Force;
use crate::times::when;
use crate::told;
use sets::Sets;

/// Print readings of many histories as a table, one number a line, for research
///
/// For each history, at each time asked for, by each set of parameters: the reading, and of it one measure a line, with how many
/// people or things it is of (`n`) and the entries that it rests on. References are printed and no word that people wrote; what is
/// given to anybody else needs `--pseudonyms` and `--suppress`, and they do not make it anonymous. The readings describe patterns of work
/// and are no measure of anybody's worth.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every history is in the table
  2  wrong usage; or something that cannot be read, loaded or written, or a second history of one cycle: it is named on standard error, and the others are in the table all the same

Columns:
  history     the cycle
  as_of       the time that is spoken of, in UTC
  parameters  the set that the reading goes by; none of `history`
  scope       `cycle`, `contract/ID`, `space/CODE` or `perspective/CODE`
  reading     `history`, `boundary`, `drift`, `standing` or `turns`
  level       what the line is about: `all` of it, or a part such as `side`, `row`, `observer`, `perspective`, `arc`
  key         which part, by its code or reference
  measure     what is measured; its name ends with its unit (`_days`, `_seconds`, `_observers`, `_share`), if it has one
  value       the number, a code, or empty where there is none
  n           how many people or things the value is of: of how far a side showed, those to whom it showed
  entries     the numbers of the entries that it rests on, with spaces between

The `step` of a standing is `outsider`, too, where nothing is recorded that shows joining (`have_count` of `orientating/joining_evidence` is 0): then there is too little to say how far it has come, and nobody is called an outsider.

It is CSV by RFC 4180 in UTF-8. A time of a whole history is its last recording; weeks after opening are counted whether or not anything was recorded then: `since_last_recording_days` of the reading `history` tells how long before a record ends.

Suppression (`--suppress`): what is of one person or one piece of work alone is left out: observers, beginnings and how long they took (also `arc_end_by_seconds` and `median_seconds`), the depth of chains and the conditions of a standing. `entries` is empty everywhere. `value` and `n` are empty where a line tells of one to four people, or counts one to four turns, contracts, beginnings, ends or disruptions. So that nothing of that can be found by subtraction from a total, these are empty together, if any of them is: a measure of all perspectives; of all spaces; of all rows or windows, for each side; observations by what drew them and those of absence; both kinds of agreement; ratings, and what one noted alone; `shows_most_probability`; observers compared and not compared; the step without disruptions and their number; all of `turns`. Only one kind of scope is taken at once, since one perspective is the cycle without the others.

What suppression does not protect: tables of one history at several times, by several sets, in several scopes or of several releases, set side by side; those who are left, where a thing showed to nearly all; that a line is there at all, such as that of a perspective; verdicts, steps, contracts and times, which are shown; the clinician, whom every line is about; and anybody of whom the reader knows more already.

Examples:
  practice-cycle table --as-of 2026-12-31 histories/
  practice-cycle table --weeks-after-opening 12 --weeks-after-opening 26 --reading boundary --out table.csv histories/
  practice-cycle table --grid half_life_days=21,42,84 --grid turns.days=14,28 histories/")]
pub(crate) struct Table {
    /// Folders, of which every file `*.jsonl` is taken, and histories in JSON Lines; `-` is standard input
    #[arg(value_name = "DIR", required = true)]
    places: Vec<PathBuf>,
    /// Speak of this time; may be repeated [default: when the last entry of each history was recorded]
    ///
    /// WHEN is a time with its offset, a day (all of it, up to midnight in London) or `today`, from 1900 to 2199.
    #[arg(long, value_name = "WHEN", value_parser = when, help_heading = "Times")]
    as_of: Vec<Moment>,
    /// Speak of this many weeks after each cycle was opened; may be repeated
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=2600), help_heading = "Times")]
    weeks_after_opening: Vec<u16>,
    /// Leave out what was recorded later [default: when the last entry was recorded]
    #[arg(long, value_name = "WHEN", value_parser = when, help_heading = "Times")]
    known_at: Option<Moment>,
    /// Only these readings, with commas between [default: all]
    #[arg(long, value_name = "READING", value_enum, value_delimiter = ',')]
    reading: Vec<Reading>,
    /// The boundary and its drift in these scopes, with commas between; each contract, space and perspective that was observed
    #[arg(long, value_name = "SCOPE", value_enum, value_delimiter = ',', default_value = "cycle")]
    scope: Vec<ScopeOf>,
    /// A file of sets of parameters: `{"boundary":[…],"standing":[…],"turns":[…]}` [default: the default sets]
    #[arg(long, value_name = "FILE", help_heading = "Parameters")]
    parameters: Option<PathBuf>,
    /// Try several values of a parameter, as NAME=VALUE,VALUE…; may be repeated, and then every combination is tried
    ///
    /// NAME is a field of the parameters of the boundary, such as `half_life_days` or `gates.observers`; of another reading with its
    /// name before it: `standing.turns`, `turns.days`. The set is named for it: `unvalidated_v2+half_life_days=21`.
    #[arg(long, value_name = "NAME=VALUES", help_heading = "Parameters")]
    grid: Vec<String>,
    #[command(flatten)]
    pseudonymised: Pseudonymised,
    /// Leave cells empty that are about fewer than five people, and those that would give them away; with one kind of scope at once
    #[arg(long, help_heading = "Privacy")]
    suppress: bool,
    /// Write the table to a file of this name, which is not `-` [default: standard output]
    #[arg(long, value_name = "FILE", visible_alias = "output")]
    out: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

/// What a table can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Reading {
    /// How much was recorded, and how long ago
    History,
    /// The boundary as observers saw it
    Boundary,
    /// Whether that is moving
    Drift,
    /// How far joining has come
    Standing,
    /// How often and how fast the cycle closed
    Turns,
}

/// What the boundary is read of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScopeOf {
    /// All of the cycle
    Cycle,
    /// Each contract
    Contract,
    /// Each kind of space
    Space,
    /// Each side that people stand on
    Perspective,
}

impl From<Reading> for Measured {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::History => Self::History,
            Reading::Boundary => Self::Boundary,
            Reading::Drift => Self::Drift,
            Reading::Standing => Self::Standing,
            Reading::Turns => Self::Turns,
        }
    }
}

impl From<ScopeOf> for table::ScopeOf {
    fn from(scope: ScopeOf) -> Self {
        match scope {
            ScopeOf::Cycle => Self::Cycle,
            ScopeOf::Contract => Self::Contract,
            ScopeOf::Space => Self::Space,
            ScopeOf::Perspective => Self::Perspective,
        }
    }
}

/// Whether any history is in a table, and whether some is not.
struct Written {
    has_any: bool,
    failed: bool,
}

/// What is asked of every history, made ready once.
struct Asked<'a> {
    table: &'a Table,
    readings: table::Table,
    pseudonyms: Option<Pseudonyms>,
}

impl Table {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        if self.suppress && self.scope.iter().any(|scope| Some(scope) != self.scope.first()) {
            return Err(Failure::usage(
                "--suppress takes one kind of --scope at once: what is hidden in one could be found by subtraction from another",
            ));
        }
        let (files, mut failed) = files(&self.places);
        let beside = [self.parameters.as_deref(), self.pseudonymised.file()].into_iter().flatten();
        let read = files.iter().map(PathBuf::as_path).chain(beside);
        let [output] = self.force.outputs([self.out.as_ref()], read)?;
        let Sets { boundary, standing, turns } = Sets::load(self.parameters.as_deref(), &self.grid)?;
        let pseudonyms = self.pseudonymised.load()?;
        let readings = if self.reading.is_empty() {
            Measured::ALL.to_vec()
        } else {
            self.reading.iter().copied().map(Measured::from).collect()
        };
        let scopes = self.scope.iter().copied().map(table::ScopeOf::from).collect();
        let asked =
            Asked { table: self, readings: table::Table { readings, scopes, boundary, standing, turns }, pseudonyms };
        match output {
            Some(output) => {
                let mut draft = output.draft()?;
                let written = match asked.write(&files, &mut draft) {
                    Err(Failure::NoAnswer(why)) => return Err(draft.failed(why)),
                    written => written?,
                };
                failed |= written.failed;
                // Without any history, the draft goes: an empty table looks like a valid one.
                if written.has_any {
                    let file = told::name(draft.path().display());
                    draft.keep()?;
                    told::say(told::Form::Text, |out| writeln!(out, "{file}"))?;
                }
            }
            None => match asked.write(&files, &mut told::as_it_is()) {
                Ok(written) => failed |= written.failed,
                // Whoever closes it has read enough.
                Err(Failure::NoAnswer(why)) if why.kind() == std::io::ErrorKind::BrokenPipe => {}
                Err(failure) => return Err(failure),
            },
        }
        Ok(Ending::Clean.unless_failed(failed))
    }

    /// The times that are spoken of, of one history, each once and in order.
    fn times(&self, history: &History, known_at: Moment) -> Vec<Moment> {
        let opened = history.corrected(EntryNumber::FIRST).map(|opening| opening.act().occurred_at);
        let after = |&weeks: &u16| Moment::new(opened?.to_utc() + TimeDelta::weeks(weeks.into())).ok();
        let mut times: Vec<Moment> = self.as_of.clone();
        times.extend(self.weeks_after_opening.iter().filter_map(after));
        if self.as_of.is_empty() && self.weeks_after_opening.is_empty() {
            times.push(history.cycle().last_recorded().min(known_at));
        }
        times.sort_unstable();
        times.dedup();
        times
    }
}

/// Why a line could not be written: the error underneath, by which a reader who stopped is recognised.
fn unwritten(why: csv::Error) -> Failure {
    let told = why.to_string();
    let csv::ErrorKind::Io(why) = why.into_kind() else { return Failure::NoAnswer(std::io::Error::other(told)) };
    Failure::NoAnswer(why)
}

impl Asked<'_> {
    /// Writes the table; nothing, not even its header, where no history can be read.
    fn write(&self, files: &[PathBuf], to: &mut dyn Write) -> Result<Written, Failure> {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        let (mut written, mut cycles) = (Written { has_any: false, failed: false }, HashSet::new());
        for path in files {
            match self.load(path, &mut cycles) {
                Ok((cycle, history)) => {
                    if !std::mem::replace(&mut written.has_any, true) {
                        table.write_record(COLUMNS).map_err(unwritten)?;
                    }
                    self.tell(&cycle, &history, &mut table)?;
                }
                Err(failure) => {
                    told::problem(&failure);
                    written.failed = true;
                }
            }
        }
        table.flush()?;
        Ok(written)
    }

    /// Loads a history, unless there was one of its cycle before.
    fn load(&self, path: &Path, cycles: &mut HashSet<CycleId>) -> Result<(CycleId, History), Failure> {
        let history = input::whole_history(path)?;
        let cycle = history.cycle().id().cloned().ok_or_else(|| Failure::EmptyHistory { path: path.to_path_buf() })?;
        if !cycles.insert(cycle.clone()) {
            return Err(Failure::AnotherOfCycle { path: path.to_path_buf(), cycle: cycle.to_string() });
        }
        Ok((cycle, history))
    }

    /// Writes all that is asked of one history.
    fn tell(&self, cycle: &CycleId, history: &History, table: &mut csv::Writer<&mut dyn Write>) -> Result<(), Failure> {
        let known_at = self.table.known_at.unwrap_or_else(|| history.cycle().last_recorded());
        for as_of in self.table.times(history, known_at) {
            let view = history.view(as_of, known_at);
            for block in self.readings.of(&view) {
                let block = if self.table.suppress { block.suppressed() } else { block };
                block.rows.iter().try_for_each(|row| self.line(cycle, &block, row, table))?;
            }
        }
        Ok(())
    }

    fn line(
        &self,
        cycle: &CycleId,
        block: &Block,
        row: &Row,
        table: &mut csv::Writer<&mut dyn Write>,
    ) -> Result<(), Failure> {
        let named = |who: Who, reference: &str| match &self.pseudonyms {
            Some(pseudonyms) => pseudonyms.of(who.into(), reference),
            None => reference.to_owned(),
        };
        let scope = block.scope.named(&named);
        let key = row.key.named(&named);
        let n = row.n.map(|n| n.to_string()).unwrap_or_default();
        let entries: Vec<String> = row.entries.iter().map(ToString::to_string).collect();
        let written = table.write_record([
            named(Who::Cycle, cycle.as_str()).as_str(),
            &block.as_of.to_string(),
            block.parameters.as_ref().map_or("", |id| id.as_str()),
            &scope,
            block.reading,
            row.level,
            &key,
            row.measure,
            &row.value,
            &n,
            &entries.join(" "),
        ]);
        written.map_err(unwritten)
    }
}
