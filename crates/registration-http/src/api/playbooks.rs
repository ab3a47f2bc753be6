//! Playbooks: templates of projects, as their editors see them.

use super::{portal_projects::MAX_NAME, shapes::ProblemDocument};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, Object, RawBody, good},
    merge_patch::Patch,
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use registration_core::{
    model::{Playbook, PlaybookId, Responsible, Step, Stored, Timestamp, line},
    policy::access::Permission,
    usecase::{NewStep, PlaybookChange},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The most steps that a playbook may have.
const MAX_STEPS: usize = 100;
/// The longest title of a step.
const MAX_TITLE: usize = 200;
/// Ten years.
const MAX_DUE_DAYS: i64 = 3650;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlaybook {
    /// What staff call it.
    name: String,
    /// What a project made from it consists of, in order.
    #[serde(default)]
    #[schema(value_type = Vec<NewPlaybookStep>, max_items = 100)]
    steps: Vec<Object<NewPlaybookStep>>,
}

/// What changes; members left out stay. Steps are replaced as a whole.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaybookPatch {
    /// What staff call it.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = false)]
    name: Patch<String>,
    /// The steps, in order.
    #[serde(default)]
    #[schema(value_type = Option<Vec<NewPlaybookStep>>, nullable = false)]
    steps: Patch<Vec<Object<NewPlaybookStep>>>,
}

/// A step as an editor writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlaybookStep {
    /// What is to be done.
    title: String,
    /// Days after the project's start.
    #[schema(minimum = 0, maximum = 3650)]
    due_after_days: i64,
    /// Whose step it is: `customer` or `provider`.
    #[schema(value_type = String)]
    responsible: Responsible,
}

/// A playbook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaybookView {
    pub(crate) id: Uuid,
    name: String,
    steps: Vec<PlaybookStepView>,
    /// When it was archived; nobody can start it any more.
    #[schema(value_type = Option<String>, format = DateTime)]
    archived_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A step of a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaybookStepView {
    id: Uuid,
    title: String,
    due_after_days: u16,
    /// `customer` or `provider`.
    #[schema(value_type = String)]
    responsible: Responsible,
}

impl From<Playbook> for PlaybookView {
    fn from(playbook: Playbook) -> Self {
        let step = |step: Step| PlaybookStepView {
            id: step.id.0,
            title: step.title,
            due_after_days: step.due_after_days,
            responsible: step.responsible,
        };
        Self {
            id: playbook.id.0,
            name: playbook.name,
            steps: playbook.steps.into_iter().map(step).collect(),
            archived_at: playbook.archived_at,
            created_at: playbook.created_at,
        }
    }
}

fn tagged(playbook: Stored<Playbook>) -> Tagged<PlaybookView> {
    Tagged(playbook.revision, playbook.value.into())
}

fn steps(fields: &mut Fields, typed: Vec<Object<NewPlaybookStep>>) -> Vec<NewStep> {
    if typed.len() > MAX_STEPS {
        let detail = format!("a playbook has at most {MAX_STEPS} steps");
        fields.note("/steps", "too_many", detail);
        return Vec::new();
    }
    let mut steps = Vec::with_capacity(typed.len());
    for (index, Object(step)) in typed.into_iter().enumerate() {
        let title = fields.take(
            &format!("/steps/{index}/title"),
            line(&step.title, MAX_TITLE),
        );
        let days = Some(step.due_after_days)
            .filter(|days| (0..=MAX_DUE_DAYS).contains(days))
            .and_then(|days| u16::try_from(days).ok());
        if days.is_none() {
            let detail = format!("due_after_days is a number from 0 to {MAX_DUE_DAYS}");
            fields.note(
                &format!("/steps/{index}/due_after_days"),
                "out_of_range",
                detail,
            );
        }
        if let (Some(title), Some(due_after_days)) = (title, days) {
            steps.push(NewStep {
                title,
                due_after_days,
                responsible: step.responsible,
            });
        }
    }
    steps
}

/// Playbooks that aren't archived.
#[utoipa::path(
    get, path = "/playbooks", tag = "Playbooks", params(PageQuery),
    responses((status = 200, body = List<PlaybookView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadPlaybooks)?;
    let playbooks = app.registrar.playbooks(&actor, paging.page()?).await?;
    Ok(paging.answer(playbooks, |one| PlaybookView::from(one.value)))
}

/// Create a playbook. Customers don't see it until its self-service is switched on.
#[utoipa::path(
    post, path = "/playbooks", tag = "Playbooks", request_body = NewPlaybook,
    responses((status = 201, body = PlaybookView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: RawBody,
) -> Result<(StatusCode, Tagged<PlaybookView>), Problem> {
    app.registrar.require(&actor, Permission::ManagePlaybooks)?;
    let new: NewPlaybook = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", line(&new.name, MAX_NAME));
    let steps = steps(&mut fields, new.steps);
    fields.finish()?;
    let playbook = app
        .registrar
        .create_playbook(&actor, &good(name)?, steps)
        .await?;
    Ok((StatusCode::CREATED, tagged(playbook)))
}

/// A playbook.
#[utoipa::path(
    get, path = "/playbooks/{id}", tag = "Playbooks",
    params(("id" = Uuid, Path, description = "The playbook")),
    responses((status = 200, body = PlaybookView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
) -> Result<Tagged<PlaybookView>, Problem> {
    Ok(tagged(app.registrar.playbook(&actor, id).await?))
}

/// Change a playbook. Projects that were started stay as they are.
#[utoipa::path(
    patch, path = "/playbooks/{id}", tag = "Playbooks", request_body = PlaybookPatch,
    params(("id" = Uuid, Path, description = "The playbook"), ("If-Match" = String, Header)),
    responses((status = 200, body = PlaybookView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<PlaybookView>, Problem> {
    app.registrar.require(&actor, Permission::ManagePlaybooks)?;
    app.registrar.playbook(&actor, id).await?;
    let seen = etag::seen(&headers)?;
    let patch: PlaybookPatch = body.parse()?;
    let mut fields = Fields::default();
    let title = |name: String| line(&name, MAX_NAME);
    let name = patch.name.of_required(&mut fields, "/name", title);
    let typed = patch.steps.required(&mut fields, "/steps");
    let steps = typed.map(|typed| steps(&mut fields, typed));
    fields.finish()?;
    let change = PlaybookChange { name, steps };
    let playbook = app
        .registrar
        .change_playbook(&actor, id, seen, change)
        .await?;
    Ok(tagged(playbook))
}

/// Archive a playbook: nobody can start it any more. `If-Match` is checked where it is sent.
#[utoipa::path(
    delete, path = "/playbooks/{id}", tag = "Playbooks",
    params(("id" = Uuid, Path, description = "The playbook")),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn archive(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let seen = etag::seen_if_any(&headers);
    app.registrar.archive_playbook(&actor, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}
