//! Registrations in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        ContactId, CustomerId, EmailAddress, Registration, RegistrationId, RegistrationState,
        Revision, StateKind, Stored, Timestamp,
    },
    ports::RegistrationRepository,
};

const NAME: &str = "registration";

fn is_pending(registration: &Registration) -> bool {
    registration.state.expires_at().is_some()
}

/// One that awaits activation per address and customer (none counts as its own), one that awaits mapping per address.
fn check_open(state: &State, registration: &Registration) -> Result<()> {
    let kind = registration.state.kind();
    let same_key = |other: &Registration| match kind {
        StateKind::AwaitingActivation => other.customer == registration.customer,
        StateKind::AwaitingMapping => true,
        _ => false,
    };
    let exists = state.registrations.values().any(|other| {
        other.id != registration.id
            && other.email == registration.email
            && other.state.kind() == kind
            && same_key(other)
    });
    unique(NAME, exists)
}

#[async_trait]
impl RegistrationRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        self.run(|state| Ok(state.registrations.get(&id).cloned()))
    }

    async fn get_pending_of(&mut self, email: &EmailAddress) -> Result<Vec<Stored<Registration>>> {
        self.run(|state| {
            Ok(state
                .registrations
                .select(|row| is_pending(row) && row.email == *email))
        })
    }

    async fn get_pending_for(&mut self, contact: ContactId) -> Result<Vec<Stored<Registration>>> {
        self.run(|state| {
            Ok(state
                .registrations
                .select(|row| is_pending(row) && row.contact() == Some(contact)))
        })
    }

    async fn get_pending_at(&mut self, customer: CustomerId) -> Result<Vec<Stored<Registration>>> {
        self.run(|state| {
            Ok(state
                .registrations
                .select(|row| is_pending(row) && row.customer == Some(customer)))
        })
    }

    async fn get_overdue(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        self.run(|state| {
            let mut rows = state
                .registrations
                .select(|row| row.state.expires_at().is_some_and(|end| end <= now));
            rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(rows)
        })
    }

    async fn get_neglected(
        &mut self,
        begun_by: Timestamp,
        reminders: u8,
        limit: u32,
    ) -> Result<Vec<Stored<Registration>>> {
        self.run(|state| {
            let mut rows = state.registrations.select(|row| {
                matches!(row.state, RegistrationState::AwaitingMapping { reminders: sent, .. } if sent < reminders)
                    && row.created_at <= begun_by
            });
            rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            Ok(rows)
        })
    }

    async fn insert(&mut self, registration: &Registration) -> Result<()> {
        self.run(|state| {
            check_open(state, registration)?;
            state
                .registrations
                .create(NAME, registration.id, registration)
        })
    }

    async fn update(&mut self, registration: &Stored<Registration>) -> Result<Revision> {
        self.run(|state| {
            state
                .registrations
                .expect(NAME, registration.id, registration)?;
            check_open(state, registration)?;
            state
                .registrations
                .change(NAME, registration.id, registration)
        })
    }
}
