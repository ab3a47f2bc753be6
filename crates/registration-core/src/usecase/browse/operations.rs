//! Staff, keys, the audit trail and the outbox.

use super::{Listing, one_more};
use crate::{
    model::{
        Actor, ApiKey, AuditEntry, CustomerId, MailId, RefusedAttempt, Staff, StaffId, Stored,
    },
    policy::access::Permission,
    ports::{AuditFilter, OutboxEntry, OutboxFilter, Page},
    usecase::{Error, Registrar},
};
use std::collections::HashMap;

impl Registrar {
    /// Staff. Callers without [`Permission::ReadStaff`] get active ones only, and may show their names and nothing else.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn staff(&self, actor: &Actor, page: Page) -> Result<Listing<Stored<Staff>>, Error> {
        self.require(actor, Permission::ListStaffNames)?;
        let rows = self.ports.directory.staff(one_more(page)).await?;
        let mut listing = Listing::cut(rows, page, |row| row.id.0);
        if self.require(actor, Permission::ReadStaff).is_err() {
            listing.items.retain(|staff| staff.active);
        }
        Ok(listing)
    }

    /// A staff member: oneself, or anybody for those who may read staff.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn staff_member(&self, actor: &Actor, id: StaffId) -> Result<Stored<Staff>, Error> {
        if actor.staff() != Some(id) {
            self.require(actor, Permission::ReadStaff)?;
        }
        self.ports
            .directory
            .staff_member(id)
            .await?
            .ok_or(Error::NotFound("staff member"))
    }

    /// API keys.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn api_keys(&self, actor: &Actor, page: Page) -> Result<Listing<ApiKey>, Error> {
        self.require(actor, Permission::ReadOperations)?;
        let rows = self.ports.directory.api_keys(one_more(page)).await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// The audit trail.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn audit_entries(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        page: Page,
    ) -> Result<Listing<AuditEntry>, Error> {
        self.require(actor, Permission::ReadOperations)?;
        let rows = self
            .ports
            .directory
            .audit_entries(filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// Attempts that a rule refused, as long as they are kept.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn refused_attempts(
        &self,
        actor: &Actor,
        page: Page,
    ) -> Result<Listing<RefusedAttempt>, Error> {
        self.require(actor, Permission::ReadOperations)?;
        let rows = self
            .ports
            .directory
            .refused_attempts(one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// The outbox.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn mails(
        &self,
        actor: &Actor,
        filter: &OutboxFilter,
        page: Page,
    ) -> Result<Listing<OutboxEntry>, Error> {
        self.require(actor, Permission::ReadOperations)?;
        let rows = self.ports.directory.mails(filter, one_more(page)).await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A mail.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn outbox_mail(&self, actor: &Actor, id: MailId) -> Result<OutboxEntry, Error> {
        self.require(actor, Permission::ReadOperations)?;
        self.ports
            .directory
            .mail(id)
            .await?
            .ok_or(Error::NotFound("mail"))
    }

    /// The names of customers, archived or not: what whoever sees a project or a playbook of theirs reads.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn customer_names(
        &self,
        ids: &[CustomerId],
    ) -> Result<HashMap<CustomerId, String>, Error> {
        let customers = self.ports.directory.customers_by_id(ids).await?;
        let names = customers.into_iter().map(|one| (one.id, one.value.name));
        Ok(names.collect())
    }

    /// The names of staff members, active or not: what customers see of a project's owner.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn staff_names(&self, ids: &[StaffId]) -> Result<HashMap<StaffId, String>, Error> {
        let mut names = HashMap::new();
        for id in ids {
            if !names.contains_key(id)
                && let Some(staff) = self.ports.directory.staff_member(*id).await?
            {
                names.insert(*id, staff.value.name);
            }
        }
        Ok(names)
    }
}
