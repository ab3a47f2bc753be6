//! *Try an address*: what the rules decide at this moment, and why.

use super::shapes::{Named, ProblemDocument};
use crate::{
    extract::{Fields, RawBody, good},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State};
use registration_core::{
    model::{EmailAddress, LinkCode},
    policy::{access::Permission, admission::TraceStep},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// The address to try.
    email: String,
    /// The code of an invite link; the portal form is tried when left out.
    link_code: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// `join`, `choose`, `request` or `refuse`.
    pub(crate) decision: &'static str,
    /// Customers to join.
    pub(crate) customers: Vec<Named>,
    /// Why nobody admits, if so.
    pub(crate) reason: Option<&'static str>,
    /// Every rule that was looked at, in order.
    pub(crate) trace: Vec<Step>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TraceStep)]
pub(crate) struct Step {
    /// For which customer, where it was for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) customer_id: Option<Uuid>,
    /// Which rule.
    pub(crate) rule: &'static str,
    /// Whether it let the address pass.
    pub(crate) matched: bool,
    /// Why, in a sentence.
    pub(crate) why: String,
}

impl From<TraceStep> for Step {
    fn from(step: TraceStep) -> Self {
        Self {
            customer_id: step.customer.map(|id| id.0),
            rule: step.rule.code(),
            matched: step.matched,
            why: step.why,
        }
    }
}

/// Explain what submission and activation would decide at this moment. Stores nothing.
#[utoipa::path(
    post, path = "/policy/explain", tag = "Operations", request_body = Question,
    responses((status = 200, body = Explanation), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn explain(
    State(app): State<App>,
    Caller(actor): Caller,
    body: RawBody,
) -> Result<Json<Explanation>, Problem> {
    app.registrar.require(&actor, Permission::Explain)?;
    let question: Question = body.parse()?;
    let mut fields = Fields::default();
    let email = fields.take("/email", question.email.trim().parse::<EmailAddress>());
    fields.finish()?;
    let code = question
        .link_code
        .filter(|code| !code.is_empty())
        .map(LinkCode);
    let explained = app
        .registrar
        .explain(&actor, &good(email)?, code.as_ref())
        .await?;
    Ok(Json(Explanation {
        decision: explained.decision,
        customers: explained.customers.into_iter().map(Named::from).collect(),
        reason: explained.refusal.map(|refusal| refusal.code()),
        trace: explained.trace.into_iter().map(Step::from).collect(),
    }))
}
