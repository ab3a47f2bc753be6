//! The portal form: a visitor claims an address.

use super::check_inbox;
use crate::{
    api::registrations,
    client::ClientNetwork,
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page},
    },
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "portal/register.html")]
struct RegisterPage {
    c: Chrome,
    form: Form,
}

pub(crate) async fn show(c: Chrome) -> Result<Page, Problem> {
    let form = Form::default();
    Page::render(&RegisterPage { c, form })
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    form: Form,
) -> Answer {
    let mut body = form.object(&["name", "email"]);
    body.insert("locale".to_owned(), c.language().into());
    let body = RawBody::of(&body.into());
    match registrations::submit(State(app.clone()), client, body).await {
        // Whatever was found, the next page is the same.
        Ok((_, begun)) => Ok(check_inbox::after(&app, &begun, &form, "/register")),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = RegisterPage { c, form };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}
