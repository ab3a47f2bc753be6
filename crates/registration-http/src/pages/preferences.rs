//! What a visitor prefers: the language of the pages.

use super::{
    form::Form,
    language::{self, Language},
    page::{Answer, local_path, see_other},
};
use crate::state::App;
use axum::{extract::State, response::IntoResponse};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use time::Duration;

/// How long a browser keeps the choice.
const KEPT: Duration = Duration::days(365);

/// Keeps the language and goes back to the page it was chosen on.
pub(crate) async fn choose_language(State(app): State<App>, form: Form) -> Answer {
    let back = see_other(local_path(form.value("next")).unwrap_or("/"));
    let Some(chosen) = Language::of_tag(form.value("language")) else {
        return Ok(back);
    };
    let cookie = Cookie::build((language::COOKIE, chosen.tag()))
        .path("/")
        .http_only(true)
        .secure(app.is_secure())
        .same_site(SameSite::Lax)
        .max_age(KEPT)
        .build();
    Ok((CookieJar::new().add(cookie), back).into_response())
}
