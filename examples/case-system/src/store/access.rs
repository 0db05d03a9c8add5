//! Who may do what in which cycle. The crate keeps no list of rights: these are the host's.

use std::str::FromStr;

use practice_cycle::id::{CycleId, PersonId};
use practice_cycle::people::{Held, Role, Side};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::{Erased, Store, StoreError};

/// In place of a cycle: all of them, and what concerns none in particular. No reference has a space, so that no cycle is called that.
pub const EVERYWHERE: &str = "every cycle";

/// In place of a person for whom somebody records: anybody of the family.
pub const ANYBODY: &str = "every person";

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum May {
    /// Read what is theirs to be shown.
    Read,
    /// Record what they did themselves.
    Act,
    /// Write down what somebody else did or said: a member of the family, or somebody in particular.
    Record,
    /// Open a cycle.
    Open,
    /// Put another pack of rules in force, and see all that falls due.
    Administer,
}

impl May {
    /// The word in the table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            May::Read => "read",
            May::Act => "act",
            May::Record => "record",
            May::Open => "open",
            May::Administer => "administer",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [May::Read, May::Act, May::Record, May::Open, May::Administer].into_iter().find(|may| may.code() == code)
    }
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// The cycle, or [`EVERYWHERE`].
    pub cycle: String,
    /// Who.
    pub person: PersonId,
    /// What they may do.
    pub may: May,
    /// For whom they may record, or [`ANYBODY`] of the family; empty for everything else.
    pub whom: String,
}

/// What one person may do in one cycle, or, of none, everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    grants: Vec<(May, String)>,
}

impl Access {
    /// Whether they may do that.
    #[must_use]
    pub fn may(&self, what: May) -> bool {
        self.grants.iter().any(|(may, _)| *may == what)
    }

    /// Whether they may write down what somebody else did or said, who holds these roles: what members of the family did, by the right
    /// to record for anybody; what anybody else did, only where they are named for that person. Whoever acts for a service signs in
    /// themself, or has said who writes for them.
    #[must_use]
    pub fn may_record_for(&self, person: &PersonId, held: Held) -> bool {
        let is_of_family = !held.roles.is_empty() && held.roles.both(Role::of(Side::Family)) == held.roles;
        let covers = |whom: &str| whom == person.as_str() || (whom == ANYBODY && is_of_family);
        self.grants.iter().any(|(may, whom)| *may == May::Record && covers(whom))
    }
}

/// A reference of a table.
pub(super) fn reference<T: FromStr>(word: String, table: &'static str) -> Result<T, StoreError> {
    word.parse().map_err(|_| StoreError::Unreadable { table, why: "a reference does not read".into() })
}

fn may(word: &str) -> Result<May, StoreError> {
    May::from_code(word).ok_or(StoreError::Unreadable { table: "access", why: "an unknown right".into() })
}

pub(super) async fn insert(connection: &mut AnyConnection, grant: &Grant) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO access (cycle, person, may, whom) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(grant.cycle.as_str())
        .bind(grant.person.as_str())
        .bind(grant.may.code())
        .bind(grant.whom.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes a right back, and answers whether it was there.
pub(super) async fn delete(
    connection: &mut AnyConnection,
    cycle: &str,
    person: &PersonId,
    may: &str,
    whom: &str,
) -> Result<bool, sqlx::Error> {
    let gone = sqlx::query("DELETE FROM access WHERE cycle = $1 AND person = $2 AND may = $3 AND whom = $4")
        .bind(cycle)
        .bind(person.as_str())
        .bind(may)
        .bind(whom)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() > 0)
}

impl Store {
    /// What somebody may do in a cycle; what they may do everywhere is among it.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn access(&self, cycle: Option<&CycleId>, person: &PersonId) -> Result<Access, StoreError> {
        let rows = sqlx::query("SELECT may, whom FROM access WHERE person = $1 AND (cycle = $2 OR cycle = 'every cycle')")
            .bind(person.as_str())
            .bind(cycle.map_or(EVERYWHERE, CycleId::as_str))
            .fetch_all(&self.pool)
            .await?;
        let read = |row: &AnyRow| Ok((may(row.try_get(0)?)?, row.try_get(1)?));
        Ok(Access { grants: rows.iter().map(read).collect::<Result<_, StoreError>>()? })
    }

    /// The cycles that somebody may read, in the order of their references.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn readable(&self, person: &PersonId) -> Result<Vec<CycleId>, StoreError> {
        let rows = sqlx::query(
            "SELECT cycle FROM cycles WHERE EXISTS (SELECT 1 FROM access WHERE access.person = $1 AND access.may = 'read' \
             AND (access.cycle = cycles.cycle OR access.cycle = 'every cycle')) ORDER BY cycle",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| reference(row.try_get(0)?, "cycles")).collect()
    }

    /// Lets somebody do something; that they may already is no error.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn grant(&self, grant: &Grant) -> Result<(), StoreError> {
        insert(&mut *self.pool.acquire().await?, grant).await
    }

    /// Takes a right back, and answers whether it was there.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn revoke(&self, grant: &Grant) -> Result<bool, StoreError> {
        let _turn = self.turn().await;
        let mut transaction = self.pool.begin().await?;
        let Grant { cycle, person, may, whom } = grant.clone();
        let (may, was_there) = (may.code().to_owned(), delete(&mut transaction, &cycle, &person, may.code(), &whom).await?);
        if was_there {
            self.list(&mut transaction, Erased::Right { cycle, person, may, whom }).await?;
        }
        transaction.commit().await?;
        Ok(was_there)
    }

    /// Every right, in order.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be used.
    pub async fn grants(&self) -> Result<Vec<Grant>, StoreError> {
        let rows = sqlx::query("SELECT cycle, person, may, whom FROM access ORDER BY cycle, person, may, whom")
            .fetch_all(&self.pool)
            .await?;
        let read = |row: &AnyRow| {
            let person = reference(row.try_get(1)?, "access")?;
            Ok(Grant { cycle: row.try_get(0)?, person, may: may(row.try_get(2)?)?, whom: row.try_get(3)? })
        };
        rows.iter().map(read).collect()
    }
}
