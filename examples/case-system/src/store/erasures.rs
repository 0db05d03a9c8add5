//! The list of what was erased: in a table, and in a file apart from the database. A backup holds what was erased after it was taken;
//! whoever takes it back gives the list, and all of that is erased again ([`erasing`](crate::erasing)).
//!
//! A line of it holds references, numbers of entries and when these were recorded: no words, and no name. It is written before the erasure
//! is committed. Where that then fails, the list names what was not erased yet, and never the other way round.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use practice_cycle::id::{CycleId, PersonId};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row};

use super::{Missing, Store, StoreError};

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "erased", rename_all = "snake_case", deny_unknown_fields)]
pub enum Erased {
    /// Texts of entries of a cycle.
    Texts {
        /// The cycle.
        cycle: CycleId,
        /// The entries.
        entries: Vec<ErasedEntry>,
        /// Who redacted them.
        by: PersonId,
    },
    /// Texts of entries of a portfolio.
    Portfolio {
        /// Whose portfolio it is.
        owner: PersonId,
        /// The entries.
        entries: Vec<ErasedEntry>,
    },
    /// A name in whose place another was put.
    Name {
        /// Whose name it was.
        person: PersonId,
    },
    /// Whom a reference stands for, what they may do, and who may record for them.
    Person {
        /// The reference.
        person: PersonId,
    },
    /// A right that was taken back.
    Right {
        /// The cycle, or all of them.
        cycle: String,
        /// Whose right it was.
        person: PersonId,
        /// What they could do.
        may: String,
        /// For whom.
        whom: String,
    },
}

/// An entry of which texts were erased. After a backup was taken back another entry may get the same number, and it is not that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasedEntry {
    /// Its number.
    pub number: u32,
    /// When it was recorded, as text.
    pub recorded_at: String,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    /// What no other line has: a backup that knows it was taken after it.
    pub erasure: String,
    /// What was erased.
    pub what: Erased,
}

/// What a redaction changes in what is stored: earlier lines, each with its number, and what the list says of it.
#[derive(Debug, Clone)]
pub struct Redaction {
    /// The lines as they are to be.
    pub lines: Vec<(i64, String)>,
    /// What is erased by it.
    pub erased: Erased,
}

/// Opens the file of the list. One that is made is for whoever runs the program alone.
pub(super) fn open(path: &Path, missing: Missing) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).append(true).create(missing == Missing::Made);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    // A line that was cut short by the end of a machine stays one of its own, and is found when the list is read.
    if file.seek(SeekFrom::End(0))? > 0 {
        file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

/// Notes an erasure that was made before in another database.
pub(super) async fn insert(connection: &mut AnyConnection, erasure: &Erasure) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO erasures (erasure, what) VALUES ($1, $2)")
        .bind(erasure.erasure.as_str())
        .bind(serde_json::to_string(&erasure.what).map_err(|_| unreadable())?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether an erasure is noted.
pub(super) async fn is_noted(connection: &mut AnyConnection, erasure: &str) -> Result<bool, StoreError> {
    let row =
        sqlx::query("SELECT 1 FROM erasures WHERE erasure = $1").bind(erasure).fetch_optional(&mut *connection).await?;
    Ok(row.is_some())
}

fn unreadable() -> StoreError {
    StoreError::Unreadable { table: "erasures", why: "an erasure does not read".into() }
}

impl Store {
    /// Lists what is erased, in the transaction that erases it, as the last thing before it is committed.
    pub(super) async fn list(&self, connection: &mut AnyConnection, what: Erased) -> Result<(), StoreError> {
        let mut drawn = [0; 16];
        getrandom::fill(&mut drawn).map_err(|error| StoreError::NotListed(io::Error::other(error)))?;
        let erasure = Erasure { erasure: drawn.iter().map(|byte| format!("{byte:02x}")).collect(), what };
        insert(connection, &erasure).await?;
        let Some(path) = self.erasures.clone() else { return Ok(()) };
        let mut line = serde_json::to_vec(&erasure).map_err(|error| StoreError::NotListed(error.into()))?;
        line.push(b'\n');
        let written = tokio::task::spawn_blocking(move || {
            // Opened each time: one that was lost meanwhile is noticed, and nothing is erased.
            let mut file = open(&path, Missing::Refused)?;
            // One write, so that the lines of two processes do not mix.
            file.write_all(&line)?;
            file.sync_data()
        });
        written.await.map_err(io::Error::other).and_then(|written| written).map_err(StoreError::NotListed)
    }

    /// All that was erased, in the order of their references.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what does not read.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let rows = sqlx::query("SELECT erasure, what FROM erasures ORDER BY erasure").fetch_all(&self.pool).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let what = serde_json::from_str(&row.try_get::<String, _>(1)?).map_err(|_| unreadable())?;
            all.push(Erasure { erasure: row.try_get(0)?, what });
        }
        Ok(all)
    }
}
