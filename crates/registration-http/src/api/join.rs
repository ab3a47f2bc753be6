//! What an invite link offers to whoever opens it.

use super::shapes::ProblemDocument;
use crate::{extract::Segments, problem::Problem, state::App};
use axum::{Json, extract::State};
use registration_core::{Error, model::LinkCode};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Offer {
    /// The customer that people join.
    pub(crate) customer_name: String,
    /// `anyone` or `permitted_domains`.
    #[schema(value_type = String)]
    audience: registration_core::model::LinkAudience,
    /// Whose addresses are admitted, where only they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) permitted_domains: Option<Vec<String>>,
}

/// Open a link. Takes no use: uses are taken by activations.
#[utoipa::path(
    get, path = "/join/{code}", tag = "Registration",
    params(("code" = String, Path, description = "The code of the link")),
    responses((status = 200, body = Offer), (status = 410, body = ProblemDocument))
)]
pub(crate) async fn open(
    State(app): State<App>,
    code: Result<Segments<String>, Problem>,
) -> Result<Json<Offer>, Problem> {
    // A code that is no text is as unknown as any other.
    let Segments(code) = code.map_err(|_| Error::LinkUnavailable(None))?;
    let info = app.registrar.open_link(&LinkCode(code)).await?;
    Ok(Json(Offer {
        customer_name: info.customer_name,
        audience: info.audience,
        permitted_domains: info.permitted_domains,
    }))
}
