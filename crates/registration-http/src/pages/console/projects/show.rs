//! A project: whose it is, who takes part, what is to be done; and inviting a contact.

use crate::{
    api,
    extract::{Id, RawBody},
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
use registration_core::{
    Error,
    model::{Contact, Project, ProjectId},
    policy::access::Permission,
    usecase::ProjectPeople,
};
use serde_json::json;

#[derive(Template)]
#[template(path = "console/project.html")]
struct ProjectPage {
    c: Chrome,
    project: Project,
    customer: String,
    people: ProjectPeople,
    /// What staff call the playbook, for those who may read playbooks.
    playbook: Option<String>,
    /// Whether names lead to the records of customers and contacts.
    may_read_customers: bool,
    /// Whom to invite; none for those who may not.
    guests: Option<Guests>,
}

/// Whom one may invite.
struct Guests {
    form: Form,
    q: String,
    contacts: Vec<Contact>,
}

/// How many contacts are offered without a search.
const OFFERED: usize = 100;

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ProjectId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

pub(super) async fn invite(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ProjectId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    let body = RawBody::of(&json!({ "contact_id": form.value("contact_id") }));
    match api::projects::invite(State(app.clone()), caller, Id(id), body).await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/projects/{id}?done=project-invited"
        ))),
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}

async fn render(app: &App, page: ConsolePage, id: ProjectId, form: Form) -> Answer {
    let project = app.registrar.project_for(&page.actor, id).await?.value;
    let people = app.registrar.project_people(&page.actor, id).await?;
    let customer = app.registrar.customer_names(&[project.customer]).await?;
    let playbook = if page.may(Permission::ReadPlaybooks) {
        let playbook = app.registrar.playbook(&page.actor, project.playbook);
        Some(playbook.await?.value.name)
    } else {
        None
    };
    let q = page.c.query("q").unwrap_or_default();
    let sought = Some(q.trim()).filter(|q| !q.is_empty());
    let refusal = form.refusal();
    let contacts = app
        .registrar
        .invitable_contacts(&page.actor, id, sought, OFFERED)
        .await;
    let guests = match contacts {
        Ok(contacts) => Some(Guests { form, q, contacts }),
        Err(Error::Denied(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let page = Page::render(&ProjectPage {
        may_read_customers: page.may(Permission::ReadCustomers),
        customer: customer.into_values().next().unwrap_or_default(),
        people,
        playbook,
        project,
        guests,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}
