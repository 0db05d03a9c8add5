//! What was redacted or forgotten is taken out of SQLite's write-ahead log, too. That waits for whoever is reading, so it is noted in the
//! transaction that asks for it, and worked off afterwards: at once, at the next start, or by a monitor.

use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{Kind, Store, StoreError};

/// For how long one try waits for readers, in milliseconds. Nobody can write meanwhile.
const WAITS: u32 = 250;

/// Notes, in the transaction that makes them so, that old pages hold what nobody is to read any more.
pub(super) async fn ask(connection: &mut AnyConnection, kind: Kind) -> Result<(), sqlx::Error> {
    if kind == Kind::Sqlite {
        sqlx::query(
            "INSERT INTO chores (chore, asked, done) VALUES ('old pages', 1, 0) \
             ON CONFLICT (chore) DO UPDATE SET asked = chores.asked + 1",
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}

impl Store {
    /// Takes what was redacted or forgotten out of SQLite's write-ahead log, where anything was since that was done last; answers
    /// whether nothing of it is left there. Of PostgreSQL there is nothing to be done here.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn forget_old_pages(&self) -> Result<bool, StoreError> {
        if self.kind != Kind::Sqlite {
            return Ok(true);
        }
        let asked = sqlx::query("SELECT asked FROM chores WHERE chore = 'old pages' AND asked > done")
            .fetch_optional(&self.pool)
            .await?;
        let Some(asked) = asked.map(|row| row.try_get::<i64, _>(0)).transpose()? else { return Ok(true) };
        if !self.write_back().await? {
            return Ok(false);
        }
        let _turn = self.turn().await;
        sqlx::query("UPDATE chores SET done = $1 WHERE chore = 'old pages' AND done < $1")
            .bind(asked)
            .execute(&self.pool)
            .await?;
        Ok(true)
    }

    /// The same, tried again until it is done or that time is over.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn forget_old_pages_within(&self, limit: Duration) -> Result<bool, StoreError> {
        let begun = Instant::now();
        loop {
            let is_done = self.forget_old_pages().await?;
            if is_done || begun.elapsed() >= limit {
                return Ok(is_done);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The same, once. Where it cannot be done now it stays noted, and is said in the log.
    pub(super) async fn try_to_forget_old_pages(&self) {
        match self.forget_old_pages().await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!("somebody is reading: what was erased stays in the write-ahead log until the next try")
            }
            Err(error) => tracing::warn!(%error, "what was erased stays in the write-ahead log until the next try"),
        }
    }

    /// Writes the write-ahead log back and empties it, unless somebody is reading or writing.
    async fn write_back(&self) -> Result<bool, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let wait = |milliseconds: u128| sqlx::raw_sql(AssertSqlSafe(format!("PRAGMA busy_timeout = {milliseconds}")));
        wait(WAITS.into()).execute(&mut *connection).await?;
        let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        wait(self.patience.as_millis()).execute(&mut *connection).await?;
        let is_busy = |error: &sqlx::Error| {
            let code = error.as_database_error().and_then(|error| error.code());
            // `SQLITE_BUSY`, and `SQLITE_LOCKED`.
            matches!(code.as_deref(), Some("5" | "6"))
        };
        match done {
            Ok(row) => Ok(row.try_get::<i64, _>(0)? == 0),
            Err(error) if is_busy(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
