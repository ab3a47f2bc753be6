//! The Projects tab of a customer.

use super::{CustomerHead, Tab};
use crate::{
    extract::Id,
    pages::{chrome::Chrome, console::words::Names, page::Page, visit::ConsolePage},
    paging::Paging,
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{CustomerId, Project, Stored},
    ports::ProjectFilter,
};

#[derive(Template)]
#[template(path = "console/customer_projects.html")]
struct ProjectsPage {
    c: Chrome,
    head: CustomerHead,
    projects: Vec<Stored<Project>>,
    names: Names,
    older: Option<String>,
}

impl ProjectsPage {
    fn name(&self, id: &uuid::Uuid) -> &str {
        self.names.get(id).map_or("", String::as_str)
    }
}

pub(crate) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    paging: Paging,
) -> Result<Page, Problem> {
    let (head, _) = CustomerHead::read(&app, &page, id, Tab::Projects).await?;
    let filter = ProjectFilter {
        customer: Some(id),
        ..ProjectFilter::default()
    };
    let listing = app
        .registrar
        .projects(&page.actor, &filter, paging.page()?)
        .await?;
    let people = listing.items.iter();
    let people = people.flat_map(|one| [one.owner.0, one.started_by.0]);
    Page::render(&ProjectsPage {
        head,
        older: paging.older(&listing),
        names: app.registrar.names(people).await?,
        projects: listing.items,
        c: page.c,
    })
}
