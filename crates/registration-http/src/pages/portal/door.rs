//! The pages that anybody may open: every door, and coming in.

use super::{activate, check_inbox, home, join, register, request_access};
use crate::{pages::reset_password, session::CookieKind, state::App};
use axum::{Router, routing::get};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/register", get(register::show).post(register::submit))
        .route(
            "/register/check/{id}",
            get(check_inbox::show).post(check_inbox::submit),
        )
        .route("/join/{code}", get(join::show).post(join::submit))
        .route(
            "/activate/{token}",
            get(activate::show).post(activate::submit),
        )
        .route(
            "/request-access",
            get(request_access::show).post(request_access::submit),
        )
        .route("/request-access/sent", get(request_access::sent))
        .merge(reset_password::router(CookieKind::Portal))
}
