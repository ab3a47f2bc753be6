//! Projects as staff see them: the list by customer and owner.

mod members;
mod show;

use super::people;
use crate::{
    pages::{chrome::Chrome, page::Page, visit::ConsolePage},
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, routing::get};
use registration_core::{
    model::{CustomerId, ProjectId, StaffId, Timestamp},
    policy::access::Permission,
    ports::{self, ProjectFilter},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/projects", get(list))
        .route("/admin/projects/{id}", get(show::show).post(show::invite))
        .route(
            "/admin/projects/{id}/members/{contact}/remove",
            get(members::ask).post(members::remove),
        )
}

#[derive(Template)]
#[template(path = "console/projects.html")]
struct ProjectsPage {
    c: Chrome,
    rows: Vec<Row>,
    older: Option<String>,
    /// What the list can be narrowed to; none for those who see their own projects only.
    filters: Option<Filters>,
    is_filtered: bool,
}

struct Row {
    id: ProjectId,
    name: String,
    customer: String,
    owner: String,
    steps: usize,
    created_at: Timestamp,
}

struct Filters {
    customers: Vec<(String, String, bool)>,
    /// Whether there are more than are offered.
    has_more: bool,
    owners: Vec<(String, String, bool)>,
}

/// How many customers the filter offers.
const CUSTOMERS: u32 = 200;

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    let asked = |name: &str| page.c.query(name).unwrap_or_default();
    let customer: Option<CustomerId> = asked("customer_id").parse().ok();
    let owner: Option<StaffId> = asked("owner_id").parse().ok();
    let filter = ProjectFilter {
        customer,
        owner,
        visible_to: None,
    };
    let listing = app
        .registrar
        .projects(&page.actor, &filter, paging.page()?)
        .await?;
    let customers: Vec<CustomerId> = listing.items.iter().map(|one| one.customer).collect();
    let customers = app.registrar.customer_names(&customers).await?;
    let owners: Vec<StaffId> = listing.items.iter().map(|one| one.owner).collect();
    let owners = app.registrar.staff_names(&owners).await?;
    let older = paging.older(&listing);
    let rows = listing.items.into_iter().map(|one| Row {
        id: one.id,
        customer: customers.get(&one.customer).cloned().unwrap_or_default(),
        owner: owners.get(&one.owner).cloned().unwrap_or_default(),
        steps: one.steps.len(),
        created_at: one.created_at,
        name: one.value.name,
    });
    Page::render(&ProjectsPage {
        rows: rows.collect(),
        older,
        filters: filters(&app, &page, customer, owner).await?,
        is_filtered: customer.is_some() || owner.is_some(),
        c: page.c,
    })
}

async fn filters(
    app: &App,
    page: &ConsolePage,
    customer: Option<CustomerId>,
    owner: Option<StaffId>,
) -> Result<Option<Filters>, Problem> {
    if !page.may(Permission::ReadProjects) {
        return Ok(None);
    }
    let first = ports::Page {
        limit: CUSTOMERS,
        before: None,
    };
    let found = app.registrar.customers(&page.actor, None, first).await?;
    let has_more = found.next.is_some();
    let mut customers: Vec<(CustomerId, String)> = found
        .items
        .into_iter()
        .map(|one| (one.id, one.value.name))
        .collect();
    // An archived customer is not in the list, and its projects are.
    if let Some(id) = customer.filter(|id| customers.iter().all(|(one, _)| one != id)) {
        customers.extend(app.registrar.customer_names(&[id]).await?);
    }
    customers.sort_by(|(_, one), (_, other)| one.cmp(other));
    let mut owners = people::active_staff(app, &page.actor).await?;
    if let Some(id) = owner.filter(|id| owners.iter().all(|(one, _)| one != id)) {
        owners.extend(app.registrar.staff_names(&[id]).await?);
    }
    let customers = customers
        .into_iter()
        .map(|(id, name)| (id.to_string(), name, Some(id) == customer));
    let owners = owners
        .into_iter()
        .map(|(id, name)| (id.to_string(), name, Some(id) == owner));
    Ok(Some(Filters {
        customers: customers.collect(),
        has_more,
        owners: owners.collect(),
    }))
}
