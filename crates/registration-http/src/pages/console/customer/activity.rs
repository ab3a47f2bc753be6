//! The Activity tab of a customer: what happened there, newest first.

use super::{CustomerHead, Tab};
use crate::{
    extract::Id,
    pages::{
        chrome::Chrome,
        console::trail::{self, EntryRow},
        page::Page,
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::model::CustomerId;

#[derive(Template)]
#[template(path = "console/customer_activity.html")]
struct ActivityPage {
    c: Chrome,
    head: CustomerHead,
    entries: Vec<EntryRow>,
    older: Option<String>,
}

pub(crate) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    paging: Paging,
) -> Result<Page, Problem> {
    let (head, _) = CustomerHead::read(&app, &page, id, Tab::Activity).await?;
    let listing = app
        .registrar
        .customer_activity(&page.actor, id, paging.page()?)
        .await?;
    Page::render(&ActivityPage {
        head,
        older: paging.older(&listing),
        entries: trail::rows(&app, &page, listing.items).await?,
        c: page.c,
    })
}
