//! Projects as staff see them, and whom they invite.

use super::{portal_projects::ProjectView, shapes::ProblemDocument};
use crate::{
    etag::Tagged,
    extract::{Fields, Id, Query, RawBody, Segments, good},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{extract::State, http::StatusCode, response::Response};
use registration_core::{
    Error,
    model::{ContactId, Project, ProjectId, StaffId, Stored},
    ports::ProjectFilter,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProjectQuery {
    /// Of this customer.
    customer_id: Option<String>,
    /// Of this owner.
    owner_id: Option<String>,
}

/// A project with who started it and who was invited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffProjectView {
    #[serde(flatten)]
    project: ProjectView,
    /// The contact who started it.
    started_by: Uuid,
    /// Contacts whom staff invited.
    members: Vec<ProjectMember>,
}

/// A contact who takes part in a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectMember {
    contact_id: Uuid,
}

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProjectMember {
    /// A contact of the project's customer who has portal access.
    contact_id: String,
}

impl StaffProjectView {
    fn new(project: Project, names: &HashMap<StaffId, String>) -> Self {
        let members = project.members.iter();
        Self {
            started_by: project.started_by.0,
            members: members
                .map(|contact| ProjectMember {
                    contact_id: contact.0,
                })
                .collect(),
            project: ProjectView::new(project, names),
        }
    }
}

async fn tagged(app: &App, project: Stored<Project>) -> Result<Tagged<StaffProjectView>, Problem> {
    let names = app.registrar.staff_names(&[project.owner]).await?;
    Ok(Tagged(
        project.revision,
        StaffProjectView::new(project.value, &names),
    ))
}

/// Projects: all for those who may read them, otherwise one's own.
#[utoipa::path(
    get, path = "/projects", tag = "Projects", params(ProjectQuery, PageQuery),
    responses((status = 200, body = List<StaffProjectView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Query(query): Query<ProjectQuery>,
    paging: Paging,
) -> Result<Response, Problem> {
    let mut fields = Fields::default();
    let filter = ProjectFilter {
        customer: fields.optional("/customer_id", query.customer_id.as_deref(), str::parse),
        owner: fields.optional("/owner_id", query.owner_id.as_deref(), str::parse),
        visible_to: None,
    };
    fields.finish()?;
    let projects = app
        .registrar
        .projects(&actor, &filter, paging.page()?)
        .await?;
    let owners: Vec<StaffId> = projects.items.iter().map(|one| one.owner).collect();
    let names = app.registrar.staff_names(&owners).await?;
    Ok(paging.answer(projects, |one| StaffProjectView::new(one.value, &names)))
}

/// A project.
#[utoipa::path(
    get, path = "/projects/{id}", tag = "Projects",
    params(("id" = Uuid, Path, description = "The project")),
    responses((status = 200, body = StaffProjectView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ProjectId>,
) -> Result<Tagged<StaffProjectView>, Problem> {
    tagged(&app, app.registrar.project_for(&actor, id).await?).await
}

/// Invite a contact, by mail. Inviting twice changes nothing.
#[utoipa::path(
    post, path = "/projects/{id}/members", tag = "Projects", request_body = NewProjectMember,
    params(("id" = Uuid, Path, description = "The project")),
    responses((status = 201, body = StaffProjectView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn invite(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ProjectId>,
    body: RawBody,
) -> Result<(StatusCode, Tagged<StaffProjectView>), Problem> {
    app.registrar.project_to_manage(&actor, id).await?;
    let new: NewProjectMember = body.parse()?;
    let mut fields = Fields::default();
    let contact: Option<ContactId> = fields.take("/contact_id", new.contact_id.parse());
    fields.finish()?;
    let project = app
        .registrar
        .invite_project_member(&actor, id, good(contact)?)
        .await?;
    Ok((StatusCode::CREATED, tagged(&app, project).await?))
}

/// Remove a contact who had been invited.
#[utoipa::path(
    delete, path = "/projects/{id}/members/{contact_id}", tag = "Projects",
    params(
        ("id" = Uuid, Path, description = "The project"),
        ("contact_id" = Uuid, Path, description = "The contact"),
    ),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Caller(actor): Caller,
    Segments((id, contact)): Segments<(String, String)>,
) -> Result<StatusCode, Problem> {
    let project: Option<ProjectId> = id.parse().ok();
    let contact: Option<ContactId> = contact.parse().ok();
    let id = project.ok_or(Error::NotFound("project"))?;
    let contact = contact.ok_or(Error::NotFound("member"))?;
    app.registrar
        .remove_project_member(&actor, id, contact)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
