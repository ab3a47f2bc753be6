//! The page of a mailed link: opening it changes nothing, its button proves the address.

use super::come_in::{self, Proven};
use crate::{
    client::ClientNetwork,
    extract::Segments,
    pages::{
        chrome::Chrome,
        dead_link::{DeadLinkPage, Way},
        form::Form,
        page::{Answer, Page},
    },
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::Error;

#[derive(Template)]
#[template(path = "portal/activate.html")]
struct ActivatePage {
    c: Chrome,
    form: Form,
}

impl ActivatePage {
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form.carried(come_in::NOT_CARRIED)
    }
}

pub(crate) async fn show(c: Chrome) -> Result<Page, Problem> {
    let form = Form::default();
    Page::render(&ActivatePage { c, form })
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    token: Result<Segments<String>, Problem>,
    form: Form,
) -> Answer {
    // What is no text is as unknown as any other token.
    let token = token.map_err(|_| Problem::from(Error::TokenUnavailable));
    let answered = match token {
        Ok(Segments(token)) => {
            let proven = Proven::Token(token);
            come_in::go_on(&app, &c, &client, &proven, &form).await
        }
        Err(problem) => Err(problem),
    };
    match answered {
        Ok(response) => Ok(response),
        Err(problem) if problem.slug == Slug::TokenUnavailable => dead(c, problem.slug),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = ActivatePage { c, form };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

fn dead(c: Chrome, slug: Slug) -> Answer {
    DeadLinkPage {
        title: c.t("activate-dead-title"),
        about: c.t("activate-dead"),
        ways: vec![
            Way::new("/sign-in", c.t("sign-in")),
            Way::new("/register", c.t("activate-dead-again")),
            Way::new("/request-access", c.t("register-now")),
        ],
        home: "/",
        c,
    }
    .answer(slug.status())
}
