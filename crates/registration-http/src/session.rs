//! Who calls: a portal account, a staff member or a machine.

use crate::{
    problem::{Problem, Slug},
    state::App,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use registration_core::{
    model::{Actor, Secret},
    ports::PortalSession,
    usecase::ConsoleVisit,
};

/// Which of the two kinds of session a cookie is for; neither opens the other's doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CookieKind {
    Portal,
    Console,
}

impl CookieKind {
    fn name(self, app: &App) -> &'static str {
        // Browsers take the `__Host-` prefix over TLS only; plain names are for http on loopback.
        match (self, app.is_secure()) {
            (Self::Portal, true) => "__Host-portal",
            (Self::Portal, false) => "portal",
            (Self::Console, true) => "__Host-console",
            (Self::Console, false) => "console",
        }
    }

    fn secret(self, headers: &HeaderMap, app: &App) -> Option<Secret> {
        let jar = CookieJar::from_headers(headers);
        jar.get(self.name(app))
            .map(|cookie| Secret::presented(cookie.value()))
    }

    /// The cookie of a new session. It ends with the browser; the server ends it by its own clock.
    pub(crate) fn open(self, app: &App, secret: &Secret) -> CookieJar {
        CookieJar::new().add(self.cookie(app, secret.expose().to_owned()))
    }

    /// The cookie that removes itself.
    pub(crate) fn close(self, app: &App) -> CookieJar {
        let mut cookie = self.cookie(app, String::new());
        cookie.make_removal();
        CookieJar::new().add(cookie)
    }

    fn cookie(self, app: &App, value: String) -> Cookie<'static> {
        Cookie::build((self.name(app), value))
            .path("/")
            .http_only(true)
            .secure(app.is_secure())
            .same_site(SameSite::Lax)
            .build()
    }
}

/// The key in `Authorization: Bearer …`. The scheme's case does not matter (RFC 9110 § 11.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| key.trim())
}

/// Who calls, as decided by the authentication of a host that embeds the [`router`](crate::router).
///
/// A layer of the host's own puts it into the request's extensions, where nothing that comes over the wire can put
/// anything. The API then acts with exactly this authority and looks at neither cookie nor key. Leave it out for callers
/// whom the host does not know: they may still have a key or a session of ours.
///
/// ```
/// use axum::{body::Body, http::{Request, StatusCode}};
/// use registration_core::model::{Actor, Role, StaffId};
/// use registration_http::ActingAs;
/// # use registration_http::{Brand, Settings, router};
/// # use std::sync::Arc;
/// # use tower::ServiceExt;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # let preview = Arc::new(registration_testkit::doubles::PlainPreview);
/// # let office = registration_testkit::office::Office::default();
/// # let brand = Arc::new(Brand::named("Halden Cloud"));
/// # let settings = Settings { public_url: "https://portal.example.com".into(), trusted_proxies: Vec::new(), preview, capture: None, brand };
/// # let app = router(office.registrar, settings);
/// let mut request = Request::get("/api/v1/customers").body(Body::empty())?;
/// // In a layer, when the host's own sign-in knows who calls:
/// let id: StaffId = "0195f000-0000-7000-8000-0000000000aa".parse()?;
/// request.extensions_mut().insert(ActingAs(Actor::Staff { id, roles: [Role::Auditor].into() }));
/// assert_eq!(app.oneshot(request).await?.status(), StatusCode::OK);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct ActingAs(pub Actor);

/// Staff or a machine: the authority with which the console's use cases are called.
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(ActingAs(actor)) = parts.extensions.get() {
            return Ok(Self(actor.clone()));
        }
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let key = bearer(&parts.headers).ok_or_else(unauthenticated)?;
            return Ok(Self(
                app.registrar.key_holder(&Secret::presented(key)).await?,
            ));
        }
        let secret = CookieKind::Console
            .secret(&parts.headers, app)
            .ok_or_else(unauthenticated)?;
        Ok(Self(app.registrar.console_visit(&secret).await?.actor()))
    }
}

/// A signed-in staff member, by cookie.
pub(crate) struct ConsoleSession(pub(crate) ConsoleVisit);

impl FromRequestParts<App> for ConsoleSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let secret = CookieKind::Console
            .secret(&parts.headers, app)
            .ok_or_else(unauthenticated)?;
        Ok(Self(app.registrar.console_visit(&secret).await?))
    }
}

/// A signed-in portal account, by cookie.
pub(crate) struct Portal(pub(crate) PortalSession);

impl FromRequestParts<App> for Portal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let secret = CookieKind::Portal
            .secret(&parts.headers, app)
            .ok_or_else(unauthenticated)?;
        Ok(Self(app.registrar.portal_visit(&secret).await?))
    }
}

/// Whoever is signed in: to the portal, to the console or with a key, or to both in one browser.
pub(crate) struct Viewer {
    pub(crate) portal: Option<PortalSession>,
    pub(crate) console: Option<Actor>,
}

impl FromRequestParts<App> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        // A key speaks for itself, and a host for its callers, whatever cookies came with it.
        let is_said = parts.headers.contains_key(header::AUTHORIZATION)
            || parts.extensions.get::<ActingAs>().is_some();
        let portal = if is_said {
            None
        } else {
            signed_in(Portal::from_request_parts(parts, app).await)?
        };
        let console = signed_in(Caller::from_request_parts(parts, app).await)?;
        if portal.is_none() && console.is_none() {
            return Err(unauthenticated());
        }
        Ok(Self {
            portal: portal.map(|Portal(visit)| visit),
            console: console.map(|Caller(actor)| actor),
        })
    }
}

/// A session, or none where there is none that lives.
fn signed_in<T>(session: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match session {
        Err(problem) if problem.slug == Slug::Unauthenticated => Ok(None),
        session => session.map(Some),
    }
}

pub(crate) fn unauthenticated() -> Problem {
    Problem::new(Slug::Unauthenticated, "sign in, or send an API key")
}
