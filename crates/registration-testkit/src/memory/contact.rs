//! Contacts in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        AccountId, Contact, ContactId, CustomerId, EmailAddress, PortalAccess, Revision, Stored,
    },
    ports::ContactRepository,
};

const NAME: &str = "contact";

fn check_email(state: &State, contact: &Contact) -> Result<()> {
    let mut others = state.contacts.values();
    unique(
        NAME,
        others.any(|other| {
            other.id != contact.id
                && other.customer == contact.customer
                && other.email == contact.email
        }),
    )
}

#[async_trait]
impl ContactRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: ContactId) -> Result<Option<Stored<Contact>>> {
        self.run(|state| Ok(state.contacts.get(&id).cloned()))
    }

    async fn get_by_email(
        &mut self,
        customer: CustomerId,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Contact>>> {
        self.run(|state| {
            let mut contacts = state.contacts.values();
            Ok(contacts
                .find(|contact| contact.customer == customer && contact.email == *email)
                .cloned())
        })
    }

    async fn get_of_account(&mut self, account: AccountId) -> Result<Vec<Stored<Contact>>> {
        self.run(|state| {
            Ok(state
                .contacts
                .select(|contact| contact.access.account() == Some(account)))
        })
    }

    async fn get_active_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Contact>>> {
        self.run(|state| {
            Ok(state.contacts.select(|contact| {
                contact.customer == customer
                    && matches!(contact.access, PortalAccess::Active { .. })
            }))
        })
    }

    async fn insert(&mut self, contact: &Contact) -> Result<()> {
        self.run(|state| {
            check_email(state, contact)?;
            state.contacts.create(NAME, contact.id, contact)
        })
    }

    async fn update(&mut self, contact: &Stored<Contact>) -> Result<Revision> {
        self.run(|state| {
            state.contacts.expect(NAME, contact.id, contact)?;
            check_email(state, contact)?;
            state.contacts.change(NAME, contact.id, contact)
        })
    }
}
