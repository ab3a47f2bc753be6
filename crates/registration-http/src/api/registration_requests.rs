//! Register Now: a visitor asks for access; mappers see who asks, with suggestions.

pub(crate) mod decide;

use super::shapes::{ActorBody, ProblemDocument};
use crate::{
    client::ClientNetwork,
    etag::Tagged,
    extract::{Fields, Id, Query, RawBody, good},
    pace,
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode, response::Response};
use registration_core::{
    Error,
    model::{
        ActorRef, EmailAddress, Locale, Origin, PersonName, Registration, RegistrationId,
        RequestDetails, StaffId, Timestamp, line, paragraph, phone,
    },
    policy::{access::Permission, limits::Limit, mapping::Suggestion},
    usecase::{RequestAccess, RequestView},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

const MAX_COMPANY: usize = 200;
const MAX_MESSAGE: usize = 2_000;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRegistrationRequest)]
pub(crate) struct NewRequest {
    /// First and last name; split at the last space.
    name: String,
    /// The address that the account will have.
    email: String,
    /// The company.
    company: String,
    /// A telephone number.
    phone: Option<String>,
    /// What the mappers should know.
    message: Option<String>,
    /// The token of an activation mail for the same address: proves it.
    activation_token: Option<String>,
    /// Instead of a token: the registration that `code` belongs to.
    registration_id: Option<String>,
    /// Instead of a token: the six digits of the mail.
    code: Option<String>,
    /// The language for mails (BCP 47).
    locale: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestSent {
    /// Always `request_sent`.
    #[schema(example = "request_sent")]
    status: &'static str,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// In this state.
    state: Option<String>,
}

/// What a visitor asked for. A request is a registration: the id is the same.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RegistrationRequest)]
pub(crate) struct Request {
    id: Uuid,
    name: String,
    email: String,
    /// The company, as typed.
    company: String,
    phone: Option<String>,
    message: Option<String>,
    /// As of a registration: `awaiting_mapping` until somebody decides.
    state: &'static str,
    /// Whether the person held a live activation token for the address when asking.
    address_proven: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A request with what the mapping screen shows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RegistrationRequestDetail)]
pub(crate) struct RequestDetail {
    #[serde(flatten)]
    request: Request,
    suggestions: Suggestions,
    /// Who was mailed about it.
    notified: Vec<Notified>,
    /// The mapper who is at it.
    claimed_by: Option<ActorBody>,
    /// Until when.
    #[schema(value_type = Option<String>, format = DateTime)]
    claimed_until: Option<Timestamp>,
}

/// Customers and contacts to choose, best first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Suggestions {
    customers: Vec<SuggestedCustomer>,
    contacts: Vec<SuggestedContact>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestedCustomer {
    id: Uuid,
    name: String,
    /// The higher, the better; comparable within one list only.
    score: u32,
    /// `permitted_domain`, `contacts_on_domain` or `similar_name`.
    reasons: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuggestedContact {
    id: Uuid,
    name: String,
    /// Where the contact is known.
    customer_id: Uuid,
    /// The higher, the better; comparable within one list only.
    score: u32,
    /// `same_address` or `similar_name`.
    reasons: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NotifiedStaff)]
pub(crate) struct Notified {
    staff_id: Uuid,
    name: String,
}

impl Request {
    /// A registration that came by another door has nothing to show here.
    fn of(registration: Registration) -> Option<Self> {
        let Origin::Request(details) = registration.origin else {
            return None;
        };
        let RequestDetails {
            company,
            phone,
            message,
            address_proven,
            ..
        } = details;
        Some(Self {
            id: registration.id.0,
            name: registration.name.to_string(),
            email: registration.email.to_string(),
            company,
            phone,
            message,
            state: registration.state.kind().code(),
            address_proven,
            created_at: registration.created_at,
        })
    }
}

/// Ask for access. A second open request of one address changes nothing and is answered alike.
#[utoipa::path(
    post, path = "/registration-requests", tag = "Registration", request_body = NewRequest,
    responses((status = 202, body = RequestSent), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn submit(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<(StatusCode, Json<RequestSent>), Problem> {
    let new: NewRequest = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", PersonName::from_full(&new.name));
    let email = fields.take("/email", new.email.trim().parse::<EmailAddress>());
    let company = fields.take("/company", line(&new.company, MAX_COMPANY));
    let phone = fields.optional("/phone", new.phone.as_deref(), phone);
    let message = fields.optional("/message", new.message.as_deref(), |text| {
        paragraph(text, MAX_MESSAGE)
    });
    let locale = fields.optional("/locale", new.locale.as_deref(), str::parse::<Locale>);
    fields.finish()?;
    app.registrar
        .throttle(Limit::Registration, &client.0)
        .await?;
    let token = new.activation_token.filter(|token| !token.is_empty());
    // What proves nothing does not stand in the way: the request goes out with an unproven address.
    let proof = super::activations::proof(token, new.registration_id, new.code);
    let command = RequestAccess {
        name: good(name)?,
        email: good(email)?,
        company: good(company)?,
        phone,
        message,
        locale,
        proof: proof.ok(),
    };
    pace::steady(app.registrar.request_access(command)).await?;
    let sent = RequestSent {
        status: "request_sent",
    };
    Ok((StatusCode::ACCEPTED, Json(sent)))
}

/// Requests, decided or not.
#[utoipa::path(
    get, path = "/registration-requests", tag = "Requests", params(PageQuery, Filter),
    responses((status = 200, body = List<Request>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadRequests)?;
    let mut fields = Fields::default();
    let state = fields.optional("/state", filter.state.as_deref(), str::parse);
    fields.finish()?;
    let requests = app
        .registrar
        .requests(&actor, state, paging.page()?)
        .await?;
    Ok(paging.answer(requests, |one| Request::of(one.value)))
}

/// A request with suggestions of customers and contacts.
#[utoipa::path(
    get, path = "/registration-requests/{id}", tag = "Requests", params(("id" = Uuid, Path)),
    responses((status = 200, body = RequestDetail), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<Tagged<RequestDetail>, Problem> {
    let view = app.registrar.request(&actor, id).await?;
    let claimed_by = match view.claim {
        Some(claim) => Some(named(&app, claim.by).await?),
        None => None,
    };
    let RequestView {
        request,
        customers,
        contacts,
        notified,
        claim,
    } = view;
    let suggestions = Suggestions {
        customers: customers.into_iter().map(SuggestedCustomer::from).collect(),
        contacts: contacts
            .into_iter()
            .map(|(one, customer)| SuggestedContact {
                id: one.id.0,
                reasons: reasons(&one),
                name: one.name,
                customer_id: customer.0,
                score: one.score,
            })
            .collect(),
    };
    let notified = notified
        .into_iter()
        .map(|(StaffId(staff_id), name)| Notified { staff_id, name });
    let detail = RequestDetail {
        request: Request::of(request.value).ok_or(Error::NotFound("request"))?,
        suggestions,
        notified: notified.collect(),
        claimed_by,
        claimed_until: claim.map(|claim| claim.until),
    };
    Ok(Tagged(request.revision, detail))
}

impl From<Suggestion<registration_core::model::CustomerId>> for SuggestedCustomer {
    fn from(one: Suggestion<registration_core::model::CustomerId>) -> Self {
        Self {
            id: one.id.0,
            reasons: reasons(&one),
            name: one.name,
            score: one.score,
        }
    }
}

fn reasons<Id>(suggestion: &Suggestion<Id>) -> Vec<&'static str> {
    suggestion.reasons.iter().map(|one| one.code()).collect()
}

/// An actor with the name, where it is a staff member.
async fn named(app: &App, actor: ActorRef) -> Result<ActorBody, Error> {
    let name = match actor {
        ActorRef::Staff(id) => app.registrar.staff_names(&[id]).await?.remove(&id),
        _ => None,
    };
    Ok(ActorBody {
        name,
        ..actor.into()
    })
}
