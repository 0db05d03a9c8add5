//! Who was shown what, when. Kept apart from the histories: reading changes none of them.

use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::moment::Moment;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::access::reference;
use super::{Store, StoreError};

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// When.
    pub at: Moment,
    /// By whom.
    pub person: PersonId,
    /// Of which cycle.
    pub cycle: CycleId,
    /// What: `overview`, `entries`, `export`, ….
    pub what: String,
}

impl Store {
    /// Notes that somebody is being shown something. It is noted before it is shown: what cannot be noted is not shown.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn note_read(&self, at: Moment, person: &PersonId, cycle: &CycleId, what: &str) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query("INSERT INTO reads (read_at, person, cycle, what) VALUES ($1, $2, $3, $4)")
            .bind(at.to_string())
            .bind(person.as_str())
            .bind(cycle.as_str())
            .bind(what)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What was shown of a cycle, as it was noted.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn reads_of(&self, cycle: &CycleId) -> Result<Vec<Read>, StoreError> {
        let rows = sqlx::query("SELECT read_at, person, cycle, what FROM reads WHERE cycle = $1")
            .bind(cycle.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// What somebody was shown, as it was noted.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn reads_by(&self, person: &PersonId) -> Result<Vec<Read>, StoreError> {
        let rows = sqlx::query("SELECT read_at, person, cycle, what FROM reads WHERE person = $1")
            .bind(person.as_str())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Read, StoreError> {
    let at: String = row.try_get(0)?;
    let at = at.parse().map_err(|_| StoreError::Unreadable { table: "reads", why: "a time does not read".into() })?;
    Ok(Read {
        at,
        person: reference(row.try_get(1)?, "reads")?,
        cycle: reference(row.try_get(2)?, "reads")?,
        what: row.try_get(3)?,
    })
}
