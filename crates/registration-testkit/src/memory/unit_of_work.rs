//! The unit of work in memory: a copy of everything, put in place by commit.

use super::{Result, put, references, state::State};
use async_trait::async_trait;
use registration_core::{
    every_repository_is_self,
    ports::{StoreError, UnitOfWork},
};
use std::sync::{Arc, RwLock};
use tokio::sync::OwnedMutexGuard;

/// Holds the only turn to write until it is committed or dropped, which locks whatever it may load.
pub(super) struct MemoryUnitOfWork {
    state: State,
    begun_with: State,
    committed: Arc<RwLock<State>>,
    failed: bool,
    _turn: OwnedMutexGuard<()>,
}

impl MemoryUnitOfWork {
    pub(super) fn new(
        state: State,
        committed: Arc<RwLock<State>>,
        turn: OwnedMutexGuard<()>,
    ) -> Self {
        Self {
            begun_with: state.clone(),
            state,
            committed,
            failed: false,
            _turn: turn,
        }
    }

    /// Runs one statement. After the first that fails nothing runs any more, as in a Postgres transaction.
    pub(super) fn run<R>(&mut self, statement: impl FnOnce(&mut State) -> Result<R>) -> Result<R> {
        self.check()?;
        let answer = statement(&mut self.state);
        self.failed = answer.is_err();
        answer
    }

    fn check(&self) -> Result<()> {
        if self.failed {
            return Err(StoreError::Unavailable(
                "this unit of work ended with its first error".into(),
            ));
        }
        Ok(())
    }
}

#[async_trait]
impl UnitOfWork for MemoryUnitOfWork {
    every_repository_is_self!();

    async fn commit(self: Box<Self>) -> Result<()> {
        self.check()?;
        references::check(&self.state, &self.begun_with)?;
        put(&self.committed, self.state);
        Ok(())
    }
}
