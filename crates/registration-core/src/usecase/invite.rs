//! Staff invite an address to a customer.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Basis, Contact, ContactId, Customer, CustomerId, EmailAddress, Locale,
        Origin, PersonName, PortalAccess, Registration, RegistrationState, Stored, SubjectKind,
        Timestamp,
    },
    policy::{access::Permission, validity},
    ports::UnitOfWork,
};

/// An invitation of one address.
#[derive(Debug, Clone)]
pub struct Invite {
    /// The address; nobody else can use the invitation.
    pub email: EmailAddress,
    /// The name, where staff know it.
    pub name: Option<PersonName>,
    /// What staff write to the person.
    pub message: Option<String>,
}

impl Registrar {
    /// Invites an address to a customer. The permitted domains are not consulted: a person decided.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::AlreadyPending`], [`Conflict::AlreadyMember`],
    /// [`Error::Invalid`] for a staff address.
    ///
    /// ```
    /// use registration_core::{Error, model::Actor, usecase::{Conflict, Invite, NextStep}};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let acme = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// let ann = Invite { email: "ann@elsewhere.com".parse()?, name: None, message: Some("Welcome!".into()) };
    /// registrar.invite(&staff, acme, ann.clone()).await?;
    /// let seen = registrar.inspect_activation(&office.proof("ann@elsewhere.com").await).await?;
    /// assert_eq!((seen.next, &*seen.customers[0].name), (NextStep::SetPassword, "Acme"));
    /// let twice = registrar.invite(&staff, acme, ann).await;
    /// assert!(matches!(twice, Err(Error::Conflict(Conflict::AlreadyPending))), "`resend_mail` sends it again");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn invite(
        &self,
        actor: &Actor,
        customer: CustomerId,
        command: Invite,
    ) -> Result<Stored<Registration>, Error> {
        self.retry(|| self.invite_once(actor, customer, &command))
            .await
    }

    /// A customer that the actor may invite to; an archived one is as if there were none.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn customer_to_invite_to(
        &self,
        actor: &Actor,
        id: CustomerId,
    ) -> Result<Stored<Customer>, Error> {
        let customer = self.customer(actor, id).await?;
        self.require(actor, Permission::ManageCustomers)?;
        Some(customer)
            .filter(|customer| customer.archived_at.is_none())
            .ok_or(Error::NotFound("customer"))
    }

    async fn invite_once(
        &self,
        actor: &Actor,
        customer: CustomerId,
        command: &Invite,
    ) -> Result<Stored<Registration>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.refuse_staff_address(&command.email).await?;
        let language = self.language_at(&command.email, None).await?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = self.lock_live_customer(work, customer).await?;
        let pending = work.registrations().get_pending_of(&command.email).await?;
        let contact = work
            .contacts()
            .get_by_email(customer.id, &command.email)
            .await?;
        if contact
            .as_ref()
            .is_some_and(|contact| matches!(contact.access, PortalAccess::Active { .. }))
        {
            return Err(Conflict::AlreadyMember.into());
        }
        let origin = Origin::Invitation {
            message: command.message.clone(),
        };
        let expires_at = now.plus(validity::INVITATION);
        let name = command.name.clone();
        let contact = self
            .invited_contact(work, contact, &customer, &command.email, name, now)
            .await?;
        let registration = self
            .decide_for_contact(
                work,
                actor,
                pending,
                &contact,
                &command.email,
                language,
                origin,
                expires_at,
                now,
            )
            .await?;
        let sent = Record::new(
            actor.reference(),
            AuditAction::InvitationSent,
            SubjectKind::Registration,
            registration.id.0,
        )
        .at(customer.id)
        .after(serde_json::json!({ "contact": contact.id }));
        self.record(work, now, sent).await?;
        self.commit(begun).await?;
        Ok(Stored::new(registration, crate::model::Revision::FIRST))
    }

    /// A staff address never registers through a door, nor is it let in by one.
    pub(super) async fn refuse_staff_address(&self, email: &EmailAddress) -> Result<(), Error> {
        if self.ports.directory.staff_by_email(email).await?.is_some() {
            return Err(Error::field(
                "/email",
                "staff_address",
                "a staff address cannot be a customer's contact",
            ));
        }
        Ok(())
    }

    /// A customer that isn't archived, locked against change.
    pub(super) async fn lock_live_customer(
        &self,
        work: &mut dyn UnitOfWork,
        id: CustomerId,
    ) -> Result<Customer, Error> {
        let customer = work.customers().get_shared(&[id]).await?.pop();
        customer
            .map(|customer| customer.value)
            .filter(|customer| customer.archived_at.is_none())
            .ok_or(Error::NotFound("customer"))
    }

    async fn invited_contact(
        &self,
        work: &mut dyn UnitOfWork,
        contact: Option<Stored<Contact>>,
        customer: &Customer,
        email: &EmailAddress,
        name: Option<PersonName>,
        now: Timestamp,
    ) -> Result<Contact, Error> {
        if let Some(contact) = contact {
            let mut changed = contact.value.clone();
            // Whoever was suspended is invited anew: the invitation has to be used before anything works again.
            changed.access = changed.access.invited(now);
            work.contacts()
                .update(&contact.replace(changed.clone()))
                .await?;
            return Ok(changed);
        }
        let contact = Contact {
            id: self.new_id(now),
            customer: customer.id,
            name: name.unwrap_or_else(|| name_from(email)),
            email: email.clone(),
            phone: None,
            job_title: None,
            access: PortalAccess::None.granted(now),
            created_at: now,
        };
        work.contacts().insert(&contact).await?;
        Ok(contact)
    }

    /// Writes and mails a decision of staff for a contact. A visitor's attempt at the same customer gives way.
    #[expect(
        clippy::too_many_arguments,
        reason = "shared by invitation and access grant, which have all of it at hand"
    )]
    pub(super) async fn decide_for_contact(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        pending: Vec<Stored<Registration>>,
        contact: &Contact,
        address: &EmailAddress,
        language: Option<Locale>,
        origin: Origin,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<Registration, Error> {
        let registration = Registration {
            id: self.new_id(now),
            email: address.clone(),
            name: contact.name.clone(),
            // Without an account, what the person asked for in an attempt that is still out.
            locale: language.or_else(|| pending.iter().find_map(|one| one.locale.clone())),
            origin,
            customer: Some(contact.customer),
            state: RegistrationState::AwaitingActivation {
                decision: Some(Basis::Decision {
                    by: actor.reference(),
                    contact: contact.id,
                }),
                expires_at,
            },
            code: None,
            created_at: now,
        };
        for older in pending
            .into_iter()
            .filter(|older| older.customer == Some(contact.customer))
        {
            if older.decision().is_some() && older.is_open(now) {
                return Err(Conflict::AlreadyPending.into());
            }
            let state = RegistrationState::Superseded {
                at: now,
                by: registration.id,
            };
            self.end_registration(work, older, state).await?;
        }
        work.registrations().insert(&registration).await?;
        self.mail_decision(work, &registration, now).await?;
        Ok(registration)
    }

    /// The contact behind a decision that ended without being used.
    pub(super) async fn withdraw_grant(
        &self,
        work: &mut dyn UnitOfWork,
        contact: Option<ContactId>,
    ) -> Result<(), Error> {
        let Some(contact) = contact else {
            return Ok(());
        };
        if let Some(contact) = work.contacts().get(contact).await? {
            let mut changed = contact.value.clone();
            changed.access = changed.access.withdrawn();
            if changed.access != contact.access {
                work.contacts().update(&contact.replace(changed)).await?;
            }
        }
        Ok(())
    }
}

/// What to call somebody whose name staff don't know: the local part, until the person says it better.
fn name_from(email: &EmailAddress) -> PersonName {
    let guess: String = email.local_part().chars().take(64).collect();
    PersonName::new(&guess, "")
        .or_else(|_| PersonName::new("Guest", ""))
        .expect("a plain word is a name")
}
