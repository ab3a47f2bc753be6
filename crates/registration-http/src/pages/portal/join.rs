//! The page of an invite link: whose it is, whom it admits, and the form; or why it is dead.

use super::check_inbox;
use crate::{
    api::{
        join::{self, Offer},
        registrations,
    },
    client::ClientNetwork,
    extract::{RawBody, Segments},
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
use axum::{extract::State, response::IntoResponse};

#[derive(Template)]
#[template(path = "portal/join.html")]
struct JoinPage {
    c: Chrome,
    form: Form,
    customer: String,
    domains: Vec<Domain>,
}

/// A permitted domain, as people read it.
struct Domain {
    name: String,
    with_subdomains: bool,
}

impl JoinPage {
    fn of(c: Chrome, form: Form, offer: Offer) -> Self {
        let domains = offer.permitted_domains.unwrap_or_default().into_iter();
        let domains = domains.map(|written| match written.strip_prefix("*.") {
            Some(name) => Domain {
                name: name.to_owned(),
                with_subdomains: true,
            },
            None => Domain {
                name: written,
                with_subdomains: false,
            },
        });
        Self {
            c,
            form,
            customer: offer.customer_name,
            domains: domains.collect(),
        }
    }
}

type Code = Result<Segments<String>, Problem>;

pub(crate) async fn show(State(app): State<App>, c: Chrome, code: Code) -> Answer {
    match join::open(State(app), code).await {
        Ok(offer) => {
            let view = JoinPage::of(c, Form::default(), offer.0);
            Ok(Page::render(&view)?.into_response())
        }
        Err(problem) => dead(c, problem),
    }
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    code: Code,
    form: Form,
) -> Answer {
    let Ok(Segments(code)) = code else {
        return show(State(app), c, code).await;
    };
    let mut body = form.object(&["name", "email"]);
    body.insert("link_code".to_owned(), code.as_str().into());
    body.insert("locale".to_owned(), c.language().into());
    let body = RawBody::of(&body.into());
    match registrations::submit(State(app.clone()), client, body).await {
        Ok((_, begun)) => Ok(check_inbox::after(&app, &begun, &form, c.path())),
        Err(problem) if problem.slug == Slug::LinkUnavailable => dead(c, problem),
        Err(problem) => {
            let offer = match join::open(State(app), Ok(Segments(code))).await {
                Ok(offer) => offer.0,
                Err(problem) => return dead(c, problem),
            };
            let view = JoinPage::of(c, form.refused(problem)?, offer);
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

/// Says why a link is dead, and how to go on without it.
fn dead(c: Chrome, problem: Problem) -> Answer {
    if problem.slug != Slug::LinkUnavailable {
        return Err(problem);
    }
    let reason = problem.members.get("reason");
    let reason = reason.and_then(serde_json::Value::as_str);
    DeadLinkPage {
        title: c.t("join-dead-title"),
        about: c.of("join-dead", reason.unwrap_or("unknown")),
        ways: vec![
            Way::new("/request-access", c.t("register-now")),
            Way::new("/sign-in", c.t("sign-in")),
        ],
        home: "/",
        c,
    }
    .answer(problem.slug.status())
}
