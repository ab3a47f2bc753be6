//! What mappers do with a request: claim it, map it to a company and a contact, or decline it.

use super::super::{
    person,
    shapes::{ActorBody, ProblemDocument},
};
use super::named;
use crate::{
    extract::{Fields, Id, Object, RawBody, good},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use registration_core::{
    Error,
    model::{
        Actor, ContactId, CustomerId, Origin, RegistrationId, StateKind, Timestamp, paragraph,
        phone,
    },
    policy::access::Permission,
    usecase::{Conflict, MapRequest, MapTarget},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

const MAX_REASON: usize = 2_000;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RequestClaim)]
pub(crate) struct Claimed {
    /// Who has it now.
    claimed_by: ActorBody,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    claimed_until: Timestamp,
}

/// "Map user to company": `contact_id` or `create_contact`, not both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestMapping)]
pub(crate) struct Mapping {
    /// "Company".
    customer_id: String,
    /// "Select user": a contact of the customer.
    contact_id: Option<String>,
    /// "Create new contact", with the request's own address.
    #[schema(value_type = Option<ContactToCreate>)]
    create_contact: Option<Object<ContactToCreate>>,
    /// "Also permit this domain". Needs the permission to manage customers.
    permit_domain: Option<bool>,
    /// The chosen contact is known by another address, and is this person nevertheless.
    confirm_address: Option<bool>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactToCreate {
    /// The first name.
    first_name: String,
    /// The last name; empty for people who have one name.
    last_name: String,
    /// A telephone number.
    phone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MappedRequest)]
pub(crate) struct Mapped {
    /// The request, which is a registration.
    registration_id: Uuid,
    /// The contact that the person will be.
    contact_id: Uuid,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RequestDeclining)]
pub(crate) struct Declining {
    /// Why.
    reason: String,
    /// Whether the person is mailed the reason.
    notify: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeclinedRequest)]
pub(crate) struct Declined {
    id: Uuid,
    /// Always `declined`.
    state: &'static str,
}

/// Keep other mappers off a request for a quarter of an hour.
#[utoipa::path(
    post, path = "/registration-requests/{id}/claim", tag = "Requests", params(("id" = Uuid, Path)),
    responses((status = 200, body = Claimed), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn claim(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<Json<Claimed>, Problem> {
    may_decide(&app, &actor, id).await?;
    let claimed = app.registrar.claim_request(&actor, id).await;
    let claim = match claimed {
        Ok(claim) => claim,
        Err(error) => return Err(refusal(&app, error).await),
    };
    Ok(Json(Claimed {
        claimed_by: named(&app, claim.by).await?,
        claimed_until: claim.until,
    }))
}

/// Let a request go that one had claimed.
#[utoipa::path(
    post, path = "/registration-requests/{id}/release", tag = "Requests", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn release(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<StatusCode, Problem> {
    may_decide(&app, &actor, id).await?;
    match app.registrar.release_request(&actor, id).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refusal(&app, error).await),
    }
}

/// Map a request to a customer and a contact. The account will be for the request's own address.
#[utoipa::path(
    post, path = "/registration-requests/{id}/map", tag = "Requests", request_body = Mapping,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Mapped), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn map(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
    body: RawBody,
) -> Result<Json<Mapped>, Problem> {
    may_decide(&app, &actor, id).await?;
    let mapping: Mapping = body.parse()?;
    let mut fields = Fields::default();
    let customer = fields.take("/customer_id", mapping.customer_id.parse::<CustomerId>());
    let target = target(
        &mut fields,
        mapping.contact_id.as_deref(),
        mapping.create_contact,
    );
    fields.finish()?;
    let command = MapRequest {
        request: id,
        customer: good(customer)?,
        target: good(target)?,
        permit_domain: mapping.permit_domain.unwrap_or(false),
        confirm_address: mapping.confirm_address.unwrap_or(false),
    };
    match app.registrar.map_request(&actor, command).await {
        Ok(mapped) => Ok(Json(Mapped {
            registration_id: mapped.registration.0,
            contact_id: mapped.contact.0,
        })),
        Err(error) => Err(refusal(&app, error).await),
    }
}

fn target(
    fields: &mut Fields,
    contact: Option<&str>,
    new: Option<Object<ContactToCreate>>,
) -> Option<MapTarget> {
    match (contact, new) {
        (Some(contact), None) => {
            let contact = fields.take("/contact_id", contact.parse::<ContactId>());
            contact.map(MapTarget::Contact)
        }
        (None, Some(Object(new))) => {
            let at = "/create_contact";
            let name = person::name(fields, at, &new.first_name, &new.last_name);
            let phone = fields.optional("/create_contact/phone", new.phone.as_deref(), phone);
            name.map(|name| MapTarget::NewContact { name, phone })
        }
        (None, None) => {
            let detail = "choose a contact, or create one";
            fields.note("/contact_id", "required", detail);
            None
        }
        (Some(_), Some(_)) => {
            let detail = "either choose a contact or create one, not both";
            fields.note("/create_contact", "not_both", detail);
            None
        }
    }
}

/// Decline a request, with a reason that may be told or kept.
#[utoipa::path(
    post, path = "/registration-requests/{id}/decline", tag = "Requests", request_body = Declining,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Declined), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn decline(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
    body: RawBody,
) -> Result<Json<Declined>, Problem> {
    may_decide(&app, &actor, id).await?;
    let declining: Declining = body.parse()?;
    let mut fields = Fields::default();
    let reason = fields.take("/reason", paragraph(&declining.reason, MAX_REASON));
    fields.finish()?;
    let declined = app
        .registrar
        .decline_request(&actor, id, &good(reason)?, declining.notify)
        .await;
    match declined {
        Ok(()) => Ok(Json(Declined {
            id: id.0,
            state: StateKind::Declined.code(),
        })),
        Err(error) => Err(refusal(&app, error).await),
    }
}

/// Whether there is such a request and the caller may decide it, before the body is looked at.
async fn may_decide(app: &App, actor: &Actor, id: RegistrationId) -> Result<(), Problem> {
    app.registrar.require(actor, Permission::ReadRequests)?;
    let found = app.registrar.registration(actor, id).await?;
    if !matches!(found.origin, Origin::Request(_)) {
        return Err(Error::NotFound("request").into());
    }
    Ok(app.registrar.require(actor, Permission::DecideRequests)?)
}

/// A refusal with the name of the colleague it speaks of: the loser is told by whom.
async fn refusal(app: &App, error: Error) -> Problem {
    let (member, actor) = match &error {
        Error::Conflict(Conflict::AlreadyDecided {
            decided_by: Some(by),
            ..
        }) => ("decided_by", *by),
        Error::Conflict(Conflict::Claimed { by, .. }) => ("claimed_by", *by),
        _ => return error.into(),
    };
    let mut problem = Problem::from(error);
    match named(app, actor).await {
        Ok(colleague) => {
            problem.members.insert(member.to_owned(), json!(colleague));
        }
        // The refusal stands without the name.
        Err(error) => tracing::warn!(%error, "the name of a colleague could not be read"),
    }
    problem
}
