//! The audit trail: a list, or all of it as a stream.

use super::shapes::ProblemDocument;
use crate::{
    extract::{Fields, Query},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use registration_core::{
    Error,
    model::{Actor, AuditAction, AuditEntry, SubjectKind, Timestamp},
    policy::access::Permission,
    ports::{AuditFilter, Page},
    usecase::{self, Listing},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Newline-delimited JSON.
pub(crate) const NDJSON: &str = "application/x-ndjson";
/// How many entries are read at a time for a stream.
const BATCH: u32 = 500;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// By the actor with this id.
    pub(crate) actor: Option<String>,
    /// Of this action.
    pub(crate) action: Option<String>,
    /// About the thing with this id.
    pub(crate) subject: Option<String>,
    /// At this customer.
    pub(crate) customer_id: Option<String>,
    /// At or after this moment.
    pub(crate) from: Option<String>,
    /// Before this moment.
    pub(crate) to: Option<String>,
}

impl AuditQuery {
    /// What is wanted, or what is wrong with it.
    pub(crate) fn filter(&self) -> Result<AuditFilter, Problem> {
        let mut fields = Fields::default();
        let wanted = AuditFilter {
            actor: fields.optional("/actor", self.actor.as_deref(), str::parse),
            action: fields.optional("/action", self.action.as_deref(), str::parse),
            subject: fields.optional("/subject", self.subject.as_deref(), str::parse),
            customer: fields.optional("/customer_id", self.customer_id.as_deref(), str::parse),
            from: fields.optional("/from", self.from.as_deref(), str::parse),
            to: fields.optional("/to", self.to.as_deref(), str::parse),
        };
        fields.finish()?;
        Ok(wanted)
    }
}

/// What was done, by whom, to what.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditEntryView {
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    actor: AuditActor,
    /// What was done.
    #[schema(value_type = String)]
    action: AuditAction,
    subject: AuditSubject,
    customer_id: Option<Uuid>,
    /// What was so before.
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// What is so after.
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
    /// What the ids in this entry are called now, as far as it is known. Not in a stream.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    names: BTreeMap<Uuid, String>,
}

/// Who did it, by id.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditActor {
    /// `visitor`, `account`, `staff`, `api_key`, `command_line` or `system`.
    kind: &'static str,
    id: Option<Uuid>,
}

/// What it was done to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditSubject {
    #[schema(value_type = String)]
    kind: SubjectKind,
    id: Uuid,
}

impl From<AuditEntry> for AuditEntryView {
    fn from(entry: AuditEntry) -> Self {
        Self {
            id: entry.id.0,
            at: entry.at,
            actor: AuditActor {
                kind: entry.actor.kind(),
                id: entry.actor.id(),
            },
            action: entry.action,
            subject: AuditSubject {
                kind: entry.subject_kind,
                id: entry.subject,
            },
            customer_id: entry.customer.map(|customer| customer.0),
            before: entry.before,
            after: entry.after,
            names: BTreeMap::new(),
        }
    }
}

/// Answers with entries and the names in them.
pub(crate) async fn answer(
    app: &App,
    paging: &Paging,
    entries: Listing<AuditEntry>,
) -> Result<Response, Problem> {
    let known = app.registrar.names_of(&entries.items).await?;
    Ok(paging.answer(entries, |entry| {
        let ids = usecase::ids_in(&entry).into_iter();
        let names = ids.filter_map(|id| Some((id, known.get(&id)?.clone())));
        AuditEntryView {
            names: names.collect(),
            ..entry.into()
        }
    }))
}

/// The audit trail. With `Accept: application/x-ndjson` everything that matches, one entry a line.
#[utoipa::path(
    get, path = "/audit-entries", tag = "Operations", params(AuditQuery, PageQuery),
    responses(
        (status = 200, content((List<AuditEntryView> = "application/json"), (AuditEntryView = "application/x-ndjson"))),
        (status = "4XX", body = ProblemDocument)
    )
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Query(query): Query<AuditQuery>,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadOperations)?;
    let wanted = query.filter()?;
    if !wants_lines(&headers) {
        let entries = app
            .registrar
            .audit_entries(&actor, &wanted, paging.page()?)
            .await?;
        return answer(&app, &paging, entries).await;
    }
    let first = Page {
        limit: BATCH,
        before: paging.page()?.before,
    };
    // The first read decides on the status: a stream that began cannot say 403 or 503 any more.
    let read = app.registrar.audit_entries(&actor, &wanted, first).await?;
    let body = lines(Trail {
        app,
        actor,
        filter: wanted,
        read,
    });
    Ok(([(header::CONTENT_TYPE, NDJSON)], body).into_response())
}

fn wants_lines(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|range| {
            let kind = range.split(';').next().unwrap_or_default();
            kind.trim().eq_ignore_ascii_case(NDJSON)
        })
}

/// What is read, for whom, and the page that was read last.
struct Trail {
    app: App,
    actor: Actor,
    filter: AuditFilter,
    read: Listing<AuditEntry>,
}

/// Reads on while the client does. A failure breaks the connection off, so that half a trail never looks whole.
fn lines(trail: Trail) -> Body {
    let next = |trail: Option<Trail>| async move {
        let Some(mut trail) = trail else {
            return Ok(None);
        };
        let rows = written(std::mem::take(&mut trail.read.items));
        let Some(before) = trail.read.next else {
            return Ok(Some((rows, None)));
        };
        let page = Page {
            limit: BATCH,
            before: Some(before),
        };
        let registrar = &trail.app.registrar;
        let read = registrar
            .audit_entries(&trail.actor, &trail.filter, page)
            .await;
        // The status is out: no problem document can carry the cause to the log any more.
        let read = read.inspect_err(|error| tracing::error!(%error, "a stream broke off"))?;
        Ok::<_, Error>(Some((rows, Some(Trail { read, ..trail }))))
    };
    Body::from_stream(stream::try_unfold(Some(trail), next))
}

fn written(entries: Vec<AuditEntry>) -> Bytes {
    let mut lines = String::new();
    for entry in entries {
        let line = serde_json::to_string(&AuditEntryView::from(entry));
        lines.push_str(&line.unwrap_or_default());
        lines.push('\n');
    }
    lines.into()
}
