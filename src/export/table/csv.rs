//! The table as CSV.

use std::io::{self, Write};

use super::{COLUMNS, Cell};
use crate::export::Format;
use crate::export::case::Case;
use crate::export::error::Error;

/// One row an event, as CSV by RFC 4180 in UTF-8, with a line of names first.
///
/// | Column | What stands there |
/// |---|---|
/// | `case:concept:name` | the cycle |
/// | `concept:name` | the code of the kind of event |
/// | `time:timestamp` | when it occurred, in UTC |
/// | `org:resource` | who did it; empty where something was said without a name |
/// | `org:role` | the role in which they did it |
/// | `number` | the number of its entry |
/// | `recorded_at` | when it was recorded, in UTC |
/// | `recorded_by` | who recorded it, if somebody else |
/// | `phase` | to which part of the work it belongs: see [`Phase`](crate::export::Phase) |
/// | `contract`, `intervention`, `session`, `case` | those it relates to, with spaces between |
/// | `space` | the kind of space |
/// | `reason` | the code of the reason, if one was given |
/// | `attributes` | all codes, numbers and times, as an object of JSON: see [`attributes`](crate::export::attributes) |
/// | `relations` | everything it relates to beside the cycle, as an object of JSON |
///
/// ```
/// use practice_cycle::{export::{Csv, Exporter, Options}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut written = Vec::new();
/// let mut exporter = Exporter::new(Csv::new(&mut written), Options::new());
/// exporter.add(&history)?;
/// exporter.finish()?;
/// let written = String::from_utf8(written)?;
/// assert!(written.starts_with("case:concept:name,concept:name,time:timestamp,org:resource,org:role,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Csv<W: Write> {
    to: ::csv::Writer<W>,
    has_names: bool,
}

impl<W: Write> Csv<W> {
    /// Writes to something that need not be buffered.
    #[must_use]
    pub fn new(to: W) -> Self {
        let to = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(to);
        Self { to, has_names: false }
    }

    fn names(&mut self) -> Result<(), Error> {
        if !std::mem::replace(&mut self.has_names, true) {
            self.to.write_record(COLUMNS.iter().map(|column| column.name)).map_err(io::Error::from)?;
        }
        Ok(())
    }
}

impl<W: Write> Format for Csv<W> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        self.names()?;
        case.each(|row| {
            for column in COLUMNS {
                let written = match (column.of)(case, row) {
                    Cell::None => self.to.write_field(""),
                    Cell::Text(text) => self.to.write_field(text.as_bytes()),
                    Cell::Number(number) => self.to.write_field(number.to_string()),
                    Cell::Time(at) => self.to.write_field(at.to_string()),
                };
                written.map_err(io::Error::from)?;
            }
            Ok(self.to.write_record(None::<&[u8]>).map_err(io::Error::from)?)
        })
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.names()?;
        Ok(self.to.flush()?)
    }
}
