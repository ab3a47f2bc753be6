//! Invitations: staff let an address in, one or a hundred at a time.

use super::{
    person,
    registration_records::{RegistrationBody, tagged},
    shapes::ProblemDocument,
};
use crate::{
    etag::Tagged,
    extract::{Fields, Id, Object, RawBody, good},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use registration_core::{
    model::{Actor, CustomerId, EmailAddress, Registration, Stored, paragraph},
    usecase::Invite,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

const MAX_MESSAGE: usize = 2_000;
const MAX_BATCH: usize = 100;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invitation {
    /// The address; nobody else can use the invitation.
    email: String,
    /// The first name, where it is known.
    first_name: Option<String>,
    /// The last name, where it is known.
    last_name: Option<String>,
    /// What the mail says beside its link.
    message: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InvitationBatch)]
pub(crate) struct Batch {
    /// At most 100.
    #[schema(max_items = 100, value_type = Vec<Invitation>)]
    invitations: Vec<Object<Invitation>>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitationResults)]
pub(crate) struct Results {
    /// One for each invitation, in the same order.
    pub(crate) results: Vec<ItemResult>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitationResult)]
pub(crate) struct ItemResult {
    /// Its place in the batch, from 0.
    pub(crate) index: usize,
    /// The address, as it was sent.
    pub(crate) email: String,
    /// `invited` or `refused`.
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<RegistrationBody>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ProblemDocument>)]
    pub(crate) problem: Option<Value>,
}

/// Invite an address. The permitted domains are not consulted: a person decided.
#[utoipa::path(
    post, path = "/customers/{id}/invitations", tag = "Customers", request_body = Invitation,
    params(("id" = Uuid, Path)),
    responses((status = 201, body = RegistrationBody), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn invite(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(customer): Id<CustomerId>,
    body: RawBody,
) -> Result<(StatusCode, Tagged<RegistrationBody>), Problem> {
    app.registrar
        .customer_to_invite_to(&actor, customer)
        .await?;
    let registration = invite_one(&app, &actor, customer, &body.parse()?).await?;
    Ok((StatusCode::CREATED, tagged(registration)))
}

/// Invite up to 100 addresses, each on its own: one that is refused never stops the others.
#[utoipa::path(
    post, path = "/customers/{id}/invitation-batches", tag = "Customers", request_body = Batch,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Results), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn invite_batch(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    body: RawBody,
) -> Result<Json<Results>, Problem> {
    // Asked once, instead of refused for each.
    app.registrar.customer_to_invite_to(&actor, id).await?;
    let batch: Batch = body.parse()?;
    if batch.invitations.len() > MAX_BATCH {
        let detail = format!("a batch has at most {MAX_BATCH} invitations");
        return Err(Problem::field("/invitations", "too_many", detail));
    }
    let mut results = Vec::with_capacity(batch.invitations.len());
    for (index, Object(invitation)) in batch.invitations.into_iter().enumerate() {
        let invited = invite_one(&app, &actor, id, &invitation).await;
        results.push(result(index, invitation.email, invited));
    }
    Ok(Json(Results { results }))
}

async fn invite_one(
    app: &App,
    actor: &Actor,
    customer: CustomerId,
    invitation: &Invitation,
) -> Result<Stored<Registration>, Problem> {
    let mut fields = Fields::default();
    let email = fields.take("/email", invitation.email.trim().parse::<EmailAddress>());
    let (first, last) = (&invitation.first_name, &invitation.last_name);
    let name = person::optional_name(&mut fields, "", first.as_deref(), last.as_deref());
    let message = fields.optional("/message", invitation.message.as_deref(), |text| {
        paragraph(text, MAX_MESSAGE)
    });
    fields.finish()?;
    let command = Invite {
        email: good(email)?,
        name,
        message,
    };
    Ok(app.registrar.invite(actor, customer, command).await?)
}

fn result(
    index: usize,
    email: String,
    invited: Result<Stored<Registration>, Problem>,
) -> ItemResult {
    let (registration, problem) = match invited {
        Ok(registration) => (Some(registration.value.into()), None),
        Err(problem) => (None, Some(refusal(index, problem))),
    };
    ItemResult {
        index,
        email,
        status: if problem.is_some() {
            "refused"
        } else {
            "invited"
        },
        registration,
        problem,
    }
}

/// A problem of one item, with pointers from the root of the request. The request's id stands in its header.
fn refusal(index: usize, mut problem: Problem) -> Value {
    if let Some(cause) = problem.cause.as_deref() {
        tracing::error!(index, error = %cause, "an invitation of a batch failed");
    }
    for error in &mut problem.errors {
        error.pointer = format!("/invitations/{index}{}", error.pointer);
    }
    let mut document = problem.document("");
    if let Some(members) = document.as_object_mut() {
        members.remove("request_id");
    }
    document
}
