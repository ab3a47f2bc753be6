//! A store that commits and loses the reply.

use async_trait::async_trait;
use registration_core::ports::{
    AccountRepository, ApiKeyRepository, AuditTrail, ContactRepository, CustomerRepository,
    InviteLinkRepository, Outbox, PlaybookRepository, ProjectRepository, RegistrationRepository,
    SessionRepository, StaffRepository, Store, StoreError, TokenRepository, UnitOfWork,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// A store in front of another one. When it is told to, the next commit happens, and the caller is told that the
/// connection broke: whoever repeats the command then must not do it twice. Clones lose the same replies.
///
/// ```
/// use registration_core::ports::Store;
/// use registration_testkit::{doubles::LostReplies, fixtures::Fixtures, memory::MemoryStore};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let (store, customer) = (LostReplies::before(MemoryStore::default()), Fixtures::default().customer());
/// store.lose_the_next();
/// let mut work = store.begin().await?;
/// work.customers().insert(&customer).await?;
/// assert!(work.commit().await.is_err());
/// let mut work = store.begin().await?;
/// assert!(work.customers().insert(&customer).await.is_err(), "it is there");
/// # Ok::<(), registration_core::ports::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct LostReplies<S> {
    store: S,
    lose: Arc<AtomicBool>,
}

impl<S> LostReplies<S> {
    /// Loses none of `store`'s replies yet.
    #[must_use]
    pub fn before(store: S) -> Self {
        Self {
            store,
            lose: Arc::default(),
        }
    }

    /// The reply to the next commit that succeeds is lost.
    pub fn lose_the_next(&self) {
        self.lose.store(true, Ordering::SeqCst);
    }

    /// Whether the reply that was to be lost still waits for its commit.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.lose.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl<S: Store> Store for LostReplies<S> {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Work {
            work: self.store.begin().await?,
            lose: Arc::clone(&self.lose),
        }))
    }
}

struct Work {
    work: Box<dyn UnitOfWork>,
    lose: Arc<AtomicBool>,
}

#[async_trait]
impl UnitOfWork for Work {
    fn customers(&mut self) -> &mut dyn CustomerRepository {
        self.work.customers()
    }
    fn invite_links(&mut self) -> &mut dyn InviteLinkRepository {
        self.work.invite_links()
    }
    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self.work.registrations()
    }
    fn tokens(&mut self) -> &mut dyn TokenRepository {
        self.work.tokens()
    }
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self.work.accounts()
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self.work.contacts()
    }
    fn staff(&mut self) -> &mut dyn StaffRepository {
        self.work.staff()
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.work.sessions()
    }
    fn api_keys(&mut self) -> &mut dyn ApiKeyRepository {
        self.work.api_keys()
    }
    fn playbooks(&mut self) -> &mut dyn PlaybookRepository {
        self.work.playbooks()
    }
    fn projects(&mut self) -> &mut dyn ProjectRepository {
        self.work.projects()
    }
    fn outbox(&mut self) -> &mut dyn Outbox {
        self.work.outbox()
    }
    fn audit(&mut self) -> &mut dyn AuditTrail {
        self.work.audit()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.work.commit().await?;
        if self.lose.swap(false, Ordering::SeqCst) {
            return Err(StoreError::Unavailable(
                "the connection broke after the commit".into(),
            ));
        }
        Ok(())
    }
}
