//! Replays a history and tells where the cycle stands: who is here, how far joining has come, every contract with what is
//! possible next, the work, and what was decided about cases.
//!
//! ```text
//! cargo run --example replay -- [--json] [--as-of TIME] [--known-at TIME] FILE
//! ```
//!
//! `FILE` is a history in JSON Lines, `-` is standard input. `--as-of` leaves out what occurred later, `--known-at` what was
//! recorded later. A pure library has no clock, so both are by default when the last entry was recorded: everything that
//! the history holds. A later `--as-of` shows what time alone does to it: contracts lapse, reviews fall due.
//!
//! Free text is never printed; references and codes are. `--json` prints the same as one JSON object.
//!
//! Exit status: 0 if it was told; 1 if the history does not load, with the line and what was possible there instead on
//! standard error; 2 for wrong usage, an unreadable file, or output that cannot be written.

mod contracts;
mod deciding;
mod standing;
mod render;
mod work;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::process::ExitCode;

use practice_cycle::code::Code;
use practice_cycle::history::{History, LoadError, Problem};
use practice_cycle::moment::Moment;
use standing::Standing;

const USAGE: &str = "usage: replay [--json] [--as-of TIME] [--known-at TIME] FILE";

/// What was asked for on the command line.
#[derive(Debug, Default)]
struct Asked {
    json: bool,
    as_of: Option<Moment>,
    known_at: Option<Moment>,
    file: OsString,
}

/// Why nothing, or not all, was told.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Usage(String),
    #[error("the file cannot be read: {}\n{USAGE}", .0.kind())]
    Unreadable(io::Error),
    #[error("{error}{}", instead(.error))]
    Line { error: LoadError },
    #[error("line 1: the history is empty; the first entry is `cycle_opened`")]
    Empty,
    #[error("the answer cannot be written: {}", .0.kind())]
    Unwritable(io::Error),
}

/// The steps that were possible instead, by the codes to write under `type`.
fn instead(error: &LoadError) -> String {
    let codes: Vec<String> = error.possible().iter().map(|step| format!("`{}`", step.code())).collect();
    if codes.is_empty() { String::new() } else { format!("\nline {}: write one of {}", error.line(), codes.join(", ")) }
}

pub(crate) fn main() -> ExitCode {
    let failure = match asked(std::env::args_os().skip(2)).and_then(|asked| replay(&asked)) {
        Ok(()) => return ExitCode::SUCCESS,
        // Whoever reads the answer has read enough.
        Err(Failure::Unwritable(error)) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    _ = writeln!(io::stderr(), "{failure}");
    match failure {
        Failure::Line { .. } | Failure::Empty => ExitCode::from(1),
        Failure::Usage(_) | Failure::Unreadable(_) | Failure::Unwritable(_) => ExitCode::from(2),
    }
}

fn asked(words: impl Iterator<Item = OsString>) -> Result<Asked, Failure> {
    let usage = |problem: &str| Failure::Usage(problem.to_owned());
    let mut asked = Asked::default();
    let mut file = None;
    let mut words = words;
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--json") => asked.json = true,
            Some("--help" | "-h") => return Err(usage("tells where a cycle stands")),
            Some(name @ ("--as-of" | "--known-at")) => {
                let time = words.next().ok_or_else(|| Failure::Usage(format!("`{name}` needs a time")))?;
                let time = time.to_str().unwrap_or_default().parse();
                let time = time.map_err(|error| Failure::Usage(format!("`{name}`: {error}")))?;
                *(if name == "--as-of" { &mut asked.as_of } else { &mut asked.known_at }) = Some(time);
            }
            Some(option) if option.starts_with('-') && option != "-" => {
                return Err(usage("there is no such option"));
            }
            Some(_) | None if file.is_some() => return Err(usage("one file at a time")),
            Some(_) | None => file = Some(word),
        }
    }
    asked.file = file.ok_or_else(|| usage("which file?"))?;
    Ok(asked)
}

fn replay(asked: &Asked) -> Result<(), Failure> {
    let read = if asked.file == "-" {
        History::read(io::stdin().lock())
    } else {
        History::read(BufReader::new(File::open(&asked.file).map_err(Failure::Unreadable)?))
    };
    let history = read.map_err(|error| {
        if let Problem::Io(cause) = error.problem() {
            Failure::Unreadable(cause.kind().into())
        } else {
            Failure::Line { error }
        }
    })?;
    let last = history.entries().last().ok_or(Failure::Empty)?.act().recorded_at;
    let view = history.view(asked.as_of.unwrap_or(last), asked.known_at.unwrap_or(last));
    let cycle = view.cycle();
    let standing = Standing::gather(&history, &view, &cycle);
    print(&standing, asked.json).map_err(Failure::Unwritable)
}

fn print(standing: &Standing<'_>, json: bool) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    if json {
        serde_json::to_writer(&mut out, standing)?;
        writeln!(out)?;
    } else {
        standing.render(&mut out)?;
    }
    out.flush()
}
