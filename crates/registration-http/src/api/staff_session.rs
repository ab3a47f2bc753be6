//! Signing in to the console, out of it, and choosing a password there.

use super::{
    portal_session::{MyChoice, reset_address, sign_in_address},
    shapes::{Credentials, EmailOnly, NewPassword, ProblemDocument},
    staff::{self, MAX_NAME, StaffAnswer},
};
use crate::{
    client::ClientNetwork,
    etag::Tagged,
    extract::{Fields, RawBody, good},
    pace,
    problem::Problem,
    session::{ConsoleSession, CookieKind},
    state::App,
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use registration_core::{
    model::{EmailAddress, Password, Secret, SessionHolder, line},
    policy::limits::Limit,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffActivation {
    /// The token of the mailed link, or of a setup link.
    token: String,
    /// The password to sign in with.
    #[schema(value_type = String, format = Password)]
    password: Password,
    /// With a setup link: the administrator's name.
    name: Option<String>,
    /// With a setup link: the address to sign in with.
    email: Option<String>,
}

/// Who is signed in now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffActivated {
    staff_id: Uuid,
}

/// Sign in to the console. Every failure is the same 401.
#[utoipa::path(
    post, path = "/staff/session", tag = "Staff", request_body = Credentials,
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
    let signed_in = app.registrar.sign_in_staff(&email, body.password).await?;
    let cookie = CookieKind::Console.open(&app, &signed_in.secret);
    Ok((StatusCode::NO_CONTENT, cookie).into_response())
}

/// By what tries of a staff member's password are counted.
pub(crate) fn sign_in_key(email: &EmailAddress, client: &ClientNetwork) -> String {
    format!("staff:{email}:{}", client.0)
}

/// Sign out of the console.
#[utoipa::path(
    delete, path = "/staff/session", tag = "Staff",
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn sign_out(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
) -> Result<Response, Problem> {
    app.registrar.sign_out(&visit.session).await?;
    Ok((StatusCode::NO_CONTENT, CookieKind::Console.close(&app)).into_response())
}

/// Who is signed in to the console, with which roles.
#[utoipa::path(
    get, path = "/staff/me", tag = "Staff",
    responses((status = 200, body = StaffAnswer), (status = 401, body = ProblemDocument))
)]
pub(crate) async fn me(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
) -> Result<Tagged<StaffAnswer>, Problem> {
    staff::tagged(&app, visit.staff).await
}

/// Choose the language of the console's pages and of mails.
#[utoipa::path(
    patch, path = "/staff/me", tag = "Staff", request_body = MyChoice,
    responses((status = 200, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change_me(
    State(app): State<App>,
    ConsoleSession(visit): ConsoleSession,
    body: RawBody,
) -> Result<Tagged<StaffAnswer>, Problem> {
    let choice: MyChoice = body.parse()?;
    if let Some(locale) = choice.language()? {
        app.registrar
            .choose_language(visit.session.holder, locale)
            .await?;
    }
    let me = app
        .registrar
        .staff_member(&visit.actor(), visit.staff.id)
        .await?;
    staff::tagged(&app, me).await
}

/// Set the first password, or, with a setup link, become an administrator. Signs in.
#[utoipa::path(
    post, path = "/staff/activations", tag = "Staff", request_body = StaffActivation,
    responses((status = 201, body = StaffActivated), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn activate(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<Response, Problem> {
    let body: StaffActivation = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.optional("/name", body.name.as_deref(), |text| line(text, MAX_NAME));
    let email = fields.optional("/email", body.email.as_deref(), |text| {
        text.trim().parse::<EmailAddress>()
    });
    fields.finish()?;
    let administrator = match (name, email) {
        (Some(name), Some(email)) => Some((name, email)),
        (Some(_), None) => return Err(half("/email")),
        (None, Some(_)) => return Err(half("/name")),
        (None, None) => None,
    };
    app.registrar.throttle(Limit::Activation, &client.0).await?;
    let token = Secret::presented(body.token);
    let signed_in = app
        .registrar
        .activate_staff(&token, body.password, administrator)
        .await?;
    let staff_id = match signed_in.holder {
        SessionHolder::Staff(id) => id.0,
        SessionHolder::Account(_) => return good(None),
    };
    let cookie = CookieKind::Console.open(&app, &signed_in.secret);
    Ok((
        StatusCode::CREATED,
        cookie,
        Json(StaffActivated { staff_id }),
    )
        .into_response())
}

fn half(missing: &str) -> Problem {
    Problem::field(missing, "required", "send name and email, or neither")
}

/// Ask for a link to choose a new password. Answered alike for every address.
#[utoipa::path(
    post, path = "/staff/password-resets", tag = "Staff", request_body = EmailOnly,
    responses((status = 202), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn request_reset(
    State(app): State<App>,
    client: ClientNetwork,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let email = reset_address(&app, &client, &body).await?;
    pace::steady(app.registrar.request_staff_password_reset(&email)).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Choose the new password. Every session of the staff member ends.
#[utoipa::path(
    post, path = "/staff/password-resets/complete", tag = "Staff", request_body = NewPassword,
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn complete_reset(
    State(app): State<App>,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let body: NewPassword = body.parse()?;
    app.registrar
        .reset_staff_password(&Secret::presented(body.token), body.password)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
