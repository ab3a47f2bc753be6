//! What happened at a customer.

use super::{
    audit_entries::{self, AuditEntryView},
    shapes::ProblemDocument,
};
use crate::{
    extract::Id,
    paging::{List, PageQuery, Paging},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{extract::State, response::Response};
use registration_core::model::CustomerId;

/// The audit entries at a customer, for whoever may see the customer.
#[utoipa::path(
    get, path = "/customers/{id}/activity", tag = "Customers", params(("id" = uuid::Uuid, Path), PageQuery),
    responses((status = 200, body = List<AuditEntryView>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    paging: Paging,
) -> Result<Response, Problem> {
    if paging.page().is_err() {
        // Whether there is such a customer is told first.
        app.registrar.customer(&actor, id).await?;
    }
    let entries = app
        .registrar
        .customer_activity(&actor, id, paging.page()?)
        .await?;
    audit_entries::answer(&app, &paging, entries).await
}
