//! The outbox: what is to be mailed, what was, and what failed.

use super::shapes::ProblemDocument;
use crate::{
    extract::{Fields, Id, Query},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use registration_core::{
    model::{Mail, MailId, MailKind, MailState, Timestamp},
    policy::access::Permission,
    ports::{OutboxEntry, OutboxFilter},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutboxQuery {
    /// `queued`, `sent` or `failed`.
    pub(crate) state: Option<String>,
    /// Of this kind.
    pub(crate) kind: Option<String>,
    /// To this address.
    pub(crate) to: Option<String>,
}

impl OutboxQuery {
    /// What is wanted, or what is wrong with it.
    pub(crate) fn filter(&self) -> Result<OutboxFilter, Problem> {
        let mut fields = Fields::default();
        let wanted = OutboxFilter {
            state: fields.optional("/state", self.state.as_deref(), str::parse),
            kind: fields.optional("/kind", self.kind.as_deref(), str::parse),
            to: fields.optional("/to", self.to.as_deref(), str::parse),
        };
        fields.finish()?;
        Ok(wanted)
    }
}

/// A mail in the outbox.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutboxView {
    id: Uuid,
    #[schema(value_type = String)]
    kind: MailKind,
    to: String,
    /// `queued`, `sent` or `failed`.
    #[schema(value_type = String)]
    state: MailState,
    /// How often it was tried.
    attempts: u32,
    /// Why the last try failed.
    last_error: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    #[schema(value_type = Option<String>, format = DateTime)]
    sent_at: Option<Timestamp>,
}

/// A mail with what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutboxMailView {
    #[serde(flatten)]
    entry: OutboxView,
    /// What it says, its secrets masked; null when it was sent or expired.
    #[schema(value_type = Option<Object>)]
    mail: Option<Value>,
    /// The mail as its reader sees it, its secrets masked; null when it was sent or expired.
    preview: Option<Preview>,
}

/// A mail as its reader sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preview {
    subject: String,
    text: String,
    html: String,
}

impl From<OutboxEntry> for OutboxView {
    fn from(entry: OutboxEntry) -> Self {
        Self {
            id: entry.id.0,
            kind: entry.kind,
            to: entry.to.to_string(),
            state: entry.state,
            attempts: entry.attempts,
            last_error: entry.last_error,
            created_at: entry.created_at,
            next_attempt_at: entry.next_attempt_at,
            sent_at: entry.sent_at,
        }
    }
}

impl OutboxMailView {
    fn of(app: &App, entry: OutboxEntry) -> Self {
        let preview = app.preview(&entry).map(|mail| Preview {
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
        });
        let masked = |mail: &Mail| serde_json::to_value(mail.masked()).unwrap_or_default();
        Self {
            mail: entry.mail.as_ref().map(masked),
            preview,
            entry: entry.into(),
        }
    }
}

/// The outbox.
#[utoipa::path(
    get, path = "/outbox", tag = "Operations", params(OutboxQuery, PageQuery),
    responses((status = 200, body = List<OutboxView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Query(query): Query<OutboxQuery>,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadOperations)?;
    let wanted = query.filter()?;
    let mails = app.registrar.mails(&actor, &wanted, paging.page()?).await?;
    Ok(paging.answer(mails, OutboxView::from))
}

/// A mail, its secrets masked.
#[utoipa::path(
    get, path = "/outbox/{id}", tag = "Operations",
    params(("id" = Uuid, Path, description = "The mail")),
    responses((status = 200, body = OutboxMailView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<MailId>,
) -> Result<Json<OutboxMailView>, Problem> {
    let mail = app.registrar.outbox_mail(&actor, id).await?;
    Ok(Json(OutboxMailView::of(&app, mail)))
}

/// Queue a failed mail again.
#[utoipa::path(
    post, path = "/outbox/{id}/retry", tag = "Operations",
    params(("id" = Uuid, Path, description = "The mail")),
    responses((status = 202, body = OutboxMailView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn retry(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<MailId>,
) -> Result<(StatusCode, Json<OutboxMailView>), Problem> {
    app.registrar.retry_mail(&actor, id).await?;
    let mail = app.registrar.outbox_mail(&actor, id).await?;
    Ok((StatusCode::ACCEPTED, Json(OutboxMailView::of(&app, mail))))
}
