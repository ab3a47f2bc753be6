//! Staff switch portal access ("PE") of a contact on and off.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, ActorRef, AuditAction, Contact, ContactId, EmailAddress, Origin, PortalAccess,
        Registration, RegistrationState, Stored, SubjectKind, Timestamp,
    },
    policy::{access::Permission, validity},
    ports::UnitOfWork,
};

impl Registrar {
    /// Switches access on and mails the contact login details. Switching on what is on changes nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Invalid`] for a staff address.
    ///
    /// ```
    /// use registration_core::model::{Actor, Mail, PersonName};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let acme = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// # let new = registration_core::usecase::NewContact { name: PersonName::new("Ann", "Lee")?, email: "ann@acme.com".parse()?, phone: None, job_title: None };
    /// # let ann = registrar.create_contact(&staff, acme, new).await?.id;
    /// assert_eq!(registrar.grant_portal_access(&staff, ann).await?.access.code(), "invited");
    /// assert!(matches!(office.mail_to("ann@acme.com").await, Mail::AccessGranted { .. }));
    /// let proof = office.proof("ann@acme.com").await;
    /// assert_eq!(registrar.suspend_portal_access(&staff, ann).await?.access.code(), "suspended");
    /// assert!(registrar.inspect_activation(&proof).await.is_err(), "what was mailed opens nothing any more");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn grant_portal_access(
        &self,
        actor: &Actor,
        id: ContactId,
    ) -> Result<Stored<Contact>, Error> {
        self.retry(|| self.grant_once(actor, id)).await
    }

    async fn grant_once(&self, actor: &Actor, id: ContactId) -> Result<Stored<Contact>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let seen = self
            .ports
            .directory
            .contact(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        let address = self.address_to_mail(&seen).await?;
        self.refuse_staff_address(&address).await?;
        let language = self.language_at(&address, None).await?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.lock_live_customer(work, seen.customer).await?;
        let pending = self.lock_pending_of(work, &seen, &address).await?;
        let contact = work
            .contacts()
            .get(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        let is_open = pending
            .iter()
            .any(|one| one.contact() == Some(id) && one.is_open(now));
        let is_on = match contact.access {
            PortalAccess::Active { .. } => true,
            PortalAccess::Invited { .. } => is_open,
            PortalAccess::None | PortalAccess::Suspended { .. } => false,
        };
        if is_on {
            return Ok(contact);
        }
        let mut changed = contact.value.clone();
        changed.access = changed.access.granted(now);
        let before = contact.access.code();
        let revision = work
            .contacts()
            .update(&contact.replace(changed.clone()))
            .await?;
        let expires_at = now.plus(validity::DECISION);
        self.decide_for_contact(
            work,
            actor,
            pending,
            &changed,
            &address,
            language,
            Origin::AccessGrant,
            expires_at,
            now,
        )
        .await?;
        let granted = access_record(
            actor.reference(),
            AuditAction::PortalAccessGranted,
            &changed,
            before,
        );
        self.record(work, now, granted).await?;
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }

    /// Switches access off. Sessions that have nothing else to open, open links and pending registrations of this
    /// contact at this customer end in the same transaction.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn suspend_portal_access(
        &self,
        actor: &Actor,
        id: ContactId,
    ) -> Result<Stored<Contact>, Error> {
        self.retry(|| self.suspend_once(actor, id)).await
    }

    async fn suspend_once(&self, actor: &Actor, id: ContactId) -> Result<Stored<Contact>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let seen = self
            .ports
            .directory
            .contact(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let by = actor.reference();
        // Registrations before the contact: the lock order.
        let pending = self.lock_pending_of(work, &seen, &seen.email).await?;
        let contact = work
            .contacts()
            .get(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        for one in pending {
            self.end_registration(work, one, RegistrationState::Withdrawn { at: now, by })
                .await?;
        }
        let stored = self.suspend_contact(work, by, contact, now).await?;
        work.sessions().end_stranded().await?;
        self.commit(begun).await?;
        Ok(stored)
    }

    /// Where the access mail goes: whoever was active before signs in with the account of then, whose address may not
    /// be the one that staff know the contact by.
    async fn address_to_mail(&self, contact: &Contact) -> Result<EmailAddress, Error> {
        let PortalAccess::Suspended {
            was: Some((account, _)),
            ..
        } = &contact.access
        else {
            return Ok(contact.email.clone());
        };
        let account = self.ports.directory.account(*account).await?;
        Ok(account.map_or_else(|| contact.email.clone(), |account| account.value.email))
    }

    /// What is pending for a contact, by whichever address, and for `address` at the contact's customer.
    pub(super) async fn lock_pending_of(
        &self,
        work: &mut dyn UnitOfWork,
        contact: &Contact,
        address: &EmailAddress,
    ) -> Result<Vec<Stored<Registration>>, Error> {
        let mut pending = work.registrations().get_pending_for(contact.id).await?;
        for one in work.registrations().get_pending_of(address).await? {
            let is_here = one.customer == Some(contact.customer);
            if is_here && pending.iter().all(|known| known.id != one.id) {
                pending.push(one);
            }
        }
        Ok(pending)
    }

    /// Moves a contact's access to suspended and records it, if there is any to suspend.
    pub(super) async fn suspend_contact(
        &self,
        work: &mut dyn UnitOfWork,
        by: ActorRef,
        contact: Stored<Contact>,
        now: Timestamp,
    ) -> Result<Stored<Contact>, Error> {
        let mut changed = contact.value.clone();
        changed.access = changed.access.suspended(now);
        if changed.access == contact.access {
            return Ok(contact);
        }
        let before = contact.access.code();
        let revision = work
            .contacts()
            .update(&contact.replace(changed.clone()))
            .await?;
        let suspended = access_record(by, AuditAction::PortalAccessSuspended, &changed, before);
        self.record(work, now, suspended).await?;
        Ok(Stored::new(changed, revision))
    }
}

fn access_record(by: ActorRef, action: AuditAction, contact: &Contact, before: &str) -> Record {
    Record::new(by, action, SubjectKind::Contact, contact.id.0)
        .at(contact.customer)
        .before(serde_json::json!({ "portal_access": before }))
        .after(serde_json::json!({ "portal_access": contact.access.code() }))
}
