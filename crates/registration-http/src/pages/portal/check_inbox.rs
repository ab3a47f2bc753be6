//! "Check your inbox": the code of the mail is typed here, and the mail can be asked for again.

use super::come_in::{self, Proven};
use crate::{
    api::registrations::{self, CheckEmail},
    client::ClientNetwork,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, local_path, see_other},
    },
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use registration_core::{model::RegistrationId, usecase::FieldError};
use time::Duration;

/// The cookie that keeps what was typed, so that the page can say where to look without an address in its own.
const CLAIM: &str = "claim";
/// As long as the mailed link works.
const KEPT: Duration = Duration::hours(24);

#[derive(Template)]
#[template(path = "portal/check_inbox.html")]
struct CheckInboxPage {
    c: Chrome,
    form: Form,
    claim: Claim,
}

impl CheckInboxPage {
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form.carried(come_in::NOT_CARRIED)
    }
}

/// What was typed where the registration began.
#[derive(Default)]
struct Claim {
    email: Option<String>,
    /// The page of the form.
    back: Option<String>,
}

impl Claim {
    fn kept(jar: &CookieJar) -> Self {
        let mut claim = Self::default();
        let Some(cookie) = jar.get(CLAIM) else {
            return claim;
        };
        for (name, value) in form_urlencoded::parse(cookie.value().as_bytes()) {
            match &*name {
                "email" => claim.email = Some(value.into_owned()),
                "back" => claim.back = local_path(&value).map(str::to_owned),
                _ => {}
            }
        }
        claim
    }

    fn back(&self) -> &str {
        self.back.as_deref().unwrap_or("/register")
    }
}

/// Sends the browser here after a registration began.
pub(super) fn after(app: &App, begun: &CheckEmail, form: &Form, back: &str) -> Response {
    let path = format!("/register/check/{}", begun.registration_id);
    let claim = form_urlencoded::Serializer::new(String::new())
        .append_pair("email", form.value("email").trim())
        .append_pair("back", back)
        .finish();
    let cookie = Cookie::build((CLAIM, claim))
        .path(path.clone())
        .http_only(true)
        .secure(app.is_secure())
        .same_site(SameSite::Lax)
        .max_age(KEPT)
        .build();
    (CookieJar::new().add(cookie), see_other(&path)).into_response()
}

pub(crate) async fn show(
    c: Chrome,
    jar: CookieJar,
    Id(_): Id<RegistrationId>,
) -> Result<Page, Problem> {
    Page::render(&CheckInboxPage {
        c,
        form: Form::default(),
        claim: Claim::kept(&jar),
    })
}

pub(crate) async fn submit(
    State(app): State<App>,
    c: Chrome,
    client: ClientNetwork,
    jar: CookieJar,
    Id(id): Id<RegistrationId>,
    form: Form,
) -> Answer {
    let refused = if form.value("step") == "resend" {
        match registrations::resend(State(app), client, Id(id)).await {
            Ok(_) => return Ok(see_other(&format!("{}?done=resent", c.path()))),
            Err(problem) => problem,
        }
    } else {
        let registration = id.to_string();
        let code = form.value("code").to_owned();
        let proven = Proven::Code { registration, code };
        match come_in::go_on(&app, &c, &client, &proven, &form).await {
            Ok(response) => return Ok(response),
            Err(problem) => beside_the_code(&c, problem),
        }
    };
    let form = form.refused(refused)?;
    let claim = Claim::kept(&jar);
    let view = CheckInboxPage { c, form, claim };
    Ok(view.form.again(Page::render(&view)?))
}

/// A wrong code is said beside its field, with the tries that are left.
fn beside_the_code(c: &Chrome, mut problem: Problem) -> Problem {
    if problem.slug == Slug::WrongCode {
        let left = problem.members.get("attempts_left");
        let left = left.and_then(serde_json::Value::as_u64).unwrap_or_default();
        let why = c.t1("check-code-wrong", "left", u32::try_from(left).unwrap_or(0));
        problem.errors = vec![FieldError::new("/code", "wrong_code", why)];
    }
    problem
}
