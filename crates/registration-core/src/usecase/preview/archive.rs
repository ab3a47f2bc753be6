//! Whom archiving a customer or a playbook would hit.

use super::Impact;
use crate::{
    model::{Actor, Customer, CustomerId, PlaybookAudience, PlaybookId},
    policy::{access::Permission, provisioning},
    usecase::{Error, Registrar},
};

/// Whose people see a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaybookImpact {
    /// Whether it is offered to every customer; then none is named.
    pub is_for_all: bool,
    /// How many customers it is offered to, where it is limited to some.
    pub customers: u64,
    /// Those, up to [`NAMED_AT_MOST`](super::NAMED_AT_MOST).
    pub named: Vec<Customer>,
}

impl Registrar {
    /// Says whom archiving a customer would hit. Archives nothing; one that is archived has nobody left to hit.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn preview_customer_archive(
        &self,
        actor: &Actor,
        id: CustomerId,
    ) -> Result<Impact, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let now = self.now();
        let customer = self.ports.directory.customer(id).await?;
        let customer = customer.ok_or(Error::NotFound("customer"))?;
        let mut impact = Impact::default();
        if customer.archived_at.is_some() {
            return Ok(impact);
        }
        let mut work = self.begin().await?;
        let pending = work.registrations().get_pending_at(id).await?;
        let members = work.contacts().get_active_at(id).await?;
        drop(work);

        for registration in pending.iter().filter(|one| one.is_open(now)) {
            impact.add_registration(registration);
        }
        for contact in &members {
            impact.add_contact(contact);
            if let Some(account) = contact.access.account() {
                impact.sessions += self.live_sessions(account, now).await?;
            }
        }
        for link in self.live_links(id, now).await? {
            impact.add_link(&link);
        }
        Ok(impact)
    }

    /// Says from whose gallery archiving a playbook would take it. Archives nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn preview_playbook_archive(
        &self,
        actor: &Actor,
        id: PlaybookId,
    ) -> Result<PlaybookImpact, Error> {
        self.require(actor, Permission::ManagePlaybooks)?;
        let playbook = self.ports.directory.playbook(id).await?;
        let playbook = playbook.ok_or(Error::NotFound("playbook"))?.value;
        let mut impact = PlaybookImpact::default();
        match &playbook.self_service.audience {
            PlaybookAudience::All => {
                impact.is_for_all = provisioning::is_offered(&playbook).is_ok();
            }
            PlaybookAudience::Only(customers) => {
                let ids: Vec<CustomerId> = customers.iter().copied().collect();
                for customer in self.ports.directory.customers_by_id(&ids).await? {
                    if provisioning::visible_to(&playbook, &customer).is_ok() {
                        super::add(&mut impact.customers, &mut impact.named, &customer.value);
                    }
                }
            }
        }
        Ok(impact)
    }
}
