//! Repositories with one flaw.

use crate::store::{Flaw, Work};
use async_trait::async_trait;
use registration_core::{
    model::{
        Account, AccountId, ContactId, Customer, CustomerId, EmailAddress, InviteLink,
        InviteLinkId, Registration, RegistrationId, Revision, Stored, Timestamp,
    },
    ports::{
        AccountRepository, CustomerRepository, InviteLinkRepository, RegistrationRepository,
        StoreError,
    },
};

type Result<T> = std::result::Result<T, StoreError>;

#[async_trait]
impl CustomerRepository for Work {
    async fn get(&mut self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        self.inner().customers().get(id).await
    }

    async fn get_shared(&mut self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        self.inner().customers().get_shared(ids).await
    }

    async fn find(&mut self, id: CustomerId) -> Result<Option<Customer>> {
        self.inner().customers().find(id).await
    }

    async fn insert(&mut self, customer: &Customer) -> Result<()> {
        self.inner().customers().insert(customer).await
    }

    async fn update(&mut self, customer: &Stored<Customer>) -> Result<Revision> {
        let mut customer = customer.clone();
        if self.has(Flaw::IgnoresRevisions)
            && let Some(row) = self.inner().customers().get(customer.id).await?
        {
            customer.revision = row.revision;
        }
        self.inner().customers().update(&customer).await
    }
}

#[async_trait]
impl InviteLinkRepository for Work {
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        self.inner().invite_links().get(id).await
    }

    async fn insert(&mut self, link: &InviteLink) -> Result<()> {
        self.inner().invite_links().insert(link).await
    }

    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision> {
        let edits_uses = self.has(Flaw::EditsUses);
        let links = self.inner().invite_links();
        let revision = links.update(link).await?;
        if edits_uses {
            let uses = links.get(link.id).await?.map_or(0, |row| row.uses);
            for _ in uses..link.uses {
                links.take_use(link.id, link.created_at).await?;
            }
        }
        Ok(revision)
    }

    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool> {
        let taken = self.inner().invite_links().take_use(id, at).await?;
        Ok(taken || self.has(Flaw::GivesUsesWithoutEnd))
    }
}

#[async_trait]
impl RegistrationRepository for Work {
    async fn get(&mut self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        self.inner().registrations().get(id).await
    }

    async fn get_pending_of(&mut self, email: &EmailAddress) -> Result<Vec<Stored<Registration>>> {
        self.inner().registrations().get_pending_of(email).await
    }

    async fn get_pending_for(&mut self, contact: ContactId) -> Result<Vec<Stored<Registration>>> {
        self.inner().registrations().get_pending_for(contact).await
    }

    async fn get_pending_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Registration>>> {
        self.inner().registrations().get_pending_at(customer).await
    }

    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        self.inner().registrations().get_overdue(now, limit).await
    }

    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        let registrations = self.inner().registrations();
        registrations
            .get_neglected(begun_by, reminders, limit)
            .await
    }

    async fn insert(&mut self, registration: &Registration) -> Result<()> {
        if self.has(Flaw::NobodyIsManyCustomers) && registration.customer.is_none() {
            let pending = self.get_pending_of(&registration.email).await?;
            let kind = registration.state.kind();
            let mut same = pending.iter().filter(|row| row.customer.is_none());
            if same.any(|row| row.state.kind() == kind) {
                return Ok(());
            }
        }
        self.inner().registrations().insert(registration).await
    }

    async fn update(&mut self, registration: &Stored<Registration>) -> Result<Revision> {
        let mut registration = registration.clone();
        if self.has(Flaw::FinalStatesKeepTheirPlace)
            && registration.state.expires_at().is_none()
            && let Some(row) = self.inner().registrations().get(registration.id).await?
        {
            registration.value.state = row.value.state;
        }
        self.inner().registrations().update(&registration).await
    }
}

#[async_trait]
impl AccountRepository for Work {
    async fn get(&mut self, id: AccountId) -> Result<Option<Stored<Account>>> {
        self.inner().accounts().get(id).await
    }

    async fn get_by_email(&mut self, email: &EmailAddress) -> Result<Option<Stored<Account>>> {
        self.inner().accounts().get_by_email(email).await
    }

    async fn insert(&mut self, account: &Account) -> Result<()> {
        let flaw = self.flaw;
        let accounts = self.inner().accounts();
        if matches!(flaw, Flaw::GoesOnAfterErrors | Flaw::PassesOverDuplicates)
            && (accounts.get(account.id).await?.is_some()
                || accounts.get_by_email(&account.email).await?.is_some())
        {
            return match flaw {
                Flaw::GoesOnAfterErrors => Err(StoreError::Duplicate("account")),
                _ => Ok(()),
            };
        }
        accounts.insert(account).await
    }

    async fn update(&mut self, account: &Stored<Account>) -> Result<Revision> {
        self.inner().accounts().update(account).await
    }
}
