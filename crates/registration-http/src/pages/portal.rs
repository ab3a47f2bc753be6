//! The portal: pages for the people of customers.

mod sign_in;

use crate::state::App;
use axum::{
    Router,
    routing::{get, post},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_in::sign_out))
}
