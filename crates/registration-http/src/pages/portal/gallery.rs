//! What comes after signing in: one's newest projects, and the playbooks that can be started.

use super::{card::Card, projects::Row};
use crate::{
    pages::{chrome::Chrome, page::Page, visit::PortalPage},
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::ports;

/// How many projects stand above the playbooks.
const NEWEST: ports::Page = ports::Page {
    limit: 3,
    before: None,
};
/// As many playbooks as one looks through without a search.
const OFFERED: ports::Page = ports::Page {
    limit: 100,
    before: None,
};

#[derive(Template)]
#[template(path = "portal/gallery.html")]
struct GalleryPage {
    c: Chrome,
    first_name: String,
    customer: String,
    projects: Vec<Row>,
    cards: Vec<Card>,
}

pub(crate) async fn show(State(app): State<App>, page: PortalPage) -> Result<Page, Problem> {
    let here = page.visit_here();
    let projects = app.registrar.portal_projects(&here, NEWEST).await?;
    let offered = app.registrar.offered_playbooks(&here, OFFERED).await?;
    let cards: Vec<Card> = offered.items.into_iter().map(Card::from).collect();
    let origins: Vec<String> = cards.iter().filter_map(Card::origin).collect();
    let written = Page::render(&GalleryPage {
        first_name: page.visit.account.name.first().to_owned(),
        customer: page.customer_name().to_owned(),
        projects: Row::all(&app, &here, projects.items).await?,
        cards,
        c: page.c,
    })?;
    Ok(written.with_pictures_of(origins))
}
