//! Offers acts to a history, one after the other, and says of each what became of it.
//!
//! ```text
//! cargo run --example acts -- FILE
//! ```
//!
//! `FILE` holds acts as JSON objects without entry numbers, one a line; `-` is standard input. For each line one JSON object
//! is printed: the entry that the act became, or the refusal,
//!
//! ```json
//! {"line":4,"refused":{"code":"contracting.out_of_step","category":"conflict","status":409,"message":"…","kind":"…","possible":["contract_declined"]}}
//! ```
//!
//! Entries are printed whole, with the words in them; refusals hold none.
//!
//! A refused line leaves the history as it was, and the next one is offered. A line that cannot be read is refused with a code
//! such as `reading.malformed`. The category `already_so` tells a host that asks again from one that asks for something wrong.
//!
//! Exit status: 0 if every act was admitted, 1 if one was refused, 2 for wrong usage, an unreadable file, or output that
//! cannot be written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use practice_cycle::cycle::{Act, Entry, RefusalReport};
use practice_cycle::history::{History, MAX_LINE, Problem};
use practice_cycle::stored::{self, FaultReport};
use serde::Serialize;

const USAGE: &str = "usage: acts FILE";

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

pub(crate) fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(2);
    let (Some(file), None) = (words.next(), words.next()) else {
        _ = writeln!(io::stderr(), "which file?\n{USAGE}");
        return ExitCode::from(2);
    };
    let out = BufWriter::new(io::stdout().lock());
    let offered = if file == "-" {
        offer_all(io::stdin().lock(), out)
    } else {
        File::open(file).map_err(Failure::Reading).and_then(|file| offer_all(BufReader::new(file), out))
    };
    let failure = match offered {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => return ExitCode::from(1),
        Err(failure) => failure,
    };
    _ = match failure {
        // Whoever reads the answers has read enough; what is left was not offered, so not all was admitted.
        Failure::Writing(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::from(1),
        Failure::Writing(error) => writeln!(io::stderr(), "the answer cannot be written: {}", error.kind()),
        Failure::Reading(error) => writeln!(io::stderr(), "the file cannot be read: {}\n{USAGE}", error.kind()),
    };
    ExitCode::from(2)
}

enum Failure {
    Reading(io::Error),
    Writing(io::Error),
}

/// Offers every line; whether all were admitted.
fn offer_all(mut reader: impl BufRead, mut out: impl Write) -> Result<bool, Failure> {
    let mut history = History::default();
    let mut all_admitted = true;
    let mut buffer = Vec::new();
    for line in 1.. {
        if !next_line(&mut reader, &mut buffer).map_err(Failure::Reading)? {
            break;
        }
        if buffer.len() <= MAX_LINE && buffer.trim_ascii().is_empty() {
            continue;
        }
        let written = match offer(&mut history, &buffer) {
            Ok(entry) => serde_json::to_writer(&mut out, entry),
            Err(refused) => {
                all_admitted = false;
                serde_json::to_writer(&mut out, &Line { line, refused })
            }
        };
        // Each answer is sent before the next line is awaited, so that a host can hold a conversation.
        let sent = written.map_err(io::Error::from).and_then(|()| writeln!(out)).and_then(|()| out.flush());
        sent.map_err(Failure::Writing)?;
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
    let act: Act = stored::parse(words).map_err(Refused::line)?;
    let decision = history.decide(act).map_err(|refused| Refused::Act(Box::new(refused.report())))?;
    // Here a host stores `decision.entries()`, and accepts it once that is done.
    let (entries, _) = history.accept(decision).map_err(Refused::other)?;
    entries.last().ok_or_else(|| Refused::other("nothing was decided"))
}
