//! All tables as lines of JSON, out of one view of the database and into an empty one. The same for both databases, so that one can
//! follow the other.
//!
//! The first line says what it is. Then comes a line for each row, and at the end one with how many there are and the SHA-256 of all
//! lines before it, so that half a backup is none.

use std::io::{self, BufRead, Write};

use futures_util::TryStreamExt;
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Row as _, Transaction};
use thiserror::Error;

use super::erasures::{Erased, Erasure, Redaction};
use super::{Kind, NewRow, Row, Store, StoreError, access, chores, duties, entries, erasures, people, portfolios};

/// The form that this version writes and reads.
const FORM: u32 = 1;

/// A column: its name, and whether it holds a number rather than text.
type Column = (&'static str, bool);

const TABLES: [(&str, &[Column]); 10] = [
    ("cycles", &[("cycle", false), ("last", true)]),
    (
        "entries",
        &[("cycle", false), ("number", true), ("line", false), ("seal", false), ("kind", false), ("recorded_at", false)],
    ),
    ("access", &[("cycle", false), ("person", false), ("may", false), ("whom", false)]),
    ("reads", &[("read_at", false), ("person", false), ("cycle", false), ("what", false)]),
    ("duties", &[("duty", false), ("cycle", false), ("state", false), ("due", false)]),
    ("news", &[("number", true), ("told_at", false), ("news", false)]),
    ("packs", &[("number", true), ("pack", false), ("put_by", false), ("put_at", false)]),
    ("people", &[("person", false), ("name", false)]),
    ("portfolios", &[("owner", false), ("number", true), ("line", false)]),
    ("erasures", &[("erasure", false), ("what", false)]),
];

/// Why a backup cannot be written or taken back.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file.
    #[error("the file of the backup")]
    Io(#[from] io::Error),
    /// It is no backup, or not a whole one. What stands in the line is not shown.
    #[error("line {line} of the backup: {why}")]
    Malformed {
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        why: &'static str,
    },
    /// There is something in the database.
    #[error("the database is not empty: the table `{0}` has rows")]
    NotEmpty(&'static str),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    case_system_backup: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    table: String,
    row: Vec<Value>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    rows: u64,
    sha256: String,
}

/// Writes lines, and counts what it writes.
struct Lines<W> {
    to: W,
    digest: hmac_sha256::Hash,
    rows: u64,
}

impl<W: Write> Lines<W> {
    fn write(&mut self, line: &impl Serialize) -> Result<(), BackupError> {
        let mut line = serde_json::to_vec(line).map_err(io::Error::from)?;
        line.push(b'\n');
        self.digest.update(&line);
        Ok(self.to.write_all(&line)?)
    }
}

fn hexadecimal(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Writes all tables, as they are at one moment, and answers how many rows there are.
    ///
    /// # Errors
    /// [`BackupError`] says why not; what was written is then no backup.
    pub async fn back_up(&self, to: impl Write) -> Result<u64, BackupError> {
        let mut lines = Lines { to, digest: hmac_sha256::Hash::new(), rows: 0 };
        lines.write(&Begin { case_system_backup: FORM })?;
        let mut transaction = self.pool.begin_with(self.one_moment()).await?;
        if self.kind == Kind::Postgres {
            // A large table takes its time.
            sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *transaction).await?;
        }
        for (table, columns) in TABLES {
            let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
            let select = format!("SELECT {0} FROM {table} ORDER BY {0}", names.join(", "));
            let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(&mut *transaction);
            while let Some(row) = rows.try_next().await? {
                lines.write(&Stored { table: table.to_owned(), row: values(&row, columns)? })?;
                lines.rows += 1;
            }
        }
        transaction.rollback().await?;
        let Lines { mut to, digest, rows } = lines;
        let end = End { rows, sha256: hexadecimal(digest.finalize()) };
        serde_json::to_writer(&mut to, &end).map_err(io::Error::from)?;
        to.write_all(b"\n")?;
        to.flush()?;
        Ok(rows)
    }

    /// Takes a backup back into a database in which there is nothing: all of it, or nothing. It is there once it is
    /// [kept](Restoring::keep).
    ///
    /// # Errors
    /// [`BackupError`] says why not; the database is as it was then.
    pub async fn restore(&self, from: impl BufRead) -> Result<Restoring, BackupError> {
        let mut transaction = self.pool.begin().await?;
        for (table, _) in TABLES {
            let any = sqlx::query(AssertSqlSafe(format!("SELECT 1 FROM {table} LIMIT 1")))
                .fetch_optional(&mut *transaction)
                .await?;
            if any.is_some() {
                return Err(BackupError::NotEmpty(table));
            }
        }
        let (mut digest, mut rows, mut number) = (hmac_sha256::Hash::new(), 0, 0);
        let mut ended = false;
        for line in from.lines() {
            let line = line?;
            number += 1;
            let malformed = |why| BackupError::Malformed { line: number, why };
            if ended {
                return Err(malformed("something comes after the end"));
            }
            if number == 1 {
                let begin: Begin = serde_json::from_str(&line).map_err(|_| malformed("it is no backup of this program"))?;
                if begin.case_system_backup != FORM {
                    return Err(malformed("a newer version of this program wrote it"));
                }
            } else if let Ok(Stored { table, row }) = serde_json::from_str(&line) {
                let known = TABLES.iter().find(|(name, _)| *name == table);
                let (table, columns) = known.ok_or_else(|| malformed("there is no such table"))?;
                insert(&mut transaction, table, columns, &row)
                    .await?
                    .then_some(())
                    .ok_or_else(|| malformed("it is no row of its table"))?;
                rows += 1;
            } else {
                let end: End = serde_json::from_str(&line).map_err(|_| malformed("it is neither a row nor the end"))?;
                if end.rows != rows || end.sha256 != hexadecimal(digest.finalize()) {
                    return Err(malformed("what comes before it is not what was written"));
                }
                ended = true;
            }
            digest.update(line.as_bytes());
            digest.update(b"\n");
        }
        if !ended {
            return Err(BackupError::Malformed { line: number + 1, why: "the end is missing" });
        }
        Ok(Restoring { transaction, kind: self.kind, rows })
    }
}

/// A backup that is being taken back. What was erased since is erased in it before anybody sees it. Nothing of it is there until it is
/// kept.
#[derive(Debug)]
pub struct Restoring {
    transaction: Transaction<'static, Any>,
    kind: Kind,
    rows: u64,
}

impl Restoring {
    /// Whether it was taken after an erasure, and so knows of it.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn knows(&mut self, erasure: &Erasure) -> Result<bool, StoreError> {
        erasures::is_noted(&mut self.transaction, &erasure.erasure).await
    }

    /// Notes that an erasure is made in it, too.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn note(&mut self, erasure: &Erasure) -> Result<(), StoreError> {
        erasures::insert(&mut self.transaction, erasure).await
    }

    /// The rows of a cycle, in order; none, where there is no such cycle.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn cycle(&mut self, cycle: &CycleId) -> Result<Vec<Row>, StoreError> {
        entries::rows_after(&mut self.transaction, cycle, 0).await
    }

    /// Stores the rows of a redaction, and what it changes in earlier ones.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn redact(&mut self, cycle: &CycleId, rows: &[NewRow], redaction: &Redaction) -> Result<(), StoreError> {
        // A redaction opens no cycle, so nobody is given rights by it.
        let Erased::Texts { by, .. } = &redaction.erased else { return Ok(()) };
        entries::write(&mut self.transaction, cycle, rows, Some(redaction), by).await
    }

    /// The lines of somebody's portfolio, in order.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn portfolio(&mut self, owner: &PersonId) -> Result<Vec<String>, StoreError> {
        Ok(portfolios::lines_of(&mut self.transaction, owner).await?)
    }

    /// Stores a redaction of a portfolio.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn redact_portfolio(
        &mut self,
        owner: &PersonId,
        number: i64,
        line: &str,
        redaction: &Redaction,
    ) -> Result<(), StoreError> {
        portfolios::write(&mut self.transaction, owner, number, line, Some(redaction)).await
    }

    /// Forgets a name or rights, as they were forgotten since; texts are redacted by whoever reads them.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn forget(&mut self, what: &Erased) -> Result<(), StoreError> {
        let transaction = &mut self.transaction;
        match what {
            Erased::Name { person } => _ = people::forget_name(transaction, person).await?,
            Erased::Person { person } => _ = people::forget(transaction, person).await?,
            Erased::Right { cycle, person, may, whom } => {
                access::delete(transaction, cycle, person, may, whom).await?;
            }
            Erased::Texts { .. } | Erased::Portfolio { .. } => {}
        }
        Ok(())
    }

    /// Keeps it, and answers how many rows the backup had. Whoever listened to news before hears those to come: they get numbers that no
    /// piece had before.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used; nothing is kept then.
    pub async fn keep(mut self, now: Moment) -> Result<u64, StoreError> {
        // News are told far more seldom than every millisecond.
        duties::leave_free(&mut self.transaction, now.to_utc().timestamp_millis()).await?;
        chores::ask(&mut self.transaction, self.kind).await?;
        self.transaction.commit().await?;
        Ok(self.rows)
    }
}

fn values(row: &AnyRow, columns: &[Column]) -> Result<Vec<Value>, sqlx::Error> {
    let value = |(place, (_, is_number)): (usize, &Column)| {
        Ok(if *is_number { row.try_get::<i64, _>(place)?.into() } else { row.try_get::<String, _>(place)?.into() })
    };
    columns.iter().enumerate().map(value).collect()
}

/// Inserts a row, and answers whether it is one.
async fn insert(
    connection: &mut sqlx::AnyConnection,
    table: &str,
    columns: &[Column],
    row: &[Value],
) -> Result<bool, sqlx::Error> {
    if row.len() != columns.len() {
        return Ok(false);
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    let statement = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(statement));
    for ((_, is_number), value) in columns.iter().zip(row) {
        query = match (is_number, value) {
            (true, Value::Number(number)) => match number.as_i64() {
                Some(number) => query.bind(number),
                None => return Ok(false),
            },
            (false, Value::String(text)) => query.bind(text.as_str()),
            _ => return Ok(false),
        };
    }
    query.execute(connection).await?;
    Ok(true)
}
