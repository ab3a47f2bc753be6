//! The one place that knows that there are two databases.

use crate::{
    config::{DatabaseUrl, Settings, safety},
    failure::Failure,
};
use registration_core::ports::{Directory, MailCapture, MailQueue, MediaStore, Store, StoreError};
use registration_postgres::PostgresStore;
use registration_sqlite::SqliteStore;
use std::sync::Arc;

/// An open database.
#[derive(Clone)]
pub(crate) enum Database {
    /// A file.
    Sqlite(SqliteStore),
    /// A server.
    Postgres(PostgresStore),
}

/// Calls the same on either store.
macro_rules! either {
    ($database:expr, $store:ident => $call:expr) => {
        match $database {
            Database::Sqlite($store) => $call,
            Database::Postgres($store) => $call,
        }
    };
}

impl Database {
    /// Opens the database of the settings; a file is made when it is missing.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        match &settings.database {
            DatabaseUrl::Sqlite(url) => {
                if let Some(problem) = safety::check_folder(settings) {
                    return Err(Failure::new(problem));
                }
                let opened = SqliteStore::open(url).await;
                let why = "the database file cannot be opened; is it one of ours, and may this user write it?";
                Ok(Self::Sqlite(
                    opened.map_err(|error| Failure::new(why).because(error))?,
                ))
            }
            DatabaseUrl::Postgres(url) => {
                let connected =
                    PostgresStore::connect(url, settings.database_max_connections).await;
                let why = "the Postgres server of `database_url` cannot be reached; is it running, and are name and password right?";
                Ok(Self::Postgres(
                    connected.map_err(|error| Failure::new(why).because(error))?,
                ))
            }
        }
    }

    /// Opens it and brings its tables up to date.
    pub(crate) async fn open_current(settings: &Settings) -> Result<Self, Failure> {
        let database = Self::open(settings).await?;
        database.migrate().await?;
        Ok(database)
    }

    /// Opens it to look only: nothing is made and nothing is brought up to date.
    pub(crate) async fn open_existing(settings: &Settings) -> Result<Self, Failure> {
        let migrate = "run `registration migrate` (or `registration serve`) first";
        if let Some(file) = safety::sqlite_file(&settings.database)
            && !file.exists()
        {
            return Err(Failure::new(format!(
                "there is no database {} yet; {migrate}",
                file.display()
            )));
        }
        let database = Self::open(settings).await?;
        if !database.is_current().await.map_err(unavailable)? {
            return Err(Failure::new(format!(
                "the tables of the database are not those of this version; {migrate}"
            )));
        }
        Ok(database)
    }

    /// Brings the tables up to date.
    pub(crate) async fn migrate(&self) -> Result<(), Failure> {
        either!(self, store => store.migrate().await).map_err(|error| {
            Failure::new("the tables of the database could not be brought up to date")
                .because(error)
        })
    }

    /// Whether all migrations of this version, and no others, have been applied.
    pub(crate) async fn is_current(&self) -> Result<bool, StoreError> {
        either!(self, store => store.is_current().await)
    }

    /// Waits for what is running and closes all connections.
    pub(crate) async fn close(&self) {
        either!(self, store => store.close().await);
    }

    /// As the store of use cases.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        either!(self, store => Arc::new(store.clone()))
    }

    /// As the directory.
    pub(crate) fn directory(&self) -> Arc<dyn Directory> {
        either!(self, store => Arc::new(store.clone()))
    }

    /// As the sending half of the outbox.
    pub(crate) fn mail_queue(&self) -> Arc<dyn MailQueue> {
        either!(self, store => Arc::new(store.clone()))
    }

    /// As the store of pictures.
    pub(crate) fn media(&self) -> Arc<dyn MediaStore> {
        either!(self, store => Arc::new(store.clone()))
    }

    /// As the inbox of captured mail.
    pub(crate) fn mail_capture(&self) -> Arc<dyn MailCapture> {
        either!(self, store => Arc::new(store.clone()))
    }
}

fn unavailable(error: StoreError) -> Failure {
    Failure::new("the database did not answer").because(error)
}
