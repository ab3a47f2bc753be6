//! Registrations, whichever door they came by: the list with its filters.

mod show;

use super::words::{self, Names};
use crate::{
    pages::{chrome::Chrome, page::Page, visit::ConsolePage},
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use registration_core::{
    model::{CustomerId, OriginKind, Registration, StateKind, Stored},
    policy::access::Permission,
    ports::{self, RegistrationFilter},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/registrations", get(list))
        .route("/admin/registrations/{id}", get(show::show))
        .route("/admin/registrations/{id}/resend", post(show::resend))
        .route(
            "/admin/registrations/{id}/revoke",
            get(show::ask_revoke).post(show::revoke),
        )
}

/// How many customers there are to choose from.
const CHOICES: ports::Page = ports::Page {
    limit: 100,
    before: None,
};

/// What a list was narrowed to. What names nothing narrows nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) state: Option<StateKind>,
    pub(crate) origin: Option<OriginKind>,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) q: String,
}

/// One page of a list.
pub(crate) struct Found {
    pub(crate) rows: Vec<Stored<Registration>>,
    names: Names,
    pub(crate) older: Option<String>,
}

impl Wanted {
    pub(crate) fn read(c: &Chrome) -> Self {
        let code = |name| c.query(name).unwrap_or_default();
        Self {
            state: code("state").parse().ok(),
            origin: code("origin").parse().ok(),
            customer: code("customer_id").parse().ok(),
            q: code("q").trim().to_owned(),
        }
    }

    pub(crate) async fn find(
        &self,
        app: &App,
        page: &ConsolePage,
        paging: &Paging,
    ) -> Result<Found, Problem> {
        let filter = RegistrationFilter {
            state: self.state,
            origin: self.origin,
            customer: self.customer,
            link: None,
            q: Some(self.q.clone()).filter(|q| !q.is_empty()),
        };
        let listing = app
            .registrar
            .registrations(&page.actor, &filter, paging.page()?)
            .await?;
        let customers = listing.items.iter().filter_map(|one| one.customer);
        Ok(Found {
            names: app.registrar.names(customers.map(|id| id.0)).await?,
            older: paging.older(&listing),
            rows: listing.items,
        })
    }

    /// Whether the list was narrowed by its own filters.
    pub(crate) fn is_narrow(&self) -> bool {
        self.state.is_some() || self.origin.is_some() || !self.q.is_empty()
    }

    /// Whether it was narrowed to this customer.
    pub(crate) fn is_of(&self, id: &CustomerId) -> bool {
        self.customer.as_ref() == Some(id)
    }

    /// The codes of every state, and whether it is chosen.
    pub(crate) fn states(&self) -> Vec<(&'static str, bool)> {
        let all = StateKind::ALL.iter();
        all.map(|one| (one.code(), self.state == Some(*one)))
            .collect()
    }

    /// The codes of every door, and whether it is chosen.
    pub(crate) fn origins(&self) -> Vec<(&'static str, bool)> {
        let all = OriginKind::ALL.iter();
        all.map(|one| (one.code(), self.origin == Some(*one)))
            .collect()
    }
}

impl Found {
    /// The name of the customer of a row.
    pub(crate) fn customer(&self, one: &Registration) -> Option<&str> {
        let name = self.names.get(&one.customer?.0)?;
        Some(name)
    }

    /// How the pill of a row looks.
    pub(crate) fn tone(&self, one: &Registration) -> &'static str {
        words::tone(one.state.kind())
    }
}

#[derive(Template)]
#[template(path = "console/registrations.html")]
struct RegistrationsPage {
    c: Chrome,
    wanted: Wanted,
    found: Found,
    customers: Vec<(CustomerId, String)>,
    /// Whether there are more than are offered.
    has_more: bool,
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadCustomers)?;
    let wanted = Wanted::read(&page.c);
    let found = wanted.find(&app, &page, &paging).await?;
    let customers = app.registrar.customers(&page.actor, None, CHOICES).await?;
    let has_more = customers.next.is_some();
    let customers = customers.items.into_iter();
    let mut customers: Vec<_> = customers.map(|one| (one.id, one.name.clone())).collect();
    if let Some(id) = wanted.customer
        && customers.iter().all(|(one, _)| *one != id)
    {
        // A link led here with a customer that isn't among the newest.
        let name = app.registrar.names([id.0]).await?.remove(&id.0);
        customers.extend(name.map(|name| (id, name)));
    }
    customers.sort_by_key(|(_, name)| name.to_lowercase());
    Page::render(&RegistrationsPage {
        wanted,
        found,
        customers,
        has_more,
        c: page.c,
    })
}
