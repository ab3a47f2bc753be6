//! What screens and lists show, to those who may see it.

mod activity;
mod operations;
mod portal;
mod project_people;
mod requests;

use super::{Error, Registrar};
use crate::{
    model::{
        Actor, Contact, ContactId, Customer, CustomerId, InviteLink, InviteLinkId, Playbook,
        PlaybookId, Registration, RegistrationId, Stored,
    },
    policy::access::Permission,
    ports::{Page, RegistrationFilter},
};
use uuid::Uuid;

pub use activity::ids_in;
pub use portal::OfferedPlaybook;
pub use project_people::ProjectPeople;
pub use requests::RequestView;

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
    pub(super) fn cut(mut items: Vec<T>, page: Page, id: impl Fn(&T) -> Uuid) -> Self {
        let limit = page.limit as usize;
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = if has_more { items.last().map(id) } else { None };
        Self { items, next }
    }
}

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
}

fn values<T>(stored: Vec<Stored<T>>) -> Vec<T> {
    stored.into_iter().map(|stored| stored.value).collect()
}
