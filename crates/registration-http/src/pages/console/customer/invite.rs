//! Inviting one address to a customer.

pub(crate) mod many;

use crate::{
    api::invitations,
    extract::Id,
    pages::{
        chrome::Chrome,
        console::contact::beside_email,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::Slug,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::model::CustomerId;

/// The conflicts that are about the address.
const ABOUT_EMAIL: [Slug; 2] = [Slug::AlreadyPending, Slug::AlreadyMember];

#[derive(Template)]
#[template(path = "console/invite.html")]
struct InvitePage {
    c: Chrome,
    name: String,
    href: String,
    form: Form,
}

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

async fn render(app: &App, page: ConsolePage, id: CustomerId, form: Form) -> Answer {
    let customer = app.registrar.customer_to_invite_to(&page.actor, id).await?;
    let refusal = form.refusal();
    let page = Page::render(&InvitePage {
        c: page.c,
        name: customer.name.clone(),
        href: format!("/admin/customers/{id}"),
        form,
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
    let body = form.json(&["email", "first_name", "last_name", "message"]);
    match invitations::invite(State(app.clone()), caller, Id(id), body).await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/customers/{id}/contacts?done=invited"
        ))),
        Err(problem) => {
            let form = form.refused(beside_email(problem, &ABOUT_EMAIL))?;
            render(&app, page, id, form).await
        }
    }
}
