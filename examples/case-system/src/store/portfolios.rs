//! Portfolios as lines, each under its owner.

use practice_cycle::id::PersonId;
use sqlx::Row;

use super::{Store, StoreError, chores};

impl Store {
    /// The lines of somebody's portfolio, in order; none, where they have none.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn portfolio(&self, owner: &PersonId) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT line FROM portfolios WHERE owner = $1 ORDER BY number")
            .bind(owner.as_str())
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
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
        rewritten: &[(i64, String)],
    ) -> Result<(), StoreError> {
        let turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        sqlx::query("INSERT INTO portfolios (owner, number, line) VALUES ($1, $2, $3)")
            .bind(owner.as_str())
            .bind(number)
            .bind(line)
            .execute(&mut *transaction)
            .await?;
        for (number, line) in rewritten {
            sqlx::query("UPDATE portfolios SET line = $1 WHERE owner = $2 AND number = $3")
                .bind(line.as_str())
                .bind(owner.as_str())
                .bind(*number)
                .execute(&mut *transaction)
                .await?;
        }
        if !rewritten.is_empty() {
            chores::ask(&mut transaction, self.kind).await?;
        }
        transaction.commit().await?;
        drop(turn);
        if !rewritten.is_empty() {
            self.try_to_forget_old_pages().await;
        }
        Ok(())
    }
}
