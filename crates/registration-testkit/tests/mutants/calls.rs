//! Every call of every port, passed on by the mutant.

use crate::flaw::Inside;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, ApiKeyId, AuditEntry, Contact, ContactId, Customer, CustomerId,
        DomainName, EmailAddress, InviteLink, InviteLinkId, LinkCode, MailId, MailKind, MediaId,
        OutboxMail, Picture, Playbook, PlaybookId, Project, ProjectId, RefusedAttempt,
        Registration, RegistrationId, Revision, SecretDigest, Session, SessionHolder, Staff,
        StaffId, Stored, Timestamp, Token, TokenPurpose,
    },
    ports::{
        AuditFilter, CapturedMail, ClaimedMail, OutboxEntry, OutboxFilter, Page, PortalSession,
        ProjectFilter, RegistrationFilter, StoreError,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// Makes an owned value of an argument, which a flaw may change; how it is passed says how.
macro_rules! own {
    ($argument:ident) => {
        $argument
    };
    ($argument:ident lend) => {
        $argument.to_owned()
    };
    ($argument:ident text) => {
        $argument.map(str::to_owned)
    };
    ($argument:ident maybe) => {
        $argument.cloned()
    };
}

/// Passes the owned value on as it was passed.
macro_rules! pass {
    ($argument:ident) => {
        $argument
    };
    ($argument:ident lend) => {
        &$argument
    };
    ($argument:ident text) => {
        $argument.as_deref()
    };
    ($argument:ident maybe) => {
        $argument.as_ref()
    };
}

/// A repository of a unit of work, each of whose calls passes by the flaw; and the names of the calls.
macro_rules! repository {
    ($port:ident as $accessor:ident, $calls:ident {
        $($call:ident($($argument:ident: $type:ty $(=> $how:ident)?),*) -> $answer:ty;)+
    }) => {
        pub(crate) const $calls: &[&str] = &[$(concat!(stringify!($accessor), ".", stringify!($call)),)+];

        #[async_trait::async_trait]
        impl registration_core::ports::$port for $crate::store::Work {
            $(
                async fn $call(&mut self, $($argument: $type),*) -> Result<$answer> {
                    let made = concat!(stringify!($accessor), ".", stringify!($call));
                    if self.refuses(made) {
                        return Err(StoreError::Unavailable("it failed before".into()));
                    }
                    let flaw = self.flaw.clone();
                    $(
                        #[allow(unused_mut)]
                        let mut $argument = own!($argument $($how)?);
                    )*
                    $(
                        let named = $crate::store::customers(&$argument);
                        self.lock(made, named).await;
                    )*
                    let inner = self.inner(made).await;
                    $(
                        let argument = concat!(
                            stringify!($accessor), ".", stringify!($call), "(", stringify!($argument), ")"
                        );
                        flaw.tell(argument, Inside::Work(&mut *inner), &mut $argument);
                    )*
                    let skipped = flaw.skip(made, Inside::Work(&mut *inner));
                    let mut answer = match skipped {
                        Some(answer) => answer,
                        None => inner.$accessor().$call($(pass!($argument $($how)?)),*).await,
                    };
                    flaw.answer(made, Inside::Work(&mut *inner), &mut answer);
                    self.statement_ends(answer.is_ok()).await;
                    answer
                }
            )+
        }
    };
}

/// A port of the store itself, each of whose calls passes by the flaw; and the names of the calls.
macro_rules! port {
    ($port:ident as $name:ident, $calls:ident {
        $($call:ident($($argument:ident: $type:ty $(=> $how:ident)?),*) -> $answer:ty;)+
    }) => {
        pub(crate) const $calls: &[&str] = &[$(concat!(stringify!($name), ".", stringify!($call)),)+];

        #[async_trait::async_trait]
        impl registration_core::ports::$port for $crate::store::Mutant {
            $(
                async fn $call(&self, $($argument: $type),*) -> Result<$answer> {
                    let made = concat!(stringify!($name), ".", stringify!($call));
                    $(
                        #[allow(unused_mut)]
                        let mut $argument = own!($argument $($how)?);
                        let argument = concat!(
                            stringify!($name), ".", stringify!($call), "(", stringify!($argument), ")"
                        );
                        self.flaw.tell(argument, Inside::Store(&self.inner), &mut $argument);
                    )*
                    let mut answer = match self.flaw.skip(made, Inside::Store(&self.inner)) {
                        Some(answer) => answer,
                        None => self.inner.$call($(pass!($argument $($how)?)),*).await,
                    };
                    self.flaw.answer(made, Inside::Store(&self.inner), &mut answer);
                    answer
                }
            )+
        }
    };
}

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    of_units_of_work().chain([DIRECTORY, QUEUE, CAPTURE, MEDIA].concat())
}

/// Those that a unit of work makes.
pub(crate) fn of_units_of_work() -> impl Iterator<Item = &'static str> {
    [
        CUSTOMERS,
        INVITE_LINKS,
        REGISTRATIONS,
        TOKENS,
        ACCOUNTS,
        CONTACTS,
        STAFF,
        SESSIONS,
        API_KEYS,
        PLAYBOOKS,
        PROJECTS,
        OUTBOX,
        AUDIT,
    ]
    .concat()
    .into_iter()
}

repository! { CustomerRepository as customers, CUSTOMERS {
    get(id: CustomerId) -> Option<Stored<Customer>>;
    get_shared(ids: &[CustomerId] => lend) -> Vec<Stored<Customer>>;
    find(id: CustomerId) -> Option<Customer>;
    insert(customer: &Customer => lend) -> ();
    update(customer: &Stored<Customer> => lend) -> Revision;
}}

repository! { InviteLinkRepository as invite_links, INVITE_LINKS {
    get(id: InviteLinkId) -> Option<Stored<InviteLink>>;
    insert(link: &InviteLink => lend) -> ();
    update(link: &Stored<InviteLink> => lend) -> Revision;
    take_use(id: InviteLinkId, at: Timestamp) -> bool;
}}

repository! { RegistrationRepository as registrations, REGISTRATIONS {
    get(id: RegistrationId) -> Option<Stored<Registration>>;
    get_pending_of(email: &EmailAddress => lend) -> Vec<Stored<Registration>>;
    get_pending_for(contact: ContactId) -> Vec<Stored<Registration>>;
    get_pending_at(customer: CustomerId) -> Vec<Stored<Registration>>;
    get_overdue(now: Timestamp, limit: u32) -> Vec<Stored<Registration>>;
    get_neglected(begun_by: Timestamp, reminders: u8, limit: u32) -> Vec<Stored<Registration>>;
    insert(registration: &Registration => lend) -> ();
    update(registration: &Stored<Registration> => lend) -> Revision;
}}

repository! { TokenRepository as tokens, TOKENS {
    get(digest: &SecretDigest => lend) -> Option<Token>;
    insert(token: &Token => lend) -> ();
    end(purpose: &TokenPurpose => lend) -> ();
    forget_expired(now: Timestamp) -> ();
}}

repository! { AccountRepository as accounts, ACCOUNTS {
    get(id: AccountId) -> Option<Stored<Account>>;
    get_by_email(email: &EmailAddress => lend) -> Option<Stored<Account>>;
    insert(account: &Account => lend) -> ();
    update(account: &Stored<Account> => lend) -> Revision;
}}

repository! { ContactRepository as contacts, CONTACTS {
    get(id: ContactId) -> Option<Stored<Contact>>;
    get_by_email(customer: CustomerId, email: &EmailAddress => lend) -> Option<Stored<Contact>>;
    get_of_account(account: AccountId) -> Vec<Stored<Contact>>;
    get_active_at(customer: CustomerId) -> Vec<Stored<Contact>>;
    insert(contact: &Contact => lend) -> ();
    update(contact: &Stored<Contact> => lend) -> Revision;
}}

repository! { StaffRepository as staff, STAFF {
    get(id: StaffId) -> Option<Stored<Staff>>;
    get_administrators() -> Vec<Stored<Staff>>;
    insert(staff: &Staff => lend) -> ();
    update(staff: &Stored<Staff> => lend) -> Revision;
}}

repository! { SessionRepository as sessions, SESSIONS {
    insert(session: &Session => lend) -> ();
    touch(digest: &SecretDigest => lend, at: Timestamp) -> ();
    end(digest: &SecretDigest => lend) -> ();
    end_all(holder: SessionHolder) -> ();
    end_others(holder: SessionHolder, kept: &SecretDigest => lend) -> ();
    end_stranded() -> ();
    forget_begun_by(begun_by: Timestamp) -> ();
}}

repository! { ApiKeyRepository as api_keys, API_KEYS {
    insert(key: &ApiKey => lend) -> ();
    delete(id: ApiKeyId) -> bool;
}}

repository! { PlaybookRepository as playbooks, PLAYBOOKS {
    get(id: PlaybookId) -> Option<Stored<Playbook>>;
    get_shared(id: PlaybookId) -> Option<Stored<Playbook>>;
    insert(playbook: &Playbook => lend) -> ();
    update(playbook: &Stored<Playbook> => lend) -> Revision;
}}

repository! { ProjectRepository as projects, PROJECTS {
    get(id: ProjectId) -> Option<Stored<Project>>;
    get_by_form(started_by: ContactId, form_token: &str => lend) -> Option<Stored<Project>>;
    insert(project: &Project => lend) -> ();
    update(project: &Stored<Project> => lend) -> Revision;
}}

repository! { Outbox as outbox, OUTBOX {
    enqueue(mail: &OutboxMail => lend) -> ();
    requeue(id: MailId, at: Timestamp) -> bool;
    wipe_expired(now: Timestamp) -> ();
}}

repository! { AuditTrail as audit, AUDIT {
    append(entry: &AuditEntry => lend) -> ();
    refused(attempt: &RefusedAttempt => lend) -> ();
    forget_refused(at: Timestamp) -> ();
}}

port! { MailQueue as queue, QUEUE {
    claim(now: Timestamp, leased_until: Timestamp, limit: u32) -> Vec<ClaimedMail>;
    sent(id: MailId, at: Timestamp) -> ();
    retry(id: MailId, claim: u32, at: Timestamp, error: &str => lend, unknown: bool) -> ();
    failed(id: MailId, claim: u32, error: &str => lend) -> ();
}}

port! { MailCapture as capture, CAPTURE {
    capture(mail: &CapturedMail => lend) -> ();
    captured(to: Option<&EmailAddress> => maybe, kind: Option<MailKind>) -> Vec<CapturedMail>;
}}

port! { MediaStore as media, MEDIA {
    put(id: MediaId, picture: &Picture => lend) -> ();
    get(id: MediaId) -> Option<Picture>;
    ids(after: Option<MediaId>, limit: u32) -> Vec<MediaId>;
    forget(id: MediaId) -> ();
}}

port! { Directory as directory, DIRECTORY {
    now() -> Timestamp;
    portal_session(digest: &SecretDigest => lend) -> Option<PortalSession>;
    staff_session(digest: &SecretDigest => lend) -> Option<(Session, Stored<Staff>)>;
    api_key(digest: &SecretDigest => lend) -> Option<ApiKey>;
    sessions_of(holder: SessionHolder) -> Vec<Session>;
    token(digest: &SecretDigest => lend) -> Option<Token>;
    account_by_email(email: &EmailAddress => lend) -> Option<Stored<Account>>;
    account(id: AccountId) -> Option<Stored<Account>>;
    staff_by_email(email: &EmailAddress => lend) -> Option<Stored<Staff>>;
    customer(id: CustomerId) -> Option<Stored<Customer>>;
    customers_by_id(ids: &[CustomerId] => lend) -> Vec<Stored<Customer>>;
    customers(q: Option<&str> => text, page: Page) -> Vec<Stored<Customer>>;
    customers_permitting(domains: &[DomainName] => lend) -> Vec<Stored<Customer>>;
    open_customer() -> Option<Stored<Customer>>;
    invite_link(id: InviteLinkId) -> Option<Stored<InviteLink>>;
    invite_link_by_code(code: &LinkCode => lend) -> Option<Stored<InviteLink>>;
    invite_links(customer: CustomerId, page: Page) -> Vec<Stored<InviteLink>>;
    contact(id: ContactId) -> Option<Stored<Contact>>;
    contacts(customer: CustomerId, q: Option<&str> => text, page: Page) -> Vec<Stored<Contact>>;
    contacts_by_email(email: &EmailAddress => lend) -> Vec<Stored<Contact>>;
    contacts_on_domain(domain: &DomainName => lend, page: Page) -> Vec<Stored<Contact>>;
    registration(id: RegistrationId) -> Option<Stored<Registration>>;
    registrations(filter: &RegistrationFilter => lend, page: Page) -> Vec<Stored<Registration>>;
    longest_waiting() -> Option<Stored<Registration>>;
    playbook(id: PlaybookId) -> Option<Stored<Playbook>>;
    playbooks(page: Page) -> Vec<Stored<Playbook>>;
    self_service_playbooks() -> Vec<Stored<Playbook>>;
    playbooks_covered_by(pictures: &[MediaId] => lend) -> Vec<Stored<Playbook>>;
    project(id: ProjectId) -> Option<Stored<Project>>;
    projects(filter: &ProjectFilter => lend, page: Page) -> Vec<Stored<Project>>;
    staff_member(id: StaffId) -> Option<Stored<Staff>>;
    staff(page: Page) -> Vec<Stored<Staff>>;
    active_staff() -> Vec<Stored<Staff>>;
    names(ids: &[Uuid] => lend) -> HashMap<Uuid, String>;
    api_keys(page: Page) -> Vec<ApiKey>;
    audit_entries(filter: &AuditFilter => lend, page: Page) -> Vec<AuditEntry>;
    refused_attempts(page: Page) -> Vec<RefusedAttempt>;
    mail(id: MailId) -> Option<OutboxEntry>;
    mails(filter: &OutboxFilter => lend, page: Page) -> Vec<OutboxEntry>;
}}
