//! Projects as a customer's people see them: those they started or were invited to.

use super::shapes::{Named, ProblemDocument};
use crate::{
    etag::Tagged,
    extract::{Fields, Id, RawBody},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Portal,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use registration_core::{
    Error,
    model::{Project, ProjectId, ProjectStep, Responsible, StaffId, Timestamp, line},
    usecase::StartProject,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a project or playbook.
pub(crate) const MAX_NAME: usize = 200;
/// The longest token that a form may carry.
const MAX_FORM_TOKEN: usize = 100;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    /// The playbook to start.
    playbook_id: String,
    /// For which customer, where several are possible.
    customer_id: Option<String>,
    /// What to call it; the playbook's name when left out.
    name: Option<String>,
    /// Any text of the client's: the same one again answers the project that it started.
    form_token: Option<String>,
}

/// A project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectView {
    pub(crate) id: Uuid,
    customer_id: Uuid,
    playbook_id: Uuid,
    name: String,
    /// The staff member who owns it.
    owner: Named,
    steps: Vec<ProjectStepView>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A step of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProjectStepView {
    id: Uuid,
    title: String,
    /// `customer` or `provider`.
    #[schema(value_type = String)]
    responsible: Responsible,
    /// The last day for it.
    #[schema(format = Date)]
    due_on: String,
}

impl ProjectView {
    /// A project, its owner's name out of `names`.
    pub(crate) fn new(project: Project, names: &HashMap<StaffId, String>) -> Self {
        let owner = Named {
            id: project.owner.0,
            name: names.get(&project.owner).cloned().unwrap_or_default(),
        };
        let step = |step: ProjectStep| ProjectStepView {
            id: step.id.0,
            title: step.title,
            responsible: step.responsible,
            due_on: step.due_on.to_string(),
        };
        Self {
            id: project.id.0,
            customer_id: project.customer.0,
            playbook_id: project.playbook.0,
            name: project.name,
            owner,
            steps: project.steps.into_iter().map(step).collect(),
            created_at: project.created_at,
        }
    }
}

/// Start a project. A playbook that the account may not see is answered like one that never was.
#[utoipa::path(
    post, path = "/portal/projects", tag = "Portal", request_body = NewProject,
    responses((status = 201, body = ProjectView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn start(
    State(app): State<App>,
    Portal(visit): Portal,
    body: RawBody,
) -> Result<(StatusCode, Json<ProjectView>), Problem> {
    let new: NewProject = body.parse()?;
    let mut fields = Fields::default();
    let customer = fields.optional("/customer_id", new.customer_id.as_deref(), str::parse);
    let name = fields.optional("/name", new.name.as_deref(), |text| line(text, MAX_NAME));
    let form_token = fields.optional("/form_token", new.form_token.as_deref(), |text| {
        line(text, MAX_FORM_TOKEN)
    });
    fields.finish()?;
    let command = StartProject {
        playbook: new
            .playbook_id
            .parse()
            .map_err(|_| Error::NotFound("playbook"))?,
        customer,
        name,
        form_token,
    };
    let project = app.registrar.start_project(&visit, command).await?;
    let names = app.registrar.staff_names(&[project.owner]).await?;
    Ok((StatusCode::CREATED, Json(ProjectView::new(project, &names))))
}

/// Projects that this account started or was invited to.
#[utoipa::path(
    get, path = "/portal/projects", tag = "Portal", params(PageQuery),
    responses((status = 200, body = List<ProjectView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Portal(visit): Portal,
    paging: Paging,
) -> Result<Response, Problem> {
    let projects = app
        .registrar
        .portal_projects(&visit, paging.page()?)
        .await?;
    let owners: Vec<StaffId> = projects.items.iter().map(|one| one.owner).collect();
    let names = app.registrar.staff_names(&owners).await?;
    Ok(paging.answer(projects, |one| ProjectView::new(one.value, &names)))
}

/// A project. Every other one is answered like one that never was.
#[utoipa::path(
    get, path = "/portal/projects/{id}", tag = "Portal",
    params(("id" = Uuid, Path, description = "The project")),
    responses((status = 200, body = ProjectView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Portal(visit): Portal,
    Id(id): Id<ProjectId>,
) -> Result<Tagged<ProjectView>, Problem> {
    let project = app.registrar.portal_project(&visit, id).await?;
    let names = app.registrar.staff_names(&[project.owner]).await?;
    Ok(Tagged(
        project.revision,
        ProjectView::new(project.value, &names),
    ))
}
