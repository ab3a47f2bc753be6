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

/// Staff or a machine: the authority with which the console's use cases are called.
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
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
        // A key speaks for itself, whatever cookies came with it.
        let portal = if parts.headers.contains_key(header::AUTHORIZATION) {
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
