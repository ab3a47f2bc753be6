//! The Details tab of a customer.

use super::{CustomerHead, Tab};
use crate::{
    extract::Id,
    pages::{chrome::Chrome, page::Page, visit::ConsolePage},
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::model::CustomerId;

#[derive(Template)]
#[template(path = "console/customer_details.html")]
struct DetailsPage {
    c: Chrome,
    head: CustomerHead,
}

pub(crate) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Result<Page, Problem> {
    let (head, _) = CustomerHead::read(&app, &page, id, Tab::Details).await?;
    Page::render(&DetailsPage { c: page.c, head })
}
