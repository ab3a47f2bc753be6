//! Whom new portal settings would hit.

use super::Impact;
use crate::{
    model::{
        Actor, Customer, CustomerId, Origin, OriginKind, Registration, Revision, StateKind, Stored,
        Timestamp,
    },
    policy::{
        access::Permission,
        settings::{self, ProposedSettings},
    },
    ports::RegistrationFilter,
    usecase::{Error, Registrar, admission_facts::AdmissionFacts, configure_portal::invalid},
};

impl Registrar {
    /// Says whom saving `proposed` would hit. Saves nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Invalid`].
    pub async fn preview_settings(
        &self,
        actor: &Actor,
        id: CustomerId,
        proposed: &ProposedSettings,
    ) -> Result<Impact, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let now = self.now();
        let mut work = self.begin().await?;
        let before = work
            .customers()
            .get(id)
            .await?
            .ok_or(Error::NotFound("customer"))?
            .value;
        let resolved = settings::resolve(&before.settings, proposed).map_err(invalid)?;
        let members = work.contacts().get_active_at(id).await?;
        drop(work);
        let after = Customer {
            settings: resolved,
            ..before.clone()
        };

        let mut impact = Impact::default();
        for contact in members
            .iter()
            .filter(|contact| settings::leaves(&contact.value, &before.settings, &after.settings))
        {
            impact.add_contact(contact);
            if let Some(account) = contact.access.account() {
                impact.sessions += self.live_sessions(account, now).await?;
            }
        }
        for registration in self.visitors_at(id, now).await? {
            if self.stops(&registration, &before, &after, now).await? {
                impact.add_registration(&registration);
            }
        }
        if settings::narrows_links(&before.settings, &after.settings) {
            for link in self.live_links(id, now).await? {
                impact.add_link(&link);
            }
        }
        Ok(impact)
    }

    /// What visitors began and a rule of this customer may admit: at the customer, and by the portal form at none yet.
    async fn visitors_at(
        &self,
        customer: CustomerId,
        now: Timestamp,
    ) -> Result<Vec<Registration>, Error> {
        let pending = RegistrationFilter {
            state: Some(StateKind::AwaitingActivation),
            ..RegistrationFilter::default()
        };
        let here = RegistrationFilter {
            customer: Some(customer),
            ..pending.clone()
        };
        let form = RegistrationFilter {
            origin: Some(OriginKind::PortalForm),
            ..pending
        };
        let mut found = self.visitors_in(&here, now).await?;
        let by_form = self.visitors_in(&form, now).await?;
        found.extend(
            by_form
                .into_iter()
                .filter(|one| one.customer != Some(customer)),
        );
        Ok(found)
    }

    /// Whether a visitor's pending registration is admitted at `before` and not at `after`.
    async fn stops(
        &self,
        one: &Registration,
        before: &Customer,
        after: &Customer,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let link = match one.origin {
            Origin::InviteLink { .. } => self.link_of(&one.origin).await?,
            _ => None,
        };
        let admits = |customer: &Customer| {
            let customers = vec![Stored::new(customer.clone(), Revision::FIRST)];
            let facts = AdmissionFacts {
                customers,
                contacts: Vec::new(),
                link: link.clone(),
                is_staff: false,
                decided_for: None,
            };
            facts.decide(&one.email, now).refusal().is_none()
        };
        Ok(admits(before) && !admits(after))
    }
}
