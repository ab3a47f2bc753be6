//! The portal: pages for the people of customers.

mod activate;
mod card;
mod check_inbox;
mod come_in;
mod customer;
mod door;
mod gallery;
mod home;
mod join;
mod playbook;
mod profile;
mod projects;
mod register;
mod request_access;

use super::sign_in;
use crate::{session::CookieKind, state::App};
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(door::router())
        .merge(sign_in::router(CookieKind::Portal))
        .merge(signed_in())
}

/// Pages for those who are in.
fn signed_in() -> Router<App> {
    Router::new()
        .route("/playbooks", get(gallery::show))
        .route("/playbooks/{id}", get(playbook::show).post(playbook::start))
        .route("/projects", get(projects::list))
        .route("/projects/{id}", get(projects::show))
        .route("/customer", post(customer::choose))
        .route("/profile", get(profile::show).post(profile::rename))
        .route(
            "/profile/password",
            get(profile::show).post(profile::change_password),
        )
        .route("/profile/sessions/end-others", post(profile::end_others))
        .route("/profile/sessions/{id}/end", post(profile::end))
}
