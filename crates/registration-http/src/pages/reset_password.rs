//! Choosing a new password, in the portal and in the console: asking for the link, and the link's page.

use super::{
    chrome::Chrome,
    dead_link::{DeadLinkPage, Way},
    form::Form,
    page::{Answer, Page, see_other},
};
use crate::{
    api::{portal_session, staff_session},
    client::ClientNetwork,
    extract::{RawBody, Segments},
    problem::{Problem, Slug},
    session::CookieKind,
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, routing::get};
use registration_core::Error;

#[derive(Template)]
#[template(path = "reset_password.html")]
struct AskPage {
    c: Chrome,
    form: Form,
    door: &'static str,
}

#[derive(Template)]
#[template(path = "reset_sent.html")]
struct SentPage {
    c: Chrome,
    door: &'static str,
}

#[derive(Template)]
#[template(path = "choose_password.html")]
struct ChoosePage {
    c: Chrome,
    form: Form,
}

/// Where the pages of one side begin, and where one signs in there.
const fn places(of: CookieKind) -> (&'static str, &'static str) {
    match of {
        CookieKind::Portal => ("/reset-password", "/sign-in"),
        CookieKind::Console => ("/admin/reset-password", "/admin/sign-in"),
    }
}

/// The pages for accounts of the portal, or for staff.
pub(super) fn router(of: CookieKind) -> Router<App> {
    let (start, _) = places(of);
    Router::new()
        .route(
            start,
            get(move |c: Chrome| ask(of, c)).post(
                move |app: State<App>, c: Chrome, client: ClientNetwork, form: Form| {
                    send(of, app, c, client, form)
                },
            ),
        )
        .route(&format!("{start}/sent"), get(move |c: Chrome| sent(of, c)))
        .route(
            &format!("{start}/{{token}}"),
            get(open).post(
                move |app: State<App>,
                      c: Chrome,
                      token: Result<Segments<String>, Problem>,
                      form: Form| { choose(of, app, c, token, form) },
            ),
        )
}

async fn ask(of: CookieKind, c: Chrome) -> Result<Page, Problem> {
    let form = Form::default();
    let door = places(of).1;
    Page::render(&AskPage { c, form, door })
}

async fn send(
    of: CookieKind,
    app: State<App>,
    c: Chrome,
    client: ClientNetwork,
    form: Form,
) -> Answer {
    let body = form.json(&["email"]);
    let sent = match of {
        CookieKind::Portal => portal_session::request_reset(app, client, body).await,
        CookieKind::Console => staff_session::request_reset(app, client, body).await,
    };
    let (start, door) = places(of);
    match sent {
        Ok(_) => Ok(see_other(&format!("{start}/sent"))),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = AskPage { c, form, door };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

async fn sent(of: CookieKind, c: Chrome) -> Result<Page, Problem> {
    let door = places(of).1;
    Page::render(&SentPage { c, door })
}

/// Opening the link changes nothing and looks nothing up: whether it is good shows when the password is sent.
async fn open(c: Chrome) -> Result<Page, Problem> {
    let form = Form::default();
    Page::render(&ChoosePage { c, form })
}

async fn choose(
    of: CookieKind,
    app: State<App>,
    c: Chrome,
    token: Result<Segments<String>, Problem>,
    form: Form,
) -> Answer {
    let (_, door) = places(of);
    match complete(of, app, token, &form).await {
        Ok(_) => Ok(see_other(&format!("{door}?done=password-set"))),
        Err(problem) if problem.slug == Slug::TokenUnavailable => dead(of, c, problem.slug),
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = ChoosePage { c, form };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

async fn complete(
    of: CookieKind,
    app: State<App>,
    token: Result<Segments<String>, Problem>,
    form: &Form,
) -> Result<axum::http::StatusCode, Problem> {
    // What is no text is as unknown as any other token.
    let Segments(token) = token.map_err(|_| Error::TokenUnavailable)?;
    let mut body = form.object(&["password"]);
    body.insert("token".to_owned(), token.into());
    let body = RawBody::of(&body.into());
    match of {
        CookieKind::Portal => portal_session::complete_reset(app, body).await,
        CookieKind::Console => staff_session::complete_reset(app, body).await,
    }
}

fn dead(of: CookieKind, c: Chrome, slug: Slug) -> Answer {
    let (start, door) = places(of);
    DeadLinkPage {
        title: c.t("reset-dead-title"),
        about: c.t("reset-dead"),
        ways: vec![
            Way::new(start, c.t("reset-again")),
            Way::new(door, c.t("sign-in")),
        ],
        home: if of == CookieKind::Portal {
            "/"
        } else {
            "/admin"
        },
        c,
    }
    .answer(slug.status())
}
