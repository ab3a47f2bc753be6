//! Signing in to the portal and out of it.

use crate::{
    api::portal_session,
    client::ClientNetwork,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, local_path, see_other_with_cookies},
    },
    problem::Problem,
    session::Portal,
    state::App,
};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "portal/sign_in.html")]
struct SignInPage {
    c: Chrome,
    form: Form,
}

/// What comes after signing in when nothing else was asked for.
const HOME: &str = "/playbooks";

pub(crate) async fn show(c: Chrome) -> Result<Page, Problem> {
    let mut form = Form::default();
    form.add("next", c.query("next").unwrap_or_default());
    form.add("email", c.query("email").unwrap_or_default());
    Page::render(&SignInPage { c, form })
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    form: Form,
) -> Answer {
    let body = form.json(&["email", "password"]);
    match portal_session::sign_in(State(app), client, body).await {
        Ok(answer) => {
            let next = local_path(form.value("next")).unwrap_or(HOME);
            Ok(see_other_with_cookies(next, &answer))
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = SignInPage { c, form };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

pub(crate) async fn sign_out(State(app): State<App>, portal: Portal) -> Answer {
    let answer = portal_session::sign_out(State(app), portal).await?;
    Ok(see_other_with_cookies("/sign-in?done=signed-out", &answer))
}
