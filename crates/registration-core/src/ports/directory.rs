//! The directory: what screens and lists read. It opens no unit of work and locks nothing.

use super::StoreError;
use crate::model::{
    Account, AccountId, ApiKey, AuditAction, AuditEntry, Contact, ContactId, Customer, CustomerId,
    DomainName, EmailAddress, InviteLink, InviteLinkId, LinkCode, Locale, Mail, MailId, MailKind,
    MailState, MediaId, OriginKind, Playbook, PlaybookId, Project, ProjectId, RefusedAttempt,
    Registration, RegistrationId, SecretDigest, Session, SessionHolder, Staff, StaffId, StateKind,
    Stored, Timestamp, Token,
};
use async_trait::async_trait;
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Which part of a list: newest first, at most `limit`, from after the row that `before` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many rows at most.
    pub limit: u32,
    /// The id of the last row of the page before.
    pub before: Option<Uuid>,
}

/// A signed-in portal account as every request needs it.
#[derive(Debug, Clone)]
pub struct PortalSession {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub account: Account,
    /// Contacts whose access is active at customers that aren't archived, with the customer's name, ordered by id.
    pub contacts: Vec<(Contact, String)>,
}

/// Which registrations to list; `None` means all.
#[derive(Debug, Clone, Default)]
pub struct RegistrationFilter {
    /// In this state.
    pub state: Option<StateKind>,
    /// By this door.
    pub origin: Option<OriginKind>,
    /// At this customer.
    pub customer: Option<CustomerId>,
    /// By this link.
    pub link: Option<InviteLinkId>,
    /// Whose address or name contains this text, whatever its case.
    pub q: Option<String>,
}

/// Which projects to list; `None` means all.
#[derive(Debug, Clone, Default)]
pub struct ProjectFilter {
    /// Of this customer.
    pub customer: Option<CustomerId>,
    /// Of this owner.
    pub owner: Option<StaffId>,
    /// Started by one of these contacts, or with one of them as a member.
    pub visible_to: Option<Vec<ContactId>>,
}

/// Which audit entries to list; `None` means all.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// By this actor.
    pub actor: Option<Uuid>,
    /// Of this action.
    pub action: Option<AuditAction>,
    /// About this subject.
    pub subject: Option<Uuid>,
    /// At this customer.
    pub customer: Option<CustomerId>,
    /// At or after this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
}

/// Which mails to list; `None` means all.
#[derive(Debug, Clone, Default)]
pub struct OutboxFilter {
    /// In this state.
    pub state: Option<MailState>,
    /// Of this kind.
    pub kind: Option<MailKind>,
    /// To this address.
    pub to: Option<EmailAddress>,
}

/// A mail as the console shows it.
#[derive(Debug, Clone)]
pub struct OutboxEntry {
    /// Its id.
    pub id: MailId,
    /// Its kind.
    pub kind: MailKind,
    /// To whom.
    pub to: EmailAddress,
    /// In which language.
    pub locale: Option<Locale>,
    /// Where it is.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// From when on sending it is pointless.
    pub expires_at: Option<Timestamp>,
    /// When the server took it.
    pub sent_at: Option<Timestamp>,
    /// What it says; wiped when it was sent or expired.
    pub mail: Option<Mail>,
}

/// Read-only look-ups and lists. Every list is newest first, by id.
///
/// ```
/// use registration_core::ports::{Directory, Page, Store};
/// # use registration_testkit::{fixtures::Fixtures, memory::MemoryStore};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let (store, make) = (MemoryStore::default(), Fixtures::default());
/// # let mut work = store.begin().await?;
/// for _ in 0..3 {
///     work.customers().insert(&make.customer()).await?;
/// }
/// work.commit().await?;
/// let first = store.customers(None, Page { limit: 2, before: None }).await?;
/// let rest = store.customers(None, Page { limit: 2, before: Some(first[1].id.0) }).await?;
/// assert_eq!((first.len(), rest.len()), (2, 1));
/// assert!(first[0].id > first[1].id && first[1].id > rest[0].id, "newest first");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait Directory: Send + Sync {
    /// The store's own clock, to compare with ours, and the proof that it answers.
    async fn now(&self) -> Result<Timestamp>;

    /// The portal session behind a cookie, whatever its age, with the access of this moment.
    async fn portal_session(&self, digest: &SecretDigest) -> Result<Option<PortalSession>>;
    /// The console session behind a cookie, whatever its age, with the staff member of this moment.
    async fn staff_session(
        &self,
        digest: &SecretDigest,
    ) -> Result<Option<(Session, Stored<Staff>)>>;
    /// The API key with this digest.
    async fn api_key(&self, digest: &SecretDigest) -> Result<Option<ApiKey>>;
    /// The sessions of a holder, newest first.
    async fn sessions_of(&self, holder: SessionHolder) -> Result<Vec<Session>>;
    /// The token with this digest, live or over.
    async fn token(&self, digest: &SecretDigest) -> Result<Option<Token>>;

    /// The account of an address.
    async fn account_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Account>>>;
    /// An account.
    async fn account(&self, id: AccountId) -> Result<Option<Stored<Account>>>;
    /// The staff member with an address.
    async fn staff_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Staff>>>;

    /// A customer.
    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<Customer>>>;
    /// Those of `ids` that exist, ordered by id.
    async fn customers_by_id(&self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>>;
    /// Customers that aren't archived, whose name or reference contains `q`, whatever its case.
    async fn customers(&self, q: Option<&str>, page: Page) -> Result<Vec<Stored<Customer>>>;
    /// Customers that aren't archived and have an entry for one of `domains`, ordered by id: one indexed look-up.
    async fn customers_permitting(&self, domains: &[DomainName]) -> Result<Vec<Stored<Customer>>>;

    /// The newest customer that isn't archived and whose portal form can admit somebody: it is on, and there is a
    /// permitted domain.
    async fn open_customer(&self) -> Result<Option<Stored<Customer>>>;

    /// An invite link.
    async fn invite_link(&self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>>;
    /// The link that has this code, or had it before it was replaced.
    async fn invite_link_by_code(&self, code: &LinkCode) -> Result<Option<Stored<InviteLink>>>;
    /// The links of a customer.
    async fn invite_links(
        &self,
        customer: CustomerId,
        page: Page,
    ) -> Result<Vec<Stored<InviteLink>>>;

    /// A contact.
    async fn contact(&self, id: ContactId) -> Result<Option<Stored<Contact>>>;
    /// The contacts of a customer whose name or address contains `q`, whatever its case.
    async fn contacts(
        &self,
        customer: CustomerId,
        q: Option<&str>,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>>;
    /// All contacts with this address at any customer, whatever their access, ordered by id.
    async fn contacts_by_email(&self, email: &EmailAddress) -> Result<Vec<Stored<Contact>>>;
    /// Contacts of customers that aren't archived, with an address on exactly this domain.
    async fn contacts_on_domain(
        &self,
        domain: &DomainName,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>>;

    /// A registration.
    async fn registration(&self, id: RegistrationId) -> Result<Option<Stored<Registration>>>;
    /// Registrations.
    async fn registrations(
        &self,
        filter: &RegistrationFilter,
        page: Page,
    ) -> Result<Vec<Stored<Registration>>>;

    /// The oldest registration that awaits mapping.
    async fn longest_waiting(&self) -> Result<Option<Stored<Registration>>>;

    /// A playbook.
    async fn playbook(&self, id: PlaybookId) -> Result<Option<Stored<Playbook>>>;
    /// Playbooks that aren't archived.
    async fn playbooks(&self, page: Page) -> Result<Vec<Stored<Playbook>>>;
    /// Playbooks that aren't archived and whose self-service is on, newest first.
    async fn self_service_playbooks(&self) -> Result<Vec<Stored<Playbook>>>;
    /// Playbooks, archived or not, whose cover is one of these uploads, ordered by id: one indexed look-up.
    async fn playbooks_covered_by(&self, pictures: &[MediaId]) -> Result<Vec<Stored<Playbook>>>;

    /// A project.
    async fn project(&self, id: ProjectId) -> Result<Option<Stored<Project>>>;
    /// Projects.
    async fn projects(&self, filter: &ProjectFilter, page: Page) -> Result<Vec<Stored<Project>>>;

    /// A staff member.
    async fn staff_member(&self, id: StaffId) -> Result<Option<Stored<Staff>>>;
    /// Staff, active or not.
    async fn staff(&self, page: Page) -> Result<Vec<Stored<Staff>>>;
    /// All active staff, ordered by id.
    async fn active_staff(&self) -> Result<Vec<Stored<Staff>>>;

    /// What those of `ids` are called that name a customer, a link, an account, a contact, a registration (by its
    /// person), a playbook, a project, a staff member or an API key: one statement for all.
    async fn names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>>;

    /// API keys.
    async fn api_keys(&self, page: Page) -> Result<Vec<ApiKey>>;
    /// Audit entries.
    async fn audit_entries(&self, filter: &AuditFilter, page: Page) -> Result<Vec<AuditEntry>>;
    /// Refused attempts: those that were not forgotten yet.
    async fn refused_attempts(&self, page: Page) -> Result<Vec<RefusedAttempt>>;
    /// A mail.
    async fn mail(&self, id: MailId) -> Result<Option<OutboxEntry>>;
    /// Mails.
    async fn mails(&self, filter: &OutboxFilter, page: Page) -> Result<Vec<OutboxEntry>>;
}
