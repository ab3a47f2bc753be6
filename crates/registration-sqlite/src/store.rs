//! The store itself: its file, its connections and its migrations.

use crate::{
    column::{Record, Statement},
    error::store_error,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::ports::{BoxError, Store, StoreError, UnitOfWork};
use sqlx::{
    Decode, QueryBuilder, Row, SqlSafeStr, Sqlite, SqlitePool, Type,
    migrate::{Migration, MigrationType, Migrator},
    query,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// How many read-only connections there are. Readers never wait for the writer.
const READERS: u32 = 4;

/// How long a process waits for another one that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a unit of work waits for the others of its own process.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Everything kept in one SQLite file. Clones share its connections.
///
/// ```
/// use registration_core::ports::{Directory, Page, Store};
/// use registration_sqlite::SqliteStore;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let url = format!("sqlite:{}", folder.path().join("data/registration.db").display());
/// let store = SqliteStore::open(&url).await?; // the folder is made
/// assert!(!store.is_current().await?);
/// store.migrate().await?;
/// assert!(store.is_current().await?);
///
/// let mut work = store.begin().await?;
/// work.customers().insert(&make.customer()).await?;
/// work.commit().await?;
/// let again = SqliteStore::open(&url).await?;
/// assert_eq!(again.customers(None, Page { limit: 10, before: None }).await?.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    /// The folder of a store that exists only as long as its handles.
    _scratch: Option<Arc<Scratch>>,
}

impl SqliteStore {
    /// Opens `sqlite:path/to/file` or `sqlite://path/to/file`. The file and the folders above it are made when they are
    /// missing, readable by their owner only. `sqlite::memory:` is a file of its own that vanishes with the last clone
    /// of the store, because a database in memory knows no readers beside its writer.
    ///
    /// The tables are made by [`migrate`](Self::migrate).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the address isn't one or the file cannot be opened.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        // Any other text would be taken for the name of a file.
        if !url.starts_with("sqlite:") {
            return Err(unavailable("the address of a database begins with sqlite:"));
        }
        let (options, scratch) = if is_in_memory(url) {
            let folder = Scratch::new().map_err(unavailable)?;
            let file = folder.0.join("registration.db");
            let options = SqliteConnectOptions::new().filename(file);
            // It need not survive anything.
            let options = options.synchronous(SqliteSynchronous::Off);
            (options, Some(Arc::new(folder)))
        } else {
            let options: SqliteConnectOptions = url.parse().map_err(unavailable)?;
            // What was answered survives a power cut: the log is on disk before a commit returns.
            (options.synchronous(SqliteSynchronous::Full), None)
        };
        create(options.get_filename()).map_err(unavailable)?;
        let options = options
            .create_if_missing(false)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal);

        let writer = pool(1).connect_with(options.clone()).await;
        let writer = writer.map_err(|e| store_error("database", e))?;
        let readers = pool(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self {
            writer,
            readers,
            _scratch: scratch,
        })
    }

    /// Brings the tables up to date. Several processes may do so at once: one does it, the others wait and find it done.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database was made by a newer program, or cannot be written.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        // sqlx has no lock for SQLite; its transactions become savepoints of this one, which waits for its turn.
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await;
        let mut transaction = transaction.map_err(|e| store_error("database", e))?;
        migrations()
            .run_direct(None, &mut *transaction, false)
            .await
            .map_err(unavailable)?;
        let committed = transaction.commit().await;
        committed.map_err(|e| store_error("database", e))
    }

    /// Whether the tables are those of this program: no migration is missing and none is of a newer program.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    pub async fn is_current(&self) -> Result<bool, StoreError> {
        let asked = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations')";
        let is_there: bool = self.migration_state(asked).await?;
        if !is_there {
            return Ok(false);
        }
        let asked = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
        let newest: i64 = self.migration_state(asked).await?;
        Ok(migrations().iter().map(|one| one.version).max() == Some(newest))
    }

    async fn migration_state<T>(&self, sql: &'static str) -> Result<T, StoreError>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + Send + Unpin,
    {
        let row = query(sql).fetch_one(&self.readers).await;
        let row = row.map_err(|e| store_error("database", e))?;
        row.try_get(0).map_err(|e| store_error("database", e))
    }

    /// Waits for what is running and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Reads at most one record, beside the writer.
    pub(crate) async fn one<T: Record>(
        &self,
        query: Statement<'_>,
    ) -> Result<Option<T>, StoreError> {
        let row = query.fetch_optional(&self.readers).await;
        let row = row.map_err(|e| store_error(T::ENTITY, e))?;
        row.as_ref().map(T::from_row).transpose()
    }

    /// Reads a list of records, beside the writer.
    pub(crate) async fn many<T: Record>(&self, query: Statement<'_>) -> Result<Vec<T>, StoreError> {
        let rows = query.fetch_all(&self.readers).await;
        let rows = rows.map_err(|e| store_error(T::ENTITY, e))?;
        rows.iter().map(T::from_row).collect()
    }

    /// Reads a list by filters. Its statement has many forms, none of which is worth being remembered.
    pub(crate) async fn many_by<T: Record>(
        &self,
        mut query: QueryBuilder<Sqlite>,
    ) -> Result<Vec<T>, StoreError> {
        self.many(query.build().persistent(false)).await
    }

    /// Runs one statement as a unit of work of its own.
    pub(crate) async fn execute(
        &self,
        entity: &'static str,
        statement: Statement<'_>,
    ) -> Result<(), StoreError> {
        let done = statement.execute(&self.writer).await;
        done.map(drop).map_err(|e| store_error(entity, e))
    }

    /// The connection that writes, for a statement that also answers.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        // A plain BEGIN would take the lock at the first write, too late to wait for it.
        let transaction = self.writer.begin_with("BEGIN IMMEDIATE").await;
        let transaction = transaction.map_err(|e| store_error("unit of work", e))?;
        Ok(Box::new(Work::new(transaction)))
    }
}

fn unavailable(cause: impl Into<BoxError>) -> StoreError {
    StoreError::Unavailable(cause.into())
}

/// All migrations, oldest first. One that was released never changes.
fn migrations() -> Migrator {
    let all = [
        (
            1,
            "foundation",
            include_str!("../migrations/0001_foundation.sql"),
        ),
        (2, "media", include_str!("../migrations/0002_media.sql")),
        (
            3,
            "language",
            include_str!("../migrations/0003_language.sql"),
        ),
    ];
    Migrator::with_migrations(
        all.into_iter()
            .map(|(version, name, sql)| {
                let kind = MigrationType::Simple;
                Migration::new(version, name.into(), kind, sql.into_sql_str(), false)
            })
            .collect(),
    )
}

/// A pool that keeps its connections.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Whether an address asks for a database that is not kept.
fn is_in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Makes a file and the folders above it, for nobody but their owner, unless they are there.
fn create(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent().filter(|f| !f.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// A folder that goes with its last user.
#[derive(Debug)]
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> std::io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("registration-{}-{count}", process::id());
            let folder = std::env::temp_dir().join(name);
            let mut builder = fs::DirBuilder::new();
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            match builder.create(&folder) {
                Ok(()) => return Ok(Self(folder)),
                // Left behind by a process of the same number.
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(e),
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on it, and a destructor has nobody to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}
