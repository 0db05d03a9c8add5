//! Offers acts to a history, one after the other, and says of each what became of it.

use std::io::{self, BufRead, Read as _, Write};
use std::path::PathBuf;

use clap::Args;
use practice_cycle::cycle::{Act as Offered, Entry, RefusalReport};
use practice_cycle::history::{History, MAX_LINE, Problem};
use practice_cycle::stored::{self, FaultReport};
use serde::Serialize;

use crate::failure::{Ending, Failure};
use crate::input;
use crate::told::{self, Form};

/// Offer acts to a new history, one by one: what became of each, as JSON
///
/// For each line one JSON object is printed: the entry that the act became, whole, or `{"line":4,"refused":{…}}` with the code, the
/// category, the HTTP status and the message of the refusal, and the steps that are possible instead. A refused act changes
/// nothing, and the next one is offered. Each answer is sent before the next line is read.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit status:
  0  every act was admitted
  1  at least one was refused, or not all answers were read
  2  wrong usage, a file that cannot be read or holds no act, or an answer that cannot be written

Times in the entries are RFC 3339, in UTC.")]
pub(crate) struct Act {
    /// Acts as JSON objects without entry numbers, one a line; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What is printed for a line that was refused.
#[derive(Serialize)]
struct Line {
    line: usize,
    refused: Refused,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Refused {
    Act(Box<RefusalReport>),
    Line(Box<FaultReport>),
    /// What cannot be here, where nothing else changes the history.
    Other {
        message: String,
    },
}

impl Refused {
    fn line(problem: impl Into<Problem>) -> Self {
        Self::Line(Box::new(problem.into().report()))
    }

    fn other(message: impl ToString) -> Self {
        Self::Other { message: message.to_string() }
    }
}

impl Act {
    pub(crate) fn run(&self) -> Result<Ending, Failure> {
        match offer_all(input::open(&self.file)?, told::out(Form::Json)) {
            Ok(None) => Err(Failure::NoActs { path: self.file.clone() }),
            Ok(Some(all_admitted)) => Ok(Ending::found(!all_admitted)),
            // Whoever reads the answers has read enough; what is left was not offered, so not all was admitted.
            Err(Stopped::Writing(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Ending::Found),
            Err(Stopped::Writing(error)) => Err(error.into()),
            Err(Stopped::Reading(why)) => Err(Failure::Unreadable { path: self.file.clone(), why }),
        }
    }
}

enum Stopped {
    Reading(io::Error),
    Writing(io::Error),
}

/// Offers every line; whether all were admitted, if there were any.
fn offer_all(mut reader: impl BufRead, mut out: impl Write) -> Result<Option<bool>, Stopped> {
    let mut history = History::default();
    let mut all_admitted = None;
    let mut buffer = Vec::new();
    for line in 1.. {
        if !next_line(&mut reader, &mut buffer).map_err(Stopped::Reading)? {
            break;
        }
        if buffer.len() <= MAX_LINE && buffer.trim_ascii().is_empty() {
            continue;
        }
        let written = match offer(&mut history, &buffer) {
            Ok(entry) => {
                all_admitted = all_admitted.or(Some(true));
                serde_json::to_writer(&mut out, entry)
            }
            Err(refused) => {
                all_admitted = Some(false);
                serde_json::to_writer(&mut out, &Line { line, refused })
            }
        };
        // Each answer is sent before the next line is awaited, so that a host can hold a conversation.
        let sent = written.map_err(io::Error::from).and_then(|()| writeln!(out)).and_then(|()| out.flush());
        sent.map_err(Stopped::Writing)?;
    }
    Ok(all_admitted)
}

/// Reads the next line without its end, at most a byte more than is allowed; the rest of a longer one is passed over.
fn next_line(reader: &mut impl BufRead, buffer: &mut Vec<u8>) -> io::Result<bool> {
    buffer.clear();
    let limit = MAX_LINE as u64 + 1;
    let read = reader.take(limit).read_until(b'\n', buffer)?;
    if buffer.last() == Some(&b'\n') {
        buffer.pop();
    } else if read as u64 == limit {
        reader.skip_until(b'\n')?;
    }
    Ok(read > 0)
}

/// Offers one act to the history.
fn offer<'a>(history: &'a mut History, bytes: &[u8]) -> Result<&'a Entry, Refused> {
    if bytes.len() > MAX_LINE {
        return Err(Refused::line(Problem::TooLong { most: MAX_LINE }));
    }
    let words =
        std::str::from_utf8(bytes).map_err(|error| Refused::line(Problem::NotUtf8 { column: error.valid_up_to() + 1 }))?;
    let act: Offered = stored::parse(words).map_err(Refused::line)?;
    let decision = history.decide(act).map_err(|refused| Refused::Act(Box::new(refused.report())))?;
    // Here a host stores `decision.entries()`, and accepts it once that is done.
    let (entries, _) = history.accept(decision).map_err(Refused::other)?;
    entries.last().ok_or_else(|| Refused::other("nothing was decided"))
}
