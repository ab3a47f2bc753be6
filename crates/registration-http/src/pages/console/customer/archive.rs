//! Archiving a customer: whom it hits, and the button that does it.

use super::impact::Hit;
use crate::{
    api::customers,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::model::CustomerId;

#[derive(Template)]
#[template(path = "console/archive_customer.html")]
struct ArchivePage {
    c: Chrome,
    name: String,
    href: String,
    version: String,
    form: Form,
    hit: Hit,
}

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

async fn render(app: &App, page: ConsolePage, id: CustomerId, form: Form) -> Answer {
    let customer = customers::may_manage(app, &page.actor, id).await?;
    let impact = app
        .registrar
        .preview_customer_archive(&page.actor, id)
        .await?;
    let refusal = form.refusal();
    let page = Page::render(&ArchivePage {
        c: page.c,
        name: customer.name.clone(),
        href: format!("/admin/customers/{id}"),
        version: format!("\"{}\"", customer.revision.0),
        form,
        hit: impact.into(),
    })?;
    Ok(page.after(refusal))
}

pub(crate) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    match customers::archive(State(app.clone()), caller, Id(id), form.if_match()).await {
        Ok(_) => Ok(see_other(&format!("/admin/customers/{id}?done=archived"))),
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}
