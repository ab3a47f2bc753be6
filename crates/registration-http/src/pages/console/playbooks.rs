//! Playbooks: the list, creating one, and what stands above the pages of one.

mod archive;
mod audience;
mod cover;
mod portal;
mod steps;
mod visibility;

use crate::{
    api::{self, media},
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    routing::{get, post},
};
use registration_core::{
    model::{Playbook, PlaybookId, Stored},
    policy::access::Permission,
};
use serde_json::{Value, json};

pub(super) fn router() -> Router<App> {
    Router::new()
        // The form brings a picture with it.
        .route("/admin/playbooks/{id}/portal", post(portal::submit))
        .route_layer(DefaultBodyLimit::max(media::MAX_BODY))
        .route("/admin/playbooks/{id}/portal", get(portal::show))
        .route(
            "/admin/playbooks/{id}/portal/visibility",
            get(visibility::show),
        )
        .route("/admin/playbooks", get(list))
        .route("/admin/playbooks/new", get(ask).post(create))
        .route(
            "/admin/playbooks/{id}",
            get(steps::show).post(steps::submit),
        )
        .route(
            "/admin/playbooks/{id}/archive",
            get(archive::ask).post(archive::archive),
        )
}

/// What stands above every page of a playbook.
struct Head {
    id: PlaybookId,
    name: String,
    steps: usize,
    is_offered: bool,
    is_archived: bool,
    may_change: bool,
}

impl Head {
    fn of(playbook: &Playbook, page: &ConsolePage) -> Self {
        let is_archived = playbook.archived_at.is_some();
        Self {
            id: playbook.id,
            name: playbook.name.clone(),
            steps: playbook.steps.len(),
            is_offered: playbook.self_service.enabled && !is_archived,
            is_archived,
            may_change: page.may(Permission::ManagePlaybooks) && !is_archived,
        }
    }
}

#[derive(Template)]
#[template(path = "console/playbooks.html")]
struct PlaybooksPage {
    c: Chrome,
    playbooks: Vec<Stored<Playbook>>,
    older: Option<String>,
    may_create: bool,
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadPlaybooks)?;
    let listing = app.registrar.playbooks(&page.actor, paging.page()?).await?;
    Page::render(&PlaybooksPage {
        may_create: page.may(Permission::ManagePlaybooks),
        older: paging.older(&listing),
        playbooks: listing.items,
        c: page.c,
    })
}

#[derive(Template)]
#[template(path = "console/new_playbook.html")]
struct NewPlaybookPage {
    c: Chrome,
    form: Form,
}

async fn ask(State(app): State<App>, page: ConsolePage) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ManagePlaybooks)?;
    Page::render(&NewPlaybookPage {
        c: page.c,
        form: Form::default(),
    })
}

async fn create(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let mut body = form.object(&["name"]);
    body.entry("name").or_insert(json!(""));
    let body = RawBody::of(&Value::Object(body));
    match api::playbooks::create(State(app), Caller(page.actor), body).await {
        Ok((_, created)) => {
            let id = created.1.id;
            Ok(see_other(&format!("/admin/playbooks/{id}?done=created")))
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let refusal = form.refusal();
            let page = Page::render(&NewPlaybookPage { c: page.c, form })?;
            Ok(page.after(refusal))
        }
    }
}
