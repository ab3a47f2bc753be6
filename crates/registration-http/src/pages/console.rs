//! The console: pages for staff.

mod activate;
mod api_keys;
mod audit;
mod contact;
mod customer;
mod customers;
mod identity;
mod outbox;
mod overview;
mod people;
mod playbooks;
mod profile;
mod projects;
mod registrations;
mod requests;
mod staff;
pub(crate) mod trail;
mod try_address;
mod words;

use super::{reset_password, sign_in};
use crate::{session::CookieKind, state::App};
use axum::{Router, routing::get};

pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(sign_in::router(CookieKind::Console))
        .merge(reset_password::router(CookieKind::Console))
        .route(
            "/admin/activate/{token}",
            get(activate::show).post(activate::submit),
        )
        .merge(requests::router())
        .merge(customer::router())
        .merge(contact::router())
        .merge(registrations::router())
        .merge(try_address::router())
        .merge(identity::router())
        .merge(playbooks::router())
        .merge(projects::router())
        .merge(staff::router())
        .merge(profile::router())
        .merge(overview::router())
        .merge(outbox::router())
        .merge(audit::router())
        .merge(api_keys::router())
        .route("/admin/customers", get(customers::list))
        .route(
            "/admin/customers/new",
            get(customers::ask).post(customers::create),
        )
}
