//! Entries as lines, each with its seal.

use practice_cycle::chain::Record;
use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::stored;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Grant, May, Redaction, Store, StoreError, chores};
use crate::faults;

/// A row as it is stored. Its line and its seal may be anything, until they are checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the entry.
    pub number: i64,
    /// The line of the entry.
    pub line: String,
    /// The record of the chain, as JSON.
    pub seal: String,
}

/// It shows no line, since people wrote in it.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("number", &self.number).field("length", &self.line.len()).finish_non_exhaustive()
    }
}

/// A row that is to be stored.
#[derive(Clone)]
pub struct NewRow {
    /// The line, its number and its seal.
    pub row: Row,
    /// The code of its kind.
    pub kind: &'static str,
    /// When it is recorded, as text.
    pub recorded_at: String,
}

impl std::fmt::Debug for NewRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewRow").field("row", &self.row).field("kind", &self.kind).finish_non_exhaustive()
    }
}

fn row(row: &AnyRow) -> Result<Row, sqlx::Error> {
    Ok(Row { number: row.try_get(0)?, line: row.try_get(1)?, seal: row.try_get(2)? })
}

impl Store {
    /// Every cycle with the number of its last entry, in the order of their references.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what is no reference.
    pub async fn cycles(&self) -> Result<Vec<(CycleId, i64)>, StoreError> {
        let rows = sqlx::query("SELECT cycle, last FROM cycles ORDER BY cycle").fetch_all(&self.pool).await?;
        let read = |row: &AnyRow| Ok((super::access::reference(row.try_get(0)?, "cycles")?, row.try_get(1)?));
        rows.iter().map(read).collect()
    }

    /// The number of the last entry of a cycle; nothing, where there is no such cycle.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn last(&self, cycle: &CycleId) -> Result<Option<i64>, StoreError> {
        let row =
            sqlx::query("SELECT last FROM cycles WHERE cycle = $1").bind(cycle.as_str()).fetch_optional(&self.pool).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// The rows of a cycle after a number, in order.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn rows(&self, cycle: &CycleId, after: i64) -> Result<Vec<Row>, StoreError> {
        rows_after(&mut *self.pool.acquire().await?, cycle, after).await
    }

    /// All rows of a cycle, and the number that its last entry has to have, as both are at one moment; nothing, where there is no such
    /// cycle.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn whole(&self, cycle: &CycleId) -> Result<Option<(i64, Vec<Row>)>, StoreError> {
        let mut transaction = self.pool.begin_with(self.one_moment()).await?;
        let last = sqlx::query("SELECT last FROM cycles WHERE cycle = $1")
            .bind(cycle.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(last) = last else { return Ok(None) };
        let rows = rows_after(&mut transaction, cycle, 0).await?;
        transaction.rollback().await?;
        Ok(Some((last.try_get(0)?, rows)))
    }

    /// Stores the rows of one decision, and what a redaction changes in earlier ones, or nothing of it.
    ///
    /// `redaction` holds the earlier lines that the last of the new rows redacts. Where the first row opens the cycle, `opener` may read
    /// it and act in it from then on.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where another writer stored an entry of one of these numbers first. After any other error of a commit,
    /// nobody knows whether it is stored: whoever holds the history in memory looks at [`last`](Self::last).
    pub async fn append(
        &self,
        cycle: &CycleId,
        rows: &[NewRow],
        redaction: Option<&Redaction>,
        opener: &PersonId,
    ) -> Result<(), StoreError> {
        faults::point("append.before_begin").await;
        let turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        write(&mut transaction, cycle, rows, redaction, opener).await?;
        if let Some(redaction) = redaction {
            chores::ask(&mut transaction, self.kind).await?;
            self.list(&mut transaction, redaction.erased.clone()).await?;
        }
        faults::point("append.before_commit").await;
        transaction.commit().await?;
        faults::point("append.after_commit").await;
        // It may wait for readers, and others write meanwhile.
        drop(turn);
        if redaction.is_some() {
            self.try_to_forget_old_pages().await;
        }
        Ok(())
    }
}

/// The rows of a cycle after a number, in order.
pub(super) async fn rows_after(connection: &mut AnyConnection, cycle: &CycleId, after: i64) -> Result<Vec<Row>, StoreError> {
    let rows = sqlx::query("SELECT number, line, seal FROM entries WHERE cycle = $1 AND number > $2 ORDER BY number")
        .bind(cycle.as_str())
        .bind(after)
        .fetch_all(connection)
        .await?;
    Ok(rows.iter().map(row).collect::<Result<_, _>>()?)
}

/// Writes the rows of one decision, and what a redaction changes in earlier ones.
pub(super) async fn write(
    connection: &mut AnyConnection,
    cycle: &CycleId,
    rows: &[NewRow],
    redaction: Option<&Redaction>,
    opener: &PersonId,
) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    // First of all a write: a transaction of SQLite that began by reading could not wait for another writer.
    if first.row.number == 1 {
        sqlx::query("INSERT INTO cycles (cycle, last) VALUES ($1, $2)")
            .bind(cycle.as_str())
            .bind(last.row.number)
            .execute(&mut *connection)
            .await?;
        for may in [May::Read, May::Act] {
            let grant = Grant { cycle: cycle.to_string(), person: opener.clone(), may, whom: String::new() };
            super::access::insert(connection, &grant).await?;
        }
    } else {
        let moved = sqlx::query("UPDATE cycles SET last = $1 WHERE cycle = $2 AND last = $3")
            .bind(last.row.number)
            .bind(cycle.as_str())
            .bind(first.row.number - 1)
            .execute(&mut *connection)
            .await?;
        if moved.rows_affected() != 1 {
            return Err(StoreError::Taken);
        }
    }
    faults::point("append.before_insert").await;
    for NewRow { row, kind, recorded_at } in rows {
        sqlx::query("INSERT INTO entries (cycle, number, line, seal, kind, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(cycle.as_str())
            .bind(row.number)
            .bind(row.line.as_str())
            .bind(row.seal.as_str())
            .bind(*kind)
            .bind(recorded_at.as_str())
            .execute(&mut *connection)
            .await?;
    }
    if let Some(redaction) = redaction {
        rewrite(connection, cycle, &redaction.lines, &last.row.seal).await?;
    }
    Ok(())
}

/// Writes redacted lines anew, and takes the salts of the old ones out of every earlier record that holds one.
async fn rewrite(
    connection: &mut AnyConnection,
    cycle: &CycleId,
    rewritten: &[(i64, String)],
    redaction: &str,
) -> Result<(), StoreError> {
    for (number, line) in rewritten {
        faults::point("redact.before_line").await;
        sqlx::query("UPDATE entries SET line = $1 WHERE cycle = $2 AND number = $3")
            .bind(line.as_str())
            .bind(cycle.as_str())
            .bind(*number)
            .execute(&mut *connection)
            .await?;
    }
    faults::point("redact.before_seals").await;
    let unreadable = |_| StoreError::Unreadable { table: "entries", why: "a seal is no record of a chain".into() };
    let redaction: Record = stored::parse(redaction).map_err(unreadable)?;
    let seals = sqlx::query("SELECT number, seal FROM entries WHERE cycle = $1 AND number < $2 ORDER BY number")
        .bind(cycle.as_str())
        .bind(i64::from(redaction.number().get()))
        .fetch_all(&mut *connection)
        .await?;
    for row in seals {
        let (number, seal): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        let mut record: Record = stored::parse(&seal).map_err(unreadable)?;
        if record.forget(&redaction) {
            let why = |_| StoreError::Unreadable { table: "entries", why: "a seal cannot be written".into() };
            sqlx::query("UPDATE entries SET seal = $1 WHERE cycle = $2 AND number = $3")
                .bind(serde_json::to_string(&record).map_err(why)?)
                .bind(cycle.as_str())
                .bind(number)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}
