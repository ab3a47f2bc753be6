//! Staff: people of the company that runs the portal.

use super::shapes::{Named, ProblemDocument};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, RawBody, good},
    merge_patch::Patch,
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use registration_core::{
    model::{EmailAddress, Role, Roles, Staff, StaffId, Stored, Timestamp, line},
    policy::access::Permission,
    usecase::{NewStaff, StaffChange},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest name of a staff member: as long as first and last name of a contact together.
pub(crate) const MAX_NAME: usize = 128;

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewStaffMember {
    /// The name that customers and colleagues see.
    name: String,
    /// The address to sign in with.
    email: String,
    /// `administrator`, `customer_manager`, `portal_registration_mapper`, `playbook_editor`, `auditor`.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    roles: Roles,
    /// Whether new requests are mailed to this person; off when left out.
    on_duty: Option<bool>,
    /// Administrative; on when left out.
    active: Option<bool>,
}

/// What changes; members left out stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StaffPatch {
    /// The name that customers and colleagues see.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = false)]
    name: Patch<String>,
    /// The address to sign in with.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = false)]
    email: Patch<String>,
    /// The roles, as a whole.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    roles: Patch<Roles>,
    /// Whether new requests are mailed to this person.
    #[serde(default)]
    #[schema(value_type = Option<bool>, nullable = false)]
    on_duty: Patch<bool>,
    /// Administrative.
    #[serde(default)]
    #[schema(value_type = Option<bool>, nullable = false)]
    active: Patch<bool>,
}

/// A staff member.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffView {
    pub(crate) id: Uuid,
    name: String,
    email: String,
    /// The language that this person chose (BCP 47).
    locale: Option<String>,
    #[schema(value_type = Vec<String>)]
    roles: Vec<Role>,
    /// Whether new requests are mailed to this person.
    on_duty: bool,
    /// Administrative: may own projects and be notified before having signed in.
    active: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A staff member, with what to know about staff as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffAnswer {
    #[serde(flatten)]
    pub(crate) staff: StaffView,
    /// What to know at this moment.
    warnings: Vec<StaffWarning>,
}

/// Something to know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StaffWarning {
    /// `nobody_on_duty`.
    code: &'static str,
    /// In a sentence.
    detail: &'static str,
}

/// A row of the list: in full, or id and name for those who may not see more.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum StaffRow {
    /// In full.
    Full(StaffView),
    /// An active one, by name.
    Name(Named),
}

impl From<Staff> for StaffView {
    fn from(staff: Staff) -> Self {
        Self {
            id: staff.id.0,
            name: staff.name,
            email: staff.email.to_string(),
            locale: staff.locale.map(|locale| locale.to_string()),
            roles: staff.roles.into_iter().collect(),
            on_duty: staff.on_duty,
            active: staff.active,
            created_at: staff.created_at,
        }
    }
}

impl From<Staff> for Named {
    fn from(staff: Staff) -> Self {
        Self {
            id: staff.id.0,
            name: staff.name,
        }
    }
}

/// A staff member with their tag and what there is to know.
pub(crate) async fn tagged(
    app: &App,
    staff: Stored<Staff>,
) -> Result<Tagged<StaffAnswer>, Problem> {
    let nobody = StaffWarning {
        code: "nobody_on_duty",
        detail: "no mapper is on duty: new requests go to mappers off duty, or to administrators if there are none",
    };
    let mut warnings = Vec::new();
    if app.registrar.nobody_is_on_duty().await? {
        warnings.push(nobody);
    }
    let answer = StaffAnswer {
        staff: staff.value.into(),
        warnings,
    };
    Ok(Tagged(staff.revision, answer))
}

/// Staff: in full for administrators and auditors, otherwise ids and names of active ones.
#[utoipa::path(
    get, path = "/staff", tag = "Staff", params(PageQuery),
    responses((status = 200, body = List<StaffRow>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ListStaffNames)?;
    let staff = app.registrar.staff(&actor, paging.page()?).await?;
    let in_full = app.registrar.require(&actor, Permission::ReadStaff).is_ok();
    Ok(paging.answer(staff, |one| {
        if in_full {
            StaffRow::Full(one.value.into())
        } else {
            StaffRow::Name(one.value.into())
        }
    }))
}

/// Create a staff member, who is mailed how to set a password.
#[utoipa::path(
    post, path = "/staff", tag = "Staff", request_body = NewStaffMember,
    responses((status = 201, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: RawBody,
) -> Result<(StatusCode, Tagged<StaffAnswer>), Problem> {
    app.registrar.require(&actor, Permission::ManageStaff)?;
    let new: NewStaffMember = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", line(&new.name, MAX_NAME));
    let email = fields.take("/email", new.email.trim().parse::<EmailAddress>());
    fields.finish()?;
    let new = NewStaff {
        name: good(name)?,
        email: good(email)?,
        roles: new.roles,
        on_duty: new.on_duty.unwrap_or(false),
        active: new.active.unwrap_or(true),
    };
    let staff = app.registrar.create_staff(&actor, new).await?;
    Ok((StatusCode::CREATED, tagged(&app, staff).await?))
}

/// A staff member: oneself, or anybody for administrators and auditors.
#[utoipa::path(
    get, path = "/staff/{id}", tag = "Staff",
    params(("id" = Uuid, Path, description = "The staff member")),
    responses((status = 200, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<StaffId>,
) -> Result<Tagged<StaffAnswer>, Problem> {
    let staff = app.registrar.staff_member(&actor, id).await?;
    tagged(&app, staff).await
}

/// Change a staff member. A change of roles or being deactivated ends all their sessions.
#[utoipa::path(
    patch, path = "/staff/{id}", tag = "Staff", request_body = StaffPatch,
    params(("id" = Uuid, Path, description = "The staff member"), ("If-Match" = String, Header)),
    responses((status = 200, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<StaffId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<StaffAnswer>, Problem> {
    app.registrar.require(&actor, Permission::ManageStaff)?;
    app.registrar.staff_member(&actor, id).await?;
    let seen = etag::seen(&headers)?;
    let patch: StaffPatch = body.parse()?;
    let mut fields = Fields::default();
    let named = |name: String| line(&name, MAX_NAME);
    let addressed = |email: String| email.trim().parse::<EmailAddress>();
    let change = StaffChange {
        name: patch.name.of_required(&mut fields, "/name", named),
        email: patch.email.of_required(&mut fields, "/email", addressed),
        roles: patch.roles.required(&mut fields, "/roles"),
        on_duty: patch.on_duty.required(&mut fields, "/on_duty"),
        active: patch.active.required(&mut fields, "/active"),
    };
    fields.finish()?;
    let staff = app.registrar.change_staff(&actor, id, seen, change).await?;
    tagged(&app, staff).await
}

/// Go on duty, or send somebody: new requests are mailed to mappers on duty.
#[utoipa::path(
    put, path = "/staff/{id}/on-duty", tag = "Staff",
    params(("id" = Uuid, Path, description = "The staff member")),
    responses((status = 200, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn go_on_duty(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<StaffId>,
) -> Result<Tagged<StaffAnswer>, Problem> {
    tagged(&app, app.registrar.set_on_duty(&actor, id, true).await?).await
}

/// Go off duty, or relieve somebody. The answer warns when nobody is left.
#[utoipa::path(
    delete, path = "/staff/{id}/on-duty", tag = "Staff",
    params(("id" = Uuid, Path, description = "The staff member")),
    responses((status = 200, body = StaffAnswer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn go_off_duty(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<StaffId>,
) -> Result<Tagged<StaffAnswer>, Problem> {
    tagged(&app, app.registrar.set_on_duty(&actor, id, false).await?).await
}
