//! The unit of work: one transaction that is every repository, and dies on its first error.

use super::kept::{Kept, Question, Result, failure};
use async_trait::async_trait;
use registration_core::{
    every_repository_is_self,
    model::Stored,
    ports::{StoreError, UnitOfWork},
};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, Transaction, query};

/// It holds SQLite's only write lock from its beginning, so whatever it loads is locked, shared or not.
pub(super) struct Work {
    transaction: Transaction<'static, Sqlite>,
    /// SQLite goes on after an error; we don't. A call that was given up half-way counts as one.
    is_dead: bool,
    /// Whether the number of a company was taken before the company was written.
    pub(super) owes_a_company: bool,
}

impl Work {
    pub(super) const fn new(transaction: Transaction<'static, Sqlite>) -> Self {
        Self {
            transaction,
            is_dead: false,
            owes_a_company: false,
        }
    }

    /// The connection, for one statement whose outcome [`outcome`](Self::outcome) is told.
    fn connection(&mut self) -> Result<&mut SqliteConnection> {
        if self.is_dead {
            let cause = "this unit of work ended with its first error";
            return Err(StoreError::Unavailable(cause.into()));
        }
        self.is_dead = true;
        Ok(&mut self.transaction)
    }

    fn outcome<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_dead = outcome.is_err();
        outcome
    }

    /// Ends it, unless all went well: what fails between two statements counts as much as a statement.
    pub(super) fn or_die<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.is_dead |= outcome.is_err();
        outcome
    }

    /// Commits.
    pub(super) async fn finish(mut self) -> Result<()> {
        if self.owes_a_company {
            let owed = query("SELECT 1 FROM companies WHERE portal_revision = 0");
            let owed = owed.fetch_optional(self.connection()?).await;
            let owed = owed.map_err(|error| failure("company", error));
            if self.outcome(owed)?.is_some() {
                let cause = "a contact names a company that does not exist";
                return Err(StoreError::Unavailable(cause.into()));
            }
        }
        self.connection()?;
        let committed = self.transaction.commit().await;
        committed.map_err(|error| failure("unit of work", error))
    }

    /// Loads the first answer.
    pub(super) async fn one<T: Kept>(
        &mut self,
        question: Question<T>,
    ) -> Result<Option<Stored<T>>> {
        let answer = question.one(self.connection()?).await;
        self.outcome(answer)
    }

    /// Loads all answers.
    pub(super) async fn many<T: Kept>(&mut self, question: Question<T>) -> Result<Vec<Stored<T>>> {
        let answers = question.many(self.connection()?).await;
        self.outcome(answers)
    }

    /// Writes, and says how many rows it changed.
    pub(super) async fn write(
        &mut self,
        name: &'static str,
        statement: &mut QueryBuilder<Sqlite>,
    ) -> Result<u64> {
        let done = statement.build().execute(self.connection()?).await;
        let done = done.map_err(|error| failure(name, error));
        self.outcome(done.map(|done| done.rows_affected()))
    }
}

#[async_trait]
impl UnitOfWork for Work {
    every_repository_is_self!();

    async fn commit(self: Box<Self>) -> Result<()> {
        self.finish().await
    }
}
