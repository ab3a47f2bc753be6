//! The console: pages for staff.

mod customers;
mod requests;
mod sign_in;

use crate::state::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .merge(requests::router())
        .route("/admin/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/admin/sign-out", post(sign_in::sign_out))
        .route("/admin/customers", get(customers::list))
        .route(
            "/admin/customers/new",
            get(customers::ask).post(customers::create),
        )
}
