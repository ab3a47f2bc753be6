//! Contacts of a customer, and their access to the portal ("PE").

use super::{customers::may_manage, person, shapes::ProblemDocument};
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
    model::{
        self, Actor, ContactId, CustomerId, EmailAddress, InvalidText, Stored, Timestamp, line,
        phone,
    },
    policy::access::Permission,
    usecase,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

const MAX_JOB_TITLE: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// Text that the name or the address contains, whatever its case.
    q: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewContact {
    /// The first name.
    first_name: String,
    /// The last name; empty for people who have one name.
    last_name: String,
    /// The address; unique at the customer.
    email: String,
    /// A telephone number.
    phone: Option<String>,
    /// The job title.
    job_title: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactPatch {
    /// The first name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    first_name: Patch<String>,
    /// The last name; null or empty for people who have one name.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    last_name: Patch<String>,
    /// The address; can be changed only while there is no access.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    email: Patch<String>,
    /// A telephone number; null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    phone: Patch<String>,
    /// The job title; null removes it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    job_title: Patch<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contact {
    pub(crate) id: Uuid,
    /// Where this person is known.
    customer_id: Uuid,
    first_name: String,
    last_name: String,
    email: String,
    phone: Option<String>,
    job_title: Option<String>,
    /// `none`, `invited`, `active` or `suspended`.
    portal_access: &'static str,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<model::Contact> for Contact {
    fn from(contact: model::Contact) -> Self {
        Self {
            id: contact.id.0,
            customer_id: contact.customer.0,
            first_name: contact.name.first().to_owned(),
            last_name: contact.name.last().to_owned(),
            email: contact.email.to_string(),
            phone: contact.phone,
            job_title: contact.job_title,
            portal_access: contact.access.code(),
            created_at: contact.created_at,
        }
    }
}

fn tagged(contact: Stored<model::Contact>) -> Tagged<Contact> {
    Tagged(contact.revision, contact.value.into())
}

/// The contacts of a customer.
#[utoipa::path(
    get, path = "/customers/{id}/contacts", tag = "Customers",
    params(("id" = Uuid, Path), PageQuery, Search),
    responses((status = 200, body = List<Contact>), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(customer): Id<CustomerId>,
    paging: Paging,
    Query(search): Query<Search>,
) -> Result<Response, Problem> {
    if paging.page().is_err() {
        // Whether there is such a customer is told first.
        app.registrar.customer(&actor, customer).await?;
    }
    let q = search.q.as_deref().filter(|q| !q.is_empty());
    let contacts = app
        .registrar
        .contacts(&actor, customer, q, paging.page()?)
        .await?;
    Ok(paging.answer(contacts, |one| Contact::from(one.value)))
}

/// Create a contact, without access.
#[utoipa::path(
    post, path = "/customers/{id}/contacts", tag = "Customers", request_body = NewContact,
    params(("id" = Uuid, Path)),
    responses((status = 201, body = Contact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(customer): Id<CustomerId>,
    body: RawBody,
) -> Result<(StatusCode, Tagged<Contact>), Problem> {
    may_manage(&app, &actor, customer).await?;
    let new: NewContact = body.parse()?;
    let mut fields = Fields::default();
    let name = person::name(&mut fields, "", &new.first_name, &new.last_name);
    let email = fields.take("/email", new.email.trim().parse::<EmailAddress>());
    let phone = fields.optional("/phone", new.phone.as_deref(), phone);
    let job_title = fields.optional("/job_title", new.job_title.as_deref(), job_title);
    fields.finish()?;
    let new = usecase::NewContact {
        name: good(name)?,
        email: good(email)?,
        phone,
        job_title,
    };
    let contact = app.registrar.create_contact(&actor, customer, new).await?;
    Ok((StatusCode::CREATED, tagged(contact)))
}

fn job_title(text: &str) -> Result<String, InvalidText> {
    line(text, MAX_JOB_TITLE)
}

/// A contact.
#[utoipa::path(
    get, path = "/contacts/{id}", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Contact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ContactId>,
) -> Result<Tagged<Contact>, Problem> {
    Ok(tagged(app.registrar.contact(&actor, id).await?))
}

/// Change a contact. `portal_access` has an address of its own.
#[utoipa::path(
    patch, path = "/contacts/{id}", tag = "Customers", request_body = ContactPatch,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Contact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn change(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ContactId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<Contact>, Problem> {
    let contact = may_change(&app, &actor, id).await?;
    let seen = etag::seen(&headers)?;
    let patch: ContactPatch = body.parse()?;
    let mut fields = Fields::default();
    let (first, last) = (&patch.first_name, &patch.last_name);
    let name = person::patched_name(&mut fields, &contact.name, first, last);
    let email = patch
        .email
        .of_required(&mut fields, "/email", |text| text.trim().parse());
    let phone = patch.phone.of_optional(&mut fields, "/phone", phone);
    let job_title = patch
        .job_title
        .of_optional(&mut fields, "/job_title", job_title);
    fields.finish()?;
    let change = usecase::ContactChange {
        name,
        email,
        phone,
        job_title,
    };
    Ok(tagged(
        app.registrar
            .change_contact(&actor, id, seen, change)
            .await?,
    ))
}

/// Switch access on: the contact gets an access mail. Switching on what is on changes nothing.
#[utoipa::path(
    put, path = "/contacts/{id}/portal-access", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Contact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn grant(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ContactId>,
) -> Result<Tagged<Contact>, Problem> {
    may_change(&app, &actor, id).await?;
    Ok(tagged(app.registrar.grant_portal_access(&actor, id).await?))
}

/// Switch access off: everything of it ends at once.
#[utoipa::path(
    delete, path = "/contacts/{id}/portal-access", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 204), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn suspend(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<ContactId>,
) -> Result<StatusCode, Problem> {
    may_change(&app, &actor, id).await?;
    app.registrar.suspend_portal_access(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn may_change(
    app: &App,
    actor: &Actor,
    id: ContactId,
) -> Result<Stored<model::Contact>, Problem> {
    let contact = app.registrar.contact(actor, id).await?;
    app.registrar.require(actor, Permission::ManageCustomers)?;
    Ok(contact)
}
