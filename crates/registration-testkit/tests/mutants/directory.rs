//! A directory with one flaw.

use crate::store::{Flaw, Mutant};
use async_trait::async_trait;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, AuditEntry, Contact, ContactId, Customer, CustomerId,
        DomainName, EmailAddress, InviteLink, InviteLinkId, LinkCode, MailId, MediaId, Playbook,
        PlaybookId, Project, ProjectId, RefusedAttempt, Registration, RegistrationId, SecretDigest,
        Session, SessionHolder, Staff, StaffId, Stored, Timestamp, Token,
    },
    ports::{
        AuditFilter, Directory, OutboxEntry, OutboxFilter, Page, PortalSession, ProjectFilter,
        RegistrationFilter, StoreError,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

impl Mutant {
    async fn flawed_customers(
        &self,
        q: Option<&str>,
        mut page: Page,
    ) -> Result<Vec<Stored<Customer>>> {
        if self.has(Flaw::IgnoresTheLastPage) {
            page.before = None;
        }
        let wildcard = self.has(Flaw::PercentIsAWildcard) && q == Some("%");
        let asked = if wildcard { None } else { q };
        let mut customers = self.inner.customers(asked, page).await?;
        if self.has(Flaw::ListsOldestFirst) {
            customers.reverse();
        }
        if self.has(Flaw::FoldsAsciiOnly) {
            let q = q.unwrap_or_default().to_ascii_lowercase();
            customers.retain(|customer| {
                let reference = customer.reference.as_deref().unwrap_or_default();
                let text = format!("{}\n{reference}", customer.name);
                text.to_ascii_lowercase().contains(&q)
            });
        }
        Ok(customers)
    }

    async fn flawed_portal_session(&self, digest: &SecretDigest) -> Result<Option<PortalSession>> {
        let mut found = self.inner.portal_session(digest).await?;
        if let Some(session) = &mut found
            && self.has(Flaw::ShowsAccessThatEnded)
        {
            let contacts = self.inner.contacts_by_email(&session.account.email).await?;
            let named = |contact: Stored<Contact>| (contact.value, String::new());
            session.contacts = contacts.into_iter().map(named).collect();
        }
        Ok(found)
    }
}

/// The directory that asks the store inside, but for what is named first.
macro_rules! directory {
    (
        flawed { $($flawed:ident instead of $name:ident($($argument:ident: $of:ty),*) -> $gives:ty;)+ }
        same { $($same:ident($($given:ident: $type:ty),*) -> $answer:ty;)+ }
    ) => {
        #[async_trait]
        impl Directory for Mutant {
            $(
                async fn $name(&self, $($argument: $of),*) -> Result<$gives> {
                    self.$flawed($($argument),*).await
                }
            )+
            $(
                async fn $same(&self, $($given: $type),*) -> Result<$answer> {
                    self.inner.$same($($given),*).await
                }
            )+
        }
    };
}

directory! {
    flawed {
        flawed_customers instead of
            customers(q: Option<&str>, page: Page) -> Vec<Stored<Customer>>;
        flawed_portal_session instead of
            portal_session(digest: &SecretDigest) -> Option<PortalSession>;
    }
    same {
        now() -> Timestamp;
        staff_session(digest: &SecretDigest) -> Option<(Session, Stored<Staff>)>;
        api_key(digest: &SecretDigest) -> Option<ApiKey>;
        sessions_of(holder: SessionHolder) -> Vec<Session>;
        token(digest: &SecretDigest) -> Option<Token>;
        account_by_email(email: &EmailAddress) -> Option<Stored<Account>>;
        account(id: AccountId) -> Option<Stored<Account>>;
        staff_by_email(email: &EmailAddress) -> Option<Stored<Staff>>;
        customer(id: CustomerId) -> Option<Stored<Customer>>;
        customers_by_id(ids: &[CustomerId]) -> Vec<Stored<Customer>>;
        customers_permitting(domains: &[DomainName]) -> Vec<Stored<Customer>>;
        open_customer() -> Option<Stored<Customer>>;
        invite_link(id: InviteLinkId) -> Option<Stored<InviteLink>>;
        invite_link_by_code(code: &LinkCode) -> Option<Stored<InviteLink>>;
        invite_links(customer: CustomerId, page: Page) -> Vec<Stored<InviteLink>>;
        contact(id: ContactId) -> Option<Stored<Contact>>;
        contacts(customer: CustomerId, q: Option<&str>, page: Page) -> Vec<Stored<Contact>>;
        contacts_by_email(email: &EmailAddress) -> Vec<Stored<Contact>>;
        contacts_on_domain(domain: &DomainName, page: Page) -> Vec<Stored<Contact>>;
        registration(id: RegistrationId) -> Option<Stored<Registration>>;
        registrations(filter: &RegistrationFilter, page: Page) -> Vec<Stored<Registration>>;
        playbook(id: PlaybookId) -> Option<Stored<Playbook>>;
        playbooks(page: Page) -> Vec<Stored<Playbook>>;
        self_service_playbooks() -> Vec<Stored<Playbook>>;
        playbooks_covered_by(pictures: &[MediaId]) -> Vec<Stored<Playbook>>;
        project(id: ProjectId) -> Option<Stored<Project>>;
        projects(filter: &ProjectFilter, page: Page) -> Vec<Stored<Project>>;
        staff_member(id: StaffId) -> Option<Stored<Staff>>;
        staff(page: Page) -> Vec<Stored<Staff>>;
        active_staff() -> Vec<Stored<Staff>>;
        longest_waiting() -> Option<Stored<Registration>>;
        names(ids: &[Uuid]) -> HashMap<Uuid, String>;
        api_keys(page: Page) -> Vec<ApiKey>;
        audit_entries(filter: &AuditFilter, page: Page) -> Vec<AuditEntry>;
        refused_attempts(page: Page) -> Vec<RefusedAttempt>;
        mail(id: MailId) -> Option<OutboxEntry>;
        mails(filter: &OutboxFilter, page: Page) -> Vec<OutboxEntry>;
    }
}
