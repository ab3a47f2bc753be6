//! The unit of work: one transaction that is every repository, and dies on its first error.

use crate::{
    column::{Record, Statement},
    error::store_error,
};
use async_trait::async_trait;
use registration_core::{
    every_repository_is_self,
    model::Revision,
    ports::{StoreError, UnitOfWork},
};
use sqlx::{Sqlite, Transaction};

/// A transaction that wrote `BEGIN IMMEDIATE`: it holds the only lock there is, so what it loads is locked.
pub(crate) struct Work {
    transaction: Transaction<'static, Sqlite>,
    /// Set by the first error, and for as long as a call runs: one that was dropped half-way is an error too.
    /// SQLite would go on after an error where Postgres refuses.
    failed: bool,
}

impl Work {
    /// The unit of work of a transaction that has just begun.
    pub(crate) fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self {
            transaction,
            failed: false,
        }
    }

    /// Loads at most one record.
    pub(crate) async fn one<T: Record>(
        &mut self,
        query: Statement<'_>,
    ) -> Result<Option<T>, StoreError> {
        self.call_begins()?;
        let row = query.fetch_optional(&mut *self.transaction).await;
        self.call_ends(
            row.map_err(|e| store_error(T::ENTITY, e))
                .and_then(|row| row.as_ref().map(T::from_row).transpose()),
        )
    }

    /// Loads a list of records.
    pub(crate) async fn many<T: Record>(
        &mut self,
        query: Statement<'_>,
    ) -> Result<Vec<T>, StoreError> {
        self.call_begins()?;
        let rows = query.fetch_all(&mut *self.transaction).await;
        self.call_ends(
            rows.map_err(|e| store_error(T::ENTITY, e))
                .and_then(|rows| rows.iter().map(T::from_row).collect()),
        )
    }

    /// Writes, and says how many rows it changed. What a constraint refuses is a duplicate of `entity`.
    pub(crate) async fn execute(
        &mut self,
        entity: &'static str,
        statement: Statement<'_>,
    ) -> Result<u64, StoreError> {
        self.call_begins()?;
        let done = statement.execute(&mut *self.transaction).await;
        self.call_ends(
            done.map(|done| done.rows_affected())
                .map_err(|e| store_error(entity, e)),
        )
    }

    /// Writes an aggregate that was `loaded`; its statement changes nothing when the row has another revision.
    pub(crate) async fn change(
        &mut self,
        entity: &'static str,
        loaded: Revision,
        statement: Statement<'_>,
    ) -> Result<Revision, StoreError> {
        let changed = self.execute(entity, statement).await?;
        self.failed = changed == 0;
        if self.failed {
            return Err(StoreError::Stale(entity));
        }
        Ok(loaded.next())
    }

    fn refuse_after_failure(&self) -> Result<(), StoreError> {
        if self.failed {
            let cause = "the unit of work failed before";
            return Err(StoreError::Unavailable(cause.into()));
        }
        Ok(())
    }

    fn call_begins(&mut self) -> Result<(), StoreError> {
        self.refuse_after_failure()?;
        self.failed = true;
        Ok(())
    }

    fn call_ends<T>(&mut self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        self.failed = done.is_err();
        done
    }
}

#[async_trait]
impl UnitOfWork for Work {
    every_repository_is_self!();

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.refuse_after_failure()?;
        let committed = self.transaction.commit().await;
        committed.map_err(|e| store_error("unit of work", e))
    }
}
