//! Keys with which machines call the API.

use super::shapes::ProblemDocument;
use crate::{
    extract::{Fields, Id, RawBody, good},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use registration_core::{
    model::{ApiKey, ApiKeyId, Scope, Timestamp, line},
    policy::access::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a key.
const MAX_NAME: usize = 100;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApiKey {
    /// What to call it.
    name: String,
    /// `read`, `write` or `admin`.
    #[schema(value_type = String)]
    scope: Scope,
}

/// An API key, without the key.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApiKeyView {
    id: Uuid,
    pub(crate) name: String,
    /// `read`, `write` or `admin`.
    #[schema(value_type = String)]
    pub(crate) scope: Scope,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A new API key.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApiKeyCreated {
    #[serde(flatten)]
    pub(crate) view: ApiKeyView,
    /// The key itself: shown here and never again.
    #[schema(example = "rk_…")]
    pub(crate) key: String,
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.0,
            name: key.name,
            scope: key.scope,
            created_at: key.created_at,
        }
    }
}

/// API keys.
#[utoipa::path(
    get, path = "/api-keys", tag = "Operations", params(PageQuery),
    responses((status = 200, body = List<ApiKeyView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadOperations)?;
    let keys = app.registrar.api_keys(&actor, paging.page()?).await?;
    Ok(paging.answer(keys, ApiKeyView::from))
}

/// Create an API key.
#[utoipa::path(
    post, path = "/api-keys", tag = "Operations", request_body = NewApiKey,
    responses((status = 201, body = ApiKeyCreated), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: RawBody,
) -> Result<(StatusCode, Json<ApiKeyCreated>), Problem> {
    app.registrar
        .require(&actor, Permission::ManageOperations)?;
    let new: NewApiKey = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", line(&new.name, MAX_NAME));
    fields.finish()?;
    let (key, secret) = app
        .registrar
        .create_api_key(&actor, &good(name)?, new.scope)
        .await?;
    let created = ApiKeyCreated {
        view: key.into(),
        key: secret.expose().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// Revoke an API key; the next request with it fails.
#[utoipa::path(
    delete, path = "/api-keys/{id}", tag = "Operations",
    params(("id" = Uuid, Path, description = "The key")),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    app.registrar.revoke_api_key(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
