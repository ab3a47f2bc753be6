//! Which customers a playbook is limited to, as a form shows it: those chosen, and those searched for.

use crate::{pages::form::Form, state::App};
use registration_core::{
    Error,
    model::{Actor, CustomerId},
    ports::Page,
};

/// Customers to tick.
pub(super) struct Offered {
    pub(super) customers: Vec<(CustomerId, String)>,
    /// Whether a search found nobody.
    pub(super) nothing_found: bool,
    /// Whether there are more than are shown.
    pub(super) has_more: bool,
}

/// How many customers are shown besides those chosen.
const SHOWN: u32 = 12;

/// Those ticked in a form, then those that its search finds, or the newest.
pub(super) async fn offered(app: &App, actor: &Actor, form: &Form) -> Result<Offered, Error> {
    let chosen: Vec<CustomerId> = form
        .all("customers")
        .filter_map(|id| id.parse().ok())
        .collect();
    let mut names = app.registrar.customer_names(&chosen).await?;
    let mut customers: Vec<(CustomerId, String)> = chosen
        .iter()
        .filter_map(|id| names.remove(id).map(|name| (*id, name)))
        .collect();
    let sought = form.value("find_customer").trim();
    let q = Some(sought).filter(|sought| !sought.is_empty());
    let page = Page {
        limit: SHOWN,
        before: None,
    };
    let found = app.registrar.customers(actor, q, page).await?;
    let nothing_found = q.is_some() && found.items.is_empty();
    let has_more = found.next.is_some();
    for one in found.items {
        if !chosen.contains(&one.id) {
            customers.push((one.id, one.value.name));
        }
    }
    Ok(Offered {
        customers,
        nothing_found,
        has_more,
    })
}
