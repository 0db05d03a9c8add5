//! What was told of each duty, so that a monitor that begins again tells nothing twice and misses nothing.

use std::collections::BTreeMap;

use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{DutyKey, DutyState, News, Outcome};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::access::reference;
use super::{Store, StoreError};

const UNREADABLE: &str = "a duty, or what was told of it, does not read";

const LAST: &str = "SELECT number FROM news ORDER BY number DESC LIMIT 1";

fn unreadable<E>(_: E) -> StoreError {
    StoreError::Unreadable { table: "duties", why: UNREADABLE.into() }
}

/// A piece of news, with its place among all that were told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its place.
    pub number: i64,
    /// When it was told, as text.
    pub at: String,
    /// What was told.
    pub news: News,
}

/// A cycle in which something waits: it is due soon, or late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The cycle.
    pub cycle: CycleId,
    /// When the first of it is, or was, due, as text.
    pub first: String,
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

    /// Keeps what is being told, all of it or none, and answers with those pieces that nobody told before: another process may watch
    /// over the same cycles. `seen` is how many entries each of these cycles had when that was found out.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where one of them has another entry by now, or another process told something at the same moment: what is
    /// to be told is found out again then. Nothing is kept after any error.
    pub async fn tell(&self, at: Moment, news: &[News], seen: &BTreeMap<CycleId, i64>) -> Result<Vec<Told>, StoreError> {
        if news.is_empty() {
            return Ok(Vec::new());
        }
        let at = at.to_string();
        let _turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        // First of all a write, which waits for other writers; and nobody records in these cycles until it is kept.
        for (cycle, last) in seen {
            let held = sqlx::query("UPDATE cycles SET last = last WHERE cycle = $1 AND last = $2")
                .bind(cycle.as_str())
                .bind(*last)
                .execute(&mut *transaction)
                .await?;
            if held.rows_affected() == 0 {
                return Err(StoreError::Taken);
            }
        }
        let last = sqlx::query(LAST).fetch_optional(&mut *transaction).await?;
        let mut number: i64 = last.map_or(Ok(0), |row| row.try_get(0))?;
        let mut told = Vec::new();
        for news in news {
            if keep(&mut transaction, news).await? {
                number += 1;
                sqlx::query("INSERT INTO news (number, told_at, news) VALUES ($1, $2, $3)")
                    .bind(number)
                    .bind(at.as_str())
                    .bind(serde_json::to_string(news).map_err(unreadable)?)
                    .execute(&mut *transaction)
                    .await?;
                told.push(Told { number, at: at.clone(), news: news.clone() });
            }
        }
        transaction.commit().await?;
        Ok(told)
    }

    /// What was told after a piece of news, in the order in which it was told: no more than `most` of it.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what does not read.
    pub async fn news_after(&self, number: i64, most: i64) -> Result<Vec<Told>, StoreError> {
        let rows = sqlx::query("SELECT number, told_at, news FROM news WHERE number > $1 ORDER BY number LIMIT $2")
            .bind(number)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The place of what was told last; 0, where nothing was.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn last_news(&self) -> Result<i64, StoreError> {
        let last = sqlx::query(LAST).fetch_optional(&self.pool).await?;
        Ok(last.map_or(Ok(0), |row| row.try_get(0))?)
    }

    /// Forgets what was told before a time. The last piece stays, so that the next has a place after all that ever were.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn forget_news(&self, before: Moment) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM news WHERE told_at < $1 AND number < (SELECT MAX(number) FROM news)")
            .bind(before.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The cycles in which something was told that is due before a time, or late; those with what is due first come first. Texts of
    /// times sort by the second, so `before` has to be the beginning of one.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what is no reference.
    pub async fn waiting(&self, before: Moment) -> Result<Vec<Waiting>, StoreError> {
        let rows = sqlx::query(
            "SELECT cycle, MIN(due) FROM duties WHERE due <> '' AND due < $1 GROUP BY cycle ORDER BY MIN(due), cycle",
        )
        .bind(before.to_string())
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &AnyRow| Ok(Waiting { cycle: reference(row.try_get(0)?, "duties")?, first: row.try_get(1)? });
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Told, StoreError> {
    let news: String = row.try_get(2)?;
    Ok(Told { number: row.try_get(0)?, at: row.try_get(1)?, news: serde_json::from_str(&news).map_err(unreadable)? })
}

/// Keeps one piece of news under its key, and answers whether that changed anything.
async fn keep(connection: &mut AnyConnection, news: &News) -> Result<bool, StoreError> {
    let key = serde_json::to_string(news.key()).map_err(unreadable)?;
    let Some(state) = news.state() else {
        let gone = sqlx::query("DELETE FROM duties WHERE duty = $1").bind(key).execute(connection).await?;
        return Ok(gone.rows_affected() > 0);
    };
    let kept = sqlx::query(
        "INSERT INTO duties (duty, cycle, state, due) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (duty) DO UPDATE SET state = excluded.state, due = excluded.due WHERE duties.state <> excluded.state",
    )
    .bind(key)
    .bind(news.key().cycle.as_str())
    .bind(serde_json::to_string(&state).map_err(unreadable)?)
    .bind(waits_since(&state).map_or_else(String::new, |due| due.to_string()))
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// By when somebody has to do something about a duty, or since when it is late.
fn waits_since(state: &DutyState) -> Option<Moment> {
    if state.excused.is_some() {
        return None;
    }
    match &state.outcome {
        Outcome::Open { due_by } => *due_by,
        Outcome::Missed { at, remedied, .. } => remedied.is_none().then_some(*at),
        Outcome::Holding { .. }
        | Outcome::Met { .. }
        | Outcome::Kept { .. }
        | Outcome::Released { .. }
        | Outcome::Broken { .. }
        | Outcome::Unknown { .. } => None,
        // An outcome that a later version of the crate tells apart.
        _ => None,
    }
}
