//! Draws the boundary through time, as observers saw it: three tallies, never one score, with what they rest on beneath.
//!
//! ```text
//! cargo run --example boundary_drift -- [FILE] [--out FILE.svg]
//! ```
//!
//! `FILE` is a history in JSON Lines, by default an invented one; the picture goes to `target/boundary_drift.svg` unless
//! `--out` says otherwise. Every point is a reading as of that time, knowing only what had been recorded by then.
//!
//! Free text is never drawn, and neither is who somebody is: roles, contract ids and words of this crate are.
//!
//! Exit status: 0 if it was drawn; 1 if the history does not load, with the line on standard error; 2 for wrong usage, an
//! unreadable file, or a picture that cannot be written.

mod ink;
mod picture;
mod story;

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use plotters::drawing::DrawingAreaErrorKind;
use practice_cycle::assessment::Parameters;
use practice_cycle::history::{History, LoadError, Problem};
use story::Story;

const USAGE: &str = "usage: boundary_drift [FILE] [--out FILE.svg]";
const INVENTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");

/// Why nothing was drawn.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}\n{USAGE}")]
    Usage(&'static str),
    #[error("the file cannot be read: {}\n{USAGE}", .0.kind())]
    Unreadable(io::Error),
    #[error("{0}")]
    Line(LoadError),
    #[error("line 1: the history is empty; the first entry is `cycle_opened`")]
    Empty,
    #[error("the picture cannot be drawn: {0}")]
    Undrawn(#[from] DrawingAreaErrorKind<io::Error>),
    #[error("the picture cannot be written: {}", .0.kind())]
    Unwritable(io::Error),
}

pub(crate) fn main() -> ExitCode {
    let failure = match asked(std::env::args_os().skip(2)).and_then(|(file, out)| run(&file, out)) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    _ = writeln!(io::stderr(), "{failure}");
    match failure {
        Failure::Line(_) | Failure::Empty => ExitCode::from(1),
        Failure::Usage(_) | Failure::Unreadable(_) | Failure::Undrawn(_) | Failure::Unwritable(_) => ExitCode::from(2),
    }
}

fn asked(mut words: impl Iterator<Item = OsString>) -> Result<(PathBuf, Option<PathBuf>), Failure> {
    let (mut file, mut out) = (None, None);
    while let Some(word) = words.next() {
        match word.to_str() {
            Some("--out") if out.is_some() => return Err(Failure::Usage("one picture at a time")),
            Some("--out") => out = Some(words.next().ok_or(Failure::Usage("`--out` needs a file"))?.into()),
            Some("--help" | "-h") => return Err(Failure::Usage("draws the boundary through time")),
            Some(option) if option.starts_with('-') => return Err(Failure::Usage("there is no such option")),
            Some(_) | None if file.is_some() => return Err(Failure::Usage("one file at a time")),
            Some(_) | None => file = Some(word.into()),
        }
    }
    Ok((file.unwrap_or_else(|| Path::new(INVENTED).join("boundary_seen_differently.jsonl")), out))
}

fn run(file: &Path, out: Option<PathBuf>) -> Result<(), Failure> {
    let history = History::read(BufReader::new(File::open(file).map_err(Failure::Unreadable)?));
    let history = history.map_err(|error| {
        if let Problem::Io(cause) = error.problem() {
            Failure::Unreadable(cause.kind().into())
        } else {
            Failure::Line(error)
        }
    })?;
    let story = Story::of(&history, Parameters::unvalidated_v1())?;
    let folder = fs::canonicalize(file).ok().and_then(|file| file.parent().map(Path::to_path_buf));
    let invented = folder.is_some_and(|folder| fs::canonicalize(INVENTED).is_ok_and(|data| data == folder));
    let svg = story.draw(invented)?;
    let out = match out {
        Some(out) => out,
        None => {
            fs::create_dir_all("target").map_err(Failure::Unwritable)?;
            PathBuf::from("target/boundary_drift.svg")
        }
    };
    fs::write(&out, svg).map_err(Failure::Unwritable)?;
    writeln!(io::stdout(), "{}", out.display()).map_err(Failure::Unwritable)
}
