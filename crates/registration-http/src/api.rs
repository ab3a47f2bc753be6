//! The resources under `/api/v1`, one file each.

mod activations;
mod join;
mod portal_session;
mod registrations;
mod shapes;

use crate::state::App;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The frame of the OpenAPI document; the handlers fill it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Registration API",
        description = "Self-service registration: doors, requests, customers, playbooks and projects.\n\n\
            Errors are RFC 9457 problem documents. Lists are `{data, next_cursor}`. `If-Match` guards shared objects."
    ),
    components(schemas(shapes::ProblemDocument, shapes::FieldProblem))
)]
pub(crate) struct Document;

/// Every resource, in the order of the contract.
pub(crate) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(registrations::submit))
        .routes(routes!(registrations::resend))
        .routes(routes!(activations::inspect))
        .routes(routes!(activations::activate))
        .routes(routes!(join::open))
        .routes(routes!(portal_session::sign_in, portal_session::sign_out))
        .routes(routes!(portal_session::request_reset))
        .routes(routes!(portal_session::complete_reset))
        .routes(routes!(portal_session::me))
}
