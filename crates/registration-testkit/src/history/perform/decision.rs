//! Staff add contacts, invite, switch access on and off, and take back.

use super::{answered, decision_kind};
use crate::{
    fixtures::name,
    history::{
        command::PEOPLE,
        model::Model,
        world::{Broken, Effects, Outcome, World, actor, ensure},
    },
};
use registration_core::{
    model::{AuditAction, Contact, ContactId, MailKind, PortalAccess, Registration},
    ports::RegistrationFilter,
    usecase::{Invite, NewContact},
};

impl World {
    /// The contact by a person's address, as of the last step.
    pub(super) fn contact(&self, customer: usize, person: usize) -> Option<&Contact> {
        let id = self.ledger.contacts.get(&(customer, person))?;
        self.contacts
            .iter()
            .map(|(_, contact)| contact)
            .find(|contact| contact.id == *id)
    }

    pub(super) async fn add_contact(&mut self, customer: usize, person: usize) -> Outcome<Effects> {
        let is_new = self.contact(customer, person).is_none() && !self.is_archived(customer);
        let new = NewContact {
            name: name("Ann", "Lee"),
            email: self.email(person),
            phone: None,
            job_title: None,
        };
        let manager = actor(&self.crew.manager);
        let created = self
            .registrar
            .create_contact(&manager, self.customers[customer], new)
            .await;
        let created = answered(created, is_new)?;
        Ok(created.map_or_else(Effects::none, |_| {
            Effects::recorded(AuditAction::ContactCreated)
        }))
    }

    pub(super) async fn invite(&mut self, customer: usize, person: usize) -> Outcome<Effects> {
        let id = self.customers[customer];
        let contact = self.ledger.contacts.get(&(customer, person));
        let is_member = contact.is_some_and(|contact| self.ledger.members.contains_key(contact));
        let is_pending = !self.decided(person, Some(id)).await?.is_empty();
        let may =
            !Model::is_staff(person) && !self.is_archived(customer) && !is_member && !is_pending;
        let command = Invite {
            email: self.email(person),
            name: None,
            message: None,
        };
        let manager = actor(&self.crew.manager);
        let invited = answered(self.registrar.invite(&manager, id, command).await, may)?;
        let Some(registration) = invited else {
            return Ok(Effects::none());
        };
        let contact = registration.contact().expect("it is decided for a contact");
        self.ledger.decisions.insert(registration.id, contact);
        self.ledger.had_been.remove(&contact);
        let effects = Effects::recorded(AuditAction::InvitationSent);
        Ok(effects.mailed(MailKind::Invitation, &registration.email))
    }

    pub(super) async fn grant(&mut self, customer: usize, person: usize) -> Outcome<Effects> {
        let Some(contact) = self.contact(customer, person).cloned() else {
            return Ok(Effects::none());
        };
        let had_been = self.ledger.had_been.get(&contact.id).copied();
        let mailed = had_been.map_or(person, |member| member.person);
        let open = self.open_for(contact.id, mailed, customer).await?;
        let is_waiting = matches!(contact.access, PortalAccess::Invited { .. })
            && open.iter().any(|one| one.contact() == Some(contact.id));
        let is_on = self.ledger.members.contains_key(&contact.id) || is_waiting;
        let may =
            !Model::is_staff(mailed) && !self.is_archived(customer) && (is_on || open.is_empty());
        let manager = actor(&self.crew.manager);
        let granted = self
            .registrar
            .grant_portal_access(&manager, contact.id)
            .await;
        let Some(granted) = answered(granted, may)?.filter(|_| !is_on) else {
            return Ok(Effects::none());
        };
        let account = had_been.map(|member| member.account);
        ensure(
            granted.access.account() == account,
            "switching_on_restores_exactly_what_was",
            || format!("{account:?} was suspended, now it is {:?}", granted.access),
        )?;
        if let Some(member) = self.ledger.had_been.remove(&contact.id) {
            self.ledger.members.insert(contact.id, member);
            self.ledger.barred.remove(&contact.id);
        }
        let decided = self.open_for(contact.id, mailed, customer).await?;
        let decision = decided.first().ok_or_else(|| {
            Broken::by(
                "a_grant_is_a_registration",
                format!("none for {}", PEOPLE[mailed]),
            )
        })?;
        self.ledger.decisions.insert(decision.id, contact.id);
        let effects = Effects::recorded(AuditAction::PortalAccessGranted);
        Ok(effects.mailed(MailKind::AccessGranted, &self.email(mailed)))
    }

    /// What staff decided that is open for a contact, or for an address at a customer.
    async fn open_for(
        &self,
        contact: ContactId,
        person: usize,
        customer: usize,
    ) -> Outcome<Vec<Registration>> {
        let filter = RegistrationFilter {
            customer: Some(self.customers[customer]),
            ..Default::default()
        };
        let rows = self
            .directory
            .registrations(&filter, crate::history::world::ALL)
            .await?;
        let address = self.email(person);
        let now = self.now();
        let open = rows
            .into_iter()
            .map(|row| row.value)
            .filter(|row| row.is_open(now) && row.decision().is_some());
        Ok(open
            .filter(|row| row.contact() == Some(contact) || row.email == address)
            .collect())
    }

    pub(super) async fn suspend(&mut self, customer: usize, person: usize) -> Outcome<Effects> {
        let Some(contact) = self.contact(customer, person).cloned() else {
            return Ok(Effects::none());
        };
        let has_some = matches!(
            contact.access,
            PortalAccess::Invited { .. } | PortalAccess::Active { .. }
        );
        let manager = actor(&self.crew.manager);
        self.registrar
            .suspend_portal_access(&manager, contact.id)
            .await?;
        let open = self.open_for(contact.id, person, customer).await?;
        ensure(open.is_empty(), "what_was_taken_away_opens_nothing", || {
            format!(
                "after the suspension of {} there is {open:?}",
                PEOPLE[person]
            )
        })?;
        if !has_some {
            return Ok(Effects::none());
        }
        self.ledger.suspend(contact.id);
        Ok(Effects::recorded(AuditAction::PortalAccessSuspended))
    }

    /// The newest registration of a person, whatever it is.
    async fn newest(&self, person: usize) -> Outcome<Option<Registration>> {
        Ok(self
            .registrations_of(person)
            .await?
            .into_iter()
            .next()
            .map(|row| row.value))
    }

    pub(super) async fn resend_by_staff(&mut self, person: usize) -> Outcome<Effects> {
        let Some(newest) = self.newest(person).await? else {
            return Ok(Effects::none());
        };
        if newest.decision().is_none()
            && newest.origin.kind() != registration_core::model::OriginKind::Request
        {
            return self.resend(person, true).await;
        }
        let may = newest.decision().is_some() && newest.is_open(self.now());
        let manager = actor(&self.crew.manager);
        let sent = answered(self.registrar.resend_mail(&manager, newest.id).await, may)?;
        if sent.is_none() {
            return Ok(Effects::none());
        }
        self.ledger.replace_mail(newest.id);
        let effects = Effects::recorded(AuditAction::RegistrationMailResent);
        Ok(effects.mailed(decision_kind(&newest), &newest.email))
    }

    pub(super) async fn revoke(&mut self, person: usize) -> Outcome<Effects> {
        let Some(newest) = self.newest(person).await? else {
            return Ok(Effects::none());
        };
        let is_pending = newest.state.expires_at().is_some();
        let manager = actor(&self.crew.manager);
        let revoked = self
            .registrar
            .revoke_registration(&manager, newest.id)
            .await;
        let revoked = answered(revoked, is_pending)?;
        Ok(revoked.map_or_else(Effects::none, |_| {
            Effects::recorded(AuditAction::RegistrationRevoked)
        }))
    }
}
