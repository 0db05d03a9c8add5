//! What was told of each duty, so that a monitor that begins again tells nothing twice and misses nothing.

use std::collections::{BTreeMap, BTreeSet};

use practice_cycle::id::CycleId;
use practice_cycle::moment::Moment;
use practice_cycle::policy::{DutyKey, DutyState, News, Outcome};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::access::reference;
use super::packs::pack_number;
use super::{Store, StoreError};

const UNREADABLE: &str = "a duty, or what was told of it, does not read";

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

/// By what it was found out what is to be told.
#[derive(Debug, Clone, Copy)]
pub struct FoundBy<'a> {
    /// How many entries each of the cycles had.
    pub seen: &'a BTreeMap<CycleId, i64>,
    /// The number of the pack of rules.
    pub pack: i64,
    /// What was kept of every duty, as far as whoever found it out knew.
    pub kept: &'a BTreeMap<DutyKey, DutyState>,
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
    /// over the same cycles. Of several pieces of one duty, the last is told.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where one of the cycles has another entry by now, or another process told something at the same moment:
    /// what is to be told is found out again then. [`StoreError::Overtaken`] where another pack is in force, or another process has
    /// told something else of one of these duties: then nobody knows but by what is kept what is to be told. Nothing is kept after any
    /// error.
    pub async fn tell(&self, at: Moment, news: &[News], by: FoundBy<'_>) -> Result<Vec<Told>, StoreError> {
        if news.is_empty() {
            return Ok(Vec::new());
        }
        let at = at.to_string();
        let _turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        // First of all a write, which waits for other writers; and nobody records in these cycles until it is kept.
        for (cycle, last) in by.seen {
            let held = sqlx::query("UPDATE cycles SET last = last WHERE cycle = $1 AND last = $2")
                .bind(cycle.as_str())
                .bind(*last)
                .execute(&mut *transaction)
                .await?;
            if held.rows_affected() == 0 {
                return Err(StoreError::Taken);
            }
        }
        if pack_number(&mut transaction).await? != by.pack {
            return Err(StoreError::Overtaken);
        }
        let mut number = last_number(&mut transaction).await?;
        let mut told = Vec::new();
        for news in latest(news) {
            if keep(&mut transaction, news, by.kept.get(news.key())).await? {
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
        Ok(last_number(&mut *self.pool.acquire().await?).await?)
    }

    /// The latest time, up to one that is named, at which something was told, by the clock of whoever told it; nothing, where nothing was.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used, or holds what is no time.
    pub async fn told_until(&self, latest: Moment) -> Result<Option<Moment>, StoreError> {
        let last = sqlx::query("SELECT MAX(told_at) FROM news WHERE told_at <= $1").bind(latest.to_string());
        let last: Option<String> = last.fetch_one(&self.pool).await?.try_get(0)?;
        last.map(|last| last.parse().map_err(unreadable)).transpose()
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

/// The place of what was told last, or up to which a database that was taken back from a backup leaves places free: those who listened
/// to the one before it may have heard pieces of these numbers.
async fn last_number(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    let last = "SELECT COALESCE(MAX(number), 0) FROM \
                (SELECT number FROM news UNION ALL SELECT asked FROM chores WHERE chore = 'news') AS numbers";
    sqlx::query(last).fetch_one(connection).await?.try_get(0)
}

/// Leaves the places of news free up to a number.
pub(super) async fn leave_free(connection: &mut AnyConnection, number: i64) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO chores (chore, asked, done) VALUES ('news', $1, $1) \
         ON CONFLICT (chore) DO UPDATE SET asked = excluded.asked, done = excluded.done WHERE chores.asked < excluded.asked",
    )
    .bind(number)
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Told, StoreError> {
    let news: String = row.try_get(2)?;
    Ok(Told { number: row.try_get(0)?, at: row.try_get(1)?, news: serde_json::from_str(&news).map_err(unreadable)? })
}

/// The last piece of each duty, in the order in which they are to be told.
fn latest(news: &[News]) -> Vec<&News> {
    let mut seen = BTreeSet::new();
    let mut latest: Vec<&News> = news.iter().rev().filter(|news| seen.insert(news.key())).collect();
    latest.reverse();
    latest
}

/// Keeps one piece of news under its key, and answers whether it is to be told. `before` is what whoever found it out knew to be kept.
async fn keep(connection: &mut AnyConnection, news: &News, before: Option<&DutyState>) -> Result<bool, StoreError> {
    let (key, after) = (serde_json::to_string(news.key()).map_err(unreadable)?, news.state());
    let kept = sqlx::query("SELECT state FROM duties WHERE duty = $1")
        .bind(key.as_str())
        .fetch_optional(&mut *connection)
        .await?
        .map(|row| row.try_get::<String, _>(0))
        .transpose()?;
    // What another version wrote may be the same in other words.
    let state = kept.as_deref().map(serde_json::from_str::<DutyState>).transpose().map_err(unreadable)?;
    if state == after || before == after.as_ref() {
        return Ok(false);
    }
    if state.as_ref() != before {
        return Err(StoreError::Overtaken);
    }
    let written = after.as_ref().map(serde_json::to_string).transpose().map_err(unreadable)?;
    let due = after.as_ref().and_then(waits_since).map_or_else(String::new, |due| due.to_string());
    let cycle = news.key().cycle.as_str();
    // Of PostgreSQL, another process may be doing the same: one of them finds another row than it has read.
    let done = match (kept, written) {
        (None, None) => return Ok(false),
        (None, Some(written)) => {
            let insert = "INSERT INTO duties (duty, cycle, state, due) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
            sqlx::query(insert).bind(key).bind(cycle).bind(written).bind(due).execute(connection).await?
        }
        (Some(kept), Some(written)) => {
            let update = "UPDATE duties SET state = $1, due = $2 WHERE duty = $3 AND state = $4";
            sqlx::query(update).bind(written).bind(due).bind(key).bind(kept).execute(connection).await?
        }
        (Some(kept), None) => {
            let delete = "DELETE FROM duties WHERE duty = $1 AND state = $2";
            sqlx::query(delete).bind(key).bind(kept).execute(connection).await?
        }
    };
    if done.rows_affected() == 1 { Ok(true) } else { Err(StoreError::Overtaken) }
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
