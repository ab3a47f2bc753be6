//! The store itself: its connections and its migrations.

use crate::{
    column::{Record, Statement},
    error::store_error,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::ports::{Store, StoreError, UnitOfWork};
use sqlx::{
    Connection, Decode, PgPool, Postgres, QueryBuilder, Row, SqlSafeStr, Type,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    query, raw_sql,
};
use std::time::Duration;

/// How long a unit of work waits for one of the pool's connections.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that rested for longer is asked whether it still lives before it is used.
const TRUSTED_FOR: Duration = Duration::from_secs(5);

/// All statements fit, so that each is prepared once for each connection.
const STATEMENTS: usize = 250;

/// Everything kept in one Postgres database. Clones share its connections.
///
/// ```no_run
/// use registration_core::ports::Directory;
/// use registration_postgres::PostgresStore;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// let url = "postgres://registration:s3cret@db.example.com/registration";
/// let store = PostgresStore::connect(url, PostgresStore::DEFAULT_CONNECTIONS).await?;
/// store.migrate().await?;
/// assert!(store.is_current().await?);
/// println!("the database says it is {}", store.now().await?);
/// store.close().await;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct PostgresStore {
    pool: PgPool,
}

impl PostgresStore {
    /// How many connections serve two cores best; more of them wait for each other.
    pub const DEFAULT_CONNECTIONS: u32 = 16;

    /// Connects to `postgres://user:password@host/database`, with at most `max_connections` at once.
    ///
    /// The tables are made by [`migrate`](Self::migrate).
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the address isn't one or the server does not answer.
    pub async fn connect(url: &str, max_connections: u32) -> Result<Self, StoreError> {
        // Any other scheme would be passed over, and the server of this machine be asked.
        if !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
            let cause = "the address of a database begins with postgres:";
            return Err(StoreError::Unavailable(cause.into()));
        }
        let options: PgConnectOptions = url.parse().map_err(|e| store_error("database", e))?;
        let options = options
            .application_name("registration")
            .statement_cache_capacity(STATEMENTS)
            // Who waits longer for a row is told to try again; who holds rows and is silent for longer has lost its
            // way, and lets go of them.
            .options([
                ("lock_timeout", "8s"),
                ("statement_timeout", "30s"),
                ("idle_in_transaction_session_timeout", "30s"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, meta| {
                Box::pin(async move {
                    if meta.idle_for > TRUSTED_FOR {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options)
            .await;
        let pool = pool.map_err(|e| store_error("database", e))?;
        Ok(Self { pool })
    }

    /// Brings the tables up to date. Several processes may do so at once: one does it, the others wait and find it done.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database was made by a newer program, or refuses a change.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let connection = self.pool.acquire().await;
        let mut connection = connection.map_err(|e| store_error("database", e))?;
        // A change of a large table takes its time, and so does waiting for another process that makes it.
        raw_sql("SET lock_timeout = 0; SET statement_timeout = 0")
            .execute(&mut *connection)
            .await
            .map_err(|e| store_error("database", e))?;
        migrations()
            .run_direct(None, &mut *connection, false)
            .await
            .map_err(|e| StoreError::Unavailable(e.into()))?;
        let closed = connection.close().await;
        closed.map_err(|e| store_error("database", e))
    }

    /// Whether the tables are those of this program: no migration is missing and none is of a newer program.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server does not answer.
    pub async fn is_current(&self) -> Result<bool, StoreError> {
        let asked = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
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
        T: for<'r> Decode<'r, Postgres> + Type<Postgres> + Send + Unpin,
    {
        let row = query(sql).fetch_one(&self.pool).await;
        let row = row.map_err(|e| store_error("database", e))?;
        row.try_get(0).map_err(|e| store_error("database", e))
    }

    /// Waits for what is running and closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Reads at most one record.
    pub(crate) async fn one<T: Record>(
        &self,
        query: Statement<'_>,
    ) -> Result<Option<T>, StoreError> {
        let row = query.fetch_optional(&self.pool).await;
        let row = row.map_err(|e| store_error(T::ENTITY, e))?;
        row.as_ref().map(T::from_row).transpose()
    }

    /// Reads a list of records.
    pub(crate) async fn many<T: Record>(&self, query: Statement<'_>) -> Result<Vec<T>, StoreError> {
        let rows = query.fetch_all(&self.pool).await;
        let rows = rows.map_err(|e| store_error(T::ENTITY, e))?;
        rows.iter().map(T::from_row).collect()
    }

    /// Reads a list by filters. Its statement has many forms, none of which is worth being remembered, and each is
    /// planned for the values it has.
    pub(crate) async fn many_by<T: Record>(
        &self,
        mut query: QueryBuilder<Postgres>,
    ) -> Result<Vec<T>, StoreError> {
        self.many(query.build().persistent(false)).await
    }

    /// Runs one statement as a unit of work of its own.
    pub(crate) async fn execute(
        &self,
        entity: &'static str,
        statement: Statement<'_>,
    ) -> Result<(), StoreError> {
        let done = statement.execute(&self.pool).await;
        done.map(drop).map_err(|e| store_error(entity, e))
    }

    /// The connections, for a statement that both writes and answers.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let transaction = self.pool.begin().await;
        let transaction = transaction.map_err(|e| store_error("unit of work", e))?;
        Ok(Box::new(Work::new(transaction)))
    }
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
