//! What a signed-in person changes about oneself: the name, the password.

use super::{
    person,
    portal_session::{self, Me},
    shapes::ProblemDocument,
    staff_session,
};
use crate::{
    client::ClientNetwork,
    extract::{Fields, RawBody},
    merge_patch::Patch,
    problem::Problem,
    session::{ConsoleSession, Portal},
    state::App,
};
use axum::{Json, extract::State, http::StatusCode};
use registration_core::{
    Error,
    model::{Locale, Password},
    usecase,
};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfilePatch {
    /// The first name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    first_name: Patch<String>,
    /// The last name; null or empty for people who have one name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    last_name: Patch<String>,
    /// The language of pages and mails (BCP 47); null leaves it to the browser.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    locale: Patch<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The password of now.
    #[schema(value_type = String, format = Password)]
    current_password: Password,
    /// The password to come.
    #[schema(value_type = String, format = Password)]
    new_password: Password,
}

impl PasswordChange {
    fn counted_as(self, counted_as: String) -> usecase::ChangePassword {
        usecase::ChangePassword {
            current: self.current_password,
            new: self.new_password,
            counted_as,
        }
    }
}

/// Change the name of this account or its language. Its contacts keep the names that staff gave them.
#[utoipa::path(
    patch, path = "/portal/me", tag = "Portal", request_body = ProfilePatch,
    responses((status = 200, body = Me), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Portal(mut visit): Portal,
    body: RawBody,
) -> Result<Json<Me>, Problem> {
    let patch: ProfilePatch = body.parse()?;
    let mut fields = Fields::default();
    let (first, last) = (&patch.first_name, &patch.last_name);
    let name = person::patched_name(&mut fields, &visit.account.name, first, last);
    let locale = patch
        .locale
        .of_optional(&mut fields, "/locale", str::parse::<Locale>);
    fields.finish()?;
    if let Some(name) = name {
        visit.account = app.registrar.change_own_name(&visit, &name).await?;
    }
    if let Some(locale) = locale {
        let holder = visit.session.holder;
        app.registrar
            .choose_language(holder, locale.clone())
            .await?;
        visit.account.locale = locale;
    }
    Ok(Json(visit.into()))
}

/// Change the password of this account. Its other sessions end.
#[utoipa::path(
    put, path = "/portal/password", tag = "Portal", request_body = PasswordChange,
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change_password(
    State(app): State<App>,
    client: ClientNetwork,
    Portal(visit): Portal,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let body: PasswordChange = body.parse()?;
    let key = portal_session::sign_in_key(&visit.account.email, &client);
    let changed = app
        .registrar
        .change_password(&visit, body.counted_as(key))
        .await;
    changed.map_err(at_new_password)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change the password of this staff member. Their other sessions end.
#[utoipa::path(
    put, path = "/staff/password", tag = "Staff", request_body = PasswordChange,
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change_staff_password(
    State(app): State<App>,
    client: ClientNetwork,
    ConsoleSession(visit): ConsoleSession,
    body: RawBody,
) -> Result<StatusCode, Problem> {
    let body: PasswordChange = body.parse()?;
    let key = staff_session::sign_in_key(&visit.staff.email, &client);
    let changed = app
        .registrar
        .change_staff_password(&visit, body.counted_as(key))
        .await;
    changed.map_err(at_new_password)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The password that is too weak is the one called `new_password` here.
fn at_new_password(error: Error) -> Problem {
    let mut problem = Problem::from(error);
    for one in &mut problem.errors {
        if one.pointer == "/password" {
            one.pointer = "/new_password".into();
        }
    }
    problem
}
