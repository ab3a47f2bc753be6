//! The activation page's two calls: what a proof is good for, and coming in.

use super::shapes::{Named, ProblemDocument};
use crate::{
    client::ClientNetwork,
    extract::{Fields, RawBody, good},
    problem::Problem,
    session::CookieKind,
    state::App,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use registration_core::{
    model::{ActivationCode, NameChange, Password, RegistrationId, Secret},
    policy::limits::Limit,
    usecase::{Activate, Inspection, Proof},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What proves an address: the token of the mailed link, or the six digits with the id of the registration.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofBody {
    /// The token of the mailed link.
    token: Option<String>,
    /// The registration that the code belongs to.
    registration_id: Option<String>,
    /// The six digits.
    code: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activation {
    /// The token of the mailed link.
    token: Option<String>,
    /// The registration that the code belongs to.
    registration_id: Option<String>,
    /// The six digits.
    code: Option<String>,
    /// The password of a new account; ignored when the address has one.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Password>,
    /// The customer, where several are possible.
    customer_id: Option<String>,
    /// The first name, where it should differ from the one that was given.
    first_name: Option<String>,
    /// The last name, where it should differ from the one that was given.
    last_name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Inspected {
    /// The address that is proven.
    email: String,
    /// The name that was given.
    name: String,
    /// What comes next: `set_password`, `sign_in`, `choose_customer` or `request_access`.
    next: &'static str,
    /// Customers to join.
    customers: Vec<Named>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CameIn {
    account_id: Uuid,
    contact_id: Uuid,
    customer: Named,
}

/// What a token or code is good for. Changes nothing but the count of wrong codes.
#[utoipa::path(
    post, path = "/activations/inspect", tag = "Registration", request_body = ProofBody,
    responses((status = 200, body = Inspected), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn inspect(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<Json<Inspected>, Problem> {
    let inspected = look(&app, &client, &body).await?;
    Ok(Json(Inspected {
        email: inspected.email.to_string(),
        name: inspected.name.to_string(),
        next: inspected.next.code(),
        customers: inspected.customers.into_iter().map(Named::from).collect(),
    }))
}

/// What the proof in a body is good for, counted against the client's network.
pub(crate) async fn look(
    app: &App,
    client: &ClientNetwork,
    body: &RawBody,
) -> Result<Inspection, Problem> {
    let body: ProofBody = body.parse()?;
    let proof = proof(body.token, body.registration_id, body.code)?;
    app.registrar.throttle(Limit::Activation, &client.0).await?;
    Ok(app.registrar.inspect_activation(&proof).await?)
}

/// Come in: creates or finds the account and gives the contact access. A new account is signed in.
#[utoipa::path(
    post, path = "/activations", tag = "Registration", request_body = Activation,
    responses((status = 201, body = CameIn), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn activate(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<Response, Problem> {
    let body: Activation = body.parse()?;
    let proof = proof(body.token, body.registration_id, body.code)?;
    let mut fields = Fields::default();
    let first_name = body.first_name.as_deref().map(NameChange::of_first);
    let first_name = first_name.and_then(|first| fields.take("/first_name", first));
    let last_name = body.last_name.as_deref().map(NameChange::of_last);
    let last_name = last_name.and_then(|last| fields.take("/last_name", last));
    let customer = body.customer_id.as_deref().map(str::parse).transpose();
    if customer.is_err() {
        fields.note(
            "/customer_id",
            "not_possible",
            "this address cannot join that customer",
        );
    }
    fields.finish()?;
    app.registrar.throttle(Limit::Activation, &client.0).await?;
    let command = Activate {
        proof,
        password: body.password,
        customer: customer.unwrap_or_default(),
        name: Some(
            first_name
                .unwrap_or_default()
                .and(last_name.unwrap_or_default()),
        ),
    };
    let activated = app.registrar.activate(command).await?;
    let cookie = activated
        .session
        .as_ref()
        .map(|secret| CookieKind::Portal.open(&app, secret));
    let answer = CameIn {
        account_id: activated.account.0,
        contact_id: activated.contact.0,
        customer: activated.customer.into(),
    };
    Ok((StatusCode::CREATED, cookie, Json(answer)).into_response())
}

/// Reads a proof. A malformed id proves as little as an unknown one.
pub(crate) fn proof(
    token: Option<String>,
    registration: Option<String>,
    code: Option<String>,
) -> Result<Proof, Problem> {
    match (token, registration, code) {
        (Some(token), None, None) => Ok(Proof::Token(Secret::presented(token))),
        (None, Some(registration), Some(code)) => {
            let registration: Option<RegistrationId> = registration.parse().ok();
            let registration = registration.ok_or(registration_core::Error::TokenUnavailable)?;
            Ok(Proof::Code {
                registration,
                code: ActivationCode::typed(&code),
            })
        }
        _ => {
            let mut fields = Fields::default();
            fields.note(
                "/token",
                "required",
                "send either token, or registration_id and code",
            );
            fields.finish()?;
            good(None)
        }
    }
}
