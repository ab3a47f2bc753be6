//! Customers: organizations that use the portal.

use super::shapes::{Named, ProblemDocument};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, Query, RawBody, good},
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
    model::{self, CustomerId, Stored, Timestamp, line},
    policy::access::Permission,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

const MAX_NAME: usize = 200;
const MAX_REFERENCE: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// Text that the name or the reference contains, whatever its case.
    q: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCustomer {
    /// The name, as people see it.
    name: String,
    /// The operator's own reference, such as a number in a CRM.
    reference: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomerPatch {
    /// The name, as people see it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    name: Patch<String>,
    /// The operator's own reference; null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    reference: Patch<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Customer {
    pub(crate) id: Uuid,
    /// The name, as people see it.
    name: String,
    /// The operator's own reference.
    reference: Option<String>,
    /// When it was archived.
    #[schema(value_type = Option<String>, format = DateTime)]
    archived_at: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<model::Customer> for Customer {
    fn from(customer: model::Customer) -> Self {
        Self {
            id: customer.id.0,
            name: customer.name,
            reference: customer.reference,
            archived_at: customer.archived_at,
            created_at: customer.created_at,
        }
    }
}

fn tagged(customer: Stored<model::Customer>) -> Tagged<Customer> {
    Tagged(customer.revision, customer.value.into())
}

/// Customers that aren't archived. Callers that may not read customers get ids and names.
#[utoipa::path(
    get, path = "/customers", tag = "Customers", params(PageQuery, Search),
    responses((status = 200, body = List<Customer>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    paging: Paging,
    Query(search): Query<Search>,
) -> Result<Response, Problem> {
    app.registrar
        .require(&actor, Permission::ListCustomerNames)?;
    let q = search.q.as_deref().filter(|q| !q.is_empty());
    let customers = app.registrar.customers(&actor, q, paging.page()?).await?;
    let sees_all = app.registrar.require(&actor, Permission::ReadCustomers);
    Ok(match sees_all {
        Ok(()) => paging.answer(customers, |one| Customer::from(one.value)),
        Err(_) => paging.answer(customers, |one| Named {
            id: one.value.id.0,
            name: one.value.name,
        }),
    })
}

/// Create a customer, with default portal settings and its first invite link.
#[utoipa::path(
    post, path = "/customers", tag = "Customers", request_body = NewCustomer,
    responses((status = 201, body = Customer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    body: RawBody,
) -> Result<(StatusCode, Tagged<Customer>), Problem> {
    app.registrar.require(&actor, Permission::ManageCustomers)?;
    let new: NewCustomer = body.parse()?;
    let mut fields = Fields::default();
    let name = fields.take("/name", line(&new.name, MAX_NAME));
    let reference = fields.optional("/reference", new.reference.as_deref(), reference);
    fields.finish()?;
    let customer = app
        .registrar
        .create_customer(&actor, &good(name)?, reference.as_deref())
        .await?;
    Ok((StatusCode::CREATED, tagged(customer)))
}

fn reference(text: &str) -> Result<String, model::InvalidText> {
    line(text, MAX_REFERENCE)
}

/// A customer, archived or not.
#[utoipa::path(
    get, path = "/customers/{id}", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Customer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
) -> Result<Tagged<Customer>, Problem> {
    Ok(tagged(app.registrar.customer(&actor, id).await?))
}

/// Change a customer's name or reference.
#[utoipa::path(
    patch, path = "/customers/{id}", tag = "Customers", request_body = CustomerPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Customer), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<Customer>, Problem> {
    may_manage(&app, &actor, id).await?;
    let seen = etag::seen(&headers)?;
    let patch: CustomerPatch = body.parse()?;
    let mut fields = Fields::default();
    let name = patch
        .name
        .of_required(&mut fields, "/name", |text| line(&text, MAX_NAME));
    let reference = patch
        .reference
        .of_optional(&mut fields, "/reference", reference);
    fields.finish()?;
    let customer = app
        .registrar
        .change_customer(&actor, id, seen, name, reference)
        .await?;
    Ok(tagged(customer))
}

/// Archive a customer: its doors close and its contacts' access ends at once; history stays.
#[utoipa::path(
    delete, path = "/customers/{id}", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn archive(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    may_manage(&app, &actor, id).await?;
    app.registrar
        .archive_customer(&actor, id, etag::seen_if_any(&headers))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The customer, if it exists and the caller may change it and what belongs to it.
pub(super) async fn may_manage(
    app: &App,
    actor: &model::Actor,
    id: CustomerId,
) -> Result<Stored<model::Customer>, Problem> {
    let customer = app.registrar.customer(actor, id).await?;
    app.registrar.require(actor, Permission::ManageCustomers)?;
    Ok(customer)
}
