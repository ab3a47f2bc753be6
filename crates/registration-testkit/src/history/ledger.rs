//! What a history remembers of what was answered: who proved what, who came in and how, and what was handed out.

use super::model::{Model, Moment};
use registration_core::{
    model::{
        AccountId, ActivationCode, ContactId, ProjectId, RegistrationId, RegistrationState, Secret,
    },
    ports::PortalSession,
    usecase::Proof,
};
use std::collections::{BTreeMap, BTreeSet};

use super::command::Proven;

/// By what somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Form,
    Link,
    Decision,
}

/// Somebody who is in: with which account, which belongs to which address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) person: usize,
    pub(super) account: AccountId,
    pub(super) by: By,
}

/// A session that was opened.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) person: usize,
    pub(super) secret: Secret,
    pub(super) begun: Moment,
    pub(super) seen: Moment,
    /// It was ended, or what it stood on was: it never opens anything again.
    pub(super) is_over: bool,
    /// What it last opened.
    pub(super) visit: Option<PortalSession>,
}

/// A mailed link that proves an address.
#[derive(Debug, Clone)]
pub(super) struct Mailed {
    pub(super) person: usize,
    pub(super) secret: Secret,
    pub(super) registration: RegistrationId,
    /// A newer mail took its place.
    pub(super) is_replaced: bool,
    pub(super) dead_from: Moment,
}

/// Digits that were mailed.
#[derive(Debug, Clone)]
pub(super) struct MailedCode {
    pub(super) registration: RegistrationId,
    pub(super) code: ActivationCode,
    pub(super) dead_from: Moment,
    pub(super) wrong_tries: u8,
}

/// A project that was started, and who was invited to it.
#[derive(Debug, Clone)]
pub(super) struct Started {
    pub(super) id: ProjectId,
    pub(super) customer: usize,
    pub(super) starter: ContactId,
    pub(super) members: BTreeSet<ContactId>,
    pub(super) form: Option<u8>,
}

/// Everything that was answered, by person, contact and registration.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Contacts by customer and the address that staff know them by.
    pub(super) contacts: BTreeMap<(usize, usize), ContactId>,
    pub(super) members: BTreeMap<ContactId, Member>,
    /// Suspended contacts that had been in: switching on again brings this back.
    pub(super) had_been: BTreeMap<ContactId, Member>,
    /// Contacts whom staff switched off: no rule lets them in again.
    pub(super) barred: BTreeSet<ContactId>,
    pub(super) accounts: BTreeMap<usize, AccountId>,
    pub(super) passwords: BTreeMap<usize, u32>,
    pub(super) sessions: Vec<Opened>,
    pub(super) tokens: Vec<Mailed>,
    pub(super) codes: BTreeMap<usize, MailedCode>,
    /// The link to choose a new password, until it is used.
    pub(super) resets: BTreeMap<usize, (Secret, Moment)>,
    /// What staff decided, and for which contact.
    pub(super) decisions: BTreeMap<RegistrationId, ContactId>,
    pub(super) projects: Vec<Started>,
    pub(super) ended: BTreeMap<RegistrationId, RegistrationState>,
    /// Playbooks and revisions of which administrators were told that the owner left.
    pub(super) told_of_owner: BTreeSet<(usize, i64)>,
}

impl Ledger {
    /// What a person holds to prove the address.
    pub(super) fn proof(&self, person: usize, proven: Proven) -> Option<Proof> {
        let mut tokens = self
            .tokens
            .iter()
            .rev()
            .filter(|token| token.person == person);
        let token = match proven {
            Proven::ByToken => tokens.next(),
            Proven::ByOlderToken => tokens.nth(1),
            Proven::ByCode => {
                let code = self.codes.get(&person)?;
                return Some(Proof::Code {
                    registration: code.registration,
                    code: code.code.clone(),
                });
            }
        };
        token.map(|token| Proof::Token(token.secret.clone()))
    }

    /// The contacts with which a person is in, and where: an archived customer lets nobody in.
    pub(super) fn access(&self, model: &Model, person: usize) -> Vec<(ContactId, usize)> {
        let places: BTreeMap<ContactId, usize> = self
            .contacts
            .iter()
            .map(|((customer, _), id)| (*id, *customer))
            .collect();
        let own = self
            .members
            .iter()
            .filter(|(_, member)| member.person == person);
        own.filter_map(|(id, _)| Some((*id, *places.get(id)?)))
            .filter(|(_, customer)| !model.customers[*customer].archived)
            .collect()
    }

    /// Whether a rule may let the person in at a customer: nobody by this address is in there or was switched off.
    pub(super) fn is_open(&self, customer: usize, person: usize) -> bool {
        let contact = self.contacts.get(&(customer, person));
        contact.is_none_or(|id| !self.members.contains_key(id) && !self.barred.contains(id))
    }

    /// The digits and links that were mailed for a registration are good for nothing any more.
    pub(super) fn replace_mail(&mut self, registration: RegistrationId) {
        for token in self
            .tokens
            .iter_mut()
            .filter(|token| token.registration == registration)
        {
            token.is_replaced = true;
        }
        self.codes
            .retain(|_, code| code.registration != registration);
    }

    /// Staff switched a contact off that was in or invited.
    pub(super) fn suspend(&mut self, contact: ContactId) {
        if let Some(member) = self.members.remove(&contact) {
            self.had_been.insert(contact, member);
        }
        self.barred.insert(contact);
    }

    /// Ends what stands on access that is gone: a session without any, for good.
    pub(super) fn end_stranded(&mut self, model: &Model) {
        let stranded: BTreeSet<usize> = self
            .accounts
            .keys()
            .copied()
            .filter(|person| self.access(model, *person).is_empty())
            .collect();
        for session in &mut self.sessions {
            session.is_over |= stranded.contains(&session.person);
        }
    }

    /// The newest session of a person that still opens something.
    pub(super) fn session(&self, person: usize) -> Option<&Opened> {
        let mut own = self
            .sessions
            .iter()
            .rev()
            .filter(|one| one.person == person);
        own.find(|one| !one.is_over && one.visit.is_some())
    }
}
