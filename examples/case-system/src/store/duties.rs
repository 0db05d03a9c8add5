//! What was told of each duty, so that a monitor that begins again tells nothing twice and misses nothing.

use std::collections::BTreeMap;

use practice_cycle::policy::{DutyKey, DutyState, News};
use sqlx::Row;

use super::{Store, StoreError};

const UNREADABLE: &str = "a duty, or what was told of it, does not read";

fn unreadable<E>(_: E) -> StoreError {
    StoreError::Unreadable { table: "duties", why: UNREADABLE.into() }
}

impl Store {
    /// What was told of every duty, for [`Diary::resume`](practice_cycle::policy::Diary::resume).
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what does not read.
    pub async fn told(&self) -> Result<BTreeMap<DutyKey, DutyState>, StoreError> {
        let rows = sqlx::query("SELECT duty, state FROM duties").fetch_all(&self.pool).await?;
        let mut told = BTreeMap::new();
        for row in rows {
            let (duty, state): (String, String) = (row.try_get(0)?, row.try_get(1)?);
            told.insert(serde_json::from_str(&duty).map_err(unreadable)?, serde_json::from_str(&state).map_err(unreadable)?);
        }
        Ok(told)
    }

    /// Keeps what is being told, all of it or none.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used; nothing is kept then.
    pub async fn tell(&self, news: &[News]) -> Result<(), StoreError> {
        if news.is_empty() {
            return Ok(());
        }
        let _turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        for news in news {
            let key = serde_json::to_string(news.key()).map_err(unreadable)?;
            match news.state() {
                Some(state) => {
                    sqlx::query(
                        "INSERT INTO duties (duty, cycle, state) VALUES ($1, $2, $3) \
                         ON CONFLICT (duty) DO UPDATE SET state = excluded.state",
                    )
                    .bind(key)
                    .bind(news.key().cycle.as_str())
                    .bind(serde_json::to_string(&state).map_err(unreadable)?)
                    .execute(&mut *transaction)
                    .await?;
                }
                None => {
                    sqlx::query("DELETE FROM duties WHERE duty = $1").bind(key).execute(&mut *transaction).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}
