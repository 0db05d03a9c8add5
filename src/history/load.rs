//! Histories as JSON Lines: one entry a line, the first opening the cycle.

use std::io::{self, BufRead, Write};

use thiserror::Error;

use super::{History, Refusal};
use crate::attachment::{self, FORMAT, Refusal::UnknownFormat};
use crate::code::CodeSet;
use crate::contracting;
use crate::cycle::{self, Applied, Entry, Kind, RefusalReport};
use crate::id::EntryNumber;
use crate::lines::{BadLine, LineOutcome, Lines};
use crate::stored::{self, Cause, Fault, FaultReport, Unreadable};

/// The longest line, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// Why a history, or a side file of seals, does not load: the line, and what is wrong with it. It holds no text of the line.
///
/// ```
/// use practice_cycle::history::History;
/// let error = History::read("{\"number\":1}\n".as_bytes()).unwrap_err();
/// assert_eq!(error.to_string(), "line 1: column 12: missing field `type`");
/// ```
#[derive(Debug, Error)]
#[error("line {line}: {problem}")]
pub struct LoadError {
    line: usize,
    problem: Problem,
}

/// What is wrong with a line.
///
/// ```
/// use practice_cycle::history::{History, Problem};
/// let error = History::read(&b"\xff\n"[..]).unwrap_err();
/// assert!(matches!(error.problem(), Problem::NotUtf8 { column: 1 }));
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Problem {
    /// It could not be fetched.
    #[error("it could not be read ({})", .0.kind())]
    Io(#[source] io::Error),
    /// Longer than a line may be.
    #[error("it is longer than {most} bytes")]
    TooLong {
        /// The most that it may hold: [`MAX_LINE`] for an entry.
        most: usize,
    },
    /// Not UTF-8.
    #[error("column {column}: expected UTF-8")]
    NotUtf8 {
        /// Where, in bytes from 1.
        column: usize,
    },
    /// No entry could be read from it.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The entry does not fit what came before.
    #[error("{about}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The same as data and in words, with the references of the act.
        about: Box<RefusalReport>,
    },
    /// Text is missing, and no entry says that it was redacted.
    #[error("entry {number} holds a tombstone, but no later entry redacts it")]
    UnexplainedTombstone {
        /// The entry.
        number: EntryNumber,
    },
}

impl LoadError {
    pub(crate) fn at(line: usize, problem: Problem) -> Self {
        Self { line, problem }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Why it cannot be read: [`Problem::cause`].
    ///
    /// ```
    /// use practice_cycle::{history::History, stored::Cause};
    /// let later = r#"{"number":1,"type":"cycle_opened","data":{"format":2,"region":"north"}}"#;
    /// let error = History::read(later.as_bytes()).unwrap_err();
    /// assert_eq!(error.cause(), Some(Cause::Newer));
    /// assert_eq!(error.to_string(), "line 1: cannot open a cycle stored in format 2; this version reads format 1");
    /// ```
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        self.problem.cause()
    }

    /// The same as data.
    ///
    /// ```
    /// use practice_cycle::history::History;
    /// let report = History::read("{\"number\":1}\n".as_bytes()).unwrap_err().report();
    /// assert_eq!((report.code, report.line, report.column), ("reading.malformed", Some(1), Some(12)));
    /// ```
    #[must_use]
    pub fn report(&self) -> FaultReport {
        FaultReport { line: Some(self.line), message: self.to_string(), ..self.problem.report() }
    }

    /// The steps of the contract that would have been possible instead, where the state of the contract was the problem.
    #[must_use]
    pub fn possible(&self) -> CodeSet<contracting::Kind> {
        if let Problem::Refused { refusal, .. } = &self.problem {
            return refusal.possible();
        }
        CodeSet::none()
    }
}

impl Problem {
    /// What is wrong, by its stable code.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Problem::Io(_) => Fault::Io,
            Problem::TooLong { .. } => Fault::TooLong,
            Problem::NotUtf8 { .. } => Fault::NotUtf8,
            Problem::Unreadable(unreadable) => unreadable.fault(),
            Problem::Refused { .. } if self.cause() == Some(Cause::Newer) => Fault::Newer,
            Problem::Refused { .. } => Fault::Refused,
            Problem::UnexplainedTombstone { .. } => Fault::UnexplainedTombstone,
        }
    }

    /// The same as data.
    #[must_use]
    pub fn report(&self) -> FaultReport {
        let mut report = FaultReport::new(self.fault(), self.to_string());
        match self {
            Problem::Unreadable(unreadable) => return unreadable.report(),
            Problem::NotUtf8 { column } => report.column = Some(*column),
            Problem::Refused { about, .. } => {
                report.field.clone_from(&about.field);
                report.refusal = Some(about.clone());
            }
            Problem::Io(_) | Problem::TooLong { .. } | Problem::UnexplainedTombstone { .. } => {}
        }
        report
    }

    /// Why a line cannot be read; nothing where the reader failed, or where it could be read and did not fit what came before.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Problem::Unreadable(unreadable) => Some(unreadable.cause()),
            Problem::TooLong { .. } | Problem::NotUtf8 { .. } => Some(Cause::Malformed),
            Problem::Refused { refusal: Refusal::Act(cycle::Refusal::Attachment(UnknownFormat { found })), .. } => {
                (*found > FORMAT).then_some(Cause::Newer)
            }
            Problem::Io(_) | Problem::Refused { .. } | Problem::UnexplainedTombstone { .. } => None,
        }
    }
}

impl From<BadLine> for Problem {
    fn from(bad: BadLine) -> Self {
        match bad {
            BadLine::Io(error) => Problem::Io(error),
            BadLine::TooLong => Problem::TooLong { most: MAX_LINE },
            BadLine::NotUtf8(column) => Problem::NotUtf8 { column },
        }
    }
}

impl History {
    /// Loads a history by replay. One line is held at a time; blank lines, and a byte order mark at the start, are passed over.
    ///
    /// # Errors
    /// [`LoadError`] names the first line that cannot be read, or that could not have happened; nothing is half loaded.
    pub fn read(reader: impl BufRead) -> Result<Self, LoadError> {
        let mut history = Self::default();
        let mut tombstones = Vec::new();
        let mut lines = Lines::new(reader, MAX_LINE);
        for line in 1.. {
            let outcome = lines.next(|words| history.append_words(words)).map_err(|problem| LoadError::at(line, problem))?;
            match outcome {
                LineOutcome::Nothing => break,
                LineOutcome::Blank => {}
                LineOutcome::Held(_) => {
                    let last = history.entries.last();
                    tombstones.extend(last.filter(|entry| entry.has_tombstone()).map(|entry| (line, entry.number)));
                }
            }
        }
        match tombstones.into_iter().find(|&(_, number)| history.redacted_by(number).is_none()) {
            Some((line, number)) => Err(LoadError::at(line, Problem::UnexplainedTombstone { number })),
            None => Ok(history),
        }
    }

    fn append_words(&mut self, words: &str) -> Result<Applied, Problem> {
        let entry: Entry =
            stored::parse(words).map_err(|error| later_format(words).unwrap_or(Problem::Unreadable(error)))?;
        match self.effect_of_stored(&entry) {
            Ok(effect) => Ok(self.apply(effect, entry)),
            Err(refusal) => {
                let about = Box::new(refusal.about(entry.act()));
                Err(Problem::Refused { refusal, about })
            }
        }
    }

    /// Adds the entry that a stored line holds, if it fits: for a host whose lines come one by one, as from the rows of a table.
    /// A line end does not count. A blank line is unreadable here, since a row that holds nothing has lost what it held.
    ///
    /// Whether every tombstone is explained shows only after the last line: [`History::unexplained_tombstone`].
    ///
    /// ```
    /// use practice_cycle::{history::History, stored::Cause};
    /// let stored = std::fs::read_to_string("examples/data/turnover.jsonl")?;
    /// let mut history = History::default();
    /// for line in stored.lines() {
    ///     history.append_line(line)?;
    /// }
    /// assert_eq!(history.unexplained_tombstone(), None);
    ///
    /// let problem = history.append_line("").unwrap_err();
    /// assert_eq!(problem.to_string(), "column 0: the line ends within a value");
    /// assert_eq!(problem.cause(), Some(Cause::Malformed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the line, and that alone: nothing has changed then, and which line it was the host knows.
    pub fn append_line(&mut self, line: &str) -> Result<Applied, Problem> {
        if line.len() > MAX_LINE {
            return Err(Problem::TooLong { most: MAX_LINE });
        }
        self.append_words(line)
    }

    /// Writes the history as JSON Lines.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn write(&self, mut writer: impl Write) -> io::Result<()> {
        let mut line = Vec::with_capacity(512);
        for entry in &self.entries {
            line.clear();
            serde_json::to_writer(&mut line, entry)?;
            line.push(b'\n');
            writer.write_all(&line)?;
        }
        writer.flush()
    }
}

/// Why a line does not read that opens a cycle in a later format, whatever else there may be in it by then.
#[cold]
fn later_format(line: &str) -> Option<Problem> {
    let kind = Kind::Attachment(attachment::Kind::CycleOpened);
    let found = stored::format(line, kind.code()).filter(|format| *format > FORMAT)?;
    let refusal = cycle::Refusal::Attachment(UnknownFormat { found });
    let about = Box::new(refusal.alone(kind));
    Some(Problem::Refused { about, refusal: Refusal::Act(refusal) })
}
