//! Signing in and out, in the portal and in the console.

use super::{
    chrome::Chrome,
    form::Form,
    page::{Answer, Page, local_path, see_other, see_other_with_cookies},
};
use crate::{
    api::{portal_session, staff_session},
    client::ClientNetwork,
    problem::{Problem, Slug},
    session::{ConsoleSession, CookieKind, Portal},
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    c: Chrome,
    form: Form,
    is_console: bool,
}

/// Where one signs in, where one signs out, and what comes after signing in when nothing else was asked for.
const fn places(of: CookieKind) -> (&'static str, &'static str, &'static str) {
    match of {
        CookieKind::Portal => ("/sign-in", "/sign-out", "/playbooks"),
        CookieKind::Console => ("/admin/sign-in", "/admin/sign-out", "/admin"),
    }
}

/// The pages for accounts of the portal, or for staff.
pub(super) fn router(of: CookieKind) -> Router<App> {
    let (sign_in, sign_out, _) = places(of);
    let submit = move |app: State<App>, c: Chrome, client: ClientNetwork, form: Form| {
        submit(of, app, c, client, form)
    };
    let router = Router::new().route(sign_in, get(move |c: Chrome| show(of, c)).post(submit));
    match of {
        CookieKind::Portal => router.route(sign_out, post(leave_portal)),
        CookieKind::Console => router.route(sign_out, post(leave_console)),
    }
}

async fn show(of: CookieKind, c: Chrome) -> Result<Page, Problem> {
    let mut form = Form::default();
    form.add("next", c.query("next").unwrap_or_default());
    form.add("email", c.query("email").unwrap_or_default());
    Page::render(&SignInPage {
        c,
        form,
        is_console: of == CookieKind::Console,
    })
}

async fn submit(
    of: CookieKind,
    app: State<App>,
    c: Chrome,
    client: ClientNetwork,
    form: Form,
) -> Answer {
    let body = form.json(&["email", "password"]);
    let signed_in = match of {
        CookieKind::Portal => portal_session::sign_in(app, client, body).await,
        CookieKind::Console => staff_session::sign_in(app, client, body).await,
    };
    match signed_in {
        Ok(answer) => {
            let (_, _, home) = places(of);
            let next = local_path(form.value("next")).unwrap_or(home);
            Ok(see_other_with_cookies(next, &answer))
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let view = SignInPage {
                c,
                form,
                is_console: of == CookieKind::Console,
            };
            Ok(view.form.again(Page::render(&view)?))
        }
    }
}

async fn leave_portal(app: State<App>, session: Result<Portal, Problem>) -> Answer {
    let left = match session {
        Ok(session) => portal_session::sign_out(app, session).await,
        Err(problem) => Err(problem),
    };
    signed_out(CookieKind::Portal, left)
}

async fn leave_console(app: State<App>, session: Result<ConsoleSession, Problem>) -> Answer {
    let left = match session {
        Ok(session) => staff_session::sign_out(app, session).await,
        Err(problem) => Err(problem),
    };
    signed_out(CookieKind::Console, left)
}

/// Whoever was signed out already wanted just that.
fn signed_out(of: CookieKind, left: Answer) -> Answer {
    let (sign_in, ..) = places(of);
    let page = format!("{sign_in}?done=signed-out");
    match left {
        Ok(answer) => Ok(see_other_with_cookies(&page, &answer)),
        Err(problem) if problem.slug == Slug::Unauthenticated => Ok(see_other(&page)),
        Err(problem) => Err(problem),
    }
}
