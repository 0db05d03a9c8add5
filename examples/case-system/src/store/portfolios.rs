//! Portfolios as lines, each under its owner.

use practice_cycle::id::PersonId;
use sqlx::{AnyConnection, Row};

use super::{Redaction, Store, StoreError, chores};

impl Store {
    /// The lines of somebody's portfolio, in order; none, where they have none.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn portfolio(&self, owner: &PersonId) -> Result<Vec<String>, StoreError> {
        Ok(lines_of(&mut *self.pool.acquire().await?, owner).await?)
    }

    /// How many entries somebody's portfolio has: all that anybody else may know of it.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn portfolio_length(&self, owner: &PersonId) -> Result<i64, StoreError> {
        let row = sqlx::query("SELECT COUNT(*) FROM portfolios WHERE owner = $1")
            .bind(owner.as_str())
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// Stores an entry of a portfolio, and the earlier lines that it redacts, or nothing of it.
    ///
    /// # Errors
    /// [`StoreError::Taken`] where an entry of that number is there.
    pub async fn append_to_portfolio(
        &self,
        owner: &PersonId,
        number: i64,
        line: &str,
        redaction: Option<&Redaction>,
    ) -> Result<(), StoreError> {
        let turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        write(&mut transaction, owner, number, line, redaction).await?;
        if let Some(redaction) = redaction {
            chores::ask(&mut transaction, self.kind).await?;
            self.list(&mut transaction, redaction.erased.clone()).await?;
        }
        transaction.commit().await?;
        drop(turn);
        if redaction.is_some() {
            self.try_to_forget_old_pages().await;
        }
        Ok(())
    }
}

/// The lines of somebody's portfolio, in order.
pub(super) async fn lines_of(connection: &mut AnyConnection, owner: &PersonId) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query("SELECT line FROM portfolios WHERE owner = $1 ORDER BY number")
        .bind(owner.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

/// Writes an entry of a portfolio, and the earlier lines that it redacts.
pub(super) async fn write(
    connection: &mut AnyConnection,
    owner: &PersonId,
    number: i64,
    line: &str,
    redaction: Option<&Redaction>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO portfolios (owner, number, line) VALUES ($1, $2, $3)")
        .bind(owner.as_str())
        .bind(number)
        .bind(line)
        .execute(&mut *connection)
        .await?;
    for (number, line) in redaction.map(|redaction| redaction.lines.as_slice()).unwrap_or_default() {
        sqlx::query("UPDATE portfolios SET line = $1 WHERE owner = $2 AND number = $3")
            .bind(line.as_str())
            .bind(owner.as_str())
            .bind(*number)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
