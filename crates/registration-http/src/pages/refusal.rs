//! A problem as a page, for those who came with a browser.

use super::{
    chrome::Chrome,
    form::problem_detail,
    language::Language,
    page::{Page, see_other},
    signed_out::{self, Kept},
};
use crate::{
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;

/// Marks an answer whose problem is on its page already, so that it is logged and not written again.
#[derive(Debug, Clone)]
pub(crate) struct Written;

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    c: Chrome,
    title: String,
    detail: String,
    status: u16,
    request_id: String,
    home: &'static str,
}

/// Turns problems into pages, unless a program asked. Whoever isn't signed in is sent to the door and back.
pub(crate) async fn as_page(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_for_a_person(&request) {
        return next.run(request).await;
    }
    let chrome = Chrome::read(request.headers(), request.uri(), &app);
    let is_get = request.method() == Method::GET;
    let request_id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Arc<Problem>>().cloned() else {
        return response;
    };
    if response.extensions().get::<Written>().is_some() {
        return response;
    }
    if problem.slug == Slug::Unauthenticated {
        let kept = response.extensions().get::<Kept>().cloned();
        if let Some(page) = kept.and_then(|kept| signed_out::page(chrome.clone(), kept)) {
            let mut page = page.into_response();
            page.extensions_mut().insert(problem);
            page.extensions_mut().insert(Written);
            return page;
        }
        return see_other(&door(&chrome, is_get));
    }
    let request_id = request_id.map(|id| id.0).unwrap_or_default();
    let mut page = write(chrome, &problem, request_id).into_response();
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    page.extensions_mut().insert(problem);
    page.extensions_mut().insert(Written);
    page
}

/// The id under which a request is logged.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

pub(super) fn is_for_a_person(request: &Request) -> bool {
    let accepts = |headers: &HeaderMap| {
        let accept = headers.get(header::ACCEPT)?.to_str().ok()?;
        Some(accept.contains("text/html"))
    };
    !request.uri().path().starts_with("/api/") && accepts(request.headers()).unwrap_or(false)
}

/// Where to sign in, and what to come back to. What a form was sent to may have no page of its own: then there is
/// nothing to come back to.
pub(super) fn door(chrome: &Chrome, is_get: bool) -> String {
    let sign_in = if is_console(chrome.path()) {
        "/admin/sign-in"
    } else {
        "/sign-in"
    };
    if !is_get {
        return sign_in.to_owned();
    }
    let wanted = utf8_percent_encode(chrome.here(), NON_ALPHANUMERIC);
    format!("{sign_in}?next={wanted}")
}

pub(super) fn is_console(path: &str) -> bool {
    path == "/admin" || path.starts_with("/admin/")
}

fn write(c: Chrome, problem: &Problem, request_id: String) -> Response {
    let key = format!("problem-{}", problem.slug.code());
    let translated = (c.texts.0 != Language::English).then(|| c.texts.find(&key, &[]));
    let title = translated
        .flatten()
        .unwrap_or_else(|| problem.slug.title().to_owned());
    let home = if is_console(c.path()) { "/admin" } else { "/" };
    let page = RefusalPage {
        detail: problem_detail(c.texts, problem),
        status: problem.slug.status().as_u16(),
        title,
        request_id,
        home,
        c,
    };
    match Page::render(&page) {
        Ok(page) => page.status(problem.slug.status()).into_response(),
        Err(failed) => failed.into_response(),
    }
}
