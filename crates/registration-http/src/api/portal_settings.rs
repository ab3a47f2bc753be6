//! Portal settings of a customer: whom rules admit, saved as one.

use super::{customers::may_manage, previews::Impact, shapes::ProblemDocument};
use crate::{
    etag::{self, Tagged},
    extract::{Fields, Id, Object, RawBody},
    problem::Problem,
    session::Caller,
    state::App,
};
use axum::{Json, extract::State, http::HeaderMap};
use registration_core::{
    model::{
        CustomerId, InvalidPermittedDomain, LinkAudience, LoginMethod, PermittedDomain,
        PortalSettings, Revision,
    },
    policy::settings::{self, ProposedSettings},
    usecase::NoLongerPermitted,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A domain whose addresses are admitted by rule.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PermittedDomain)]
pub(crate) struct DomainEntry {
    /// `example.com`, `@example.com`, or `*.example.com` for sub-domains too. Answered in canonical form.
    #[schema(example = "example.com")]
    domain: String,
    /// Whether addresses below the domain are admitted too.
    #[serde(default)]
    include_subdomains: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPortalSettings)]
pub(crate) struct NewSettings {
    /// "Allow Self-Service Registration".
    self_service_registration: bool,
    /// "Permitted Root Domains". Empty admits nobody by the portal form.
    #[schema(value_type = Vec<DomainEntry>)]
    permitted_domains: Vec<Object<DomainEntry>>,
    /// "Allow self-serviced registration using invite link".
    invite_link_registration: bool,
    /// `anyone` or `permitted_domains`. Left out it stays, except that the first domain sets `permitted_domains`.
    link_audience: Option<String>,
    /// Always `password`.
    login_method: Option<String>,
    /// Concerns that are accepted, such as `public_provider:gmail.com`.
    acknowledge: Option<Vec<String>>,
    /// What becomes of members whom the new settings would not admit: `keep` (when left out) or `suspend`.
    no_longer_permitted: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PortalSettings)]
pub(crate) struct Settings {
    /// "Allow Self-Service Registration".
    self_service_registration: bool,
    /// "Permitted Root Domains".
    permitted_domains: Vec<DomainEntry>,
    /// "Allow self-serviced registration using invite link".
    invite_link_registration: bool,
    /// `anyone` or `permitted_domains`.
    #[schema(value_type = String)]
    link_audience: LinkAudience,
    /// Always `password`.
    #[schema(value_type = String)]
    login_method: LoginMethod,
    /// What staff should know about these settings.
    warnings: Vec<Warning>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PortalSettingsWarning)]
pub(crate) struct Warning {
    /// `admits_nobody`, `overlap`, `public_provider`, `disposable` or `opens_portal_form`.
    code: &'static str,
    /// The domain it is about.
    domain: Option<String>,
    /// In a sentence.
    detail: String,
}

/// The settings, with what staff should know about them.
#[utoipa::path(
    get, path = "/customers/{id}/portal-settings", tag = "Customers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Settings), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
) -> Result<Tagged<Settings>, Problem> {
    let customer = app.registrar.customer(&actor, id).await?;
    let warnings = app
        .registrar
        .settings_warnings(&customer, &customer.settings)
        .await?;
    Ok(tagged(
        customer.revision,
        &customer.value.settings,
        warnings,
    ))
}

/// Save the settings: one action, one version.
#[utoipa::path(
    put, path = "/customers/{id}/portal-settings", tag = "Customers", request_body = NewSettings,
    params(("id" = Uuid, Path), ("If-Match" = String, Header)),
    responses((status = 200, body = Settings), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn save(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Tagged<Settings>, Problem> {
    may_manage(&app, &actor, id).await?;
    let seen = etag::seen(&headers)?;
    let (proposed, leavers) = proposal(body.parse()?)?;
    let saved = app
        .registrar
        .configure_portal(&actor, id, seen, proposed, leavers)
        .await?;
    Ok(tagged(
        saved.customer.revision,
        &saved.customer.value.settings,
        saved.warnings,
    ))
}

/// Say whom saving the settings would hit. Saves nothing.
#[utoipa::path(
    post, path = "/customers/{id}/portal-settings/preview", tag = "Customers", request_body = NewSettings,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = Impact), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn preview(
    State(app): State<App>,
    Caller(actor): Caller,
    Id(id): Id<CustomerId>,
    body: RawBody,
) -> Result<Json<Impact>, Problem> {
    may_manage(&app, &actor, id).await?;
    let (proposed, _) = proposal(body.parse()?)?;
    let impact = app
        .registrar
        .preview_settings(&actor, id, &proposed)
        .await?;
    Ok(Json(impact.into()))
}

/// What a body proposes. Domains keep their own reasons, which the rule for settings tells together with its own.
fn proposal(new: NewSettings) -> Result<(ProposedSettings, NoLongerPermitted), Problem> {
    let mut fields = Fields::default();
    let link_audience = new
        .link_audience
        .and_then(|code| fields.take("/link_audience", code.parse()));
    let login_method = new
        .login_method
        .and_then(|code| fields.take("/login_method", code.parse()));
    let leavers = match new.no_longer_permitted.as_deref() {
        None | Some("keep") => NoLongerPermitted::Keep,
        Some("suspend") => NoLongerPermitted::Suspend,
        Some(_) => {
            let detail = "not one of: keep, suspend";
            fields.note("/no_longer_permitted", "unknown_value", detail);
            NoLongerPermitted::Keep
        }
    };
    fields.finish()?;
    let proposed = ProposedSettings {
        self_service_registration: new.self_service_registration,
        permitted_domains: new.permitted_domains.iter().map(permitted).collect(),
        invite_link_registration: new.invite_link_registration,
        link_audience,
        login_method: login_method.unwrap_or(LoginMethod::Password),
        acknowledge: new.acknowledge.into_iter().flatten().collect(),
    };
    Ok((proposed, leavers))
}

fn permitted(
    Object(entry): &Object<DomainEntry>,
) -> Result<PermittedDomain, InvalidPermittedDomain> {
    let typed: PermittedDomain = entry.domain.parse()?;
    let include_subdomains = typed.include_subdomains() || entry.include_subdomains;
    PermittedDomain::new(typed.domain().clone(), include_subdomains)
}

fn tagged(
    revision: Revision,
    settings: &PortalSettings,
    warnings: Vec<settings::Warning>,
) -> Tagged<Settings> {
    let entries = settings.permitted_domains.iter().map(|one| DomainEntry {
        domain: one.domain().as_str().to_owned(),
        include_subdomains: one.include_subdomains(),
    });
    let warnings = warnings.into_iter().map(|one| Warning {
        code: one.warning.code(),
        domain: one.domain,
        detail: one.detail,
    });
    let settings = Settings {
        self_service_registration: settings.self_service_registration,
        permitted_domains: entries.collect(),
        invite_link_registration: settings.invite_link_registration,
        link_audience: settings.link_audience,
        login_method: settings.login_method,
        warnings: warnings.collect(),
    };
    Tagged(revision, settings)
}
