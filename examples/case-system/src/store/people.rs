//! Whom a reference stands for. It is the only place where a name stands, and can be erased.

use practice_cycle::id::PersonId;
use sqlx::{AnyConnection, Row};

use super::{Erased, Store, StoreError, chores};

impl Store {
    /// The name of a person; nothing, where none is kept.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn name(&self, person: &PersonId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT name FROM people WHERE person = $1")
            .bind(person.as_str())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Keeps the name of a person; answers whether another was forgotten for it.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn set_name(&self, person: &PersonId, name: &str) -> Result<bool, StoreError> {
        let turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        let other = sqlx::query("DELETE FROM people WHERE person = $1 AND name <> $2")
            .bind(person.as_str())
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO people (person, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(person.as_str())
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        // A name that it takes the place of is forgotten.
        let is_other_forgotten = other.rows_affected() > 0;
        if is_other_forgotten {
            chores::ask(&mut transaction, self.kind).await?;
            self.list(&mut transaction, Erased::Name { person: person.clone() }).await?;
        }
        transaction.commit().await?;
        drop(turn);
        self.try_to_forget_old_pages().await;
        Ok(is_other_forgotten)
    }

    /// Forgets whom a reference stands for, what they may do, and who may record for them; answers whether there was anything.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used; nothing is forgotten then.
    pub async fn forget(&self, person: &PersonId) -> Result<bool, StoreError> {
        let turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        let was_there = forget(&mut transaction, person).await?;
        chores::ask(&mut transaction, self.kind).await?;
        self.list(&mut transaction, Erased::Person { person: person.clone() }).await?;
        transaction.commit().await?;
        drop(turn);
        self.try_to_forget_old_pages().await;
        Ok(was_there)
    }
}

/// Forgets whom a reference stands for, and answers whether that was kept.
pub(super) async fn forget_name(connection: &mut AnyConnection, person: &PersonId) -> Result<bool, sqlx::Error> {
    let names = sqlx::query("DELETE FROM people WHERE person = $1").bind(person.as_str()).execute(connection).await?;
    Ok(names.rows_affected() > 0)
}

/// Forgets whom a reference stands for, what they may do, and who may record for them; answers whether there was anything.
pub(super) async fn forget(connection: &mut AnyConnection, person: &PersonId) -> Result<bool, sqlx::Error> {
    let was_named = forget_name(connection, person).await?;
    let rights =
        sqlx::query("DELETE FROM access WHERE person = $1 OR whom = $1").bind(person.as_str()).execute(connection).await?;
    Ok(was_named || rights.rows_affected() > 0)
}
