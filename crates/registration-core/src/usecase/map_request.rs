//! A mapper maps a request to a company and a contact.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Basis, Contact, ContactId, Customer, CustomerId, Origin,
        PermittedDomain, PersonName, PortalAccess, Registration, RegistrationId, RegistrationState,
        Stored, SubjectKind, Timestamp,
    },
    policy::{
        access::{self, Permission},
        mapping::{self, Misfit},
        settings::{self, ProposedSettings},
        validity,
    },
    ports::UnitOfWork,
};

/// Whom the request is mapped to.
#[derive(Debug, Clone)]
pub enum MapTarget {
    /// "Select user": a contact of the customer.
    Contact(ContactId),
    /// "Create new contact", with the request's own address.
    NewContact {
        /// First and last name.
        name: PersonName,
        /// Telephone number.
        phone: Option<String>,
    },
}

/// "Map user to company".
#[derive(Debug, Clone)]
pub struct MapRequest {
    /// Which request.
    pub request: RegistrationId,
    /// "Company".
    pub customer: CustomerId,
    /// The contact.
    pub target: MapTarget,
    /// "Also permit this domain".
    pub permit_domain: bool,
    /// The mapper saw that the contact is known by another address.
    pub confirm_address: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// The request, which is a registration.
    pub registration: RegistrationId,
    /// The contact that the person will be.
    pub contact: ContactId,
}

impl Registrar {
    /// Decides a request for a customer and a contact, and mails the person an activation link. Exactly one decision
    /// wins among parallel ones. The account will be for the request's own address, whatever contact is chosen.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::AlreadyDecided`], [`Conflict::Claimed`],
    /// [`Conflict::ContactConflict`], [`Conflict::AlreadyMember`], [`Error::ContactNotAtCustomer`], [`Error::Invalid`].
    pub async fn map_request(&self, actor: &Actor, command: MapRequest) -> Result<Mapped, Error> {
        self.retry(|| self.map_once(actor, &command)).await
    }

    async fn map_once(&self, actor: &Actor, command: &MapRequest) -> Result<Mapped, Error> {
        self.require(actor, Permission::DecideRequests)?;
        if command.permit_domain {
            self.require(actor, Permission::ManageCustomers)?;
        }
        let now = self.now();
        let own_address = match actor.staff() {
            Some(staff) => self
                .ports
                .directory
                .staff_member(staff)
                .await?
                .map(|staff| staff.value.email),
            None => None,
        };

        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = self.lock_customer_to_map(work, command).await?;
        let stored = self.undecided(work, actor, command.request, now).await?;
        let customer = customer.ok_or_else(|| {
            Error::field(
                "/customer_id",
                "unknown_customer",
                "choose a customer that is not archived",
            )
        })?;
        let request = stored.value.clone();
        if mapping::is_own(own_address.as_ref(), &request.email) {
            return Err(access::Denied::NotAllowed.into());
        }
        if command.permit_domain {
            self.permit_domain_of(work, actor, customer.clone(), &request, now)
                .await?;
        }
        self.make_room(work, &request, command.customer, now)
            .await?;
        let contact = self.contact_to_map(work, command, &request, now).await?;

        let by = actor.reference();
        let decided = Registration {
            customer: Some(command.customer),
            state: RegistrationState::AwaitingActivation {
                decision: Some(Basis::Decision { by, contact }),
                expires_at: now.plus(validity::DECISION),
            },
            ..request
        };
        work.registrations()
            .update(&stored.replace(decided.clone()))
            .await?;
        self.mail_decision(work, &decided, now).await?;
        let mapped = Record::new(
            by,
            AuditAction::RequestMapped,
            SubjectKind::Registration,
            decided.id.0,
        )
        .at(command.customer)
        .after(serde_json::json!({ "contact": contact, "permit_domain": command.permit_domain }));
        self.record(work, now, mapped).await?;
        self.commit(begun).await?;
        Ok(Mapped {
            registration: decided.id,
            contact,
        })
    }

    async fn lock_customer_to_map(
        &self,
        work: &mut dyn UnitOfWork,
        command: &MapRequest,
    ) -> Result<Option<Stored<Customer>>, Error> {
        let customer = if command.permit_domain {
            work.customers().get(command.customer).await?
        } else {
            work.customers()
                .get_shared(&[command.customer])
                .await?
                .pop()
        };
        Ok(customer.filter(|customer| customer.archived_at.is_none()))
    }

    /// "Also permit this domain": the same checks as saving the settings.
    async fn permit_domain_of(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        customer: Stored<Customer>,
        request: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        let current = &customer.settings;
        if current
            .permitted_domains
            .iter()
            .any(|entry| entry.admits(&request.email))
        {
            return Ok(());
        }
        let mut domains: Vec<_> = current.permitted_domains.iter().cloned().map(Ok).collect();
        domains.push(PermittedDomain::new(request.email.domain().clone(), false));
        let proposed = ProposedSettings {
            self_service_registration: current.self_service_registration,
            permitted_domains: domains,
            invite_link_registration: current.invite_link_registration,
            link_audience: None,
            login_method: current.login_method,
            acknowledge: Default::default(),
        };
        let resolved = settings::resolve(current, &proposed).map_err(|refused| {
            let refused = refused.into_iter();
            Error::Invalid(
                refused
                    .map(|one| {
                        super::FieldError::new("/permit_domain", one.problem.code(), one.detail)
                    })
                    .collect(),
            )
        })?;
        self.save_settings(work, actor, customer, resolved, Vec::new(), now)
            .await?;
        Ok(())
    }

    /// Ends what stands in the way of the decision: the visitor's other attempts, and what is open for the address at
    /// the customer.
    async fn make_room(
        &self,
        work: &mut dyn UnitOfWork,
        request: &Registration,
        customer: CustomerId,
        now: Timestamp,
    ) -> Result<(), Error> {
        for other in work.registrations().get_pending_of(&request.email).await? {
            let is_visitors =
                matches!(other.origin, Origin::PortalForm | Origin::InviteLink { .. });
            if other.id != request.id && (is_visitors || other.customer == Some(customer)) {
                let state = RegistrationState::Superseded {
                    at: now,
                    by: request.id,
                };
                self.end_registration(work, other, state).await?;
            }
        }
        Ok(())
    }

    async fn contact_to_map(
        &self,
        work: &mut dyn UnitOfWork,
        command: &MapRequest,
        request: &Registration,
        now: Timestamp,
    ) -> Result<ContactId, Error> {
        let same_address = work
            .contacts()
            .get_by_email(command.customer, &request.email)
            .await?;
        match &command.target {
            MapTarget::NewContact { name, phone } => {
                if same_address.is_some() {
                    return Err(Conflict::ContactConflict.into());
                }
                let contact = Contact {
                    id: self.new_id(now),
                    customer: command.customer,
                    name: name.clone(),
                    email: request.email.clone(),
                    phone: phone.clone(),
                    job_title: None,
                    access: PortalAccess::None.granted(now),
                    created_at: now,
                };
                work.contacts().insert(&contact).await?;
                Ok(contact.id)
            }
            MapTarget::Contact(id) => {
                let contact = work
                    .contacts()
                    .get(*id)
                    .await?
                    .filter(|contact| contact.customer == command.customer)
                    .ok_or(Error::ContactNotAtCustomer)?;
                let email = &request.email;
                let taken = same_address.is_some();
                mapping::fits(&contact, email, taken, command.confirm_address).map_err(misfit)?;
                let mut changed = contact.value.clone();
                // Never active at once, even if it was before: the access is the request's address's, once proven.
                changed.access = changed.access.invited(now);
                work.contacts().update(&contact.replace(changed)).await?;
                Ok(*id)
            }
        }
    }
}

fn misfit(misfit: Misfit) -> Error {
    match misfit {
        Misfit::AlreadyMember => Conflict::AlreadyMember.into(),
        Misfit::AnotherPerson => Conflict::ContactConflict.into(),
        Misfit::Unconfirmed => Error::field("/confirm_address", misfit.code(), misfit.advice()),
    }
}
