//! Whom a change would hit, asked before it is made. Nothing is saved.

use super::{
    customers::may_manage,
    invite_links::{self, LinkPatch},
    shapes::{Named, ProblemDocument},
};
use crate::{
    extract::{Id, RawBody},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State};
use registration_core::{
    model::{self, ContactId, CustomerId, InviteLinkId, PlaybookId, Timestamp},
    usecase::{self, InviteLinkChange},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whom a change would hit at a customer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PortalSettingsImpact)]
pub(crate) struct Impact {
    /// Contacts who would lose access: by new settings, those whom no rule would admit any more.
    members: u64,
    /// Their sessions.
    sessions: u64,
    /// Pending registrations that could not be completed any more.
    pending_registrations: u64,
    /// Live links that would stop, or admit fewer.
    invite_links: u64,
    /// The same by name, up to 50 of each.
    affected: Affected,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Affected {
    contacts: Vec<AffectedContact>,
    registrations: Vec<AffectedRegistration>,
    invite_links: Vec<AffectedLink>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffectedContact {
    id: Uuid,
    name: String,
    email: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffectedRegistration {
    id: Uuid,
    email: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AffectedLink {
    id: Uuid,
    label: String,
}

/// What a contact would lose with portal access.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SuspensionImpact {
    /// Live sessions of the contact's account: what they open at this customer closes.
    sessions: u64,
    /// Whether those sessions end altogether, as the account has no other access left.
    last_access: bool,
    /// Registrations of this contact that are open at this customer.
    registrations: Vec<AffectedRegistration>,
    /// Projects that the contact started or is a member of, newest first, up to 50.
    projects: Vec<Named>,
}

/// Whom a change of a link may leave outside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InviteLinkImpact {
    /// How many came in by it. They keep their access.
    uses: u32,
    /// How many of those on their way can still come in, where these are too few: 0 when the link stops.
    uses_left: Option<u32>,
    /// Its new end, where that cuts the time that somebody had to come in.
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// How many registered by it, did not activate yet, and may be left outside.
    pending_registrations: u64,
    /// Those, newest first, up to 50.
    registrations: Vec<AffectedRegistration>,
}

/// From whose gallery a playbook would go.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaybookImpact {
    /// Whether it is offered to every customer; then none is named.
    all_customers: bool,
    /// How many customers it is offered to, where it is limited to some.
    customers: u64,
    /// Those, up to 50.
    named: Vec<Named>,
}

impl From<usecase::Impact> for Impact {
    fn from(impact: usecase::Impact) -> Self {
        let affected = impact.affected;
        Self {
            members: impact.members,
            sessions: impact.sessions,
            pending_registrations: impact.pending_registrations,
            invite_links: impact.invite_links,
            affected: Affected {
                contacts: affected.contacts.into_iter().map(contact).collect(),
                registrations: registrations(affected.registrations),
                invite_links: affected.invite_links.into_iter().map(link).collect(),
            },
        }
    }
}

fn contact(contact: model::Contact) -> AffectedContact {
    AffectedContact {
        id: contact.id.0,
        name: contact.name.to_string(),
        email: contact.email.to_string(),
    }
}

fn registrations(registrations: Vec<model::Registration>) -> Vec<AffectedRegistration> {
    let row = |one: model::Registration| AffectedRegistration {
        id: one.id.0,
        email: one.email.to_string(),
    };
    registrations.into_iter().map(row).collect()
}

fn link(link: model::InviteLink) -> AffectedLink {
    AffectedLink {
        id: link.id.0,
        label: link.label,
    }
}

/// Say what switching off the access of a contact would end. Ends nothing.
#[utoipa::path(
    post, path = "/contacts/{id}/portal-access/preview", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = SuspensionImpact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn suspension(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ContactId>,
) -> Result<Json<SuspensionImpact>, Problem> {
    app.registrar.contact(&actor, id).await?;
    let impact = app.registrar.preview_suspension(&actor, id).await?;
    let projects = impact.projects.into_iter().map(|project| Named {
        id: project.id.0,
        name: project.name,
    });
    Ok(Json(SuspensionImpact {
        sessions: impact.sessions,
        last_access: impact.is_last_access,
        registrations: registrations(impact.registrations),
        projects: projects.collect(),
    }))
}

/// Say whom a change of a link would hit; without a body, whom disabling it would, or replacing it at once. Changes
/// nothing.
#[utoipa::path(
    post, path = "/invite-links/{id}/preview", tag = "Customers", params(("id" = Uuid, Path)),
    request_body = Option<LinkPatch>,
    responses((status = 200, body = InviteLinkImpact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn link_change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<InviteLinkId>,
    body: RawBody,
) -> Result<Json<InviteLinkImpact>, Problem> {
    invite_links::may_change(&app, &actor, id).await?;
    let patch: Option<LinkPatch> = body.parse_if_any()?;
    let change = patch.map_or_else(|| Ok(InviteLinkChange::stop()), invite_links::change_of)?;
    let impact = app.registrar.preview_link_change(&actor, id, &change);
    let impact = impact.await?;
    Ok(Json(InviteLinkImpact {
        uses: impact.uses,
        uses_left: impact.uses_left,
        ends_at: impact.ends_at,
        pending_registrations: impact.pending_registrations,
        registrations: registrations(impact.registrations),
    }))
}

/// Say whom archiving a customer would hit. Archives nothing.
#[utoipa::path(
    post, path = "/customers/{id}/archive-preview", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Impact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn customer_archive(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
) -> Result<Json<Impact>, Problem> {
    may_manage(&app, &actor, id).await?;
    let impact = app.registrar.preview_customer_archive(&actor, id).await?;
    Ok(Json(impact.into()))
}

/// Say from whose gallery archiving a playbook would take it. Archives nothing.
#[utoipa::path(
    post, path = "/playbooks/{id}/archive-preview", tag = "Playbooks", params(("id" = Uuid, Path)),
    responses((status = 200, body = PlaybookImpact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn playbook_archive(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
) -> Result<Json<PlaybookImpact>, Problem> {
    app.registrar.playbook(&actor, id).await?;
    let impact = app.registrar.preview_playbook_archive(&actor, id).await?;
    let named = impact.named.into_iter().map(|customer| Named {
        id: customer.id.0,
        name: customer.name,
    });
    Ok(Json(PlaybookImpact {
        all_customers: impact.is_for_all,
        customers: impact.customers,
        named: named.collect(),
    }))
}
