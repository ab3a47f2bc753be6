//! The portal form and the form of an invite link.

use super::shapes::ProblemDocument;
use crate::{
    client::ClientNetwork,
    extract::{Fields, Id, RawBody, good},
    problem::Problem,
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use registration_core::{
    model::{EmailAddress, LinkCode, Locale, PersonName, RegistrationId},
    policy::limits::Limit,
    usecase::SubmitRegistration,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRegistration {
    /// First and last name; split at the last space.
    name: String,
    /// The address that is claimed.
    email: String,
    /// The code of an invite link.
    link_code: Option<String>,
    /// The language for the mail (BCP 47).
    locale: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CheckEmail {
    /// Its own for every answer.
    pub(crate) registration_id: Uuid,
    /// Always `check_email`.
    #[schema(example = "check_email")]
    status: &'static str,
    /// When the attempt ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: registration_core::model::Timestamp,
}

/// Begin a registration: the answer is the same for every address; the mail differs.
#[utoipa::path(
    post, path = "/registrations", tag = "Registration", request_body = NewRegistration,
    responses((status = 202, body = CheckEmail), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn submit(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<(StatusCode, Json<CheckEmail>), Problem> {
    let new: NewRegistration = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", PersonName::from_full(&new.name));
    let email = fields.take("/email", new.email.trim().parse::<EmailAddress>());
    let locale = fields.optional("/locale", new.locale.as_deref(), str::parse::<Locale>);
    fields.finish()?;
    let link_code = new.link_code.filter(|code| !code.is_empty()).map(LinkCode);
    match &link_code {
        Some(code) => {
            let key = format!("{}:{}", code.0, client.0);
            app.registrar
                .throttle(Limit::LinkRegistration, &key)
                .await?;
        }
        None => {
            app.registrar
                .throttle(Limit::Registration, &client.0)
                .await?
        }
    }
    let command = SubmitRegistration {
        name: good(name)?,
        email: good(email)?,
        link_code,
        locale,
    };
    let submitted = app.registrar.submit_registration(command).await?;
    let answer = CheckEmail {
        registration_id: submitted.registration_id.0,
        status: "check_email",
        expires_at: submitted.expires_at,
    };
    Ok((StatusCode::ACCEPTED, Json(answer)))
}

/// Send the mail again, with a new link and code; the older ones die. Answered alike for every id.
#[utoipa::path(
    post, path = "/registrations/{id}/resend", tag = "Registration",
    params(("id" = Uuid, Path, description = "The id of the answer to a registration")),
    responses((status = 202), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn resend(
    State(app): State<App>,
    client: ClientNetwork,
    Id(id): Id<RegistrationId>,
) -> Result<StatusCode, Problem> {
    app.registrar
        .throttle(Limit::Registration, &client.0)
        .await?;
    app.registrar.resend_to_visitor(id).await?;
    Ok(StatusCode::ACCEPTED)
}
