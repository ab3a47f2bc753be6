//! The last step of every door, once a mailed link or code proves the address: a password, a choice among customers,
//! or asking for access where no rule admits.
//!
//! Which of them is decided by [`inspect_activation`](registration_core::Registrar::inspect_activation) each time; what
//! proves the address travels with every form and is used up by success only.

use crate::{
    api::{activations, registration_requests, shapes::Named},
    client::ClientNetwork,
    extract::RawBody,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Page, see_other, see_other_with_cookies},
    },
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::{extract::State, http::header, response::Response};
use registration_core::usecase::{Inspection, NextStep};
use serde_json::{Map, Value};

/// Fields that a page which asks for the proof again does not carry on: secrets, and where one was.
pub(super) const NOT_CARRIED: &[&str] = &["password", "code", "step"];

/// What proves the address.
pub(super) enum Proven {
    /// The token of the mailed link.
    Token(String),
    /// The six digits.
    Code { registration: String, code: String },
}

impl Proven {
    /// The members of a body of the API, where a token is called `token`.
    fn members(&self, token: &str) -> Map<String, Value> {
        match self {
            Self::Token(secret) => Map::from_iter([(token.to_owned(), secret.as_str().into())]),
            Self::Code { registration, code } => Map::from_iter([
                ("registration_id".to_owned(), registration.as_str().into()),
                ("code".to_owned(), code.as_str().into()),
            ]),
        }
    }
}

#[derive(Template)]
#[template(path = "portal/come_in.html")]
struct ComeInPage<'a> {
    c: &'a Chrome,
    form: Form,
    /// The code, for the next form. A token stands in the page's address.
    code: Option<&'a str>,
    email: String,
    customers: Vec<Named>,
    has_account: bool,
    /// Why nobody is admitted, where nobody is.
    refusal: Option<&'static str>,
    may_ask: bool,
}

impl ComeInPage<'_> {
    fn is_choice(&self) -> bool {
        self.customers.len() > 1
    }

    fn customer(&self) -> &str {
        self.customers.first().map_or("", |one| &one.name)
    }
}

/// Answers the form that was sent. An error is about the proof, or about the moment: the page that asks for the proof
/// says it and carries on what was typed.
pub(super) async fn go_on(
    app: &App,
    c: &Chrome,
    client: &ClientNetwork,
    proven: &Proven,
    form: &Form,
) -> Result<Response, Problem> {
    match form.value("step") {
        "join" => join(app, c, client, proven, form).await,
        "ask" => ask(app, c, client, proven, form).await,
        _ => {
            let seen = look(app, client, proven).await?;
            show(c, proven, form.clone(), seen)
        }
    }
}

async fn look(app: &App, client: &ClientNetwork, proven: &Proven) -> Result<Inspection, Problem> {
    let body = RawBody::of(&proven.members("token").into());
    activations::look(app, client, &body).await
}

async fn join(
    app: &App,
    c: &Chrome,
    client: &ClientNetwork,
    proven: &Proven,
    form: &Form,
) -> Result<Response, Problem> {
    let mut body = proven.members("token");
    body.extend(form.object(&["password", "first_name", "last_name", "customer_id"]));
    let body = RawBody::of(&body.into());
    match activations::activate(State(app.clone()), client.clone(), body).await {
        // A new account is signed in; one that was there keeps its password and signs in itself.
        Ok(answer) if answer.headers().contains_key(header::SET_COOKIE) => {
            Ok(see_other_with_cookies("/playbooks?done=welcome", &answer))
        }
        Ok(_) => Ok(see_other("/sign-in?done=joined")),
        Err(problem) if is_about_the_form(problem.slug) => {
            let seen = look(app, client, proven).await?;
            show(c, proven, form.clone().refused(problem)?, seen)
        }
        Err(problem) => Err(problem),
    }
}

/// What was refused without using anything up, and can be sent again.
fn is_about_the_form(slug: Slug) -> bool {
    matches!(
        slug,
        Slug::Invalid
            | Slug::WeakPassword
            | Slug::CustomerRequired
            | Slug::NotAdmitted
            | Slug::Busy
    )
}

async fn ask(
    app: &App,
    c: &Chrome,
    client: &ClientNetwork,
    proven: &Proven,
    form: &Form,
) -> Result<Response, Problem> {
    let seen = look(app, client, proven).await?;
    let mut body = proven.members("activation_token");
    body.extend(form.object(&["company", "phone", "message"]));
    // Of whom it is was proven, not typed here.
    body.insert("name".to_owned(), seen.name.to_string().into());
    body.insert("email".to_owned(), seen.email.as_str().into());
    body.insert("locale".to_owned(), c.language().into());
    let body = RawBody::of(&body.into());
    match registration_requests::submit(State(app.clone()), client.clone(), body).await {
        Ok(_) => Ok(see_other("/request-access/sent")),
        Err(problem) => show(c, proven, form.clone().refused(problem)?, seen),
    }
}

fn show(
    c: &Chrome,
    proven: &Proven,
    mut form: Form,
    seen: Inspection,
) -> Result<Response, Problem> {
    let parts = [
        ("first_name", seen.name.first()),
        ("last_name", seen.name.last()),
    ];
    for (field, given) in parts {
        if !form.is_on(field) {
            form.set(field, given);
        }
    }
    let may_ask = seen.refusal.is_none_or(|refusal| refusal.offers_request());
    let view = ComeInPage {
        c,
        form,
        code: match proven {
            Proven::Token(_) => None,
            Proven::Code { code, .. } => Some(code),
        },
        email: seen.email.to_string(),
        customers: seen.customers.into_iter().map(Named::from).collect(),
        has_account: seen.has_account,
        refusal: match seen.next {
            NextStep::RequestAccess => seen.refusal.map(|refusal| refusal.code()),
            NextStep::SetPassword | NextStep::SignIn | NextStep::ChooseCustomer => None,
        },
        may_ask,
    };
    Ok(view.form.again(Page::render(&view)?))
}
