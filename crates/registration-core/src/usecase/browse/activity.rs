//! What happened at a customer, and what the ids in audit entries are called.

use super::{Listing, one_more};
use crate::{
    model::{Actor, AuditEntry, CustomerId},
    ports::{AuditFilter, Page},
    usecase::{Error, Registrar},
};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl Registrar {
    /// The audit entries at a customer, for whoever may see the customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn customer_activity(
        &self,
        actor: &Actor,
        customer: CustomerId,
        page: Page,
    ) -> Result<Listing<AuditEntry>, Error> {
        self.customer(actor, customer).await?;
        let filter = AuditFilter {
            customer: Some(customer),
            ..AuditFilter::default()
        };
        let rows = self
            .ports
            .directory
            .audit_entries(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// What actors, subjects and whatever else these entries name by id are called now. The trail itself holds no
    /// names: what is not known any more has none.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn names_of(&self, entries: &[AuditEntry]) -> Result<HashMap<Uuid, String>, Error> {
        self.names(entries.iter().flat_map(ids_in)).await
    }

    /// What these ids are called now; one that is not known any more is left out.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn names(
        &self,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Result<HashMap<Uuid, String>, Error> {
        let ids: BTreeSet<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        Ok(self.ports.directory.names(&ids).await?)
    }
}

/// The ids that an entry names: its own ones, and those that stand in what was and what is, however deep: a basis names
/// its link, or who decided, inside.
///
/// ```
/// use registration_core::usecase::ids_in;
/// use uuid::Uuid;
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (customer, link) = (Uuid::from_u128(1), Uuid::from_u128(2));
/// let mut entry = make.audit_entry(customer);
/// entry.after = Some(serde_json::json!({ "basis": { "kind": "invite_link", "link": link } }));
/// assert_eq!(ids_in(&entry), [customer, link]);
/// ```
#[must_use]
pub fn ids_in(entry: &AuditEntry) -> Vec<Uuid> {
    let own = [
        Some(entry.subject),
        entry.actor.id(),
        entry.customer.map(|customer| customer.0),
    ];
    let mut ids: Vec<Uuid> = own.into_iter().flatten().collect();
    for value in [&entry.before, &entry.after].into_iter().flatten() {
        gather(value, &mut ids);
    }
    ids
}

fn gather(value: &Value, ids: &mut Vec<Uuid>) {
    match value {
        Value::String(text) => ids.extend(text.parse::<Uuid>()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        Value::Object(members) => members.values().for_each(|member| gather(member, ids)),
        _ => {}
    }
}
