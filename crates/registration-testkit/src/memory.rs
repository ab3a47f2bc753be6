//! A store in memory, as strict as the strictest database: what works on it works on every store that obeys the contract.
//!
//! One unit of work runs at a time, on a copy of everything; commit puts the copy in place, drop forgets it. The
//! [`Directory`](registration_core::ports::Directory) reads what was committed last and waits for nobody.

mod account;
mod api_key;
mod audit;
mod capture;
mod contact;
mod customer;
mod directory;
mod invite_link;
mod media;
mod outbox;
mod playbook;
mod project;
mod references;
mod registration;
mod session;
mod staff;
mod state;
mod token;
mod unit_of_work;

use async_trait::async_trait;
use registration_core::{
    model::Timestamp,
    ports::{Clock, Store, StoreError, UnitOfWork},
};
use state::State;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;
use unit_of_work::MemoryUnitOfWork;

type Result<T> = std::result::Result<T, StoreError>;

/// Everything that a store keeps, in memory. Clones share their content.
///
/// ```
/// use registration_testkit::memory::MemoryStore;
/// use registration_core::ports::Store;
///
/// let store: std::sync::Arc<dyn Store> = std::sync::Arc::new(MemoryStore::default());
/// ```
#[derive(Clone)]
pub struct MemoryStore {
    /// Whoever holds it may write.
    turn: Arc<Mutex<()>>,
    committed: Arc<RwLock<State>>,
    clock: Arc<dyn Clock>,
}

impl MemoryStore {
    /// An empty store whose own clock ([`Directory::now`](registration_core::ports::Directory::now)) is `clock`.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        Self {
            turn: Arc::default(),
            committed: Arc::default(),
            clock: Arc::new(clock),
        }
    }

    /// A store of its own with the same content: what is written to one is not seen by the other.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self {
            turn: Arc::default(),
            committed: Arc::new(RwLock::new(self.committed())),
            clock: Arc::clone(&self.clock),
        }
    }

    /// Takes over the content of `other`, as a backup is played back: without asking whoever writes at this moment.
    pub fn restore(&self, other: &Self) {
        put(&self.committed, other.committed());
    }

    /// What was committed last. The copy shares its tables until one of them is written to.
    fn committed(&self) -> State {
        self.committed
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// One statement of its own: it takes its turn, and nothing of it is kept when it fails.
    async fn statement<R>(&self, change: impl FnOnce(&mut State) -> Result<R> + Send) -> Result<R> {
        let _turn = self.turn.lock().await;
        let mut state = self.committed();
        let answer = change(&mut state)?;
        put(&self.committed, state);
        Ok(answer)
    }
}

/// Makes `state` what everybody sees.
fn put(committed: &RwLock<State>, state: State) {
    *committed.write().unwrap_or_else(PoisonError::into_inner) = state;
}

impl Default for MemoryStore {
    /// An empty store with the clock of the machine.
    fn default() -> Self {
        Self::with_clock(MachineClock)
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryStore")
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let state = self.committed();
        Ok(Box::new(MemoryUnitOfWork::new(
            state,
            Arc::clone(&self.committed),
            turn,
        )))
    }
}

/// The clock that a database server would have.
struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        time::OffsetDateTime::now_utc().into()
    }
}
