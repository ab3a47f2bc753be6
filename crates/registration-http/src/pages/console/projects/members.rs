//! Removing a contact from a project, after asking.

use crate::{
    api,
    extract::Segments,
    pages::{
        chrome::Chrome,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    Error,
    model::{ContactId, Project, ProjectId},
};

#[derive(Template)]
#[template(path = "console/remove_member.html")]
struct RemovePage {
    c: Chrome,
    project: Project,
    name: String,
}

pub(super) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Segments((id, contact)): Segments<(String, String)>,
) -> Result<Page, Problem> {
    let id: Option<ProjectId> = id.parse().ok();
    let id = id.ok_or(Error::NotFound("project"))?;
    let project = app.registrar.project_to_manage(&page.actor, id).await?;
    let people = app.registrar.project_people(&page.actor, id).await?;
    let contact: Option<ContactId> = contact.parse().ok();
    let mut members = people.members.into_iter();
    let member = members.find(|(member, _)| Some(*member) == contact);
    let (_, name) = member.ok_or(Error::NotFound("member"))?;
    Page::render(&RemovePage {
        c: page.c,
        project: project.value,
        name,
    })
}

pub(super) async fn remove(
    State(app): State<App>,
    page: ConsolePage,
    segments: Segments<(String, String)>,
) -> Answer {
    let Segments((id, _)) = &segments;
    let back = format!("/admin/projects/{id}?done=project-removed");
    api::projects::remove(State(app), Caller(page.actor), segments).await?;
    Ok(see_other(&back))
}
