//! What the console's first page tells.

use super::shapes::ProblemDocument;
use crate::{problem::Problem, session::Caller, state::App};
use axum::{Json, extract::State};
use registration_core::{
    model::{MappingRecipients, Timestamp},
    policy::setup::SetupStep,
    usecase,
};
use serde::Serialize;
use utoipa::ToSchema;

/// How things stand. What the caller may not see is left out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Overview {
    /// Requests that await mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting_requests: Option<WaitingRequests>,
    /// Who is mailed when a request arrives now: `on_duty`, `off_duty` (nobody is on duty) or `administrators` (there
    /// is no mapper).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    request_recipients: Option<MappingRecipients>,
    /// Mails that were given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed_mails: Option<Count>,
    /// What has to be done before the portal is of use.
    checklist: Vec<ChecklistItem>,
}

/// A count up to 100.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Count {
    count: u32,
    /// Whether there are more than that.
    more: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingRequests {
    #[serde(flatten)]
    count: Count,
    /// Since when the oldest waits.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChecklistItem {
    /// `first_customer`, `self_service`, `playbook_offered`, `mapper_on_duty` or `mail_works`.
    #[schema(value_type = String)]
    step: SetupStep,
    done: bool,
}

impl From<usecase::Count> for Count {
    fn from(count: usecase::Count) -> Self {
        Self {
            count: count.count,
            more: count.has_more,
        }
    }
}

/// How things stand, as far as the caller may see.
#[utoipa::path(
    get, path = "/overview", tag = "Operations",
    responses((status = 200, body = Overview), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Json<Overview>, Problem> {
    let overview = app.registrar.overview(&actor).await?;
    let item = |(step, done)| ChecklistItem { step, done };
    Ok(Json(Overview {
        waiting_requests: overview.waiting_requests.map(|(count, oldest_at)| {
            let count = count.into();
            WaitingRequests { count, oldest_at }
        }),
        request_recipients: overview.request_recipients,
        failed_mails: overview.failed_mails.map(Count::from),
        checklist: overview.checklist.into_iter().map(item).collect(),
    }))
}
