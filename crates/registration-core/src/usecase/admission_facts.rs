//! Loads the facts that admission decides from.

use super::{Error, Registrar};
use crate::{
    model::{
        Contact, Customer, CustomerId, EmailAddress, InviteLink, LinkCode, Origin, PortalAccess,
        Stored, Timestamp,
    },
    policy::admission::{self, Candidate, Decision, Door, Facts, Standing},
    ports::UnitOfWork,
};

/// Facts about an address at a door, owned so that they outlive the look-ups.
pub(super) struct AdmissionFacts {
    pub(super) customers: Vec<Stored<Customer>>,
    pub(super) contacts: Vec<Contact>,
    pub(super) link: Option<(InviteLink, LinkCode)>,
    pub(super) is_staff: bool,
    /// The contact that staff decided for, where a person decided.
    pub(super) decided_for: Option<Contact>,
}

impl AdmissionFacts {
    /// What the rules say at `now`.
    pub(super) fn decide(&self, address: &EmailAddress, now: Timestamp) -> Decision {
        let candidates: Vec<Candidate<'_>> = self
            .customers
            .iter()
            .map(|customer| Candidate {
                customer: &customer.value,
                standing: self.standing_at(customer.value.id),
            })
            .collect();
        let door = match &self.link {
            Some((link, code)) => Door::InviteLink { link, code },
            None => Door::PortalForm,
        };
        admission::decide(
            address,
            door,
            Facts {
                candidates: &candidates,
                is_staff: self.is_staff,
            },
            now,
        )
    }

    pub(super) fn customer(&self, id: CustomerId) -> Option<&Customer> {
        self.customers
            .iter()
            .map(|customer| &customer.value)
            .find(|customer| customer.id == id)
    }

    fn standing_at(&self, customer: CustomerId) -> Standing {
        let contact = self
            .contacts
            .iter()
            .find(|contact| contact.customer == customer);
        match contact.map(|contact| &contact.access) {
            Some(PortalAccess::Active { .. }) => Standing::Member,
            Some(PortalAccess::Suspended { .. }) => Standing::Suspended,
            Some(PortalAccess::Invited {
                suspended_at: Some(_),
                ..
            }) => Standing::Suspended,
            Some(PortalAccess::None | PortalAccess::Invited { .. }) | None => Standing::Open,
        }
    }
}

impl Registrar {
    /// Facts as they are read, without locks: good for choosing a mail or explaining, not for admitting.
    pub(super) async fn admission_facts(
        &self,
        address: &EmailAddress,
        link: Option<(InviteLink, LinkCode)>,
    ) -> Result<AdmissionFacts, Error> {
        let directory = &self.ports.directory;
        let customers = match &link {
            Some((link, _)) => directory.customers_by_id(&[link.customer]).await?,
            None => {
                let domains: Vec<_> = address.domain().suffixes().collect();
                directory.customers_permitting(&domains).await?
            }
        };
        let contacts = directory
            .contacts_by_email(address)
            .await?
            .into_iter()
            .map(|contact| contact.value)
            .collect();
        let is_staff = directory.staff_by_email(address).await?.is_some();
        Ok(AdmissionFacts {
            customers,
            contacts,
            link,
            is_staff,
            decided_for: None,
        })
    }

    /// The link that a visitor's registration came by, and the code it was opened with.
    pub(super) async fn link_of(
        &self,
        origin: &Origin,
    ) -> Result<Option<(InviteLink, LinkCode)>, Error> {
        let Origin::InviteLink { link, code } = origin else {
            return Ok(None);
        };
        // Without its link the registration must not fall back to the portal form's rule.
        let link = self
            .ports
            .directory
            .invite_link(*link)
            .await?
            .ok_or(Error::LinkUnavailable(None))?;
        Ok(Some((link.value, code.clone())))
    }

    /// Customers and link again, locked until the unit of work ends, so that a change of settings that was answered
    /// before cannot be missed. Registration and account stand between these and the contacts in the lock order.
    pub(super) async fn lock_customers_and_link(
        &self,
        work: &mut dyn UnitOfWork,
        facts: &mut AdmissionFacts,
    ) -> Result<(), Error> {
        let ids: Vec<CustomerId> = facts
            .customers
            .iter()
            .map(|customer| customer.value.id)
            .collect();
        facts.customers = work.customers().get_shared(&ids).await?;
        if let Some((link, code)) = facts.link.take() {
            let link = work
                .invite_links()
                .get(link.id)
                .await?
                .ok_or(Error::LinkUnavailable(None))?;
            facts.link = Some((link.value, code));
        }
        Ok(())
    }

    /// Loads and locks the contacts of `address` at the customers that `facts` names.
    pub(super) async fn lock_contacts(
        &self,
        work: &mut dyn UnitOfWork,
        facts: &mut AdmissionFacts,
        address: &EmailAddress,
    ) -> Result<Vec<Stored<Contact>>, Error> {
        let mut contacts = Vec::with_capacity(facts.customers.len());
        for customer in &facts.customers {
            contacts.extend(
                work.contacts()
                    .get_by_email(customer.value.id, address)
                    .await?,
            );
        }
        facts.contacts = contacts
            .iter()
            .map(|contact| contact.value.clone())
            .collect();
        Ok(contacts)
    }
}
