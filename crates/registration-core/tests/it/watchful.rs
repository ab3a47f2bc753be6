//! A store that watches its callers: nothing may be looked up, counted or hashed while a unit of work is open, since
//! that would wait for a second connection with the first one in hand. It can also be in the way now and then.

use async_trait::async_trait;
use registration_core::{model::*, policy::limits::Limit, ports::*};
use registration_testkit::{
    doubles::{Bursts, PlainHasher},
    memory::MemoryStore,
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Stands before a store, a throttle and a hasher. Clones watch together.
#[derive(Clone)]
pub(crate) struct Watchful {
    store: MemoryStore,
    pub(crate) throttle: Bursts,
    open: Arc<AtomicUsize>,
    begun: Arc<AtomicUsize>,
    /// Of so many units of work one is refused for contention; none when 0.
    refuse_every: usize,
}

impl Watchful {
    pub(crate) fn new(store: MemoryStore, refuse_every: usize) -> Self {
        Self {
            store,
            throttle: Bursts::default(),
            open: Arc::default(),
            begun: Arc::default(),
            refuse_every,
        }
    }

    pub(crate) fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    fn nothing_is_open(&self, call: &str) {
        assert_eq!(
            self.open.load(Ordering::SeqCst),
            0,
            "{call} while a unit of work is open"
        );
    }
}

#[async_trait]
impl Store for Watchful {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>> {
        self.nothing_is_open("a second unit of work");
        let number = self.begun.fetch_add(1, Ordering::SeqCst);
        let inner = self.store.begin().await?;
        self.open.fetch_add(1, Ordering::SeqCst);
        let is_refused = self.refuse_every > 0 && number.is_multiple_of(self.refuse_every);
        Ok(Box::new(Watched {
            inner: Some(inner),
            open: Arc::clone(&self.open),
            is_refused,
        }))
    }
}

#[async_trait]
impl Throttle for Watchful {
    async fn hit(&self, limit: Limit, key: &str) -> std::result::Result<(), RetryAfter> {
        self.nothing_is_open("the throttle");
        self.throttle.hit(limit, key).await
    }
}

#[async_trait]
impl PasswordHasher for Watchful {
    async fn hash(&self, password: Password) -> std::result::Result<PasswordHash, HashError> {
        self.nothing_is_open("hashing");
        PlainHasher.hash(password).await
    }

    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> std::result::Result<PasswordCheck, HashError> {
        self.nothing_is_open("checking a password");
        PlainHasher.check(password, hash).await
    }
}

struct Watched {
    inner: Option<Box<dyn UnitOfWork>>,
    open: Arc<AtomicUsize>,
    is_refused: bool,
}

impl Watched {
    fn inner(&mut self) -> &mut dyn UnitOfWork {
        self.inner.as_deref_mut().expect("it is not committed yet")
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }
}

macro_rules! repositories {
    ($($name:ident: $repository:ident,)+) => {
        #[async_trait]
        impl UnitOfWork for Watched {
            $(fn $name(&mut self) -> &mut dyn $repository {
                self.inner().$name()
            })+

            async fn commit(mut self: Box<Self>) -> Result<()> {
                if self.is_refused {
                    return Err(StoreError::Contention("somebody else was faster".into()));
                }
                self.inner.take().expect("it is committed once").commit().await
            }
        }
    };
}

repositories! {
    customers: CustomerRepository,
    invite_links: InviteLinkRepository,
    registrations: RegistrationRepository,
    tokens: TokenRepository,
    accounts: AccountRepository,
    contacts: ContactRepository,
    staff: StaffRepository,
    sessions: SessionRepository,
    api_keys: ApiKeyRepository,
    playbooks: PlaybookRepository,
    projects: ProjectRepository,
    outbox: Outbox,
    audit: AuditTrail,
}

macro_rules! look_ups {
    ($($name:ident($($arg:ident: $type:ty),*) -> $answer:ty,)+) => {
        #[async_trait]
        impl Directory for Watchful {
            $(async fn $name(&self, $($arg: $type),*) -> Result<$answer> {
                self.nothing_is_open(stringify!($name));
                self.store.$name($($arg),*).await
            })+
        }
    };
}

look_ups! {
    now() -> Timestamp,
    portal_session(digest: &SecretDigest) -> Option<PortalSession>,
    staff_session(digest: &SecretDigest) -> Option<(Session, Stored<Staff>)>,
    api_key(digest: &SecretDigest) -> Option<ApiKey>,
    sessions_of(holder: SessionHolder) -> Vec<Session>,
    token(digest: &SecretDigest) -> Option<Token>,
    account_by_email(email: &EmailAddress) -> Option<Stored<Account>>,
    account(id: AccountId) -> Option<Stored<Account>>,
    staff_by_email(email: &EmailAddress) -> Option<Stored<Staff>>,
    customer(id: CustomerId) -> Option<Stored<Customer>>,
    customers_by_id(ids: &[CustomerId]) -> Vec<Stored<Customer>>,
    customers(q: Option<&str>, page: Page) -> Vec<Stored<Customer>>,
    customers_permitting(domains: &[DomainName]) -> Vec<Stored<Customer>>,
    open_customer() -> Option<Stored<Customer>>,
    invite_link(id: InviteLinkId) -> Option<Stored<InviteLink>>,
    invite_link_by_code(code: &LinkCode) -> Option<Stored<InviteLink>>,
    invite_links(customer: CustomerId, page: Page) -> Vec<Stored<InviteLink>>,
    contact(id: ContactId) -> Option<Stored<Contact>>,
    contacts(customer: CustomerId, q: Option<&str>, page: Page) -> Vec<Stored<Contact>>,
    contacts_by_email(email: &EmailAddress) -> Vec<Stored<Contact>>,
    contacts_on_domain(domain: &DomainName, page: Page) -> Vec<Stored<Contact>>,
    registration(id: RegistrationId) -> Option<Stored<Registration>>,
    registrations(filter: &RegistrationFilter, page: Page) -> Vec<Stored<Registration>>,
    playbook(id: PlaybookId) -> Option<Stored<Playbook>>,
    playbooks(page: Page) -> Vec<Stored<Playbook>>,
    self_service_playbooks() -> Vec<Stored<Playbook>>,
    playbooks_covered_by(pictures: &[MediaId]) -> Vec<Stored<Playbook>>,
    project(id: ProjectId) -> Option<Stored<Project>>,
    projects(filter: &ProjectFilter, page: Page) -> Vec<Stored<Project>>,
    staff_member(id: StaffId) -> Option<Stored<Staff>>,
    staff(page: Page) -> Vec<Stored<Staff>>,
    active_staff() -> Vec<Stored<Staff>>,
    longest_waiting() -> Option<Stored<Registration>>,
    names(ids: &[Uuid]) -> HashMap<Uuid, String>,
    api_keys(page: Page) -> Vec<ApiKey>,
    audit_entries(filter: &AuditFilter, page: Page) -> Vec<AuditEntry>,
    refused_attempts(page: Page) -> Vec<RefusedAttempt>,
    mail(id: MailId) -> Option<OutboxEntry>,
    mails(filter: &OutboxFilter, page: Page) -> Vec<OutboxEntry>,
}
