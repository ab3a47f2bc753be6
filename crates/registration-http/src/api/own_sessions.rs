//! Where one is signed in, in the portal and in the console, and ending sessions of one's own.

use super::shapes::ProblemDocument;
use crate::{
    extract::Id,
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::{ConsoleSession, CookieKind, Portal},
    state::App,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use registration_core::{
    model::{Session, SessionId, Timestamp},
    usecase,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A session of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnSession {
    id: Uuid,
    /// When one signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last used, to within five minutes.
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

impl From<usecase::OwnSession> for OwnSession {
    fn from(own: usecase::OwnSession) -> Self {
        Self {
            id: own.session.id.0,
            created_at: own.session.created_at,
            last_seen_at: own.session.last_seen_at,
            current: own.is_current,
        }
    }
}

/// Where this account is signed in.
#[utoipa::path(
    get, path = "/portal/sessions", tag = "Portal", params(PageQuery),
    responses((status = 200, body = List<OwnSession>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn portal_list(
    State(app): State<App>,
    Portal(visit): Portal,
    paging: Paging,
) -> Result<Response, Problem> {
    list(&app, &visit.session, &paging).await
}

/// End every other session of this account.
#[utoipa::path(
    delete, path = "/portal/sessions", tag = "Portal",
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn portal_end_others(
    State(app): State<App>,
    Portal(visit): Portal,
) -> Result<StatusCode, Problem> {
    app.registrar.end_other_sessions(&visit.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session of this account; ending the one that asks signs out.
#[utoipa::path(
    delete, path = "/portal/sessions/{id}", tag = "Portal", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn portal_end(
    State(app): State<App>,
    Portal(visit): Portal,
    Id(id): Id<SessionId>,
) -> Result<Response, Problem> {
    end(&app, CookieKind::Portal, &visit.session, id).await
}

/// Where this staff member is signed in.
#[utoipa::path(
    get, path = "/staff/sessions", tag = "Staff", params(PageQuery),
    responses((status = 200, body = List<OwnSession>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn console_list(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
    paging: Paging,
) -> Result<Response, Problem> {
    list(&app, &visit.session, &paging).await
}

/// End every other session of this staff member.
#[utoipa::path(
    delete, path = "/staff/sessions", tag = "Staff",
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn console_end_others(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
) -> Result<StatusCode, Problem> {
    app.registrar.end_other_sessions(&visit.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a session of this staff member; ending the one that asks signs out.
#[utoipa::path(
    delete, path = "/staff/sessions/{id}", tag = "Staff", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn console_end(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
    Id(id): Id<SessionId>,
) -> Result<Response, Problem> {
    end(&app, CookieKind::Console, &visit.session, id).await
}

async fn list(app: &App, current: &Session, paging: &Paging) -> Result<Response, Problem> {
    let sessions = app.registrar.own_sessions(current, paging.page()?).await?;
    Ok(paging.answer(sessions, OwnSession::from))
}

async fn end(
    app: &App,
    cookie: CookieKind,
    current: &Session,
    id: SessionId,
) -> Result<Response, Problem> {
    app.registrar.end_session(current, id).await?;
    if id == current.id {
        return Ok((StatusCode::NO_CONTENT, cookie.close(app)).into_response());
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
