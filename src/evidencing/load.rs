//! Portfolios as JSON Lines: one entry a line, the first opening the portfolio, read by its owner.

use std::io::{self, BufRead};

use thiserror::Error;

use super::act::{Act, Entry, StoredEntry};
use super::event::{FORMAT, Kind};
use super::portfolio::Portfolio;
use super::refusal::Refusal;
use crate::code::Code;
use crate::history::MAX_LINE;
use crate::id::{EntryNumber, PersonId};
use crate::lines::{BadLine, LineOutcome, Lines};
use crate::stored::{self, Cause, Fault, FaultReport, Unreadable};

/// Why a portfolio does not load, or is not for whoever reads it: the line, and what is wrong with it. It holds no text of the line.
///
/// ```
/// use practice_cycle::evidencing::Portfolio;
/// let opened = r#"{"number":1,"type":"portfolio_opened","occurred_at":"2026-01-05T09:00:00Z","recorded_at":"2026-01-05T09:00:00Z","by":"worker-a","data":{"portfolio":"pf-1","format":1,"owner":"worker-a"}}"#;
/// let read = |person: &str| Portfolio::read(opened.as_bytes(), &person.parse().unwrap());
/// assert!(read("worker-a").is_ok());
/// assert_eq!(read("manager").unwrap_err().to_string(), "line 1: a portfolio is read and written by its owner alone");
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
/// use practice_cycle::evidencing::{Portfolio, Problem};
/// let error = Portfolio::read(&b"\xff\n"[..], &"worker-a".parse()?).unwrap_err();
/// assert!(matches!(error.problem(), Problem::NotUtf8 { column: 1 }));
/// # Ok::<(), practice_cycle::id::IdError>(())
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Problem {
    /// It could not be fetched.
    #[error("it could not be read ({})", .0.kind())]
    Io(#[source] io::Error),
    /// Longer than a line may be.
    #[error("it is longer than {most} bytes", most = MAX_LINE)]
    TooLong,
    /// Not UTF-8.
    #[error("column {column}: expected UTF-8")]
    NotUtf8 {
        /// Where, in bytes from 1.
        column: usize,
    },
    /// No entry could be read from it.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It is another's, or the entry does not fit what came before.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Text is missing, and no entry says that it was redacted.
    #[error("entry {number} holds a tombstone, but no later entry redacts it")]
    UnexplainedTombstone {
        /// The entry.
        number: EntryNumber,
    },
    /// There is no entry.
    #[error("the portfolio is empty; the first entry is `portfolio_opened`")]
    Empty,
}

impl From<BadLine> for Problem {
    fn from(bad: BadLine) -> Self {
        match bad {
            BadLine::Io(error) => Problem::Io(error),
            BadLine::TooLong => Problem::TooLong,
            BadLine::NotUtf8(column) => Problem::NotUtf8 { column },
        }
    }
}

impl LoadError {
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

    /// The same as data.
    ///
    /// ```
    /// use practice_cycle::evidencing::Portfolio;
    /// let report = Portfolio::read("{\"number\":1}\n".as_bytes(), &"worker-a".parse()?).unwrap_err().report();
    /// assert_eq!((report.code, report.line, report.column), ("reading.malformed", Some(1), Some(12)));
    /// # Ok::<(), practice_cycle::id::IdError>(())
    /// ```
    #[must_use]
    pub fn report(&self) -> FaultReport {
        FaultReport { line: Some(self.line), message: self.to_string(), ..self.problem.report() }
    }
}

impl Problem {
    /// What is wrong, by its stable code.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Problem::Io(_) => Fault::Io,
            Problem::TooLong => Fault::TooLong,
            Problem::NotUtf8 { .. } => Fault::NotUtf8,
            Problem::Unreadable(unreadable) => unreadable.fault(),
            Problem::Refused(Refusal::UnknownFormat { found }) if *found > FORMAT => Fault::Newer,
            Problem::Refused(_) | Problem::Empty => Fault::Refused,
            Problem::UnexplainedTombstone { .. } => Fault::UnexplainedTombstone,
        }
    }

    /// Why it cannot be read; nothing where the reader failed, or where it could be read and was refused.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self.fault() {
            Fault::Newer => Some(Cause::Newer),
            Fault::TooDeep => Some(Cause::TooDeep),
            Fault::Malformed | Fault::TooLong | Fault::NotUtf8 => Some(Cause::Malformed),
            Fault::Io | Fault::Refused | Fault::UnexplainedTombstone => None,
        }
    }

    /// The same as data.
    #[must_use]
    pub fn report(&self) -> FaultReport {
        let mut report = FaultReport::new(self.fault(), self.to_string());
        match self {
            Problem::Unreadable(unreadable) => return unreadable.report(),
            Problem::NotUtf8 { column } => report.column = Some(*column),
            Problem::Refused(refusal) => {
                report.field = refusal.field().map(str::to_owned);
                if *refusal == Refusal::NotTheirs {
                    // It is no fault of the file.
                    (report.category, report.status) = (Some(refusal.category()), Some(refusal.category().http_status()));
                }
            }
            Problem::Io(_) | Problem::TooLong | Problem::UnexplainedTombstone { .. } | Problem::Empty => {}
        }
        report
    }
}

impl Portfolio {
    /// Loads a portfolio by replay, for its owner. One line is held at a time; blank lines, and a byte order mark at the start, are
    /// passed over.
    ///
    /// # Errors
    /// [`LoadError`] names the first line that is another's, cannot be read, or could not have been recorded; nothing is half loaded.
    pub fn read(reader: impl BufRead, person: &PersonId) -> Result<Self, LoadError> {
        let mut portfolio = Self::default();
        let mut tombstones = Vec::new();
        let mut lines = Lines::new(reader, MAX_LINE);
        for line in 1.. {
            let outcome = lines.next(|words| portfolio.append_line(words, person));
            match outcome.map_err(|problem| LoadError { line, problem })? {
                LineOutcome::Nothing => break,
                LineOutcome::Blank => {}
                LineOutcome::Held(number) if portfolio.entry(number).is_some_and(Entry::has_tombstone) => {
                    tombstones.push((line, number));
                }
                LineOutcome::Held(_) => {}
            }
        }
        if portfolio.entry(EntryNumber::FIRST).is_none() {
            return Err(LoadError { line: 1, problem: Problem::Empty });
        }
        match tombstones.into_iter().find(|&(_, number)| !portfolio.is_redacted(number)) {
            Some((line, number)) => Err(LoadError { line, problem: Problem::UnexplainedTombstone { number } }),
            None => Ok(portfolio),
        }
    }

    /// Adds the entry that a stored line holds, if it fits, for the owner: where lines come one by one, as from the rows of a table. A
    /// line end does not count, and a blank line is unreadable. Whether every tombstone is explained shows only after the last line:
    /// [`OwnersView::unexplained_tombstone`](super::OwnersView::unexplained_tombstone).
    ///
    /// ```
    /// use practice_cycle::evidencing::{Portfolio, Problem, Refusal};
    /// let opened = r#"{"number":1,"type":"portfolio_opened","occurred_at":"2026-01-05T09:00:00Z","recorded_at":"2026-01-05T09:00:00Z","by":"worker-a","data":{"portfolio":"pf-1","format":1,"owner":"worker-a"}}"#;
    /// let mut portfolio = Portfolio::default();
    /// portfolio.append_line(opened, &"worker-a".parse()?)?;
    /// let problem = portfolio.append_line("{", &"manager".parse()?).unwrap_err();
    /// assert!(matches!(problem, Problem::Refused(Refusal::NotTheirs)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the line, and that alone: nothing has changed then.
    pub fn append_line(&mut self, line: &str, person: &PersonId) -> Result<EntryNumber, Problem> {
        self.judge_reader(person)?;
        if line.len() > MAX_LINE {
            return Err(Problem::TooLong);
        }
        let read = stored::parse(line).map_err(|error| later_format(line).unwrap_or(Problem::Unreadable(error)));
        let StoredEntry(entry) = read?;
        let number = entry.number();
        self.replay(entry, person)?;
        Ok(number)
    }
}

impl Act {
    /// Reads an act of a portfolio from one line of JSON, as [`cycle::Act::parse`](crate::cycle::Act::parse) reads one of a cycle.
    ///
    /// ```
    /// use practice_cycle::evidencing::Act;
    /// let error = Act::parse(r#"{"type":"evidence_withdrawn","by":"p-2","data":{"evidence":7}}"#).unwrap_err();
    /// assert_eq!(error.report().field.as_deref(), Some("data.evidence"));
    /// ```
    ///
    /// # Errors
    /// [`Unreadable`] names the place and what was expected.
    pub fn parse(line: &str) -> Result<Self, Unreadable> {
        stored::parse(line)
    }
}

/// Why a line does not read that opens a portfolio in a later format, whatever else there may be in it by then.
#[cold]
fn later_format(line: &str) -> Option<Problem> {
    let found = stored::format(line, Kind::PortfolioOpened.code()).filter(|format| *format > FORMAT)?;
    Some(Problem::Refused(Refusal::UnknownFormat { found }))
}
