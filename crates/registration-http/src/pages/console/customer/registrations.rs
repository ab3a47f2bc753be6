//! The Registrations tab of a customer.

use super::{CustomerHead, Tab};
use crate::{
    extract::Id,
    pages::{
        chrome::Chrome,
        console::registrations::{Found, Wanted},
        page::Page,
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{model::CustomerId, policy::access::Permission};

#[derive(Template)]
#[template(path = "console/customer_registrations.html")]
struct RegistrationsPage {
    c: Chrome,
    head: CustomerHead,
    wanted: Wanted,
    found: Found,
    may_invite: bool,
}

pub(crate) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    paging: Paging,
) -> Result<Page, Problem> {
    let (head, customer) = CustomerHead::read(&app, &page, id, Tab::Registrations).await?;
    let wanted = Wanted {
        customer: Some(id),
        ..Wanted::read(&page.c)
    };
    Page::render(&RegistrationsPage {
        head,
        found: wanted.find(&app, &page, &paging).await?,
        wanted,
        may_invite: page.may(Permission::ManageCustomers) && customer.archived_at.is_none(),
        c: page.c,
    })
}
