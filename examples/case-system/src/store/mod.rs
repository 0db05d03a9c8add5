//! The database: SQLite or PostgreSQL, whichever the URL names. Every statement is understood by both.

mod chores;
mod erasures;
mod entries;
mod access;
mod audit;
mod packs;
mod duties;
mod people;
mod portfolios;
mod backup;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyPool, AssertSqlSafe, Executor, SqlSafeStr};
use thiserror::Error;
use tokio::sync::{Mutex, MutexGuard};

pub use access::{ANYBODY, Access, EVERYWHERE, Grant, May};
pub use audit::Read;
pub use backup::{BackupError, Restoring};
pub use duties::{FoundBy, Told, Waiting};
pub use entries::{NewRow, Row};
pub use erasures::{Erased, ErasedEntry, Erasure, Redaction};
pub use packs::StoredPack;

/// What the tables are made of, one step after another; a step that was deployed is never changed.
const MIGRATIONS: [(i64, &str, &str); 5] = [
    (1, "tables", include_str!("../../migrations/0001_tables.sql")),
    (2, "news", include_str!("../../migrations/0002_news.sql")),
    (3, "portfolios", include_str!("../../migrations/0003_portfolios.sql")),
    (4, "chores", include_str!("../../migrations/0004_chores.sql")),
    (5, "erasures", include_str!("../../migrations/0005_erasures.sql")),
];

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file of SQLite.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// What becomes of a file that is not there: a database of SQLite, or the list of erasures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is made.
    Made,
    /// It is an error: nobody meant an empty one.
    Refused,
}

/// Why something could not be stored or read. It names no text that was to be stored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another writer was first.
    #[error("another writer stored that first")]
    Taken,
    /// Another process told something else meanwhile, or by other rules.
    #[error("another process told something else meanwhile, or by other rules")]
    Overtaken,
    /// There is no room left.
    #[error("there is no room left for the database")]
    Full(#[source] sqlx::Error),
    /// It does not answer, or answers with something else.
    #[error("the database cannot be used")]
    Unavailable(#[source] sqlx::Error),
    /// The tables cannot be brought to what this version needs.
    #[error("the tables cannot be brought up to date")]
    Migration(#[source] MigrateError),
    /// The URL names neither database.
    #[error("the URL of the database begins with neither `sqlite:` nor `postgres:`")]
    Url,
    /// What is erased cannot be listed where a backup does not take it back; so it is not erased.
    #[error("what is erased cannot be added to the list of erasures, so nothing is erased")]
    NotListed(#[source] std::io::Error),
    /// What is stored is not what this version stores.
    #[error("the table `{table}` holds something that does not read: {why}")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// What is wrong, without what stands there.
        why: Cow<'static, str>,
    },
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let database = error.as_database_error();
        if database.is_some_and(|error| error.is_unique_violation()) {
            return Self::Taken;
        }
        match database.and_then(|error| error.code()).as_deref() {
            // `SQLITE_FULL`, and PostgreSQL's `disk_full`.
            Some("13" | "53100") => Self::Full(error),
            // `SQLITE_BUSY_SNAPSHOT` and PostgreSQL's `serialization_failure`: somebody else wrote in between.
            Some("517" | "40001") => Self::Taken,
            _ => Self::Unavailable(error),
        }
    }
}

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
    /// How long somebody waits for it.
    patience: Duration,
    /// SQLite takes one writer at a time, and lets others ask again and again. Within this process they queue instead.
    turns: Arc<Mutex<()>>,
    /// The file in which erasures are listed.
    erasures: Option<Arc<Path>>,
}

impl Store {
    /// Connects to the database that the URL names, and brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError`] where it cannot be reached, is not there and not to be made, or was made by a newer version.
    pub async fn open(url: &str, connections: u32, patience: Duration, missing: Missing) -> Result<Self, StoreError> {
        let store = Self::connect(url, connections, patience, missing).await?;
        store.migrate().await?;
        // What another process was asked to forget, and did not come to.
        store.try_to_forget_old_pages().await;
        Ok(store)
    }

    /// The same, with a file in which all that is erased is listed, too. Where it is not there and not to be made, nothing can be erased,
    /// and all else can be done.
    ///
    /// # Errors
    /// [`StoreError::NotListed`] where it cannot be made.
    pub fn listing(self, path: &Path, missing: Missing) -> Result<Self, StoreError> {
        if missing == Missing::Made {
            erasures::open(path, missing).map_err(StoreError::NotListed)?;
        }
        Ok(Self { erasures: Some(path.into()), ..self })
    }

    async fn connect(url: &str, connections: u32, patience: Duration, missing: Missing) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let kind = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Kind::Sqlite,
            Some("postgres" | "postgresql") => Kind::Postgres,
            _ => return Err(StoreError::Url),
        };
        let url = url_for(url, kind, missing);
        if kind == Kind::Sqlite {
            made_for_oneself(&url)?;
        }
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(patience)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    let wait = patience.as_millis();
                    let set = match kind {
                        // Durable at each commit; a writer waits for another rather than fail; what is redacted is overwritten.
                        Kind::Sqlite => format!(
                            "PRAGMA busy_timeout = {wait}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                             PRAGMA secure_delete = ON;"
                        ),
                        Kind::Postgres => format!(
                            "SET synchronous_commit = on; SET lock_timeout = {wait}; SET statement_timeout = {};",
                            wait.saturating_mul(6)
                        ),
                    };
                    connection.execute(sqlx::raw_sql(AssertSqlSafe(set))).await?;
                    Ok(())
                })
            })
            .connect(&url)
            .await?;
        Ok(Self { pool, kind, patience, turns: Arc::default(), erasures: None })
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let steps = MIGRATIONS.map(|(number, name, sql)| {
            Migration::new(number, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
        });
        let migrator = Migrator::with_migrations(steps.into());
        match self.kind {
            // The migrator has a lock of its own, which others that start wait for.
            Kind::Postgres => migrator.run(&self.pool).await.map_err(StoreError::Migration),
            // Here it has none: others wait for the transaction, within which it works.
            Kind::Sqlite => {
                let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
                migrator.run(&mut *transaction).await.map_err(StoreError::Migration)?;
                Ok(transaction.commit().await?)
            }
        }
    }

    /// The turn of a writer; of PostgreSQL, all write at once.
    async fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        match self.kind {
            Kind::Sqlite => Some(self.turns.lock().await),
            Kind::Postgres => None,
        }
    }

    /// How a transaction begins that only reads, and sees one state of the database: of SQLite, from its first reading on.
    const fn one_moment(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "BEGIN DEFERRED",
            Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Which database it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The pool, for what another module stores in tables of its own.
    #[must_use]
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// [`StoreError`] where it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Ends all connections, once what is under way has ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Makes a file of SQLite that is to be made, so that nobody but whoever runs the program can read it; the files beside it get the same
/// rights from it. One that is there keeps its own.
fn made_for_oneself(url: &str) -> Result<(), StoreError> {
    if !url.contains("mode=rwc") || url.contains(":memory:") {
        return Ok(());
    }
    let options: SqliteConnectOptions = url.parse()?;
    let mut file = std::fs::File::options();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(options.get_filename()) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unavailable(error.into())),
    }
}

/// A file that is not there is made where it is to be, unless the URL says otherwise; and is not made otherwise, whatever the URL says.
fn url_for(url: &str, kind: Kind, missing: Missing) -> Cow<'_, str> {
    match (kind, missing) {
        (Kind::Sqlite, Missing::Made) if !url.contains('?') => format!("{url}?mode=rwc").into(),
        (Kind::Sqlite, Missing::Refused) => url.replace("mode=rwc", "mode=rw").into(),
        (Kind::Sqlite, Missing::Made) | (Kind::Postgres, _) => url.into(),
    }
}
