//! The mapping screen: requests with their suggestions.

use super::{Listing, one_more, values};
use crate::{
    model::{
        Actor, Claim, ContactId, CustomerId, Origin, OriginKind, Registration, RegistrationId,
        RegistrationState, StaffId, StateKind, Stored,
    },
    policy::{
        access::Permission,
        mapping::{self, Suggestion},
    },
    ports::{Page, RegistrationFilter},
    usecase::{Error, Registrar},
};
use std::collections::HashMap;

/// A request with everything the mapping screen shows.
#[derive(Debug, Clone)]
pub struct RequestView {
    /// The request.
    pub request: Stored<Registration>,
    /// Customers, best first.
    pub customers: Vec<Suggestion<CustomerId>>,
    /// Contacts of the best customers, best first, with their customer.
    pub contacts: Vec<(Suggestion<ContactId>, CustomerId)>,
    /// Who was mailed.
    pub notified: Vec<(StaffId, String)>,
    /// Who is at it.
    pub claim: Option<Claim>,
}

/// How many customers and contacts are suggested at most.
const SUGGESTIONS: usize = 10;

impl Registrar {
    /// Registration requests.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn requests(
        &self,
        actor: &Actor,
        state: Option<StateKind>,
        page: Page,
    ) -> Result<Listing<Stored<Registration>>, Error> {
        self.require(actor, Permission::ReadRequests)?;
        let origin = Some(OriginKind::Request);
        let filter = RegistrationFilter {
            state,
            origin,
            ..RegistrationFilter::default()
        };
        let rows = self
            .ports
            .directory
            .registrations(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A request with its suggestions.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn request(&self, actor: &Actor, id: RegistrationId) -> Result<RequestView, Error> {
        self.require(actor, Permission::ReadRequests)?;
        let request = self
            .ports
            .directory
            .registration(id)
            .await?
            .ok_or(Error::NotFound("request"))?;
        let Origin::Request(details) = &request.origin else {
            return Err(Error::NotFound("request"));
        };
        let directory = &self.ports.directory;
        let email = &request.email;
        let few = Page {
            limit: 50,
            before: None,
        };
        // Colleagues at a public provider say nothing about the company.
        let on_domain = if email.domain().is_public_provider() {
            Vec::new()
        } else {
            values(directory.contacts_on_domain(email.domain(), few).await?)
        };
        let domains: Vec<_> = email.domain().suffixes().collect();
        let mut customers = values(directory.customers_permitting(&domains).await?);
        let ids: Vec<CustomerId> = on_domain.iter().map(|contact| contact.customer).collect();
        customers.extend(values(directory.customers_by_id(&ids).await?));
        for word in mapping::telling_words(&details.company).iter().take(3) {
            customers.extend(values(directory.customers(Some(word), few).await?));
        }
        customers.sort_by_key(|customer| customer.id);
        customers.dedup_by_key(|customer| customer.id);
        let mut ranked = mapping::rank_customers(email, &details.company, &customers, &on_domain);
        ranked.truncate(SUGGESTIONS);
        let contacts = self.suggested_contacts(&request, &ranked).await?;

        let staff = directory.active_staff().await?;
        let names: HashMap<StaffId, String> =
            staff.iter().map(|one| (one.id, one.name.clone())).collect();
        let name = |id: &StaffId| (*id, names.get(id).cloned().unwrap_or_default());
        let notified = details.notified.iter().map(name).collect();
        let claim = match &request.state {
            RegistrationState::AwaitingMapping { claim, .. } => {
                claim.filter(|claim| self.now() < claim.until)
            }
            _ => None,
        };
        Ok(RequestView {
            customers: ranked,
            contacts,
            notified,
            claim,
            request,
        })
    }

    async fn suggested_contacts(
        &self,
        request: &Registration,
        customers: &[Suggestion<CustomerId>],
    ) -> Result<Vec<(Suggestion<ContactId>, CustomerId)>, Error> {
        let directory = &self.ports.directory;
        let mut known = values(directory.contacts_by_email(&request.email).await?);
        let few = Page {
            limit: 50,
            before: None,
        };
        for customer in customers.iter().take(3) {
            for word in [request.name.first(), request.name.last()]
                .into_iter()
                .filter(|word| !word.is_empty())
            {
                known.extend(values(
                    directory.contacts(customer.id, Some(word), few).await?,
                ));
            }
        }
        known.retain(|contact| {
            customers
                .iter()
                .any(|customer| customer.id == contact.customer)
        });
        known.sort_by_key(|contact| contact.id);
        known.dedup_by_key(|contact| contact.id);
        let customer_of: HashMap<ContactId, CustomerId> = known
            .iter()
            .map(|contact| (contact.id, contact.customer))
            .collect();
        let ranked = mapping::rank_contacts(&request.email, &request.name, &known);
        let with_customer = |one: Suggestion<ContactId>| {
            let customer = customer_of.get(&one.id).copied();
            customer.map(|customer| (one, customer))
        };
        Ok(ranked
            .into_iter()
            .take(SUGGESTIONS)
            .filter_map(with_customer)
            .collect())
    }
}
