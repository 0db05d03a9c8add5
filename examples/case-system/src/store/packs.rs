//! The pack of rules that is in force, and those before it.

use practice_cycle::id::PersonId;
use practice_cycle::moment::Moment;
use sqlx::{AnyConnection, Row};

use super::access::reference;
use super::{Store, StoreError};

/// A pack that was put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPack {
    /// Its place among all that were.
    pub number: i64,
    /// The pack, as JSON.
    pub pack: String,
    /// Who put it in force.
    pub by: PersonId,
    /// When, as text.
    pub at: String,
}

impl Store {
    /// The pack in force; nothing, where none was ever put in force.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn pack(&self) -> Result<Option<StoredPack>, StoreError> {
        let row = sqlx::query("SELECT number, pack, put_by, put_at FROM packs ORDER BY number DESC LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let by = reference(row.try_get(2)?, "packs")?;
        Ok(Some(StoredPack { number: row.try_get(0)?, pack: row.try_get(1)?, by, at: row.try_get(3)? }))
    }

    /// The number of the pack in force; 0, where none was ever put in force.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn pack_number(&self) -> Result<i64, StoreError> {
        Ok(pack_number(&mut *self.pool.acquire().await?).await?)
    }

    /// Puts a pack in force after the one of that number (0, where there is none).
    ///
    /// # Errors
    /// [`StoreError::Taken`] where somebody else put one in force meanwhile.
    pub async fn put_pack(&self, after: i64, pack: &str, by: &PersonId, at: Moment) -> Result<i64, StoreError> {
        sqlx::query("INSERT INTO packs (number, pack, put_by, put_at) VALUES ($1, $2, $3, $4)")
            .bind(after + 1)
            .bind(pack)
            .bind(by.as_str())
            .bind(at.to_string())
            .execute(&self.pool)
            .await?;
        Ok(after + 1)
    }
}

/// The number of the pack in force; 0, where none was ever put in force.
pub(super) async fn pack_number(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query("SELECT number FROM packs ORDER BY number DESC LIMIT 1").fetch_optional(connection).await?;
    row.map_or(Ok(0), |row| row.try_get(0))
}
