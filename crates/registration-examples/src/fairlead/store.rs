//! The file, its one writer and its many readers.

use super::{
    kept::{Result, failure},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::ports::{Store, UnitOfWork};
use sqlx::{
    AssertSqlSafe, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow},
};
use std::{path::Path, time::Duration};
use tempfile::TempDir;

/// The tables as Fairlead's own installer makes them.
pub const THEIR_TABLES: &str = include_str!("theirs.sql");
/// What is added to them.
pub const OUR_TABLES: &str = include_str!("ours.sql");

/// What Fairlead calls its file.
pub const FILE: &str = "fairlead.db";

/// How long we wait for Fairlead, and it for us.
const PATIENCE: Duration = Duration::from_secs(3);

/// Fairlead's database, as the portal uses it. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Fairlead {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Fairlead {
    /// Opens the file; one that is not there is made, empty.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`](registration_core::ports::StoreError::Unavailable) when it cannot be opened.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            // Whoever reads does not wait for the one who writes.
            .journal_mode(SqliteJournalMode::Wal)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(2 * PATIENCE)
        };
        // One writer: units of work wait for each other here, in turn, and not in SQLite, which lets the luckiest in.
        let writer = pool(1).connect_with(options.clone()).await;
        Ok(Self {
            writer: writer.map_err(|error| failure("database", error))?,
            readers: pool(4).connect_lazy_with(options.pragma("query_only", "ON")),
        })
    }

    /// Fairlead in a file that goes with the folder: installed, used until `rows` were there, and then given the portal.
    ///
    /// # Errors
    /// Any error of the database.
    ///
    /// # Panics
    /// When there is no room for a temporary folder.
    pub async fn for_a_while(rows: &str) -> Result<(Self, TempDir)> {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let store = Self::open(&folder.path().join(FILE)).await?;
        store.run(THEIR_TABLES).await?;
        store.run(rows).await?;
        store.add_portal().await?;
        Ok((store, folder))
    }

    /// Runs statements of Fairlead's own, as its installer and its screens do.
    ///
    /// # Errors
    /// Any error of the database.
    pub async fn run(&self, sql: &str) -> Result<()> {
        let done = sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&self.writer)
            .await;
        done.map(drop).map_err(|error| failure("statement", error))
    }

    /// What a query of Fairlead's own answers, each value as text and nothing where there is none.
    ///
    /// # Errors
    /// Any error of the database, and a value that is no text: SQL has `CAST`.
    pub async fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        let rows = sqlx::raw_sql(AssertSqlSafe(sql))
            .fetch_all(&self.readers)
            .await;
        let rows = rows.map_err(|error| failure("query", error))?;
        let text = |row: &SqliteRow, at| row.try_get_unchecked::<Option<String>, _>(at);
        let read = rows.iter().map(|row| {
            let values = (0..row.len()).map(|at| text(row, at).map(Option::unwrap_or_default));
            values.collect::<std::result::Result<_, _>>()
        });
        read.collect::<std::result::Result<_, _>>()
            .map_err(|error| failure("query", error))
    }

    /// Adds what the portal needs to the tables that are there. A product would do it with its own migrations.
    ///
    /// # Errors
    /// Any error of the database; nothing was changed then.
    pub async fn add_portal(&self) -> Result<()> {
        let failure = |error| failure("portal", error);
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await;
        let mut all = begun.map_err(failure)?;
        let added = sqlx::raw_sql(OUR_TABLES).execute(&mut *all).await;
        added.map_err(failure)?;
        all.commit().await.map_err(failure)
    }

    /// A unit of work, before it is only known by its port.
    pub(super) async fn work(&self) -> Result<Work> {
        // A plain BEGIN takes the lock at its first write, when it may be too late to wait for it.
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await;
        Ok(Work::new(
            transaction.map_err(|e| failure("unit of work", e))?,
        ))
    }

    /// Connections that only read.
    pub(super) const fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// The connection that writes, for a statement that is a unit of work by itself.
    pub(super) const fn writer(&self) -> &SqlitePool {
        &self.writer
    }
}

#[async_trait]
impl Store for Fairlead {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>> {
        Ok(Box::new(self.work().await?))
    }
}
