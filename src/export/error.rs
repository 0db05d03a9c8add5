//! What can go wrong while histories are exported.

use std::io;

use thiserror::Error;

use crate::id::CycleId;

/// Why an export could not go on.
///
/// ```
/// use practice_cycle::export::Error;
/// let full: Error = std::io::Error::from(std::io::ErrorKind::StorageFull).into();
/// assert!(matches!(full, Error::Io(_)));
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// There was a history of that cycle before. It is left out; the export can go on.
    #[error("it is a second history of the cycle `{0}`, and is left out")]
    AnotherOfCycle(CycleId),
    /// It could not be written, or what was written in between not be read again.
    #[error("it cannot be written")]
    Io(#[from] io::Error),
    /// SQLite refused.
    #[cfg(feature = "sqlite")]
    #[error("the database cannot be written")]
    Sqlite(#[from] rusqlite::Error),
    /// The columns of a table could not be made.
    #[cfg(feature = "arrow")]
    #[error("the table cannot be made")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// The file of Parquet could not be written.
    #[cfg(feature = "parquet")]
    #[error("the file of Parquet cannot be written")]
    Parquet(#[from] parquet::errors::ParquetError),
}
