//! A form whose sender is not signed in any more: what was typed is kept, to be sent again after signing in elsewhere.

use super::{
    chrome::Chrome,
    form::{Form, TOO_LARGE},
    page::Page,
    refusal::{door, is_console, is_for_a_person},
};
use crate::{
    problem::{Problem, Slug},
    transport::MAX_BODY,
};
use askama::Template;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest as _, Request},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

/// What a form sent that was refused for want of a session.
#[derive(Debug, Clone)]
pub(super) struct Kept(Form);

/// Keeps what a form sends until it is known whether its sender is signed in.
pub(crate) async fn keep(request: Request, next: Next) -> Response {
    let is_post = request.method() == Method::POST && is_for_a_person(&request);
    if !is_post || !Form::is_sent_by(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return Problem::new(Slug::TooLarge, TOO_LARGE).into_response();
    };
    let again = |bytes: Bytes| Request::from_parts(parts.clone(), Body::from(bytes));
    let mut response = next.run(again(bytes.clone())).await;
    if response.status() == StatusCode::UNAUTHORIZED
        && let Ok(form) = Form::from_request(again(bytes), &()).await
    {
        response.extensions_mut().insert(Kept(form));
    }
    response
}

#[derive(Template)]
#[template(path = "signed_out.html")]
struct SignedOutPage {
    c: Chrome,
    form: Form,
    sign_in: String,
    home: &'static str,
}

impl SignedOutPage {
    fn carried(&self) -> Vec<(&str, &str)> {
        self.form.carried(&[])
    }
}

/// The page that keeps it; none where nothing was typed, or what nobody should keep.
pub(super) fn page(c: Chrome, Kept(form): Kept) -> Option<Result<Page, Problem>> {
    let is_secret = |name: &str| name.contains("password");
    let fields = form.carried(&[]);
    if fields.is_empty() || fields.iter().any(|(name, _)| is_secret(name)) {
        return None;
    }
    let page = SignedOutPage {
        sign_in: door(&c, false),
        home: if is_console(c.path()) { "/admin" } else { "/" },
        form,
        c,
    };
    let page = Page::render(&page);
    Some(page.map(|page| page.status(StatusCode::UNAUTHORIZED)))
}
