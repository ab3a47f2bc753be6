//! The front page: signing in, creating an account, and asking for access.

use crate::{
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
    },
    problem::{Problem, Slug},
    session::Portal,
};
use askama::Template;
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    c: Chrome,
    form: Form,
}

/// The ways in for visitors; whoever is signed in has come in already.
pub(crate) async fn show(c: Chrome, visit: Result<Portal, Problem>) -> Answer {
    match visit {
        Ok(_) => Ok(see_other("/playbooks")),
        Err(problem) if problem.slug == Slug::Unauthenticated => {
            let form = Form::default();
            Ok(Page::render(&HomePage { c, form })?.into_response())
        }
        Err(problem) => Err(problem),
    }
}
