//! Registration requests: the queue, and what mappers do with one.

mod decide;
mod mapping;
mod show;

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
    model::{ActorRef, Origin, Registration, RegistrationState, StaffId, StateKind, Timestamp},
    policy::access::Permission,
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/requests", get(list))
        .route(
            "/admin/requests/{id}",
            get(show::show).post(mapping::submit),
        )
        .route("/admin/requests/{id}/claim", post(decide::claim))
        .route("/admin/requests/{id}/release", post(decide::release))
        .route(
            "/admin/requests/{id}/decline",
            get(decide::ask).post(decide::decline),
        )
}

#[derive(Template)]
#[template(path = "console/requests.html")]
struct RequestsPage {
    c: Chrome,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    older: Option<String>,
    shows_waiting: bool,
    nobody_on_duty: bool,
}

struct Tab {
    label: String,
    href: String,
    is_current: bool,
}

struct Row {
    id: String,
    name: String,
    email: String,
    company: String,
    created_at: Timestamp,
    state: &'static str,
    is_proven: bool,
    claimed_by: Option<String>,
}

/// The states that the queue can be narrowed to, what waits first.
const STATES: [StateKind; 5] = [
    StateKind::AwaitingMapping,
    StateKind::AwaitingActivation,
    StateKind::Completed,
    StateKind::Declined,
    StateKind::Expired,
];

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadRequests)?;
    let asked = page.c.query("state").unwrap_or_default();
    let state = match asked.as_str() {
        "all" => None,
        code => Some(code.parse().unwrap_or(StateKind::AwaitingMapping)),
    };
    let listing = app
        .registrar
        .requests(&page.actor, state, paging.page()?)
        .await?;
    let older = paging.older(&listing);
    let now = app.registrar.now();
    let claims = listing.items.iter().filter_map(|one| claim(one, now));
    let claims: Vec<StaffId> = claims.collect();
    let names = app.registrar.staff_names(&claims).await?;
    let rows = listing.items.iter().filter_map(|one| {
        let Origin::Request(details) = &one.origin else {
            return None;
        };
        let claimed_by = claim(one, now).and_then(|by| names.get(&by).cloned());
        Some(Row {
            id: one.id.to_string(),
            name: one.name.to_string(),
            email: one.email.to_string(),
            company: details.company.clone(),
            created_at: one.created_at,
            state: one.state.kind().code(),
            is_proven: details.address_proven,
            claimed_by,
        })
    });
    let c = &page.c;
    let mut tabs: Vec<Tab> = STATES
        .into_iter()
        .map(|one| Tab {
            label: c.of("request-tab", one.code()),
            href: format!("/admin/requests?state={}", one.code()),
            is_current: state == Some(one),
        })
        .collect();
    tabs.push(Tab {
        label: c.t("request-tab-all"),
        href: "/admin/requests?state=all".to_owned(),
        is_current: state.is_none(),
    });
    Page::render(&RequestsPage {
        rows: rows.collect(),
        older,
        tabs,
        shows_waiting: state == Some(StateKind::AwaitingMapping),
        nobody_on_duty: app.registrar.nobody_is_on_duty().await?,
        c: page.c,
    })
}

/// The staff member who is at a request at `now`.
fn claim(request: &Registration, now: Timestamp) -> Option<StaffId> {
    let RegistrationState::AwaitingMapping { claim, .. } = &request.state else {
        return None;
    };
    match claim.filter(|claim| now < claim.until)?.by {
        ActorRef::Staff(id) => Some(id),
        _ => None,
    }
}
