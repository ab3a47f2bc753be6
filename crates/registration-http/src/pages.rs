//! What is not under `/api/v1`: health, documents, and the inbox of captured mail.

mod docs;
mod health;
mod inbox;
mod metrics;
mod plain;
mod problems;

use crate::state::App;
use axum::{Router, middleware, routing::get};
use utoipa::openapi::OpenApi;

pub(crate) use metrics::Answered;

pub(crate) fn router(app: &App, document: &OpenApi) -> Router<App> {
    let json = document
        .to_pretty_json()
        .expect("an OpenAPI document is JSON");
    let reference = docs::render(&json);
    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .route("/problems/{slug}", get(problems::show))
        .route("/assets/pages.css", get(plain::style))
        .route(
            "/docs",
            get(move || async { plain::Page::written(reference) }),
        )
        .route(
            "/openapi.json",
            get(move || async { ([("content-type", "application/json")], json) }),
        );
    match &app.settings.capture {
        Some(capture) => router.merge(inbox(capture.clone())),
        None => router,
    }
}

/// Captured mails hold live tokens: they are shown on this machine only.
fn inbox(capture: inbox::Capture) -> Router<App> {
    Router::new()
        .route("/dev/inbox", get(inbox::page))
        .route("/dev/inbox/messages", get(inbox::messages))
        .route("/dev/inbox/wait", get(inbox::wait))
        .route_layer(axum::Extension(capture))
        .route_layer(middleware::from_fn(inbox::on_loopback))
}
