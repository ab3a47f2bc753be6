//! A playbook: what it is, and starting a project from it.

use super::card::Card;
use crate::{
    api::portal_projects,
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::PortalPage,
    },
    problem::{Problem, Slug},
    session::Portal,
    state::App,
};
use askama::Template;
use axum::{extract::State, response::Response};
use registration_core::{Error, model::PlaybookId};
use serde_json::Value;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "portal/playbook.html")]
struct PlaybookPage {
    c: Chrome,
    form: Form,
    card: Card,
    /// For whom it is started, where the account has a choice.
    for_customer: Option<String>,
}

impl PlaybookPage {
    /// Whether trying again later is all that one can do.
    fn is_unavailable(&self) -> bool {
        let problem = self.form.problem();
        problem.is_some_and(|problem| problem.slug == Slug::OwnerUnavailable)
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    page: PortalPage,
    Id(id): Id<PlaybookId>,
) -> Result<Response, Problem> {
    let card = find(&app, &page, id, None).await?;
    let form = Form::of([
        ("name", ""),
        ("customer_id", &card.customer.to_string()),
        // Whoever sends this form twice starts one project.
        ("form_token", &Uuid::now_v7().to_string()),
    ]);
    render(page, form, card)
}

pub(crate) async fn start(
    State(app): State<App>,
    page: PortalPage,
    Id(id): Id<PlaybookId>,
    form: Form,
) -> Answer {
    let mut body = form.object(&["name", "customer_id", "form_token"]);
    body.insert("playbook_id".into(), id.to_string().into());
    let body = RawBody::of(&Value::Object(body));
    let started = portal_projects::start(State(app.clone()), Portal(page.visit.clone()), body);
    match started.await {
        Ok((_, project)) => Ok(see_other(&format!(
            "/projects/{}?done=project-started",
            project.0.id
        ))),
        Err(problem) => {
            let form = form.refused(problem)?;
            let card = find(&app, &page, id, Some(form.value("customer_id"))).await?;
            render(page, form, card)
        }
    }
}

/// The playbook as it is offered at the customer that was chosen before, or is looked at now, or at another one.
async fn find(
    app: &App,
    page: &PortalPage,
    id: PlaybookId,
    chosen: Option<&str>,
) -> Result<Card, Problem> {
    let offered = app.registrar.offered_playbook(&page.visit, id).await?;
    let chosen = chosen.and_then(|text| text.parse().ok());
    let wanted = chosen.unwrap_or(page.customer);
    let at = offered.iter().position(|one| one.customer == wanted);
    let mut offered = offered.into_iter();
    let card = offered.nth(at.unwrap_or(0)).map(Card::from);
    card.ok_or_else(|| Error::NotFound("playbook").into())
}

fn render(page: PortalPage, form: Form, card: Card) -> Answer {
    let refusal = form.refusal();
    let origin = card.origin();
    let for_customer = (!page.c.customers.is_empty()).then(|| page.name_of(card.customer));
    let written = Page::render(&PlaybookPage {
        for_customer,
        c: page.c,
        form,
        card,
    })?;
    Ok(written.with_pictures_of(origin).after(refusal))
}
