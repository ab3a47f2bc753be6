//! A directory with one flaw.

use crate::flawed::{Flaw, Flawed, Result};
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
        RegistrationFilter,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

impl Flawed {
    async fn flawed_projects(
        &self,
        filter: &ProjectFilter,
        page: Page,
    ) -> Result<Vec<Stored<Project>>> {
        let mut filter = filter.clone();
        if self.flaw == Flaw::ShowsEveryProject {
            filter.visible_to = None;
        }
        self.inner.projects(&filter, page).await
    }

    async fn flawed_portal_session(&self, digest: &SecretDigest) -> Result<Option<PortalSession>> {
        let mut found = self.inner.portal_session(digest).await?;
        if let Some(session) = &mut found
            && self.flaw == Flaw::ShowsArchivedCustomers
        {
            let contacts = self.inner.contacts_by_email(&session.account.email).await?;
            let active = contacts
                .into_iter()
                .filter(|one| one.access.account() == Some(session.account.id));
            session.contacts = active.map(|one| (one.value, String::new())).collect();
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
        impl Directory for Flawed {
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
        flawed_projects instead of
            projects(filter: &ProjectFilter, page: Page) -> Vec<Stored<Project>>;
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
        customers(q: Option<&str>, page: Page) -> Vec<Stored<Customer>>;
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
