//! The people of a project by name, for staff and for the project's own people.

use super::shapes::{Named, ProblemDocument};
use crate::{
    extract::Id,
    problem::Problem,
    session::{Caller, Portal},
    state::App,
};
use axum::{Json, extract::State};
use registration_core::{
    model::{ContactId, ProjectId},
    usecase,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Who has to do with a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectPeople {
    /// The staff member who owns it.
    owner: Named,
    /// The contact who started it.
    started_by: Named,
    /// Contacts who were invited to it.
    members: Vec<Named>,
}

impl From<usecase::ProjectPeople> for ProjectPeople {
    fn from(people: usecase::ProjectPeople) -> Self {
        let contact = |(id, name): (ContactId, String)| Named { id: id.0, name };
        let (owner, name) = people.owner;
        Self {
            owner: Named { id: owner.0, name },
            started_by: contact(people.started_by),
            members: people.members.into_iter().map(contact).collect(),
        }
    }
}

/// The people of a project.
#[utoipa::path(
    get, path = "/projects/{id}/people", tag = "Projects", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ProjectPeople), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ProjectId>,
) -> Result<Json<ProjectPeople>, Problem> {
    let people = app.registrar.project_people(&actor, id).await?;
    Ok(Json(people.into()))
}

/// The people of a project that this account started or was invited to.
#[utoipa::path(
    get, path = "/portal/projects/{id}/people", tag = "Portal", params(("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ProjectPeople), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn portal_show(
    State(app): State<App>,
    Portal(visit): Portal,
    Id(id): Id<ProjectId>,
) -> Result<Json<ProjectPeople>, Problem> {
    let people = app.registrar.portal_project_people(&visit, id).await?;
    Ok(Json(people.into()))
}
