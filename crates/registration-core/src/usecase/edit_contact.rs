//! Staff create and change contacts.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Contact, ContactId, CustomerId, EmailAddress, PersonName, PortalAccess,
        Revision, Stored, SubjectKind,
    },
    policy::access::Permission,
    ports::StoreError,
};

/// A new contact, without access.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// First and last name.
    pub name: PersonName,
    /// The address.
    pub email: EmailAddress,
    /// Telephone number.
    pub phone: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
}

/// What changes; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct ContactChange {
    /// First and last name.
    pub name: Option<PersonName>,
    /// The address; only while there is no access.
    pub email: Option<EmailAddress>,
    /// Telephone number.
    pub phone: Option<Option<String>>,
    /// Job title.
    pub job_title: Option<Option<String>>,
}

impl Registrar {
    /// Creates a contact of a customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::AlreadyExists`].
    ///
    /// ```
    /// use registration_core::{Error, model::{Actor, PersonName}, usecase::{Conflict, NewContact}};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let acme = registrar.create_customer(&Actor::CommandLine, "Acme", None).await?.id;
    /// let new = NewContact { name: PersonName::new("Ann", "Lee")?, email: "ann@acme.com".parse()?, phone: None, job_title: None };
    /// let ann = registrar.create_contact(&Actor::CommandLine, acme, new.clone()).await?;
    /// assert!(!ann.access.is_on(), "being known is no access");
    /// let twice = registrar.create_contact(&Actor::CommandLine, acme, new).await;
    /// assert!(matches!(twice, Err(Error::Conflict(Conflict::AlreadyExists(_)))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn create_contact(
        &self,
        actor: &Actor,
        customer: CustomerId,
        new: NewContact,
    ) -> Result<Stored<Contact>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.create_contact_once(actor, customer, &new))
            .await
    }

    async fn create_contact_once(
        &self,
        actor: &Actor,
        customer: CustomerId,
        new: &NewContact,
    ) -> Result<Stored<Contact>, Error> {
        let now = self.now();
        let new = new.clone();
        let contact = Contact {
            id: self.new_id(now),
            customer,
            name: new.name,
            email: new.email,
            phone: new.phone,
            job_title: new.job_title,
            access: PortalAccess::None,
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.lock_live_customer(work, customer).await?;
        work.contacts().insert(&contact).await.map_err(exists)?;
        let record = Record::new(
            actor.reference(),
            AuditAction::ContactCreated,
            SubjectKind::Contact,
            contact.id.0,
        );
        self.record(work, now, record.at(customer)).await?;
        self.commit(begun).await?;
        Ok(Stored::new(contact, Revision::FIRST))
    }

    /// Changes a contact on the revision the caller saw.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`], [`Conflict::ContactHasAccess`],
    /// [`Conflict::AlreadyExists`].
    pub async fn change_contact(
        &self,
        actor: &Actor,
        id: ContactId,
        seen: Revision,
        change: ContactChange,
    ) -> Result<Stored<Contact>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.change_contact_once(actor, id, seen, change.clone()))
            .await
    }

    async fn change_contact_once(
        &self,
        actor: &Actor,
        id: ContactId,
        seen: Revision,
        change: ContactChange,
    ) -> Result<Stored<Contact>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let contact = work
            .contacts()
            .get(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        if contact.revision != seen {
            return Err(Error::Stale);
        }
        let mut changed = contact.value.clone();
        if let Some(email) = change.email.filter(|email| *email != contact.email) {
            if contact.access != PortalAccess::None {
                return Err(Conflict::ContactHasAccess.into());
            }
            changed.email = email;
        }
        changed.name = change.name.unwrap_or(changed.name);
        changed.phone = change.phone.unwrap_or(changed.phone);
        changed.job_title = change.job_title.unwrap_or(changed.job_title);
        let customer = contact.customer;
        let fields: Vec<&str> = [
            ("name", changed.name != contact.name),
            ("email", changed.email != contact.email),
            ("phone", changed.phone != contact.phone),
            ("job_title", changed.job_title != contact.job_title),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect();
        // The trail says which fields changed, not to what: it holds no names or addresses.
        let record = Record::new(
            actor.reference(),
            AuditAction::ContactChanged,
            SubjectKind::Contact,
            id.0,
        )
        .at(customer)
        .after(serde_json::json!({ "changed": fields }));
        let revision = work
            .contacts()
            .update(&contact.replace(changed.clone()))
            .await
            .map_err(exists)?;
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }
}

fn exists(error: StoreError) -> Error {
    match error {
        StoreError::Duplicate(_) => Conflict::AlreadyExists("a contact with this address").into(),
        other => other.into(),
    }
}
