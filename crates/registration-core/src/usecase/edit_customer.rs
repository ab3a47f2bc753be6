//! Staff create, change and archive customers.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Customer, CustomerId, InviteLink, PortalSettings, RegistrationState,
        Revision, Stored, SubjectKind, Timestamp,
    },
    policy::access::Permission,
    ports::UnitOfWork,
};
use serde_json::json;

/// What changes of a customer's record; `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerChange {
    /// The name, as people see it.
    pub name: Option<String>,
    /// The operator's own reference; `Some(None)` removes it.
    pub reference: Option<Option<String>>,
}

impl CustomerChange {
    /// The customer as it would be.
    pub(super) fn applied_to(&self, customer: &Customer) -> Customer {
        let (name, reference) = (self.name.as_ref(), self.reference.as_ref());
        Customer {
            name: name.unwrap_or(&customer.name).clone(),
            reference: reference.unwrap_or(&customer.reference).clone(),
            ..customer.clone()
        }
    }
}

impl Registrar {
    /// Creates a customer with the default settings and its first invite link.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{Error, model::Actor, ports::Page, usecase::CustomerChange};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// let staff = Actor::CommandLine;
    /// let acme = registrar.create_customer(&staff, "Acme", None).await?;
    /// let links = registrar.invite_links(&staff, acme.id, Page { limit: 10, before: None }).await?;
    /// assert_eq!(links.items.len(), 1, "a link can be shared at once");
    ///
    /// let renamed = || CustomerChange { name: Some("Acme Ltd".into()), reference: None };
    /// registrar.change_customer(&staff, acme.id, acme.revision, renamed()).await?;
    /// let again = registrar.change_customer(&staff, acme.id, acme.revision, renamed()).await;
    /// assert!(matches!(again, Err(Error::Stale)), "it was changed since it was read");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn create_customer(
        &self,
        actor: &Actor,
        name: &str,
        reference: Option<&str>,
    ) -> Result<Stored<Customer>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.create_customer_once(actor, name, reference))
            .await
    }

    async fn create_customer_once(
        &self,
        actor: &Actor,
        name: &str,
        reference: Option<&str>,
    ) -> Result<Stored<Customer>, Error> {
        let now = self.now();
        let customer = Customer {
            id: self.new_id(now),
            name: name.to_owned(),
            reference: reference.map(str::to_owned),
            settings: PortalSettings::default(),
            archived_at: None,
            created_at: now,
        };
        let link = InviteLink {
            id: self.new_id(now),
            customer: customer.id,
            label: "Invite link".into(),
            code: self.new_link_code(),
            retired: Vec::new(),
            expires_at: None,
            max_uses: None,
            uses: 0,
            enabled: true,
            last_used_at: None,
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.customers().insert(&customer).await?;
        work.invite_links().insert(&link).await?;
        let by = actor.reference();
        let created = Record::new(
            by,
            AuditAction::CustomerCreated,
            SubjectKind::Customer,
            customer.id.0,
        );
        self.record(
            work,
            now,
            created
                .at(customer.id)
                .after(json!({ "name": customer.name })),
        )
        .await?;
        let linked = Record::new(
            by,
            AuditAction::InviteLinkCreated,
            SubjectKind::InviteLink,
            link.id.0,
        );
        self.record(work, now, linked.at(customer.id)).await?;
        self.commit(begun).await?;
        Ok(Stored::new(customer, Revision::FIRST))
    }

    /// Changes a customer's name or reference on the revision the caller saw.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn change_customer(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Revision,
        change: CustomerChange,
    ) -> Result<Stored<Customer>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.change_customer_once(actor, id, seen, &change))
            .await
    }

    async fn change_customer_once(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Revision,
        change: &CustomerChange,
    ) -> Result<Stored<Customer>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = work
            .customers()
            .get(id)
            .await?
            .ok_or(Error::NotFound("customer"))?;
        if customer.revision != seen {
            return Err(Error::Stale);
        }
        let customer = self
            .write_customer_change(work, actor, customer, change, now)
            .await?;
        self.commit(begun).await?;
        Ok(customer)
    }

    /// Writes a new name or reference, with its audit entry.
    pub(super) async fn write_customer_change(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        customer: Stored<Customer>,
        change: &CustomerChange,
        now: Timestamp,
    ) -> Result<Stored<Customer>, Error> {
        let changed = change.applied_to(&customer);
        let record = Record::new(
            actor.reference(),
            AuditAction::CustomerChanged,
            SubjectKind::Customer,
            customer.id.0,
        )
        .at(customer.id)
        .before(json!({ "name": customer.name, "reference": customer.reference }))
        .after(json!({ "name": changed.name, "reference": changed.reference }));
        let revision = work
            .customers()
            .update(&customer.replace(changed.clone()))
            .await?;
        self.record(work, now, record).await?;
        Ok(Stored::new(changed, revision))
    }

    /// Archives a customer: its doors close and its contacts' access ends at once; history stays. Archiving twice
    /// changes nothing. `seen` is checked where the caller named a revision.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn archive_customer(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Option<Revision>,
    ) -> Result<(), Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.archive_customer_once(actor, id, seen))
            .await
    }

    async fn archive_customer_once(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Option<Revision>,
    ) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = work
            .customers()
            .get(id)
            .await?
            .ok_or(Error::NotFound("customer"))?;
        if seen.is_some_and(|seen| seen != customer.revision) {
            return Err(Error::Stale);
        }
        if customer.archived_at.is_some() {
            return Ok(());
        }
        let archived = Customer {
            archived_at: Some(now),
            ..customer.value.clone()
        };
        work.customers().update(&customer.replace(archived)).await?;
        let by = actor.reference();
        for pending in work.registrations().get_pending_at(id).await? {
            self.end_registration(work, pending, RegistrationState::Withdrawn { at: now, by })
                .await?;
        }
        work.sessions().end_stranded().await?;
        let record = Record::new(
            by,
            AuditAction::CustomerArchived,
            SubjectKind::Customer,
            id.0,
        )
        .at(id);
        self.record(work, now, record).await?;
        self.commit(begun).await
    }
}
