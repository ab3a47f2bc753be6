//! The store: units of work, and the contract that every store obeys.
//!
//! # The contract
//!
//! 1. **A unit of work is all or nothing.** [`UnitOfWork::commit`] makes everything visible at once; dropping it
//!    undoes everything. What commits together is durable together, the outbox included.
//! 2. **It locks what it loads.** `get*` locks the row until the end of the unit of work: exclusively, or shared where
//!    the name says so (`get_shared`). A second unit of work that wants the same row waits. It then sees what the
//!    first one committed.
//! 3. **Lock order** is customer → invite link → registration → account → contact → playbook → project → staff, and by
//!    id among rows of one kind. Use cases keep it, so that units of work never wait for each other in a circle.
//! 4. **It dies on its first error.** After any `Err` every further call fails and `commit` fails: Postgres refuses the
//!    rest of a transaction, so every store does.
//! 5. **Updates name the revision they were loaded at.** `update` writes the whole aggregate in one statement, only on
//!    that revision, and returns the next one; otherwise it is [`StoreError::Stale`].
//! 6. **Uniqueness is held by constraints**, not by reading first: [`StoreError::Duplicate`] names what existed.
//! 7. **References between rows are checked at commit**: what names another row may be written before it.
//! 8. **Times are whole microseconds and ids sort by time.** Lists are newest first: by id, descending.
//! 9. **Text compares bytewise**, whatever the locale of the database.
//!
//! # A unit of work
//!
//! ```
//! use registration_core::{model::Stored, ports::{Store, StoreError}};
//! # use registration_testkit::{fixtures::Fixtures, memory::MemoryStore};
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! # let (store, mut acme) = (MemoryStore::default(), Fixtures::default().customer());
//! # let id = acme.id;
//! let mut work = store.begin().await?;
//! work.customers().insert(&acme).await?;
//! work.commit().await?;
//!
//! let mut work = store.begin().await?;
//! let loaded = work.customers().get(id).await?.expect("it was committed"); // and nobody else changes it now
//! acme.name = "Acme Ltd".into();
//! let seen = loaded.revision;
//! assert_eq!(work.customers().update(&loaded.replace(acme.clone())).await?, seen.next());
//! work.commit().await?;
//!
//! let mut work = store.begin().await?;
//! let stale = work.customers().update(&Stored::new(acme, seen)).await;
//! assert!(matches!(stale, Err(StoreError::Stale("customer"))), "somebody changed it since: load it again");
//! assert!(work.commit().await.is_err(), "it died on its first error");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

use super::{
    AccountRepository, ApiKeyRepository, AuditTrail, ContactRepository, CustomerRepository,
    InviteLinkRepository, Outbox, PlaybookRepository, ProjectRepository, RegistrationRepository,
    SessionRepository, StaffRepository, TokenRepository,
};
use async_trait::async_trait;

/// Any error of an adapter, as a cause.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The row was changed since it was loaded.
    #[error("{0} was changed in the meantime")]
    Stale(&'static str),
    /// A constraint holds that there is one only.
    #[error("{0} already exists")]
    Duplicate(&'static str),
    /// Another unit of work was in the way; trying again may help.
    #[error("the store is busy")]
    Contention(#[source] BoxError),
    /// What is stored cannot be read as what it should be.
    #[error("stored {entity} cannot be read")]
    Corrupt {
        /// What it should have been.
        entity: &'static str,
        /// Why it isn't.
        #[source]
        source: BoxError,
    },
    /// The store cannot be reached or refused the work.
    #[error("the store is unavailable")]
    Unavailable(#[source] BoxError),
}

impl StoreError {
    /// A stored `entity` that cannot be read because of `source`.
    pub fn corrupt(entity: &'static str, source: impl Into<BoxError>) -> Self {
        Self::Corrupt {
            entity,
            source: source.into(),
        }
    }
}

/// Opens units of work.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work.
    ///
    /// # Errors
    /// [`StoreError::Contention`] or [`StoreError::Unavailable`].
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;
}

/// Changes that become visible together or not at all. See the [contract](self). A type that is every repository itself
/// writes its accessors with [`every_repository_is_self!`](crate::every_repository_is_self).
#[async_trait]
pub trait UnitOfWork: Send {
    /// Customers with their portal settings.
    fn customers(&mut self) -> &mut dyn CustomerRepository;
    /// Invite links.
    fn invite_links(&mut self) -> &mut dyn InviteLinkRepository;
    /// Registrations.
    fn registrations(&mut self) -> &mut dyn RegistrationRepository;
    /// Tokens of mailed links.
    fn tokens(&mut self) -> &mut dyn TokenRepository;
    /// Accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// Contacts.
    fn contacts(&mut self) -> &mut dyn ContactRepository;
    /// Staff.
    fn staff(&mut self) -> &mut dyn StaffRepository;
    /// Sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// API keys.
    fn api_keys(&mut self) -> &mut dyn ApiKeyRepository;
    /// Playbooks with their self-service settings.
    fn playbooks(&mut self) -> &mut dyn PlaybookRepository;
    /// Projects.
    fn projects(&mut self) -> &mut dyn ProjectRepository;
    /// Mails to be sent.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// The audit trail.
    fn audit(&mut self) -> &mut dyn AuditTrail;

    /// Makes everything visible and durable, or nothing.
    ///
    /// # Errors
    /// Any [`StoreError`]; nothing was changed then, unless the connection was lost after the commit was sent.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

/// Writes the accessors of a [`UnitOfWork`](crate::ports::UnitOfWork) that is every repository itself, as a transaction
/// usually is.
///
/// ```text
/// #[async_trait]
/// impl UnitOfWork for Work {
///     every_repository_is_self!();
///
///     async fn commit(self: Box<Self>) -> Result<(), StoreError> { … }
/// }
/// ```
#[macro_export]
macro_rules! every_repository_is_self {
    () => {
        fn customers(&mut self) -> &mut dyn $crate::ports::CustomerRepository {
            self
        }
        fn invite_links(&mut self) -> &mut dyn $crate::ports::InviteLinkRepository {
            self
        }
        fn registrations(&mut self) -> &mut dyn $crate::ports::RegistrationRepository {
            self
        }
        fn tokens(&mut self) -> &mut dyn $crate::ports::TokenRepository {
            self
        }
        fn accounts(&mut self) -> &mut dyn $crate::ports::AccountRepository {
            self
        }
        fn contacts(&mut self) -> &mut dyn $crate::ports::ContactRepository {
            self
        }
        fn staff(&mut self) -> &mut dyn $crate::ports::StaffRepository {
            self
        }
        fn sessions(&mut self) -> &mut dyn $crate::ports::SessionRepository {
            self
        }
        fn api_keys(&mut self) -> &mut dyn $crate::ports::ApiKeyRepository {
            self
        }
        fn playbooks(&mut self) -> &mut dyn $crate::ports::PlaybookRepository {
            self
        }
        fn projects(&mut self) -> &mut dyn $crate::ports::ProjectRepository {
            self
        }
        fn outbox(&mut self) -> &mut dyn $crate::ports::Outbox {
            self
        }
        fn audit(&mut self) -> &mut dyn $crate::ports::AuditTrail {
            self
        }
    };
}
