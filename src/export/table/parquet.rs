//! The table as Apache Parquet.

use std::io::Write;

use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::arrow::{Rows, schema};
use crate::export::Format;
use crate::export::case::Case;
use crate::export::error::Error;

/// One row an event, by the columns of [`Csv`](crate::export::Csv), as a file of Apache Parquet, compressed by Snappy.
///
/// ```
/// use practice_cycle::{export::{Exporter, Options, Parquet}, history::History};
/// let history = History::read(std::fs::read("examples/data/turnover.jsonl")?.as_slice())?;
/// let mut written = Vec::new();
/// let mut exporter = Exporter::new(Parquet::new(&mut written)?, Options::new());
/// exporter.add(&history)?;
/// exporter.finish()?;
/// assert!(written.starts_with(b"PAR1") && written.ends_with(b"PAR1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Parquet<W: Write + Send> {
    to: ArrowWriter<W>,
    rows: Rows,
}

/// How much text is held before it is written, in bytes.
const FULL: usize = 8 << 20;

impl<W: Write + Send> std::fmt::Debug for Parquet<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").finish_non_exhaustive()
    }
}

impl<W: Write + Send> Parquet<W> {
    /// Writes to something.
    ///
    /// # Errors
    /// [`Error::Parquet`].
    pub fn new(to: W) -> Result<Self, Error> {
        // Who wrote the file is this crate; its version would make the same histories into other bytes with each release.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("practice-cycle".to_owned())
            .build();
        Ok(Self { to: ArrowWriter::try_new(to, schema(), Some(properties))?, rows: Rows::new() })
    }

    fn write(&mut self) -> Result<(), Error> {
        self.to.write(&self.rows.take()?)?;
        // A group of rows is held until it is whole.
        if self.to.in_progress_size() > FULL {
            self.to.flush()?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Format for Parquet<W> {
    fn add(&mut self, case: &Case<'_>) -> Result<(), Error> {
        case.each(|row| {
            self.rows.push(case, row)?;
            if self.rows.bytes() > FULL { self.write() } else { Ok(()) }
        })
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.write()?;
        self.to.close()?;
        Ok(())
    }
}
