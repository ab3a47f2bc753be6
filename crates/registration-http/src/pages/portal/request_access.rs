//! Register Now: a visitor who fits no other door asks staff.

use crate::{
    api::registration_requests,
    client::ClientNetwork,
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
    },
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "portal/request_access.html")]
struct RequestAccessPage {
    c: Chrome,
    form: Form,
}

#[derive(Template)]
#[template(path = "portal/request_sent.html")]
struct RequestSentPage {
    c: Chrome,
}

pub(crate) async fn show(c: Chrome) -> Result<Page, Problem> {
    let form = Form::default();
    Page::render(&RequestAccessPage { c, form })
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    form: Form,
) -> Answer {
    let mut body = form.object(&["name", "email", "company", "phone", "message"]);
    body.insert("locale".to_owned(), c.language().into());
    let body = RawBody::of(&body.into());
    match registration_requests::submit(State(app), client, body).await {
        Ok(_) => Ok(see_other("/request-access/sent")),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = RequestAccessPage { c, form };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

pub(crate) async fn sent(c: Chrome) -> Result<Page, Problem> {
    Page::render(&RequestSentPage { c })
}
