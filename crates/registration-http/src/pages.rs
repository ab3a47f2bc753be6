//! What is not under `/api/v1`: the pages of the portal and the console, health, documents, and the inbox of captured
//! mail.
//!
//! A page's file has its GET, its POST and its view; the template has the file's name. A POST hands its form to the
//! handler of the API as JSON, then either sends the browser on (303) or shows the form again with the reasons.

mod assets;
mod chrome;
mod console;
mod dead_link;
mod docs;
mod drawing;
mod form;
mod health;
mod inbox;
mod language;
mod mail_document;
mod metrics;
mod page;
mod portal;
mod preferences;
mod problems;
pub(crate) mod refusal;
mod reset_password;
mod sign_in;
pub(crate) mod signed_out;
mod texts;
mod visit;

use crate::state::App;
use axum::{
    Router, middleware,
    routing::{get, post},
};
use utoipa::openapi::OpenApi;

pub(crate) use metrics::Answered;

pub(crate) fn router(app: &App, document: &OpenApi) -> Router<App> {
    let json = document
        .to_pretty_json()
        .expect("an OpenAPI document is JSON");
    let reference = docs::render(&json);
    let router = Router::new()
        .merge(portal::router())
        .merge(console::router())
        .route("/language", post(preferences::choose_language))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .route("/problems/{slug}", get(problems::show))
        .route("/assets/brand.css", get(assets::brand_style))
        .route("/assets/art.svg", get(assets::art))
        .route("/assets/mark.svg", get(assets::mark))
        .route("/assets/logo", get(assets::logo))
        .route("/assets/{name}", get(assets::file))
        .route("/covers/{seed}", get(assets::cover))
        .route(
            "/docs",
            get(move || async { page::Page::written(reference) }),
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
        .route("/dev/inbox/{id}", get(inbox::document))
        .route_layer(axum::Extension(capture))
        .route_layer(middleware::from_fn(inbox::on_loopback))
}
