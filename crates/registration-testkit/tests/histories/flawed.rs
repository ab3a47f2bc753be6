//! A store in memory with one flaw that no single statement shows, only what follows from it.

use async_trait::async_trait;
use registration_core::{
    model::{
        AccountId, AuditAction, AuditEntry, Contact, ContactId, Customer, CustomerId, EmailAddress,
        InviteLink, InviteLinkId, MailId, OutboxMail, PortalAccess, RefusedAttempt, Registration,
        RegistrationId, Revision, SecretDigest, Session, SessionHolder, Stored, Timestamp, Token,
        TokenPurpose,
    },
    ports::{
        AccountRepository, ApiKeyRepository, AuditTrail, ContactRepository, CustomerRepository,
        InviteLinkRepository, Outbox, PlaybookRepository, ProjectRepository,
        RegistrationRepository, SessionRepository, StaffRepository, Store, StoreError,
        TokenRepository, UnitOfWork,
    },
};
use registration_testkit::{fixtures::Fixtures, memory::MemoryStore};
use std::sync::Arc;

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

/// What is wrong with a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    /// Says that a use was taken and takes none.
    CountsNoUses,
    /// Forgets to end the sessions of those who have no access left.
    EndsNoSessions,
    /// Drops the entries that tell how people came in.
    DropsProvenance,
    /// Shows everybody every project.
    ShowsEveryProject,
    /// Queues project mails twice.
    QueuesTwice,
    /// Forgets to end the tokens of a purpose.
    EndsNoTokens,
    /// Passes over updates that suspend a contact.
    KeepsAccess,
    /// Passes over changes of permitted domains.
    KeepsDomains,
    /// Finds nothing that is pending for a contact.
    FindsNothingPending,
    /// Shows the contacts of archived customers in sessions.
    ShowsArchivedCustomers,
}

/// A store in memory with one flaw.
pub(crate) struct Flawed {
    pub(crate) flaw: Flaw,
    pub(crate) inner: Arc<MemoryStore>,
    make: Arc<Fixtures>,
}

impl Flawed {
    pub(crate) fn new(flaw: Flaw) -> (Arc<MemoryStore>, Self) {
        let inner = Arc::new(MemoryStore::default());
        (
            Arc::clone(&inner),
            Self {
                flaw,
                inner,
                make: Arc::default(),
            },
        )
    }
}

/// A unit of work with one flaw.
struct Work {
    flaw: Flaw,
    inner: Box<dyn UnitOfWork>,
    make: Arc<Fixtures>,
}

#[async_trait]
impl Store for Flawed {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>> {
        let inner = self.inner.begin().await?;
        Ok(Box::new(Work {
            flaw: self.flaw,
            inner,
            make: Arc::clone(&self.make),
        }))
    }
}

#[async_trait]
impl UnitOfWork for Work {
    fn customers(&mut self) -> &mut dyn CustomerRepository {
        self
    }
    fn invite_links(&mut self) -> &mut dyn InviteLinkRepository {
        self
    }
    fn registrations(&mut self) -> &mut dyn RegistrationRepository {
        self
    }
    fn tokens(&mut self) -> &mut dyn TokenRepository {
        self
    }
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self.inner.accounts()
    }
    fn contacts(&mut self) -> &mut dyn ContactRepository {
        self
    }
    fn staff(&mut self) -> &mut dyn StaffRepository {
        self.inner.staff()
    }
    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }
    fn api_keys(&mut self) -> &mut dyn ApiKeyRepository {
        self.inner.api_keys()
    }
    fn playbooks(&mut self) -> &mut dyn PlaybookRepository {
        self.inner.playbooks()
    }
    fn projects(&mut self) -> &mut dyn ProjectRepository {
        self.inner.projects()
    }
    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }
    fn audit(&mut self) -> &mut dyn AuditTrail {
        self
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.inner.commit().await
    }
}

#[async_trait]
impl CustomerRepository for Work {
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        self.inner.customers().get(id).await
    }
    async fn get_shared(&mut self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        self.inner.customers().get_shared(ids).await
    }
    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>> {
        self.inner.customers().find(id).await
    }
    async fn insert(&mut self, customer: &Customer) -> Result<()> {
        self.inner.customers().insert(customer).await
    }
    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision> {
        let mut customer = customer.clone();
        if self.flaw == Flaw::KeepsDomains
            && let Some(row) = self.inner.customers().get(customer.id).await?
            && !row.settings.permitted_domains.is_empty()
        {
            customer.value.settings.permitted_domains = row.value.settings.permitted_domains;
        }
        self.inner.customers().update(&customer).await
    }
}

#[async_trait]
impl InviteLinkRepository for Work {
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        self.inner.invite_links().get(id).await
    }
    async fn insert(&mut self, link: &InviteLink) -> Result<()> {
        self.inner.invite_links().insert(link).await
    }
    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision> {
        self.inner.invite_links().update(link).await
    }
    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool> {
        if self.flaw == Flaw::CountsNoUses {
            return Ok(true);
        }
        self.inner.invite_links().take_use(id, at).await
    }
}

#[async_trait]
impl RegistrationRepository for Work {
    async fn get(&mut self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        self.inner.registrations().get(id).await
    }
    async fn get_pending_of(&mut self, email: &EmailAddress) -> Result<Vec<Stored<Registration>>> {
        self.inner.registrations().get_pending_of(email).await
    }
    async fn get_pending_for(&mut self, contact: ContactId) -> Result<Vec<Stored<Registration>>> {
        if self.flaw == Flaw::FindsNothingPending {
            return Ok(Vec::new());
        }
        self.inner.registrations().get_pending_for(contact).await
    }
    async fn get_pending_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Registration>>> {
        self.inner.registrations().get_pending_at(customer).await
    }
    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        self.inner.registrations().get_overdue(now, limit).await
    }
    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        self.inner
            .registrations()
            .get_neglected(begun_by, reminders, limit)
            .await
    }
    async fn insert(&mut self, registration: &Registration) -> Result<()> {
        self.inner.registrations().insert(registration).await
    }
    async fn update(&mut self, registration: &Stored<Registration>) -> Result<Revision> {
        self.inner.registrations().update(registration).await
    }
}

#[async_trait]
impl TokenRepository for Work {
    async fn get(&mut self, digest: &SecretDigest) -> Result<Option<Token>> {
        self.inner.tokens().get(digest).await
    }
    async fn insert(&mut self, token: &Token) -> Result<()> {
        self.inner.tokens().insert(token).await
    }
    async fn end(&mut self, purpose: &TokenPurpose) -> Result<()> {
        if self.flaw == Flaw::EndsNoTokens {
            return Ok(());
        }
        self.inner.tokens().end(purpose).await
    }
    async fn forget_expired(&mut self, now: Timestamp) -> Result<()> {
        self.inner.tokens().forget_expired(now).await
    }
}

#[async_trait]
impl ContactRepository for Work {
    async fn get(&mut self, id: ContactId) -> Result<Option<Stored<Contact>>> {
        self.inner.contacts().get(id).await
    }
    async fn get_by_email(
        &mut self,
        customer: CustomerId,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Contact>>> {
        self.inner.contacts().get_by_email(customer, email).await
    }
    async fn get_of_account(&mut self, account: AccountId) -> Result<Vec<Stored<Contact>>> {
        self.inner.contacts().get_of_account(account).await
    }
    async fn get_active_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Contact>>> {
        self.inner.contacts().get_active_at(customer).await
    }
    async fn insert(&mut self, contact: &Contact) -> Result<()> {
        self.inner.contacts().insert(contact).await
    }
    async fn update(&mut self, contact: &Stored<Contact>) -> Result<Revision> {
        if self.flaw == Flaw::KeepsAccess
            && matches!(contact.access, PortalAccess::Suspended { .. })
        {
            return Ok(contact.revision.next());
        }
        self.inner.contacts().update(contact).await
    }
}

#[async_trait]
impl SessionRepository for Work {
    async fn insert(&mut self, session: &Session) -> Result<()> {
        self.inner.sessions().insert(session).await
    }
    async fn touch(&mut self, digest: &SecretDigest, at: Timestamp) -> Result<()> {
        self.inner.sessions().touch(digest, at).await
    }
    async fn end(&mut self, digest: &SecretDigest) -> Result<()> {
        self.inner.sessions().end(digest).await
    }
    async fn end_all(&mut self, holder: SessionHolder) -> Result<()> {
        self.inner.sessions().end_all(holder).await
    }
    async fn end_others(&mut self, holder: SessionHolder, kept: &SecretDigest) -> Result<()> {
        self.inner.sessions().end_others(holder, kept).await
    }
    async fn end_stranded(&mut self) -> Result<()> {
        if self.flaw == Flaw::EndsNoSessions {
            return Ok(());
        }
        self.inner.sessions().end_stranded().await
    }
    async fn forget_begun_by(&mut self, begun_by: Timestamp) -> Result<()> {
        self.inner.sessions().forget_begun_by(begun_by).await
    }
}

#[async_trait]
impl Outbox for Work {
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<()> {
        let is_project = mail.mail.kind() == registration_core::model::MailKind::ProjectStarted;
        if self.flaw == Flaw::QueuesTwice && is_project {
            let again = OutboxMail {
                id: self.make.id(),
                ..mail.clone()
            };
            self.inner.outbox().enqueue(&again).await?;
        }
        self.inner.outbox().enqueue(mail).await
    }
    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool> {
        self.inner.outbox().requeue(id, at).await
    }
    async fn wipe_expired(&mut self, now: Timestamp) -> Result<()> {
        self.inner.outbox().wipe_expired(now).await
    }
}

#[async_trait]
impl AuditTrail for Work {
    async fn append(&mut self, entry: &AuditEntry) -> Result<()> {
        if self.flaw == Flaw::DropsProvenance && entry.action == AuditAction::RegistrationCompleted
        {
            return Ok(());
        }
        self.inner.audit().append(entry).await
    }
    async fn refused(&mut self, attempt: &RefusedAttempt) -> Result<()> {
        self.inner.audit().refused(attempt).await
    }
    async fn forget_refused(&mut self, at: Timestamp) -> Result<()> {
        self.inner.audit().forget_refused(at).await
    }
}
