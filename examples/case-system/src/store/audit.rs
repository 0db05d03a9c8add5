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
        self.note_reads(at, person, [cycle], what).await
    }

    /// Notes that somebody is being shown something of each of several cycles: of all or of none, and durable at once.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn note_reads(
        &self,
        at: Moment,
        person: &PersonId,
        cycles: impl IntoIterator<Item = &CycleId> + Send,
        what: &str,
    ) -> Result<(), StoreError> {
        let cycles: Vec<&CycleId> = cycles.into_iter().collect();
        if cycles.is_empty() {
            return Ok(());
        }
        let at = at.to_string();
        let _turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        for cycle in cycles {
            sqlx::query("INSERT INTO reads (read_at, person, cycle, what) VALUES ($1, $2, $3, $4)")
                .bind(at.as_str())
                .bind(person.as_str())
                .bind(cycle.as_str())
                .bind(what)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
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
