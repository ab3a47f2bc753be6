//! Sessions in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{AccountId, Contact, SecretDigest, Session, SessionHolder, Stored, Timestamp},
    ports::SessionRepository,
};
use std::collections::BTreeSet;

/// Contacts whose access is active at a customer that isn't archived, with their account, ordered by id.
pub(super) fn live_contacts(state: &State) -> impl Iterator<Item = (AccountId, &Stored<Contact>)> {
    state.contacts.values().filter_map(|contact| {
        let customer = state.customers.get(&contact.customer)?;
        let account = contact.access.account()?;
        customer.archived_at.is_none().then_some((account, contact))
    })
}

#[async_trait]
impl SessionRepository for MemoryUnitOfWork {
    async fn insert(&mut self, session: &Session) -> Result<()> {
        self.run(|state| {
            let mut sessions = state.sessions.values();
            unique("session", sessions.any(|other| other.id == session.id))?;
            state
                .sessions
                .add("session", session.digest, session.clone())
        })
    }

    async fn touch(&mut self, digest: &SecretDigest, at: Timestamp) -> Result<()> {
        self.run(|state| {
            if let Some(session) = state.sessions.get_mut(digest) {
                session.last_seen_at = at;
            }
            Ok(())
        })
    }

    async fn end(&mut self, digest: &SecretDigest) -> Result<()> {
        self.run(|state| {
            state.sessions.remove(digest);
            Ok(())
        })
    }

    async fn end_all(&mut self, holder: SessionHolder) -> Result<()> {
        self.run(|state| {
            state.sessions.retain(|_, session| session.holder != holder);
            Ok(())
        })
    }

    async fn end_others(&mut self, holder: SessionHolder, kept: &SecretDigest) -> Result<()> {
        self.run(|state| {
            state
                .sessions
                .retain(|digest, session| session.holder != holder || digest == kept);
            Ok(())
        })
    }

    async fn end_stranded(&mut self) -> Result<()> {
        self.run(|state| {
            let accounts: BTreeSet<AccountId> =
                live_contacts(state).map(|(account, _)| account).collect();
            state.sessions.retain(|_, session| match session.holder {
                SessionHolder::Account(account) => accounts.contains(&account),
                SessionHolder::Staff(_) => true,
            });
            Ok(())
        })
    }

    async fn forget_begun_by(&mut self, begun_by: Timestamp) -> Result<()> {
        self.run(|state| {
            state
                .sessions
                .retain(|_, session| begun_by < session.created_at);
            Ok(())
        })
    }
}
