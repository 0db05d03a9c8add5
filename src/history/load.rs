//! Histories as JSON Lines: one entry a line, the first opening the cycle.

use std::io::{self, BufRead, Write};

use thiserror::Error;

use super::{History, Refusal};
use crate::contracting;
use crate::cycle::Entry;
use crate::id::EntryNumber;
use crate::stored::{self, Unreadable};
use crate::word::Words;

/// The longest line, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// Why a history does not load: the line, and what is wrong with it. It holds no text of the line.
///
/// ```
/// use practice_cycle::history::History;
/// let error = History::read("{\"number\":1}\n".as_bytes()).unwrap_err();
/// assert_eq!(error.to_string(), "line 1: column 12: missing field `type`");
/// ```
#[derive(Debug, Error)]
#[error("line {line}: {trouble}")]
pub struct LoadError {
    line: usize,
    trouble: Trouble,
}

/// What is wrong with a line.
///
/// ```
/// use practice_cycle::history::{History, Trouble};
/// let error = History::read(&b"\xff\n"[..]).unwrap_err();
/// assert!(matches!(error.trouble(), Trouble::NotUtf8 { column: 1 }));
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Trouble {
    /// It could not be fetched.
    #[error("it could not be read ({})", .0.kind())]
    Io(#[source] io::Error),
    /// Longer than [`MAX_LINE`].
    #[error("it is longer than {MAX_LINE} bytes")]
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
    /// The entry does not fit what came before.
    #[error("{about}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// The same in words, with the references of the act.
        about: String,
    },
    /// Text is missing, and no entry says that it was redacted.
    #[error("entry {number} holds a tombstone, but no later entry redacts it")]
    UnexplainedTombstone {
        /// The entry.
        number: EntryNumber,
    },
}

impl LoadError {
    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong with it.
    #[must_use]
    pub fn trouble(&self) -> &Trouble {
        &self.trouble
    }

    /// The steps of the contract that would have been possible instead, where that was the trouble.
    #[must_use]
    pub fn possible(&self) -> Words<contracting::Kind> {
        if let Trouble::Refused { refusal, .. } = &self.trouble {
            return refusal.possible();
        }
        Words::none()
    }
}

impl History {
    /// Loads a history by replay. One line is held at a time; blank lines are passed over.
    ///
    /// # Errors
    /// [`LoadError`] names the first line that cannot be read, or that could not have happened; nothing is half loaded.
    pub fn read(mut reader: impl BufRead) -> Result<Self, LoadError> {
        let mut history = Self::default();
        let mut buffer = Vec::new();
        let mut line = 0;
        loop {
            line += 1;
            // A line that lies whole in the reader's buffer is read where it lies.
            let (taken, result) = {
                let ahead = reader.fill_buf().map_err(|error| LoadError { line, trouble: Trouble::Io(error) })?;
                if ahead.is_empty() {
                    break;
                }
                match memchr::memchr(b'\n', ahead) {
                    Some(end) => (end + 1, ahead.get(..end).map(|bytes| history.append_line(bytes))),
                    None => (0, None),
                }
            };
            reader.consume(taken);
            let result = match result {
                Some(result) => result,
                None => {
                    buffer.clear();
                    let limit = MAX_LINE as u64 + 2;
                    io::Read::take(&mut reader, limit)
                        .read_until(b'\n', &mut buffer)
                        .map_err(|error| LoadError { line, trouble: Trouble::Io(error) })?;
                    if buffer.last() == Some(&b'\n') {
                        buffer.pop();
                    }
                    history.append_line(&buffer)
                }
            };
            result.map_err(|trouble| LoadError { line, trouble })?;
        }
        match history.unexplained_tombstone() {
            Some(number) => {
                Err(LoadError { line: number.get() as usize, trouble: Trouble::UnexplainedTombstone { number } })
            }
            None => Ok(history),
        }
    }

    fn append_line(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        if bytes.len() > MAX_LINE {
            return Err(Trouble::TooLong);
        }
        let words = std::str::from_utf8(bytes).map_err(|error| Trouble::NotUtf8 { column: error.valid_up_to() + 1 })?;
        if words.trim_ascii().is_empty() {
            return Ok(());
        }
        let entry: Entry = stored::parse(words)?;
        if let Err(refusal) = self.admit(&entry) {
            let about =
                if let Refusal::Act(why) = refusal { why.about(entry.act()).to_string() } else { refusal.to_string() };
            return Err(Trouble::Refused { refusal, about });
        }
        self.entries.push(entry);
        Ok(())
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
