//! Whether the process lives, and whether it can do its work.

use crate::{
    problem::{Problem, Slug},
    state::App,
};
use axum::{Json, extract::State};
use serde_json::{Value, json};

/// The largest difference between our clock and the database's before `/readyz` warns (`security.md` 10).
const MAX_SKEW_SECONDS: i64 = 5;

pub(crate) async fn alive() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

pub(crate) async fn ready(State(app): State<App>) -> Result<Json<Value>, Problem> {
    let theirs = app
        .registrar
        .directory()
        .now()
        .await
        .map_err(registration_core::Error::from)?;
    let skew = app.registrar.now().since(theirs).whole_seconds();
    if skew.abs() >= MAX_SKEW_SECONDS {
        let detail = format!(
            "our clock and the database's differ by {skew} s: links would expire at the wrong time"
        );
        return Err(Problem::new(Slug::Unavailable, detail));
    }
    Ok(Json(
        json!({ "status": "ok", "database": "ok", "clock_skew_seconds": skew }),
    ))
}
