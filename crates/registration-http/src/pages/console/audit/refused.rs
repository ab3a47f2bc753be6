//! Attempts that a rule refused, as long as they are kept.

use crate::{
    pages::{chrome::Chrome, page::Page, visit::ConsolePage},
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{model::RefusedAttempt, policy::access::Permission};

#[derive(Template)]
#[template(path = "console/refused_attempts.html")]
struct RefusedPage {
    c: Chrome,
    attempts: Vec<RefusedAttempt>,
    older: Option<String>,
}

pub(super) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    paging: Paging,
) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadOperations)?;
    let attempts = app
        .registrar
        .refused_attempts(&page.actor, paging.page()?)
        .await?;
    Page::render(&RefusedPage {
        older: paging.older(&attempts),
        attempts: attempts.items,
        c: page.c,
    })
}
