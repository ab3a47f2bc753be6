//! Signing in to the portal, out of it, and choosing a new password.

use super::shapes::{Credentials, EmailOnly, Named, NewPassword, ProblemDocument};
use crate::{
    client::ClientNetwork,
    extract::{Fields, RawBody, good},
    merge_patch::Patch,
    pace,
    problem::Problem,
    session::{CookieKind, Portal},
    state::App,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use registration_core::{
    Error,
    model::{EmailAddress, Locale, Secret},
    policy::limits::Limit,
    ports::PortalSession,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The account.
    account: MyAccount,
    /// The contacts it is the login of.
    contacts: Vec<MyContact>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyAccount {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    /// The language that this person chose, or came in with (BCP 47).
    locale: Option<String>,
}

/// What changes; members left out stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MyChoice {
    /// The language of pages and mails (BCP 47); null leaves it to the browser.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    locale: Patch<String>,
}

impl MyChoice {
    /// The language that was chosen, if one was or was given up.
    pub(crate) fn language(self) -> Result<Option<Option<Locale>>, Problem> {
        let mut fields = Fields::default();
        let locale = self
            .locale
            .of_optional(&mut fields, "/locale", str::parse::<Locale>);
        fields.finish()?;
        Ok(locale)
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyContact {
    id: Uuid,
    customer: Named,
}

/// Sign in. Every failure is the same 401.
#[utoipa::path(
    post, path = "/portal/session", tag = "Portal", request_body = Credentials,
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn sign_in(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<Response, Problem> {
    let body: Credentials = body.parse()?;
    let email = sign_in_address(&body.email)?;
    app.registrar
        .throttle(Limit::SignIn, &sign_in_key(&email, &client))
        .await?;
    let signed_in = app.registrar.sign_in(&email, body.password).await?;
    Ok((
        StatusCode::NO_CONTENT,
        CookieKind::Portal.open(&app, &signed_in.secret),
    )
        .into_response())
}

/// By what tries of an account's password are counted.
pub(crate) fn sign_in_key(email: &EmailAddress, client: &ClientNetwork) -> String {
    format!("portal:{email}:{}", client.0)
}

/// Text that is no address has no account either: the same 401.
pub(crate) fn sign_in_address(text: &str) -> Result<EmailAddress, Problem> {
    text.trim().parse().map_err(|_| Error::SignInFailed.into())
}

/// Sign out.
#[utoipa::path(
    delete, path = "/portal/session", tag = "Portal",
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn sign_out(
    State(app): State<App>,
    Portal(visit): Portal,
) -> Result<Response, Problem> {
    app.registrar.sign_out(&visit.session).await?;
    Ok((StatusCode::NO_CONTENT, CookieKind::Portal.close(&app)).into_response())
}

/// Ask for a link to choose a new password. Answered alike for every address.
#[utoipa::path(
    post, path = "/portal/password-resets", tag = "Portal", request_body = EmailOnly,
    responses((status = 202), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn request_reset(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let email = reset_address(&app, &client, &body).await?;
    pace::steady(app.registrar.request_password_reset(&email)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The address that a new password is asked for, counted against the client's network.
pub(crate) async fn reset_address(
    app: &App,
    client: &ClientNetwork,
    body: &RawBody,
) -> Result<EmailAddress, Problem> {
    let body: EmailOnly = body.parse()?;
    let mut fields = Fields::default();
    let email = fields.take("/email", body.email.trim().parse::<EmailAddress>());
    fields.finish()?;
    app.registrar
        .throttle(Limit::Registration, &client.0)
        .await?;
    good(email)
}

/// Choose the new password. Every session of the account ends.
#[utoipa::path(
    post, path = "/portal/password-resets/complete", tag = "Portal", request_body = NewPassword,
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn complete_reset(
    State(app): State<App>,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let body: NewPassword = body.parse()?;
    app.registrar
        .reset_password(&Secret::presented(body.token), body.password)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is signed in, and as which contacts.
#[utoipa::path(
    get, path = "/portal/me", tag = "Portal",
    responses((status = 200, body = Me), (status = 401, body = ProblemDocument))
)]
pub(crate) async fn me(Portal(visit): Portal) -> Json<Me> {
    Json(visit.into())
}

impl From<PortalSession> for Me {
    fn from(visit: PortalSession) -> Self {
        let contacts = visit
            .contacts
            .into_iter()
            .map(|(contact, customer_name)| MyContact {
                id: contact.id.0,
                customer: Named {
                    id: contact.customer.0,
                    name: customer_name,
                },
            });
        Self {
            contacts: contacts.collect(),
            account: MyAccount {
                id: visit.account.id.0,
                email: visit.account.email.to_string(),
                first_name: visit.account.name.first().to_owned(),
                last_name: visit.account.name.last().to_owned(),
                locale: visit.account.locale.map(|locale| locale.to_string()),
            },
        }
    }
}
