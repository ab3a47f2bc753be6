//! Registrations as staff see them, whichever door they came by.

use super::shapes::{ActorBody, ProblemDocument};
use crate::{
    etag::Tagged,
    extract::{Fields, Id, Query},
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{extract::State, http::StatusCode, response::Response};
use registration_core::{
    model::{Actor, Basis, Registration, RegistrationId, RegistrationState, Stored, Timestamp},
    policy::access::Permission,
    ports::RegistrationFilter,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// In this state.
    state: Option<String>,
    /// By this door.
    origin: Option<String>,
    /// At this customer.
    customer_id: Option<String>,
    /// By this invite link.
    link_id: Option<String>,
    /// Text that the address or the name contains, whatever its case.
    q: Option<String>,
}

/// A registration. It never carries a token or a code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Registration)]
pub(crate) struct RegistrationBody {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    /// `portal_form`, `invite_link`, `invitation`, `access_grant` or `request`.
    origin: &'static str,
    /// `awaiting_activation`, `awaiting_mapping`, `completed`, `declined`, `expired`, `withdrawn` or `superseded`.
    state: &'static str,
    /// The customer, once it is known.
    customer_id: Option<Uuid>,
    /// The contact it is decided for or was completed as.
    contact_id: Option<Uuid>,
    /// The account it was completed with.
    account_id: Option<Uuid>,
    /// The link it came by.
    invite_link_id: Option<Uuid>,
    /// The rule or person that admits, once decided.
    basis: Option<BasisBody>,
    /// When it ends by itself, while it is pending.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ended.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Who decided, declined or withdrew it.
    decided_by: Option<ActorBody>,
    /// Why it was declined.
    reason: Option<String>,
    /// The newer one that took its place.
    superseded_by: Option<Uuid>,
}

/// Why somebody is let in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Basis)]
pub(crate) struct BasisBody {
    /// `permitted_domain`, `invite_link` or `decision`.
    kind: &'static str,
    /// The entry that matched.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    /// The link that was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    invite_link_id: Option<Uuid>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<ActorBody>,
}

impl From<&Basis> for BasisBody {
    fn from(basis: &Basis) -> Self {
        let of = |kind| Self {
            kind,
            domain: None,
            invite_link_id: None,
            by: None,
        };
        match basis {
            Basis::PermittedDomain { domain } => Self {
                domain: Some(domain.as_str().to_owned()),
                ..of("permitted_domain")
            },
            Basis::InviteLink { link } => Self {
                invite_link_id: Some(link.0),
                ..of("invite_link")
            },
            Basis::Decision { by, .. } => Self {
                by: Some((*by).into()),
                ..of("decision")
            },
        }
    }
}

impl From<Registration> for RegistrationBody {
    fn from(one: Registration) -> Self {
        use RegistrationState as S;
        let basis = match &one.state {
            S::Completed { basis, .. } => Some(basis),
            _ => one.decision(),
        };
        let (ended_at, ended_by) = match &one.state {
            S::AwaitingActivation { .. } | S::AwaitingMapping { .. } => (None, None),
            S::Declined { at, by, .. } | S::Withdrawn { at, by } => (Some(*at), Some(*by)),
            S::Completed { at, .. } | S::Expired { at } | S::Superseded { at, .. } => {
                (Some(*at), None)
            }
        };
        let decided_by = match basis {
            Some(Basis::Decision { by, .. }) => Some(*by),
            _ => ended_by,
        };
        Self {
            origin: one.origin.kind().code(),
            state: one.state.kind().code(),
            contact_id: one.contact().map(|id| id.0),
            account_id: match &one.state {
                S::Completed { account, .. } => Some(account.0),
                _ => None,
            },
            invite_link_id: one.link().map(|id| id.0),
            basis: basis.map(BasisBody::from),
            expires_at: one.state.expires_at(),
            ended_at,
            decided_by: decided_by.map(ActorBody::from),
            reason: match &one.state {
                S::Declined { reason, .. } => Some(reason.clone()),
                _ => None,
            },
            superseded_by: match &one.state {
                S::Superseded { by, .. } => Some(by.0),
                _ => None,
            },
            id: one.id.0,
            email: one.email.to_string(),
            first_name: one.name.first().to_owned(),
            last_name: one.name.last().to_owned(),
            customer_id: one.customer.map(|id| id.0),
            created_at: one.created_at,
        }
    }
}

/// A registration with its tag.
pub(super) fn tagged(registration: Stored<Registration>) -> Tagged<RegistrationBody> {
    Tagged(registration.revision, registration.value.into())
}

/// Registrations, whichever door they came by.
#[utoipa::path(
    get, path = "/registrations", tag = "Customers", params(PageQuery, Filter),
    responses((status = 200, body = List<RegistrationBody>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
    Query(filter): Query<Filter>,
) -> Result<Response, Problem> {
    app.registrar.require(&actor, Permission::ReadCustomers)?;
    let mut fields = Fields::default();
    let wanted = RegistrationFilter {
        state: fields.optional("/state", filter.state.as_deref(), str::parse),
        origin: fields.optional("/origin", filter.origin.as_deref(), str::parse),
        customer: fields.optional("/customer_id", filter.customer_id.as_deref(), str::parse),
        link: fields.optional("/link_id", filter.link_id.as_deref(), str::parse),
        q: filter.q.filter(|q| !q.is_empty()),
    };
    fields.finish()?;
    let registrations = app
        .registrar
        .registrations(&actor, &wanted, paging.page()?)
        .await?;
    Ok(paging.answer(registrations, |one| RegistrationBody::from(one.value)))
}

/// A registration.
#[utoipa::path(
    get, path = "/registrations/{id}", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = RegistrationBody), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<Tagged<RegistrationBody>, Problem> {
    Ok(tagged(app.registrar.registration(&actor, id).await?))
}

/// Send the mail of a pending registration again; its older links die.
#[utoipa::path(
    post, path = "/registrations/{id}/resend-mail", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 202), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn resend_mail(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<StatusCode, Problem> {
    may_end(&app, &actor, id).await?;
    app.registrar.resend_mail(&actor, id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// End a pending registration; its links die.
#[utoipa::path(
    post, path = "/registrations/{id}/revoke", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = RegistrationBody), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<RegistrationId>,
) -> Result<Tagged<RegistrationBody>, Problem> {
    may_end(&app, &actor, id).await?;
    Ok(tagged(app.registrar.revoke_registration(&actor, id).await?))
}

async fn may_end(app: &App, actor: &Actor, id: RegistrationId) -> Result<(), Problem> {
    app.registrar.registration(actor, id).await?;
    Ok(app.registrar.require(actor, Permission::ManageCustomers)?)
}
