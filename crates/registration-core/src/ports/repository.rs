//! Repositories: what a unit of work loads (and locks) and writes. The contract is in [`store`](super::store).
//!
//! Verbs: `get*` loads to change and locks; `find` looks; `insert`; `update` writes a whole aggregate on the revision it was loaded
//! at and returns the next revision.
//!
//! What a [`UnitOfWork`](crate::ports::UnitOfWork) is made of:
//!
//! ```
//! use registration_core::ports::{MailQueue, Store};
//! # use registration_testkit::{fixtures::{Fixtures, minute}, memory::MemoryStore};
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! # let (store, make) = (MemoryStore::default(), Fixtures::default());
//! let acme = make.customer();
//! let (mut link, mut mail) = (make.invite_link(&acme), make.plain_mail());
//! (link.max_uses, mail.once) = (1.try_into().ok(), Some("welcome".into()));
//! let mut work = store.begin().await?;
//! work.invite_links().insert(&link).await?; // names a customer that is written after it
//! work.customers().insert(&acme).await?;
//! assert!(work.invite_links().take_use(link.id, minute(1)).await?);
//! assert!(!work.invite_links().take_use(link.id, minute(2)).await?, "it had one");
//! work.outbox().enqueue(&mail).await?;
//! mail.id = make.id();
//! work.outbox().enqueue(&mail).await?; // its key was used: dropped without an error
//! work.commit().await?;
//! assert_eq!(store.claim(minute(1), minute(3), 9).await?.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

use super::StoreError;
use crate::model::{
    Account, AccountId, ApiKey, ApiKeyId, AuditEntry, Contact, ContactId, Customer, CustomerId,
    EmailAddress, InviteLink, InviteLinkId, MailId, OutboxMail, Playbook, PlaybookId, Project,
    ProjectId, RefusedAttempt, Registration, RegistrationId, Revision, SecretDigest, Session,
    SessionHolder, Staff, StaffId, Stored, Timestamp, Token, TokenPurpose,
};
use async_trait::async_trait;

type Result<T> = std::result::Result<T, StoreError>;

/// Customers with their portal settings.
#[async_trait]
pub trait CustomerRepository: Send {
    /// Loads one and locks it exclusively.
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>>;
    /// Loads those of `ids` that exist, ordered by id, locked against change but not against each other.
    async fn get_shared(&mut self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>>;
    /// Looks at one without locking it: for its name in a mail, never for a rule.
    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>>;
    /// Writes a new one, its permitted domains included.
    async fn insert(&mut self, customer: &Customer) -> Result<()>;
    /// Writes a changed one, its permitted domains included.
    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision>;
}

/// Invite links.
#[async_trait]
pub trait InviteLinkRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when its code exists, live or retired.
    async fn insert(&mut self, link: &InviteLink) -> Result<()>;
    /// Writes a changed one, except for `uses` and `last_used_at`, which only [`take_use`](Self::take_use) changes.
    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision>;
    /// Counts one use if the maximum allows it, in one guarded statement; false when it is used up.
    /// The revision stays: a registration is not an edit.
    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool>;
}

/// Registrations. One pending one per address and customer (none counts as its own), one awaiting mapping per address.
#[async_trait]
pub trait RegistrationRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: RegistrationId) -> Result<Option<Stored<Registration>>>;
    /// All pending ones of an address, whether over by time or not, locked, ordered by id.
    async fn get_pending_of(&mut self, email: &EmailAddress) -> Result<Vec<Stored<Registration>>>;
    /// All pending ones that are decided for a contact, locked, ordered by id.
    async fn get_pending_for(&mut self, contact: ContactId) -> Result<Vec<Stored<Registration>>>;
    /// All pending ones at a customer, locked, ordered by id.
    async fn get_pending_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Registration>>>;
    /// Up to `limit` pending ones that are over by time at `now`, locked, passing over what others hold.
    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>>;
    /// Up to `limit` that await mapping, began at or before `begun_by` and were reminded fewer than `reminders` times,
    /// locked, passing over what others hold.
    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when the address has a pending one of the same kind.
    async fn insert(&mut self, registration: &Registration) -> Result<()>;
    /// Writes a changed one.
    async fn update(&mut self, registration: &Stored<Registration>) -> Result<Revision>;
}

/// Tokens of mailed links.
#[async_trait]
pub trait TokenRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, digest: &SecretDigest) -> Result<Option<Token>>;
    /// Writes a new one.
    async fn insert(&mut self, token: &Token) -> Result<()>;
    /// Ends every token of this purpose and subject.
    async fn end(&mut self, purpose: &TokenPurpose) -> Result<()>;
    /// Removes what is over by time at `now`.
    async fn forget_expired(&mut self, now: Timestamp) -> Result<()>;
}

/// Accounts, unique by address.
#[async_trait]
pub trait AccountRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: AccountId) -> Result<Option<Stored<Account>>>;
    /// Loads the one of an address and locks it.
    async fn get_by_email(&mut self, email: &EmailAddress) -> Result<Option<Stored<Account>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when the address has one.
    async fn insert(&mut self, account: &Account) -> Result<()>;
    /// Writes a changed one.
    async fn update(&mut self, account: &Stored<Account>) -> Result<Revision>;
}

/// Contacts, unique by customer and address.
#[async_trait]
pub trait ContactRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: ContactId) -> Result<Option<Stored<Contact>>>;
    /// Loads the one with an address at a customer and locks it.
    async fn get_by_email(
        &mut self,
        customer: CustomerId,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Contact>>>;
    /// Those whose access is active with an account, locked, ordered by id.
    async fn get_of_account(&mut self, account: AccountId) -> Result<Vec<Stored<Contact>>>;
    /// Those of a customer whose access is active, locked, ordered by id.
    async fn get_active_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Contact>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when the customer has one with the address.
    async fn insert(&mut self, contact: &Contact) -> Result<()>;
    /// Writes a changed one. [`StoreError::Duplicate`] when the customer has another with the address.
    async fn update(&mut self, contact: &Stored<Contact>) -> Result<Revision>;
}

/// Staff, unique by address.
#[async_trait]
pub trait StaffRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: StaffId) -> Result<Option<Stored<Staff>>>;
    /// Loads all active administrators, locked, ordered by id: who may be the last one.
    async fn get_administrators(&mut self) -> Result<Vec<Stored<Staff>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when the address has one.
    async fn insert(&mut self, staff: &Staff) -> Result<()>;
    /// Writes a changed one. [`StoreError::Duplicate`] when the address belongs to another.
    async fn update(&mut self, staff: &Stored<Staff>) -> Result<Revision>;
}

/// Sessions.
#[async_trait]
pub trait SessionRepository: Send {
    /// Writes a new one.
    async fn insert(&mut self, session: &Session) -> Result<()>;
    /// Notes that it was used.
    async fn touch(&mut self, digest: &SecretDigest, at: Timestamp) -> Result<()>;
    /// Ends one.
    async fn end(&mut self, digest: &SecretDigest) -> Result<()>;
    /// Ends all of a holder.
    async fn end_all(&mut self, holder: SessionHolder) -> Result<()>;
    /// Ends all of a holder but the one with this digest.
    async fn end_others(&mut self, holder: SessionHolder, kept: &SecretDigest) -> Result<()>;
    /// Ends those of accounts that have no contact left whose access is active at a customer that isn't archived.
    async fn end_stranded(&mut self) -> Result<()>;
    /// Removes those that began at or before `begun_by`.
    async fn forget_begun_by(&mut self, begun_by: Timestamp) -> Result<()>;
}

/// API keys.
#[async_trait]
pub trait ApiKeyRepository: Send {
    /// Writes a new one.
    async fn insert(&mut self, key: &ApiKey) -> Result<()>;
    /// Removes one; false when there was none.
    async fn delete(&mut self, id: ApiKeyId) -> Result<bool>;
}

/// Playbooks with their self-service settings.
#[async_trait]
pub trait PlaybookRepository: Send {
    /// Loads one and locks it exclusively.
    async fn get(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>>;
    /// Loads one, locked against change but not against other starters.
    async fn get_shared(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>>;
    /// Writes a new one.
    async fn insert(&mut self, playbook: &Playbook) -> Result<()>;
    /// Writes a changed one.
    async fn update(&mut self, playbook: &Stored<Playbook>) -> Result<Revision>;
}

/// Projects.
#[async_trait]
pub trait ProjectRepository: Send {
    /// Loads one and locks it.
    async fn get(&mut self, id: ProjectId) -> Result<Option<Stored<Project>>>;
    /// Loads the one that a contact started with a form.
    async fn get_by_form(
        &mut self,
        started_by: ContactId,
        form_token: &str,
    ) -> Result<Option<Stored<Project>>>;
    /// Writes a new one. [`StoreError::Duplicate`] when the contact started one with the same form.
    async fn insert(&mut self, project: &Project) -> Result<()>;
    /// Writes a changed one.
    async fn update(&mut self, project: &Stored<Project>) -> Result<Revision>;
}

/// Mails to be sent, written with the change that causes them.
#[async_trait]
pub trait Outbox: Send {
    /// Queues a mail. One whose `once` key was used before is dropped without an error.
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<()>;
    /// Queues a failed mail again, its attempts counted anew and its claims counted on; false unless it is failed and its
    /// payload lives.
    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool>;
    /// Wipes the payload of mails that expired at or before `now`, and fails those of them that were not sent.
    async fn wipe_expired(&mut self, now: Timestamp) -> Result<()>;
}

/// The append-only audit trail.
#[async_trait]
pub trait AuditTrail: Send {
    /// Writes an entry.
    async fn append(&mut self, entry: &AuditEntry) -> Result<()>;
    /// Notes a refused attempt.
    async fn refused(&mut self, attempt: &RefusedAttempt) -> Result<()>;
    /// Removes refused attempts from before `at`.
    async fn forget_refused(&mut self, at: Timestamp) -> Result<()>;
}
