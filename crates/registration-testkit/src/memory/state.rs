//! What the store in memory holds: one table for each kind of row, cheap to copy.

use super::Result;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, ApiKeyId, AuditEntry, AuditEntryId, Contact, ContactId,
        Customer, CustomerId, InviteLink, InviteLinkId, Mail, MailId, MailState, MediaId,
        OutboxMail, Picture, Playbook, PlaybookId, Project, ProjectId, RefusedAttempt,
        Registration, RegistrationId, Revision, SecretDigest, Session, Staff, StaffId, Stored,
        Timestamp, Token,
    },
    ports::{CapturedMail, Page, StoreError},
};
use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    sync::Arc,
};
use uuid::Uuid;

/// All tables.
#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) customers: Table<CustomerId, Stored<Customer>>,
    pub(super) invite_links: Table<InviteLinkId, Stored<InviteLink>>,
    pub(super) registrations: Table<RegistrationId, Stored<Registration>>,
    pub(super) tokens: Table<SecretDigest, Token>,
    pub(super) accounts: Table<AccountId, Stored<Account>>,
    pub(super) contacts: Table<ContactId, Stored<Contact>>,
    pub(super) staff: Table<StaffId, Stored<Staff>>,
    pub(super) sessions: Table<SecretDigest, Session>,
    pub(super) api_keys: Table<ApiKeyId, ApiKey>,
    pub(super) playbooks: Table<PlaybookId, Stored<Playbook>>,
    pub(super) media: Table<MediaId, Picture>,
    pub(super) projects: Table<ProjectId, Stored<Project>>,
    pub(super) outbox: Table<MailId, OutboxRow>,
    pub(super) captured: Table<MailId, CapturedMail>,
    pub(super) audit: Table<AuditEntryId, AuditEntry>,
    pub(super) refused: Table<AuditEntryId, RefusedAttempt>,
}

/// A mail and how far its delivery is.
#[derive(Clone)]
pub(super) struct OutboxRow {
    /// As it was queued; read its payload from `payload`.
    pub(super) mail: OutboxMail,
    /// What it says, until it is wiped.
    pub(super) payload: Option<Mail>,
    pub(super) state: MailState,
    /// Never counted anew, as attempts are.
    pub(super) claims: u32,
    pub(super) attempts: u32,
    pub(super) unknown_outcomes: u32,
    pub(super) last_error: Option<String>,
    pub(super) next_attempt_at: Option<Timestamp>,
    pub(super) leased_until: Option<Timestamp>,
    pub(super) sent_at: Option<Timestamp>,
}

/// A map by key that is copied only when it is written to while somebody else still reads it.
pub(super) struct Table<K, V>(Arc<BTreeMap<K, V>>);

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, V> Deref for Table<K, V> {
    type Target = BTreeMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Ord + Clone, V: Clone> DerefMut for Table<K, V> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl<K: Ord + Clone, V: Clone> Table<K, V> {
    /// Writes a new row; `name` says what it is when its key exists.
    pub(super) fn add(&mut self, name: &'static str, key: K, row: V) -> Result<()> {
        if self.contains_key(&key) {
            return Err(StoreError::Duplicate(name));
        }
        self.insert(key, row);
        Ok(())
    }

    /// The rows, unless nobody wrote since `before` was copied.
    pub(super) fn written_since(&self, before: &Self) -> impl Iterator<Item = &V> {
        let same = Arc::ptr_eq(&self.0, &before.0);
        self.values().filter(move |_| !same)
    }

    /// The rows for which `wanted` holds, ordered by key.
    pub(super) fn select(&self, wanted: impl Fn(&V) -> bool) -> Vec<V> {
        self.values().filter(|row| wanted(row)).cloned().collect()
    }

    /// A page of the rows for which `wanted` holds, newest first.
    pub(super) fn page(&self, page: Page, wanted: impl Fn(&V) -> bool) -> Vec<V>
    where
        K: From<Uuid>,
    {
        let before = page.before.map(K::from);
        self.iter()
            .rev()
            .filter(|(key, row)| before.as_ref().is_none_or(|before| *key < before) && wanted(row))
            .map(|(_, row)| row.clone())
            .take(usize::try_from(page.limit).unwrap_or(usize::MAX))
            .collect()
    }
}

impl<K: Ord + Copy, V: Clone> Table<K, Stored<V>> {
    /// Writes a new aggregate at its first revision.
    pub(super) fn create(&mut self, name: &'static str, key: K, value: &V) -> Result<()> {
        self.add(name, key, Stored::new(value.clone(), Revision::FIRST))
    }

    /// Holds unless the row is at another revision than `loaded`, or gone.
    pub(super) fn expect<T>(&self, name: &'static str, key: K, loaded: &Stored<T>) -> Result<()> {
        match self.get(&key) {
            Some(row) if row.revision == loaded.revision => Ok(()),
            _ => Err(StoreError::Stale(name)),
        }
    }

    /// Writes a changed aggregate on the revision it was loaded at.
    pub(super) fn change(
        &mut self,
        name: &'static str,
        key: K,
        changed: &Stored<V>,
    ) -> Result<Revision> {
        self.expect(name, key, changed)?;
        let revision = changed.revision.next();
        self.insert(key, Stored::new(changed.value.clone(), revision));
        Ok(revision)
    }
}

/// Refuses what would be there twice.
pub(super) fn unique(name: &'static str, exists: bool) -> Result<()> {
    if exists {
        Err(StoreError::Duplicate(name))
    } else {
        Ok(())
    }
}
