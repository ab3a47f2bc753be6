//! The directory: what screens and lists read, beside the writer and without a lock.
//!
//! The trait is one, so its implementation is a table of contents; the statements are in one file per aggregate.

mod access;
mod customer;
mod people;
#[cfg(test)]
mod plan;
mod record;
mod work;

use crate::{
    SqliteStore,
    column::{Fields, Record},
};
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

/// A statement of this directory, with what is bound to it.
type Statement = crate::column::Statement<'static>;

/// A list under construction: its filters are added one by one.
type List = sqlx::QueryBuilder<sqlx::Sqlite>;

/// The database's clock.
struct Now(Timestamp);

impl Record for Now {
    const ENTITY: &'static str = "clock";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        row.time().map(Self)
    }
}

#[async_trait]
impl Directory for SqliteStore {
    async fn now(&self) -> Result<Timestamp, StoreError> {
        // This process's own clock, which is all that SQLite has: it proves that the file can be read.
        let now = sqlx::query("SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) * 1000");
        let now: Option<Now> = self.one(now).await?;
        now.map(|now| now.0)
            .ok_or_else(|| StoreError::Unavailable("the database told no time".into()))
    }

    async fn portal_session(
        &self,
        digest: &SecretDigest,
    ) -> Result<Option<PortalSession>, StoreError> {
        self.many(access::portal_session(digest))
            .await
            .map(access::joined)
    }

    async fn staff_session(
        &self,
        digest: &SecretDigest,
    ) -> Result<Option<(Session, Stored<Staff>)>, StoreError> {
        let found = self.one(access::staff_session(digest)).await?;
        Ok(found.map(|access::StaffSession(session, staff)| (session, staff)))
    }

    async fn api_key(&self, digest: &SecretDigest) -> Result<Option<ApiKey>, StoreError> {
        self.one(access::api_key(digest)).await
    }

    async fn sessions_of(&self, holder: SessionHolder) -> Result<Vec<Session>, StoreError> {
        self.many(access::sessions_of(holder)).await
    }

    async fn token(&self, digest: &SecretDigest) -> Result<Option<Token>, StoreError> {
        self.one(access::token(digest)).await
    }

    async fn account_by_email(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Account>>, StoreError> {
        self.one(access::account_by_email(email)).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Stored<Account>>, StoreError> {
        self.one(access::account(id)).await
    }

    async fn staff_by_email(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Staff>>, StoreError> {
        self.one(people::staff_by_email(email)).await
    }

    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<Customer>>, StoreError> {
        self.one(customer::by_id(id)).await
    }

    async fn customers_by_id(
        &self,
        ids: &[CustomerId],
    ) -> Result<Vec<Stored<Customer>>, StoreError> {
        self.many(customer::by_ids(ids)).await
    }

    async fn customers(
        &self,
        q: Option<&str>,
        page: Page,
    ) -> Result<Vec<Stored<Customer>>, StoreError> {
        self.many(customer::open(q, page)).await
    }

    async fn customers_permitting(
        &self,
        domains: &[DomainName],
    ) -> Result<Vec<Stored<Customer>>, StoreError> {
        self.many(customer::permitting(domains)).await
    }

    async fn open_customer(&self) -> Result<Option<Stored<Customer>>, StoreError> {
        self.one(customer::self_service()).await
    }

    async fn invite_link(
        &self,
        id: InviteLinkId,
    ) -> Result<Option<Stored<InviteLink>>, StoreError> {
        self.one(customer::link(id)).await
    }

    async fn invite_link_by_code(
        &self,
        code: &LinkCode,
    ) -> Result<Option<Stored<InviteLink>>, StoreError> {
        self.one(customer::link_by_code(code)).await
    }

    async fn invite_links(
        &self,
        customer: CustomerId,
        page: Page,
    ) -> Result<Vec<Stored<InviteLink>>, StoreError> {
        self.many(customer::links(customer, page)).await
    }

    async fn contact(&self, id: ContactId) -> Result<Option<Stored<Contact>>, StoreError> {
        self.one(people::contact(id)).await
    }

    async fn contacts(
        &self,
        customer: CustomerId,
        q: Option<&str>,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        self.many(people::contacts(customer, q, page)).await
    }

    async fn contacts_by_email(
        &self,
        email: &EmailAddress,
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        self.many(people::contacts_by_email(email)).await
    }

    async fn contacts_on_domain(
        &self,
        domain: &DomainName,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>, StoreError> {
        self.many(people::contacts_on_domain(domain, page)).await
    }

    async fn registration(
        &self,
        id: RegistrationId,
    ) -> Result<Option<Stored<Registration>>, StoreError> {
        self.one(people::registration(id)).await
    }

    async fn registrations(
        &self,
        filter: &RegistrationFilter,
        page: Page,
    ) -> Result<Vec<Stored<Registration>>, StoreError> {
        self.many_by(people::registrations(filter, page)).await
    }

    async fn longest_waiting(&self) -> Result<Option<Stored<Registration>>, StoreError> {
        self.one(people::longest_waiting()).await
    }

    async fn playbook(&self, id: PlaybookId) -> Result<Option<Stored<Playbook>>, StoreError> {
        self.one(work::playbook(id)).await
    }

    async fn playbooks(&self, page: Page) -> Result<Vec<Stored<Playbook>>, StoreError> {
        self.many(work::playbooks(page)).await
    }

    async fn self_service_playbooks(&self) -> Result<Vec<Stored<Playbook>>, StoreError> {
        self.many(work::self_service_playbooks()).await
    }

    async fn playbooks_covered_by(
        &self,
        pictures: &[MediaId],
    ) -> Result<Vec<Stored<Playbook>>, StoreError> {
        self.many(work::playbooks_covered_by(pictures)).await
    }

    async fn project(&self, id: ProjectId) -> Result<Option<Stored<Project>>, StoreError> {
        self.one(work::project(id)).await
    }

    async fn projects(
        &self,
        filter: &ProjectFilter,
        page: Page,
    ) -> Result<Vec<Stored<Project>>, StoreError> {
        self.many_by(work::projects(filter, page)).await
    }

    async fn staff_member(&self, id: StaffId) -> Result<Option<Stored<Staff>>, StoreError> {
        self.one(people::staff_member(id)).await
    }

    async fn staff(&self, page: Page) -> Result<Vec<Stored<Staff>>, StoreError> {
        self.many(people::staff(page)).await
    }

    async fn active_staff(&self) -> Result<Vec<Stored<Staff>>, StoreError> {
        self.many(people::active_staff()).await
    }

    async fn names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>, StoreError> {
        let named = self.many(record::names(ids)).await?;
        Ok(named.into_iter().map(|one: record::Named| one.0).collect())
    }

    async fn api_keys(&self, page: Page) -> Result<Vec<ApiKey>, StoreError> {
        self.many(access::api_keys(page)).await
    }

    async fn audit_entries(
        &self,
        filter: &AuditFilter,
        page: Page,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.many_by(record::audit_entries(filter, page)).await
    }

    async fn refused_attempts(&self, page: Page) -> Result<Vec<RefusedAttempt>, StoreError> {
        self.many(record::refused_attempts(page)).await
    }

    async fn mail(&self, id: MailId) -> Result<Option<OutboxEntry>, StoreError> {
        self.one(record::mail(id)).await
    }

    async fn mails(
        &self,
        filter: &OutboxFilter,
        page: Page,
    ) -> Result<Vec<OutboxEntry>, StoreError> {
        self.many_by(record::mails(filter, page)).await
    }
}
