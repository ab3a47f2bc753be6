//! What is not under `/api/v1`: health, documents, and the inbox of captured mail.

mod health;

use crate::state::App;
use axum::{Router, routing::get};
use utoipa::openapi::OpenApi;

pub(crate) fn router(_state: &App, document: &OpenApi) -> Router<App> {
    let document = document
        .to_pretty_json()
        .expect("an OpenAPI document is JSON");
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route(
            "/openapi.json",
            get(move || async { ([("content-type", "application/json")], document) }),
        )
}
