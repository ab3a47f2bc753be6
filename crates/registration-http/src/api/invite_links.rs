//! Invite links of a customer, and who came in by them.

use super::{
    customers::may_manage, registration_records::RegistrationBody, shapes::ProblemDocument,
};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, RawBody},
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
    model::{
        Actor, CustomerId, InvalidText, InviteLink, InviteLinkId, StateKind, Stored, Timestamp,
        line,
    },
    policy::access::Permission,
    ports::RegistrationFilter,
    usecase::{InviteLinkChange, NewInviteLink},
};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;
use time::Duration;
use utoipa::ToSchema;
use uuid::Uuid;

const MAX_LABEL: usize = 100;
/// The longest grace period of a replaced code: 30 days.
const MAX_GRACE_MINUTES: i64 = 30 * 24 * 60;
/// How much of a code its readers see: enough to tell two links apart, too little to guess the rest.
const SHOWN_OF_CODE: usize = 4;

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewInviteLink)]
pub(crate) struct NewLink {
    /// What staff call it; "Invite link" when left out.
    label: Option<String>,
    /// From when on it is dead.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// How many registrations it may complete, from 1.
    max_uses: Option<i64>,
    /// Whether it works at once; true when left out.
    enabled: Option<bool>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InviteLinkPatch)]
pub(crate) struct LinkPatch {
    /// What staff call it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    label: Patch<String>,
    /// From when on it is dead; null lifts the end.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Patch<String>,
    /// How many registrations it may complete; null lifts the maximum.
    #[serde(default)]
    #[schema(value_type = Option<i64>)]
    max_uses: Patch<i64>,
    /// Whether it works.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    enabled: Patch<bool>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InviteLinkRotation)]
pub(crate) struct Rotation {
    /// How long the old code still works; at once dead when left out.
    grace_minutes: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InviteLink)]
pub(crate) struct Link {
    pub(crate) id: Uuid,
    customer_id: Uuid,
    /// What staff call it.
    pub(crate) label: String,
    /// The address that people share. Masked for callers that may not hand it out.
    pub(crate) url: String,
    /// The code in it. Masked likewise.
    code: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) max_uses: Option<u32>,
    /// How many registrations it has completed.
    pub(crate) uses: u32,
    pub(crate) enabled: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) last_used_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    pub(crate) created_at: Timestamp,
}

/// A link as `actor` may see it.
pub(crate) fn shown(app: &App, actor: &Actor, link: InviteLink) -> Link {
    let sees_code = app.registrar.require(actor, Permission::SeeLinkCodes);
    let code = match sees_code {
        Ok(()) => link.code.0,
        Err(_) => {
            let begin: String = link.code.0.chars().take(SHOWN_OF_CODE).collect();
            format!("{begin}…")
        }
    };
    Link {
        id: link.id.0,
        customer_id: link.customer.0,
        label: link.label,
        url: format!("{}/join/{code}", app.settings.public_url),
        code,
        expires_at: link.expires_at,
        max_uses: link.max_uses.map(NonZeroU32::get),
        uses: link.uses,
        enabled: link.enabled,
        last_used_at: link.last_used_at,
        created_at: link.created_at,
    }
}

fn tagged(app: &App, actor: &Actor, link: Stored<InviteLink>) -> Tagged<Link> {
    Tagged(link.revision, shown(app, actor, link.value))
}

/// The links of a customer.
#[utoipa::path(
    get, path = "/customers/{id}/invite-links", tag = "Customers", params(("id" = Uuid, Path), PageQuery),
    responses((status = 200, body = List<Link>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(customer): Id<CustomerId>,
    paging: Paging,
) -> Result<Response, Problem> {
    if paging.page().is_err() {
        // Whether there is such a customer is told first.
        app.registrar.customer(&actor, customer).await?;
    }
    let links = app
        .registrar
        .invite_links(&actor, customer, paging.page()?)
        .await?;
    Ok(paging.answer(links, |one| shown(&app, &actor, one.value)))
}

/// Create one more link of a customer.
#[utoipa::path(
    post, path = "/customers/{id}/invite-links", tag = "Customers", request_body = NewLink,
    params(("id" = Uuid, Path)),
    responses((status = 201, body = Link), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(customer): Id<CustomerId>,
    body: RawBody,
) -> Result<(StatusCode, Tagged<Link>), Problem> {
    may_manage(&app, &actor, customer).await?;
    let new: NewLink = body.parse_or_default()?;
    let mut fields = Fields::default();
    let label = fields.optional("/label", new.label.as_deref(), label);
    let expires_at = fields.optional("/expires_at", new.expires_at.as_deref(), str::parse);
    let max_uses = new.max_uses.and_then(|max| maximum(&mut fields, max));
    fields.finish()?;
    let new = NewInviteLink {
        label: label.unwrap_or_else(|| "Invite link".to_owned()),
        expires_at,
        max_uses,
        enabled: new.enabled.unwrap_or(true),
    };
    let link = app
        .registrar
        .create_invite_link(&actor, customer, new)
        .await?;
    Ok((StatusCode::CREATED, tagged(&app, &actor, link)))
}

fn label(text: &str) -> Result<String, InvalidText> {
    line(text, MAX_LABEL)
}

fn maximum(fields: &mut Fields, max: i64) -> Option<NonZeroU32> {
    let max = u32::try_from(max).ok().and_then(NonZeroU32::new);
    if max.is_none() {
        let detail = "a link can be used at least once and at most 4,294,967,295 times";
        fields.note("/max_uses", "out_of_range", detail);
    }
    max
}

/// A link.
#[utoipa::path(
    get, path = "/invite-links/{id}", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Link), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<InviteLinkId>,
) -> Result<Tagged<Link>, Problem> {
    let link = app.registrar.invite_link(&actor, id).await?;
    Ok(tagged(&app, &actor, link))
}

/// Change a link. Its uses are not part of its version.
#[utoipa::path(
    patch, path = "/invite-links/{id}", tag = "Customers", request_body = LinkPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Link), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<InviteLinkId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<Link>, Problem> {
    may_change(&app, &actor, id).await?;
    let seen = etag::seen(&headers)?;
    let change = change_of(body.parse()?)?;
    let link = app
        .registrar
        .change_invite_link(&actor, id, seen, change)
        .await?;
    Ok(tagged(&app, &actor, link))
}

/// What a patch asks for, if nothing in it is wrong.
pub(crate) fn change_of(patch: LinkPatch) -> Result<InviteLinkChange, Problem> {
    let mut fields = Fields::default();
    let change = InviteLinkChange {
        label: patch
            .label
            .of_required(&mut fields, "/label", |text| label(&text)),
        expires_at: patch
            .expires_at
            .of_optional(&mut fields, "/expires_at", str::parse),
        max_uses: match patch.max_uses {
            Patch::Keep => None,
            Patch::Remove => Some(None),
            Patch::Set(max) => Some(maximum(&mut fields, max)),
        },
        enabled: patch.enabled.required(&mut fields, "/enabled"),
    };
    fields.finish()?;
    Ok(change)
}

/// Replace the code of a link; the old one dies at once or after a grace period.
#[utoipa::path(
    post, path = "/invite-links/{id}/rotate", tag = "Customers", request_body = Rotation,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Link), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn rotate(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<InviteLinkId>,
    body: RawBody,
) -> Result<Tagged<Link>, Problem> {
    may_change(&app, &actor, id).await?;
    let rotation: Rotation = body.parse_or_default()?;
    let minutes = rotation.grace_minutes.unwrap_or(0);
    if !(0..=MAX_GRACE_MINUTES).contains(&minutes) {
        let detail = format!("a grace period has 0 to {MAX_GRACE_MINUTES} minutes");
        return Err(Problem::field("/grace_minutes", "out_of_range", detail));
    }
    let link = app
        .registrar
        .rotate_invite_link(&actor, id, Duration::minutes(minutes))
        .await?;
    Ok(tagged(&app, &actor, link))
}

/// Who came in by a link.
#[utoipa::path(
    get, path = "/invite-links/{id}/registrations", tag = "Customers",
    params(("id" = Uuid, Path), PageQuery),
    responses((status = 200, body = List<RegistrationBody>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn registrations(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<InviteLinkId>,
    paging: Paging,
) -> Result<Response, Problem> {
    app.registrar.invite_link(&actor, id).await?;
    let filter = RegistrationFilter {
        state: Some(StateKind::Completed),
        link: Some(id),
        ..RegistrationFilter::default()
    };
    let joined = app
        .registrar
        .registrations(&actor, &filter, paging.page()?)
        .await?;
    Ok(paging.answer(joined, |one| RegistrationBody::from(one.value)))
}

pub(crate) async fn may_change(app: &App, actor: &Actor, id: InviteLinkId) -> Result<(), Problem> {
    app.registrar.invite_link(actor, id).await?;
    Ok(app.registrar.require(actor, Permission::ManageCustomers)?)
}
