//! What a visitor prefers: the language of the pages.

use super::{
    form::Form,
    language::{self, Language},
    page::{Answer, local_path, see_other},
};
use crate::{
    problem::Problem,
    session::{ConsoleSession, Portal},
    state::App,
};
use axum::{extract::State, response::IntoResponse};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use time::Duration;

/// How long a browser keeps the choice.
const KEPT: Duration = Duration::days(365);

/// Keeps the language and goes back to the page it was chosen on.
pub(crate) async fn choose_language(
    State(app): State<App>,
    portal: Result<Portal, Problem>,
    console: Result<ConsoleSession, Problem>,
    form: Form,
) -> Answer {
    let back = see_other(local_path(form.value("next")).unwrap_or("/"));
    let Some(chosen) = Language::of_tag(form.value("language")) else {
        return Ok(back);
    };
    // Whoever is signed in keeps the choice, for other browsers and for mails; the cookie is for everybody else.
    let portal = portal.ok().map(|Portal(visit)| visit.session.holder);
    let console = console.ok().map(|session| session.0.session.holder);
    for holder in portal.into_iter().chain(console) {
        let locale = chosen.tag().parse().ok();
        app.registrar.choose_language(holder, locale).await?;
    }
    let cookie = Cookie::build((language::COOKIE, chosen.tag()))
        .path("/")
        .http_only(true)
        .secure(app.is_secure())
        .same_site(SameSite::Lax)
        .max_age(KEPT)
        .build();
    Ok((CookieJar::new().add(cookie), back).into_response())
}
