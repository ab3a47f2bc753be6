//! "Self-Service Settings" of a playbook, and why a customer does or doesn't see it.

use super::{portal_playbooks::PortalPlaybook, portal_projects::MAX_NAME, shapes::ProblemDocument};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, Object, Query, RawBody, good},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::HeaderMap};
use registration_core::{
    model::{
        Cover, CoverUrl, CustomerId, MediaId, Playbook, PlaybookAudience, PlaybookId, StaffId,
        Stored, line, paragraph,
    },
    policy::access::Permission,
    usecase::{OfferedPlaybook, SelfServiceChange},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The longest description of a playbook.
const MAX_DESCRIPTION: usize = 2000;

/// The settings as they are to be from now on: what is left out or null is none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSelfService {
    /// Whether customers can start it. Switching on needs an owner and a name.
    enabled: bool,
    /// The active staff member who owns what customers start.
    default_project_owner_id: Option<String>,
    /// What customers see it as.
    customer_facing_name: Option<String>,
    customer_facing_description: Option<String>,
    /// The picture on its card; a drawn pattern when left out.
    #[schema(value_type = Option<NewCover>)]
    cover: Option<Object<NewCover>>,
    /// Which customers see it: `"all"`, or a list of ids; all when left out.
    #[schema(value_type = Option<AudienceView>)]
    customers: Option<Value>,
}

/// The picture on a playbook's card.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCover {
    /// `none`, `upload` or `link`.
    kind: String,
    /// Of an upload: which picture, one of the last day or the current cover.
    media_id: Option<String>,
    /// Of a link: an https address, which browsers load and the server never does.
    url: Option<String>,
}

/// The Self-Service Settings of a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SelfServiceView {
    enabled: bool,
    default_project_owner_id: Option<Uuid>,
    customer_facing_name: Option<String>,
    customer_facing_description: Option<String>,
    cover: CoverView,
    customers: AudienceView,
}

/// The picture on a playbook's card.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverView {
    /// `none`, `upload` or `link`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// `"all"`, or a list of ids of customers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum AudienceView {
    /// Always `all`.
    All(&'static str),
    /// Only these.
    Only(Vec<Uuid>),
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VisibilityQuery {
    /// The customer whose people should see it.
    #[param(required)]
    customer_id: Option<String>,
}

/// Whether a customer's people see a playbook.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Visibility {
    visible: bool,
    /// `playbook_archived`, `self_service_off`, `not_for_customer` or `customer_archived`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The reason in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    /// The card that they see, or would see.
    card: PortalPlaybook,
}

impl From<Playbook> for SelfServiceView {
    fn from(playbook: Playbook) -> Self {
        let offer = playbook.self_service;
        let (kind, media_id, url) = match offer.cover {
            Cover::None => ("none", None, None),
            Cover::Upload { media } => ("upload", Some(media.0), None),
            Cover::Link { url } => ("link", None, Some(url.into())),
        };
        Self {
            enabled: offer.enabled,
            default_project_owner_id: offer.default_project_owner.map(|owner| owner.0),
            customer_facing_name: offer.customer_facing_name,
            customer_facing_description: offer.customer_facing_description,
            cover: CoverView {
                kind,
                media_id,
                url,
            },
            customers: match offer.audience {
                PlaybookAudience::All => AudienceView::All("all"),
                PlaybookAudience::Only(ids) => {
                    AudienceView::Only(ids.into_iter().map(|id| id.0).collect())
                }
            },
        }
    }
}

fn tagged(playbook: Stored<Playbook>) -> Tagged<SelfServiceView> {
    Tagged(playbook.revision, playbook.value.into())
}

/// The Self-Service Settings. Their `ETag` is the playbook's.
#[utoipa::path(
    get, path = "/playbooks/{id}/self-service", tag = "Playbooks",
    params(("id" = Uuid, Path, description = "The playbook")),
    responses((status = 200, body = SelfServiceView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn show(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
) -> Result<Tagged<SelfServiceView>, Problem> {
    Ok(tagged(app.registrar.playbook(&actor, id).await?))
}

/// Replace the Self-Service Settings.
#[utoipa::path(
    put, path = "/playbooks/{id}/self-service", tag = "Playbooks", request_body = NewSelfService,
    params(("id" = Uuid, Path, description = "The playbook"), ("If-Match" = String, Header)),
    responses((status = 200, body = SelfServiceView), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn save(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<SelfServiceView>, Problem> {
    app.registrar.require(&actor, Permission::ManagePlaybooks)?;
    app.registrar.playbook(&actor, id).await?;
    let seen = etag::seen(&headers)?;
    let change = read(body.parse()?)?;
    let playbook = app
        .registrar
        .offer_playbook(&actor, id, seen, change)
        .await?;
    Ok(tagged(playbook))
}

fn read(new: NewSelfService) -> Result<SelfServiceChange, Problem> {
    let mut fields = Fields::default();
    let owner = new.default_project_owner_id.as_deref();
    let change = SelfServiceChange {
        enabled: new.enabled,
        default_project_owner: fields.optional(
            "/default_project_owner_id",
            owner,
            str::parse::<StaffId>,
        ),
        customer_facing_name: fields.optional(
            "/customer_facing_name",
            new.customer_facing_name.as_deref(),
            |text| line(text, MAX_NAME),
        ),
        customer_facing_description: fields.optional(
            "/customer_facing_description",
            new.customer_facing_description.as_deref(),
            |text| paragraph(text, MAX_DESCRIPTION),
        ),
        cover: new
            .cover
            .map_or(Cover::None, |Object(cover)| read_cover(&mut fields, &cover)),
        customers: new
            .customers
            .and_then(|customers| read_customers(&mut fields, &customers)),
    };
    fields.finish()?;
    Ok(change)
}

fn read_cover(fields: &mut Fields, cover: &NewCover) -> Cover {
    let mut only_for = |name: &str, kind: &str, value: &Option<String>| {
        if value.is_some() && cover.kind != kind {
            let detail = format!("{name} goes with kind {kind}");
            fields.note(&format!("/cover/{name}"), "not_with_this_kind", detail);
        }
    };
    only_for("media_id", "upload", &cover.media_id);
    only_for("url", "link", &cover.url);
    match (cover.kind.as_str(), &cover.media_id, &cover.url) {
        ("none", ..) => {}
        ("upload", Some(id), _) => {
            let media = fields.take("/cover/media_id", id.trim().parse::<MediaId>());
            return media.map_or(Cover::None, |media| Cover::Upload { media });
        }
        ("upload", None, _) => {
            let detail = "an upload needs the id of a picture";
            fields.note("/cover/media_id", "required", detail);
        }
        ("link", _, Some(url)) => {
            let url = fields.take("/cover/url", url.trim().parse::<CoverUrl>());
            return url.map_or(Cover::None, |url| Cover::Link { url });
        }
        ("link", _, None) => fields.note("/cover/url", "required", "a link needs an address"),
        _ => fields.note(
            "/cover/kind",
            "unknown_value",
            "not one of none, upload, link",
        ),
    }
    Cover::None
}

/// `None` is all, and also what is noted as wrong.
fn read_customers(fields: &mut Fields, customers: &Value) -> Option<BTreeSet<CustomerId>> {
    match customers {
        Value::String(all) if all == "all" => None,
        Value::Array(ids) => {
            let mut read = BTreeSet::new();
            for (index, id) in ids.iter().enumerate() {
                // What is no text is no id either.
                let id = id.as_str().unwrap_or_default().parse::<CustomerId>();
                read.extend(fields.take(&format!("/customers/{index}"), id));
            }
            Some(read)
        }
        Value::String(_) => {
            fields.note(
                "/customers",
                "unknown_value",
                "send \"all\" or a list of ids",
            );
            None
        }
        _ => {
            fields.note(
                "/customers",
                "invalid_type",
                "send \"all\" or a list of ids",
            );
            None
        }
    }
}

/// "Customer doesn't see a Playbook?": whether a customer's people see it, and why not.
#[utoipa::path(
    get, path = "/playbooks/{id}/visibility", tag = "Playbooks",
    params(("id" = Uuid, Path, description = "The playbook"), VisibilityQuery),
    responses((status = 200, body = Visibility), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn explain(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<PlaybookId>,
    Query(query): Query<VisibilityQuery>,
) -> Result<Json<Visibility>, Problem> {
    let playbook = app.registrar.playbook(&actor, id).await?.value;
    let mut fields = Fields::default();
    let customer = fields.optional(
        "/customer_id",
        query.customer_id.as_deref(),
        str::parse::<CustomerId>,
    );
    if query
        .customer_id
        .as_deref()
        .is_none_or(|text| text.trim().is_empty())
    {
        fields.note("/customer_id", "required", "say for which customer");
    }
    fields.finish()?;
    let customer = good(customer)?;
    let explained = app
        .registrar
        .explain_visibility(&actor, id, customer)
        .await?;
    let hidden = explained.err();
    Ok(Json(Visibility {
        visible: hidden.is_none(),
        reason: hidden.map(|hidden| hidden.code()),
        why: hidden.map(|hidden| hidden.why()),
        card: PortalPlaybook::of(OfferedPlaybook { customer, playbook }, &app),
    }))
}
