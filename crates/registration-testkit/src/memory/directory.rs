//! The directory in memory: it reads what was committed last.

use super::{MemoryStore, Result, invite_link::codes, session::live_contacts, state::OutboxRow};
use async_trait::async_trait;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, AuditEntry, Contact, ContactId, Cover, Customer, CustomerId,
        DomainName, EmailAddress, InviteLink, InviteLinkId, LinkCode, MailId, MediaId, Playbook,
        PlaybookId, Project, ProjectId, RefusedAttempt, Registration, RegistrationId, SecretDigest,
        Session, SessionHolder, Staff, StaffId, StateKind, Stored, Timestamp, Token,
    },
    ports::{
        AuditFilter, Directory, OutboxEntry, OutboxFilter, Page, PortalSession, ProjectFilter,
        RegistrationFilter,
    },
};
use std::{cmp::Reverse, collections::HashMap};
use uuid::Uuid;

/// Whether one of `texts` contains `q`, whatever the case of both; no `q` is in every text.
fn says(q: Option<&str>, texts: &[&str]) -> bool {
    q.is_none_or(|q| {
        let q = q.to_lowercase();
        texts.iter().any(|text| text.to_lowercase().contains(&q))
    })
}

/// Whether the filter's `wish` is fulfilled by `value`; none is by every value.
fn is<T: PartialEq>(wish: Option<T>, value: T) -> bool {
    wish.is_none_or(|wish| wish == value)
}

fn entry(row: OutboxRow) -> OutboxEntry {
    OutboxEntry {
        id: row.mail.id,
        kind: row.mail.mail.kind(),
        to: row.mail.to,
        locale: row.mail.locale,
        state: row.state,
        attempts: row.attempts,
        last_error: row.last_error,
        created_at: row.mail.created_at,
        next_attempt_at: row.next_attempt_at,
        expires_at: row.mail.expires_at,
        sent_at: row.sent_at,
        mail: row.payload,
    }
}

#[async_trait]
impl Directory for MemoryStore {
    async fn now(&self) -> Result<Timestamp> {
        Ok(self.clock.now())
    }

    async fn portal_session(&self, digest: &SecretDigest) -> Result<Option<PortalSession>> {
        let state = self.committed();
        let Some(session) = state.sessions.get(digest) else {
            return Ok(None);
        };
        let SessionHolder::Account(id) = session.holder else {
            return Ok(None);
        };
        let contacts = live_contacts(&state)
            .filter(|(account, _)| *account == id)
            .filter_map(|(_, contact)| {
                let customer = state.customers.get(&contact.customer)?;
                Some((contact.value.clone(), customer.name.clone()))
            })
            .collect();
        Ok(state.accounts.get(&id).map(|account| PortalSession {
            session: session.clone(),
            account: account.value.clone(),
            contacts,
        }))
    }

    async fn staff_session(
        &self,
        digest: &SecretDigest,
    ) -> Result<Option<(Session, Stored<Staff>)>> {
        let state = self.committed();
        Ok(state.sessions.get(digest).and_then(|session| {
            let SessionHolder::Staff(id) = session.holder else {
                return None;
            };
            Some((session.clone(), state.staff.get(&id)?.clone()))
        }))
    }

    async fn api_key(&self, digest: &SecretDigest) -> Result<Option<ApiKey>> {
        let state = self.committed();
        let mut keys = state.api_keys.values();
        Ok(keys.find(|key| key.digest == *digest).cloned())
    }

    async fn sessions_of(&self, holder: SessionHolder) -> Result<Vec<Session>> {
        let mut sessions = self
            .committed()
            .sessions
            .select(|session| session.holder == holder);
        sessions.sort_by_key(|session| Reverse(session.id));
        Ok(sessions)
    }

    async fn token(&self, digest: &SecretDigest) -> Result<Option<Token>> {
        Ok(self.committed().tokens.get(digest).cloned())
    }

    async fn account_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Account>>> {
        let state = self.committed();
        let mut accounts = state.accounts.values();
        Ok(accounts.find(|account| account.email == *email).cloned())
    }

    async fn account(&self, id: AccountId) -> Result<Option<Stored<Account>>> {
        Ok(self.committed().accounts.get(&id).cloned())
    }

    async fn staff_by_email(&self, email: &EmailAddress) -> Result<Option<Stored<Staff>>> {
        let state = self.committed();
        let mut staff = state.staff.values();
        Ok(staff.find(|staff| staff.email == *email).cloned())
    }

    async fn customer(&self, id: CustomerId) -> Result<Option<Stored<Customer>>> {
        Ok(self.committed().customers.get(&id).cloned())
    }

    async fn customers_by_id(&self, ids: &[CustomerId]) -> Result<Vec<Stored<Customer>>> {
        let state = self.committed();
        Ok(state
            .customers
            .select(|customer| ids.contains(&customer.id)))
    }

    async fn customers(&self, q: Option<&str>, page: Page) -> Result<Vec<Stored<Customer>>> {
        let state = self.committed();
        Ok(state.customers.page(page, |customer| {
            let reference = customer.reference.as_deref().unwrap_or_default();
            customer.archived_at.is_none() && says(q, &[&customer.name, reference])
        }))
    }

    async fn customers_permitting(&self, domains: &[DomainName]) -> Result<Vec<Stored<Customer>>> {
        let state = self.committed();
        Ok(state.customers.select(|customer| {
            let mut entries = customer.settings.permitted_domains.iter();
            customer.archived_at.is_none() && entries.any(|entry| domains.contains(entry.domain()))
        }))
    }

    async fn open_customer(&self) -> Result<Option<Stored<Customer>>> {
        let state = self.committed();
        let open = state.customers.select(|customer| {
            let settings = &customer.settings;
            customer.archived_at.is_none()
                && settings.self_service_registration
                && !settings.permitted_domains.is_empty()
        });
        Ok(open.into_iter().next_back())
    }

    async fn invite_link(&self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        Ok(self.committed().invite_links.get(&id).cloned())
    }

    async fn invite_link_by_code(&self, code: &LinkCode) -> Result<Option<Stored<InviteLink>>> {
        let state = self.committed();
        let mut links = state.invite_links.values();
        Ok(links
            .find(|link| codes(link).any(|known| known == code))
            .cloned())
    }

    async fn invite_links(
        &self,
        customer: CustomerId,
        page: Page,
    ) -> Result<Vec<Stored<InviteLink>>> {
        let state = self.committed();
        Ok(state
            .invite_links
            .page(page, |link| link.customer == customer))
    }

    async fn contact(&self, id: ContactId) -> Result<Option<Stored<Contact>>> {
        Ok(self.committed().contacts.get(&id).cloned())
    }

    async fn contacts(
        &self,
        customer: CustomerId,
        q: Option<&str>,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>> {
        let state = self.committed();
        Ok(state.contacts.page(page, |contact| {
            contact.customer == customer
                && says(q, &[&contact.name.to_string(), contact.email.as_str()])
        }))
    }

    async fn contacts_by_email(&self, email: &EmailAddress) -> Result<Vec<Stored<Contact>>> {
        let state = self.committed();
        Ok(state.contacts.select(|contact| contact.email == *email))
    }

    async fn contacts_on_domain(
        &self,
        domain: &DomainName,
        page: Page,
    ) -> Result<Vec<Stored<Contact>>> {
        let state = self.committed();
        Ok(state.contacts.page(page, |contact| {
            let customer = state.customers.get(&contact.customer);
            contact.email.domain() == domain
                && customer.is_some_and(|customer| customer.archived_at.is_none())
        }))
    }

    async fn registration(&self, id: RegistrationId) -> Result<Option<Stored<Registration>>> {
        Ok(self.committed().registrations.get(&id).cloned())
    }

    async fn registrations(
        &self,
        filter: &RegistrationFilter,
        page: Page,
    ) -> Result<Vec<Stored<Registration>>> {
        let state = self.committed();
        Ok(state.registrations.page(page, |row| {
            is(filter.state, row.state.kind())
                && is(filter.origin, row.origin.kind())
                && is(filter.customer.map(Some), row.customer)
                && is(filter.link.map(Some), row.link())
                && says(
                    filter.q.as_deref(),
                    &[&row.name.to_string(), row.email.as_str()],
                )
        }))
    }

    async fn longest_waiting(&self) -> Result<Option<Stored<Registration>>> {
        let state = self.committed();
        let waiting = state
            .registrations
            .select(|row| row.state.kind() == StateKind::AwaitingMapping);
        Ok(waiting.into_iter().next())
    }

    async fn playbook(&self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        Ok(self.committed().playbooks.get(&id).cloned())
    }

    async fn playbooks(&self, page: Page) -> Result<Vec<Stored<Playbook>>> {
        let state = self.committed();
        Ok(state
            .playbooks
            .page(page, |playbook| playbook.archived_at.is_none()))
    }

    async fn playbooks_covered_by(&self, pictures: &[MediaId]) -> Result<Vec<Stored<Playbook>>> {
        let state = self.committed();
        Ok(state.playbooks.select(|playbook| {
            matches!(playbook.self_service.cover, Cover::Upload { media } if pictures.contains(&media))
        }))
    }

    async fn self_service_playbooks(&self) -> Result<Vec<Stored<Playbook>>> {
        let state = self.committed();
        let mut playbooks = state
            .playbooks
            .select(|playbook| playbook.archived_at.is_none() && playbook.self_service.enabled);
        playbooks.reverse();
        Ok(playbooks)
    }

    async fn project(&self, id: ProjectId) -> Result<Option<Stored<Project>>> {
        Ok(self.committed().projects.get(&id).cloned())
    }

    async fn projects(&self, filter: &ProjectFilter, page: Page) -> Result<Vec<Stored<Project>>> {
        let state = self.committed();
        Ok(state.projects.page(page, |project| {
            let visible = filter.visible_to.as_deref().is_none_or(|contacts| {
                let mut contacts = contacts.iter();
                contacts.any(|id| project.started_by == *id || project.members.contains(id))
            });
            is(filter.customer, project.customer) && is(filter.owner, project.owner) && visible
        }))
    }

    async fn staff_member(&self, id: StaffId) -> Result<Option<Stored<Staff>>> {
        Ok(self.committed().staff.get(&id).cloned())
    }

    async fn staff(&self, page: Page) -> Result<Vec<Stored<Staff>>> {
        Ok(self.committed().staff.page(page, |_| true))
    }

    async fn active_staff(&self) -> Result<Vec<Stored<Staff>>> {
        Ok(self.committed().staff.select(|staff| staff.active))
    }

    async fn names(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
        let state = self.committed();
        let all = (state
            .customers
            .values()
            .map(|row| (row.id.0, row.name.clone())))
        .chain(
            state
                .invite_links
                .values()
                .map(|row| (row.id.0, row.label.clone())),
        )
        .chain(
            state
                .accounts
                .values()
                .map(|row| (row.id.0, row.name.to_string())),
        )
        .chain(
            state
                .contacts
                .values()
                .map(|row| (row.id.0, row.name.to_string())),
        )
        .chain(
            state
                .registrations
                .values()
                .map(|row| (row.id.0, row.name.to_string())),
        )
        .chain(
            state
                .playbooks
                .values()
                .map(|row| (row.id.0, row.name.clone())),
        )
        .chain(
            state
                .projects
                .values()
                .map(|row| (row.id.0, row.name.clone())),
        )
        .chain(state.staff.values().map(|row| (row.id.0, row.name.clone())))
        .chain(
            state
                .api_keys
                .values()
                .map(|row| (row.id.0, row.name.clone())),
        );
        Ok(all.filter(|(id, _)| ids.contains(id)).collect())
    }

    async fn api_keys(&self, page: Page) -> Result<Vec<ApiKey>> {
        Ok(self.committed().api_keys.page(page, |_| true))
    }

    async fn audit_entries(&self, filter: &AuditFilter, page: Page) -> Result<Vec<AuditEntry>> {
        let state = self.committed();
        Ok(state.audit.page(page, |entry| {
            is(filter.actor.map(Some), entry.actor.id())
                && is(filter.action, entry.action)
                && is(filter.subject, entry.subject)
                && is(filter.customer.map(Some), entry.customer)
                && filter.from.is_none_or(|from| from <= entry.at)
                && filter.to.is_none_or(|to| entry.at < to)
        }))
    }

    async fn refused_attempts(&self, page: Page) -> Result<Vec<RefusedAttempt>> {
        Ok(self.committed().refused.page(page, |_| true))
    }

    async fn mail(&self, id: MailId) -> Result<Option<OutboxEntry>> {
        Ok(self.committed().outbox.get(&id).cloned().map(entry))
    }

    async fn mails(&self, filter: &OutboxFilter, page: Page) -> Result<Vec<OutboxEntry>> {
        let state = self.committed();
        let rows = state.outbox.page(page, |row| {
            is(filter.state, row.state)
                && is(filter.kind, row.mail.mail.kind())
                && is(filter.to.as_ref(), &row.mail.to)
        });
        Ok(rows.into_iter().map(entry).collect())
    }
}
