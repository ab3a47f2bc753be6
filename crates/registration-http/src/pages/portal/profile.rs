//! One's own profile: name, password, language, and where one is signed in.

mod sessions;

pub(super) use sessions::{end, end_others};

use crate::{
    api,
    client::ClientNetwork,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::PortalPage,
    },
    problem::Problem,
    session::Portal,
    state::App,
};
use askama::Template;
use axum::{extract::State, response::Response};
use registration_core::{
    ports::{self, PortalSession},
    usecase::OwnSession,
};

/// More browsers than anybody uses; ending all others ends those that are not shown, too.
const SESSIONS: ports::Page = ports::Page {
    limit: 50,
    before: None,
};

#[derive(Template)]
#[template(path = "portal/profile.html")]
struct ProfilePage {
    c: Chrome,
    email: String,
    customers: Vec<String>,
    name: Form,
    password: Form,
    sessions: Vec<OwnSession>,
}

impl ProfilePage {
    fn has_others(&self) -> bool {
        self.sessions.iter().any(|one| !one.is_current)
    }
}

/// What the form with the name shows at first.
fn saved_name(visit: &PortalSession) -> Form {
    let name = &visit.account.name;
    Form::of([("first_name", name.first()), ("last_name", name.last())])
}

pub(crate) async fn show(State(app): State<App>, page: PortalPage) -> Result<Page, Problem> {
    let name = saved_name(&page.visit);
    write(&app, page, name, Form::default()).await
}

pub(crate) async fn rename(State(app): State<App>, page: PortalPage, form: Form) -> Answer {
    let body = form.json(&["first_name", "last_name"]);
    let visit = Portal(page.visit.clone());
    match api::profile::change(State(app.clone()), visit, body).await {
        Ok(_) => Ok(see_other("/profile?done=saved")),
        Err(problem) => {
            let form = form.refused(problem)?;
            let refusal = form.refusal();
            let page = write(&app, page, form, Form::default()).await?;
            Ok(page.after(refusal))
        }
    }
}

pub(crate) async fn change_password(
    State(app): State<App>,
    client: ClientNetwork,
    page: PortalPage,
    form: Form,
) -> Answer {
    let body = form.json(&["current_password", "new_password"]);
    let visit = Portal(page.visit.clone());
    match api::profile::change_password(State(app.clone()), client, visit, body).await {
        Ok(_) => Ok(see_other("/profile?done=my-password-changed")),
        Err(problem) => refused_password(&app, page, form, problem).await,
    }
}

async fn refused_password(
    app: &App,
    page: PortalPage,
    form: Form,
    problem: Problem,
) -> Result<Response, Problem> {
    let form = form.refused(problem)?;
    let refusal = form.refusal();
    let name = saved_name(&page.visit);
    Ok(write(app, page, name, form).await?.after(refusal))
}

async fn write(app: &App, page: PortalPage, name: Form, password: Form) -> Result<Page, Problem> {
    let sessions = app
        .registrar
        .own_sessions(&page.visit.session, SESSIONS)
        .await?;
    let mut customers: Vec<String> = page
        .visit
        .contacts
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    customers.dedup();
    Page::render(&ProfilePage {
        email: page.visit.account.email.to_string(),
        sessions: sessions.items,
        customers,
        c: page.c,
        name,
        password,
    })
}
