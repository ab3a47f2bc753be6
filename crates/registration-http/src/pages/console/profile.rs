//! A staff member's own page: duty, language, password, and where one is signed in.

use crate::{
    api::{self, own_sessions, profile},
    client::ClientNetwork,
    extract::{Id, RawBody},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other, see_other_with_cookies},
        visit::ConsolePage,
    },
    session::{Caller, ConsoleSession},
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use registration_core::{
    model::{SessionId, Staff},
    ports,
    usecase::{ConsoleVisit, OwnSession},
};
use serde_json::json;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/profile", get(show))
        .route("/admin/profile/on-duty", post(switch_duty))
        .route(
            "/admin/profile/password",
            get(to_profile).post(change_password),
        )
        .route("/admin/profile/sessions/{id}/end", post(end_session))
        .route("/admin/profile/sessions/end-others", post(end_others))
}

#[derive(Template)]
#[template(path = "console/profile.html")]
struct ProfilePage {
    c: Chrome,
    me: Staff,
    /// The form of the password.
    form: Form,
    sessions: Vec<OwnSession>,
    nobody_on_duty: bool,
}

/// How many sessions are shown.
const SESSIONS: u32 = 50;

async fn show(State(app): State<App>, page: ConsolePage) -> Answer {
    render(&app, page, Form::default()).await
}

/// Where a refused password was shown, for those who load that address again.
async fn to_profile(_page: ConsolePage) -> Answer {
    Ok(see_other("/admin/profile"))
}

async fn render(app: &App, page: ConsolePage, form: Form) -> Answer {
    let first = ports::Page {
        limit: SESSIONS,
        before: None,
    };
    let ConsoleVisit { session, staff } = page.visit;
    let sessions = app.registrar.own_sessions(&session, first).await?;
    let refusal = form.refusal();
    let page = Page::render(&ProfilePage {
        me: staff.value,
        sessions: sessions.items,
        nobody_on_duty: app.registrar.nobody_is_on_duty().await?,
        form,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

async fn switch_duty(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let me = Id(page.visit.staff.id);
    let caller = Caller(page.actor);
    let done = if form.is_on("on_duty") {
        api::staff::go_on_duty(State(app), caller, me).await?;
        "duty-on"
    } else {
        api::staff::go_off_duty(State(app), caller, me).await?;
        "duty-off"
    };
    Ok(see_other(&format!("/admin/profile?done={done}")))
}

async fn change_password(
    State(app): State<App>,
    client: ClientNetwork,
    page: ConsolePage,
    form: Form,
) -> Answer {
    let body = RawBody::of(&json!({
        "current_password": form.value("current_password"),
        "new_password": form.value("new_password"),
    }));
    let session = ConsoleSession(page.visit.clone());
    match profile::change_staff_password(State(app.clone()), client, session, body).await {
        Ok(_) => Ok(see_other("/admin/profile?done=console-password")),
        Err(problem) => render(&app, page, form.refused(problem)?).await,
    }
}

async fn end_session(State(app): State<App>, page: ConsolePage, Id(id): Id<SessionId>) -> Answer {
    let is_current = page.visit.session.id == id;
    let session = ConsoleSession(page.visit);
    let answer = own_sessions::console_end(State(app), session, Id(id)).await?;
    let next = if is_current {
        "/admin/sign-in?done=signed-out"
    } else {
        "/admin/profile?done=console-session"
    };
    Ok(see_other_with_cookies(next, &answer))
}

async fn end_others(State(app): State<App>, page: ConsolePage) -> Answer {
    own_sessions::console_end_others(State(app), ConsoleSession(page.visit)).await?;
    Ok(see_other("/admin/profile?done=console-sessions"))
}
