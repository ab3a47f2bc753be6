//! What screens and lists show, to those who may see it.

use super::{Error, Registrar};
use crate::{
    model::{
        Actor, ApiKey, AuditEntry, Claim, Contact, ContactId, Customer, CustomerId, InviteLink,
        InviteLinkId, MailId, Origin, Playbook, PlaybookId, Project, ProjectId, Registration,
        RegistrationId, RegistrationState, Staff, StaffId, Stored,
    },
    policy::{
        access::Permission,
        mapping::{self, Suggestion},
        provisioning,
    },
    ports::{
        AuditFilter, OutboxEntry, OutboxFilter, Page, PortalSession, ProjectFilter,
        RegistrationFilter,
    },
};
use std::collections::HashMap;
use uuid::Uuid;

/// A page of a list, and where the next one begins.
#[derive(Debug, Clone)]
pub struct Listing<T> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// The id after which the next page begins; none on the last page.
    pub next: Option<Uuid>,
}

impl<T> Listing<T> {
    /// Cuts rows that were read with one more than asked for.
    fn cut(mut items: Vec<T>, page: Page, id: impl Fn(&T) -> Uuid) -> Self {
        let limit = page.limit as usize;
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = if has_more { items.last().map(id) } else { None };
        Self { items, next }
    }
}

/// A playbook as a customer sees it.
#[derive(Debug, Clone)]
pub struct OfferedPlaybook {
    /// At which customer the account may start it.
    pub customer: CustomerId,
    /// The playbook.
    pub playbook: Playbook,
}

/// A request with everything the mapping screen shows.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// The request.
    pub request: Stored<Registration>,
    /// Customers, best first.
    pub customers: Vec<Suggestion<CustomerId>>,
    /// Contacts of the best customers, best first, with their customer.
    pub contacts: Vec<(Suggestion<ContactId>, CustomerId)>,
    /// Who was mailed.
    pub notified: Vec<(StaffId, String)>,
    /// Who is at it.
    pub claim: Option<Claim>,
}

/// How many customers and contacts are suggested at most.
const SUGGESTIONS: usize = 10;

const fn one_more(page: Page) -> Page {
    Page {
        limit: page.limit + 1,
        before: page.before,
    }
}

impl Registrar {
    /// Customers that aren't archived; callers without [`Permission::ReadCustomers`] may show names only.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn customers(
        &self,
        actor: &Actor,
        q: Option<&str>,
        page: Page,
    ) -> Result<Listing<Stored<Customer>>, Error> {
        self.require(actor, Permission::ListCustomerNames)?;
        let rows = self.ports.directory.customers(q, one_more(page)).await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn customer(&self, actor: &Actor, id: CustomerId) -> Result<Stored<Customer>, Error> {
        self.require(actor, Permission::ReadCustomers)?;
        self.ports
            .directory
            .customer(id)
            .await?
            .ok_or(Error::NotFound("customer"))
    }

    /// The links of a customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn invite_links(
        &self,
        actor: &Actor,
        customer: CustomerId,
        page: Page,
    ) -> Result<Listing<Stored<InviteLink>>, Error> {
        self.customer(actor, customer).await?;
        let rows = self
            .ports
            .directory
            .invite_links(customer, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A link.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn invite_link(
        &self,
        actor: &Actor,
        id: InviteLinkId,
    ) -> Result<Stored<InviteLink>, Error> {
        self.require(actor, Permission::ReadCustomers)?;
        self.ports
            .directory
            .invite_link(id)
            .await?
            .ok_or(Error::NotFound("invite link"))
    }

    /// The contacts of a customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn contacts(
        &self,
        actor: &Actor,
        customer: CustomerId,
        q: Option<&str>,
        page: Page,
    ) -> Result<Listing<Stored<Contact>>, Error> {
        self.customer(actor, customer).await?;
        let rows = self
            .ports
            .directory
            .contacts(customer, q, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A contact.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn contact(&self, actor: &Actor, id: ContactId) -> Result<Stored<Contact>, Error> {
        self.require(actor, Permission::ReadCustomers)?;
        self.ports
            .directory
            .contact(id)
            .await?
            .ok_or(Error::NotFound("contact"))
    }

    /// Registrations, whichever door.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn registrations(
        &self,
        actor: &Actor,
        filter: &RegistrationFilter,
        page: Page,
    ) -> Result<Listing<Stored<Registration>>, Error> {
        self.require(actor, Permission::ReadCustomers)?;
        let rows = self
            .ports
            .directory
            .registrations(filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A registration.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn registration(
        &self,
        actor: &Actor,
        id: RegistrationId,
    ) -> Result<Stored<Registration>, Error> {
        self.require(actor, Permission::ReadCustomers)?;
        self.ports
            .directory
            .registration(id)
            .await?
            .ok_or(Error::NotFound("registration"))
    }

    /// Registration requests.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn requests(
        &self,
        actor: &Actor,
        state: Option<crate::model::StateKind>,
        page: Page,
    ) -> Result<Listing<Stored<Registration>>, Error> {
        self.require(actor, Permission::ReadRequests)?;
        let origin = Some(crate::model::OriginKind::Request);
        let filter = RegistrationFilter {
            state,
            origin,
            ..RegistrationFilter::default()
        };
        let rows = self
            .ports
            .directory
            .registrations(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A request with its suggestions.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn request(&self, actor: &Actor, id: RegistrationId) -> Result<RequestView, Error> {
        self.require(actor, Permission::ReadRequests)?;
        let request = self
            .ports
            .directory
            .registration(id)
            .await?
            .ok_or(Error::NotFound("request"))?;
        let Origin::Request(details) = &request.origin else {
            return Err(Error::NotFound("request"));
        };
        let directory = &self.ports.directory;
        let email = &request.email;
        let few = Page {
            limit: 50,
            before: None,
        };
        // Colleagues at a public provider say nothing about the company.
        let on_domain = if email.domain().is_public_provider() {
            Vec::new()
        } else {
            values(directory.contacts_on_domain(email.domain(), few).await?)
        };
        let domains: Vec<_> = email.domain().suffixes().collect();
        let mut customers = values(directory.customers_permitting(&domains).await?);
        let ids: Vec<CustomerId> = on_domain.iter().map(|contact| contact.customer).collect();
        customers.extend(values(directory.customers_by_id(&ids).await?));
        for word in mapping::telling_words(&details.company).iter().take(3) {
            customers.extend(values(directory.customers(Some(word), few).await?));
        }
        customers.sort_by_key(|customer| customer.id);
        customers.dedup_by_key(|customer| customer.id);
        let mut ranked = mapping::rank_customers(email, &details.company, &customers, &on_domain);
        ranked.truncate(SUGGESTIONS);
        let contacts = self.suggested_contacts(&request, &ranked).await?;

        let staff = directory.active_staff().await?;
        let names: HashMap<StaffId, String> =
            staff.iter().map(|one| (one.id, one.name.clone())).collect();
        let name = |id: &StaffId| (*id, names.get(id).cloned().unwrap_or_default());
        let notified = details.notified.iter().map(name).collect();
        let claim = match &request.state {
            RegistrationState::AwaitingMapping { claim, .. } => {
                claim.filter(|claim| self.now() < claim.until)
            }
            _ => None,
        };
        Ok(RequestView {
            customers: ranked,
            contacts,
            notified,
            claim,
            request,
        })
    }

    async fn suggested_contacts(
        &self,
        request: &Registration,
        customers: &[Suggestion<CustomerId>],
    ) -> Result<Vec<(Suggestion<ContactId>, CustomerId)>, Error> {
        let directory = &self.ports.directory;
        let mut known = values(directory.contacts_by_email(&request.email).await?);
        let few = Page {
            limit: 50,
            before: None,
        };
        for customer in customers.iter().take(3) {
            for word in [request.name.first(), request.name.last()]
                .into_iter()
                .filter(|word| !word.is_empty())
            {
                known.extend(values(
                    directory.contacts(customer.id, Some(word), few).await?,
                ));
            }
        }
        known.retain(|contact| {
            customers
                .iter()
                .any(|customer| customer.id == contact.customer)
        });
        known.sort_by_key(|contact| contact.id);
        known.dedup_by_key(|contact| contact.id);
        let customer_of: HashMap<ContactId, CustomerId> = known
            .iter()
            .map(|contact| (contact.id, contact.customer))
            .collect();
        let ranked = mapping::rank_contacts(&request.email, &request.name, &known);
        let with_customer = |one: Suggestion<ContactId>| {
            let customer = customer_of.get(&one.id).copied();
            customer.map(|customer| (one, customer))
        };
        Ok(ranked
            .into_iter()
            .take(SUGGESTIONS)
            .filter_map(with_customer)
            .collect())
    }

    /// Playbooks.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn playbooks(
        &self,
        actor: &Actor,
        page: Page,
    ) -> Result<Listing<Stored<Playbook>>, Error> {
        self.require(actor, Permission::ReadPlaybooks)?;
        let rows = self.ports.directory.playbooks(one_more(page)).await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A playbook.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn playbook(&self, actor: &Actor, id: PlaybookId) -> Result<Stored<Playbook>, Error> {
        self.require(actor, Permission::ReadPlaybooks)?;
        self.ports
            .directory
            .playbook(id)
            .await?
            .ok_or(Error::NotFound("playbook"))
    }

    /// The playbooks that an account may start now, one row per customer it may start it for.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn offered_playbooks(
        &self,
        session: &PortalSession,
        page: Page,
    ) -> Result<Listing<OfferedPlaybook>, Error> {
        let mut customers: Vec<CustomerId> = session
            .contacts
            .iter()
            .map(|(contact, _)| contact.customer)
            .collect();
        customers.dedup();
        let playbooks = self.ports.directory.self_service_playbooks().await?;
        let mut offered: Vec<OfferedPlaybook> = Vec::new();
        let mut next = None;
        for playbook in playbooks
            .into_iter()
            .filter(|one| page.before.is_none_or(|before| one.id.0 < before))
        {
            let here = customers
                .iter()
                .filter(|one| provisioning::offered_to(&playbook, **one).is_ok());
            let rows: Vec<OfferedPlaybook> = here
                .map(|customer| OfferedPlaybook {
                    customer: *customer,
                    playbook: playbook.value.clone(),
                })
                .collect();
            // A page ends between playbooks, so that the rows of one stay together.
            if !offered.is_empty() && offered.len() + rows.len() > page.limit as usize {
                next = offered.last().map(|row| row.playbook.id.0);
                break;
            }
            offered.extend(rows);
        }
        Ok(Listing {
            items: offered,
            next,
        })
    }

    /// Projects: all for those who may read them, otherwise one's own.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn projects(
        &self,
        actor: &Actor,
        filter: &ProjectFilter,
        page: Page,
    ) -> Result<Listing<Stored<Project>>, Error> {
        let mut filter = filter.clone();
        if let Err(denied) = self.require(actor, Permission::ReadProjects) {
            filter.owner = Some(actor.staff().ok_or(denied)?);
        }
        let rows = self
            .ports
            .directory
            .projects(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A project that the actor may see: whoever reads projects, and its owner.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn project_for(
        &self,
        actor: &Actor,
        id: ProjectId,
    ) -> Result<Stored<Project>, Error> {
        let allowed = self.require(actor, Permission::ReadProjects);
        let project = self.ports.directory.project(id).await?;
        match allowed {
            Ok(()) => project.ok_or(Error::NotFound("project")),
            Err(denied) => {
                let own = actor.staff().ok_or(denied)?;
                project
                    .filter(|project| project.owner == own)
                    .ok_or(Error::NotFound("project"))
            }
        }
    }

    /// The projects that an account started or was invited to.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn portal_projects(
        &self,
        session: &PortalSession,
        page: Page,
    ) -> Result<Listing<Stored<Project>>, Error> {
        let filter = ProjectFilter {
            visible_to: Some(contacts_of(session)),
            ..ProjectFilter::default()
        };
        let rows = self
            .ports
            .directory
            .projects(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A project that an account started or was invited to; every other one is as if there were none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn portal_project(
        &self,
        session: &PortalSession,
        id: ProjectId,
    ) -> Result<Stored<Project>, Error> {
        let contacts = contacts_of(session);
        let project = self.ports.directory.project(id).await?;
        project
            .filter(|project| provisioning::sees(project, &contacts))
            .ok_or(Error::NotFound("project"))
    }

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

fn contacts_of(session: &PortalSession) -> Vec<ContactId> {
    session
        .contacts
        .iter()
        .map(|(contact, _)| contact.id)
        .collect()
}

fn values<T>(stored: Vec<Stored<T>>) -> Vec<T> {
    stored.into_iter().map(|stored| stored.value).collect()
}
