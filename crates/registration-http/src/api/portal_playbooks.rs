//! Playbooks as a customer's people see them.

use super::{media, shapes::ProblemDocument};
use crate::{
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Portal,
    state::App,
};
use axum::{extract::State, response::Response};
use registration_core::{model::Cover, usecase::OfferedPlaybook};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A playbook that the account may start now, with its customer-facing values.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PortalPlaybook {
    id: Uuid,
    /// For which customer it can be started.
    customer_id: Uuid,
    /// What customers see it as.
    name: String,
    description: Option<String>,
    /// Where the picture on its card is; null for a drawn pattern.
    cover_url: Option<String>,
}

impl PortalPlaybook {
    pub(crate) fn of(offered: OfferedPlaybook, app: &App) -> Self {
        let playbook = offered.playbook;
        let offer = playbook.self_service;
        Self {
            id: playbook.id.0,
            customer_id: offered.customer.0,
            name: offer.customer_facing_name.unwrap_or(playbook.name),
            description: offer.customer_facing_description,
            cover_url: match offer.cover {
                Cover::Link { url } => Some(url.into()),
                Cover::Upload { media } => Some(media::url(app, media)),
                Cover::None => None,
            },
        }
    }
}

/// What this account may start now, one row per customer.
#[utoipa::path(
    get, path = "/portal/playbooks", tag = "Portal", params(PageQuery),
    responses((status = 200, body = List<PortalPlaybook>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Portal(visit): Portal,
    paging: Paging,
) -> Result<Response, Problem> {
    let offered = app
        .registrar
        .offered_playbooks(&visit, paging.page()?)
        .await?;
    Ok(paging.answer(offered, |one| PortalPlaybook::of(one, &app)))
}
