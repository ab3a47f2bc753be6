//! Whom a change would hit, before it is made: counted, and named as far as a page can show. Nothing is saved.

mod archive;
mod link;
mod settings;
mod suspension;

use super::{Error, Registrar};
use crate::{
    model::{
        AccountId, Contact, CustomerId, InviteLink, Registration, RegistrationState, SessionHolder,
        Timestamp,
    },
    policy::{admission, sessions},
    ports::{Page, RegistrationFilter},
};

pub use archive::PlaybookImpact;
pub use link::LinkImpact;
pub use suspension::SuspensionImpact;

/// How many of a kind are named at most; the counts are of all.
pub const NAMED_AT_MOST: usize = 50;

/// Whom a change hits at a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// Contacts who lose access: by new settings, those who came in by a rule that would not admit them any more.
    pub members: u64,
    /// Their sessions.
    pub sessions: u64,
    /// Pending registrations that could not be completed any more.
    pub pending_registrations: u64,
    /// Live links that would stop, or admit fewer.
    pub invite_links: u64,
    /// The same by name, up to [`NAMED_AT_MOST`] of each.
    pub affected: Affected,
}

/// Those whom a change hits, up to [`NAMED_AT_MOST`] of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Affected {
    /// Contacts with access.
    pub contacts: Vec<Contact>,
    /// Pending registrations.
    pub registrations: Vec<Registration>,
    /// Live links.
    pub invite_links: Vec<InviteLink>,
}

impl Impact {
    fn add_contact(&mut self, contact: &Contact) {
        add(&mut self.members, &mut self.affected.contacts, contact);
    }

    fn add_registration(&mut self, registration: &Registration) {
        let named = &mut self.affected.registrations;
        add(&mut self.pending_registrations, named, registration);
    }

    fn add_link(&mut self, link: &InviteLink) {
        add(
            &mut self.invite_links,
            &mut self.affected.invite_links,
            link,
        );
    }
}

fn add<T: Clone>(count: &mut u64, named: &mut Vec<T>, one: &T) {
    *count += 1;
    if named.len() < NAMED_AT_MOST {
        named.push(one.clone());
    }
}

impl Registrar {
    /// How many live sessions an account has.
    async fn live_sessions(&self, account: AccountId, now: Timestamp) -> Result<u64, Error> {
        let holder = SessionHolder::Account(account);
        let opened = self.ports.directory.sessions_of(holder).await?;
        let live = opened.iter().filter(|one| sessions::is_live(one, now));
        Ok(live.count() as u64)
    }

    /// Every open registration in a filter that only a rule could admit: staff decided none of them.
    async fn visitors_in(
        &self,
        filter: &RegistrationFilter,
        now: Timestamp,
    ) -> Result<Vec<Registration>, Error> {
        let mut found = Vec::new();
        let mut page = Page {
            limit: 500,
            before: None,
        };
        loop {
            let rows = self.ports.directory.registrations(filter, page).await?;
            let is_last = rows.len() < page.limit as usize;
            page.before = rows.last().map(|row| row.id.0);
            let undecided = rows.into_iter().map(|row| row.value).filter(|one| {
                matches!(
                    one.state,
                    RegistrationState::AwaitingActivation { decision: None, .. }
                ) && one.is_open(now)
            });
            found.extend(undecided);
            if is_last {
                return Ok(found);
            }
        }
    }

    /// The links of a customer that work at this moment.
    async fn live_links(
        &self,
        customer: CustomerId,
        now: Timestamp,
    ) -> Result<Vec<InviteLink>, Error> {
        let all = Page {
            limit: 1_000,
            before: None,
        };
        let links = self.ports.directory.invite_links(customer, all).await?;
        let live = links
            .into_iter()
            .map(|link| link.value)
            .filter(|link| admission::link_is_live(link, &link.code, now).is_ok());
        Ok(live.collect())
    }
}
