//! How a page is sent: our own style and script, nothing from elsewhere.

use super::refusal::Written;
use crate::problem::{Problem, Slug};
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use std::{fmt::Write as _, sync::Arc};

/// What every page may load. Pictures from elsewhere are added one origin at a time.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; \
    frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; img-src 'self'";

/// A page of HTML.
pub(crate) struct Page {
    html: String,
    status: StatusCode,
    pictures: Vec<String>,
}

impl Page {
    /// Writes a template.
    pub(crate) fn render(template: &impl Template) -> Result<Self, Problem> {
        let failed = |error| {
            tracing::error!(%error, "a page could not be written");
            Problem::new(Slug::Internal, "this page could not be written")
        };
        template.render().map(Self::written).map_err(failed)
    }

    /// A page that was written before.
    pub(crate) fn written(html: String) -> Self {
        Self {
            html,
            status: StatusCode::OK,
            pictures: Vec::new(),
        }
    }

    /// The same page as the answer to something that did not go well.
    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The page that shows a form again, as the answer of the API: with the status of what was refused and its
    /// `Retry-After`. What failed on our side is logged with the request.
    pub(crate) fn after(self, refusal: Option<Arc<Problem>>) -> Response {
        let Some(problem) = refusal else {
            return self.into_response();
        };
        let mut response = self.status(problem.slug.status()).into_response();
        if let Some(seconds) = problem.retry_after {
            let wait = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        let written = response.extensions_mut();
        written.insert(problem);
        written.insert(Written);
        response
    }

    /// Lets the page show pictures of these origins, such as `https://cdn.example.com`.
    pub(crate) fn with_pictures_of(mut self, origins: impl IntoIterator<Item = String>) -> Self {
        self.pictures.extend(origins);
        self.pictures.sort();
        self.pictures.dedup();
        self
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let mut policy = POLICY.to_owned();
        for origin in &self.pictures {
            let _ = write!(policy, " {origin}");
        }
        // Origins are parsed before; one that is no header value is left out rather than the whole policy.
        let policy = HeaderValue::from_str(&policy);
        let policy = policy.unwrap_or(HeaderValue::from_static(POLICY));
        let headers = [(header::CONTENT_SECURITY_POLICY, policy)];
        (self.status, headers, Html(self.html)).into_response()
    }
}

/// What a page's handler answers.
pub(crate) type Answer = Result<Response, Problem>;

/// Sends the browser on with GET, after something was done.
pub(crate) fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Sends the browser on, with the cookies that an API call answered.
pub(crate) fn see_other_with_cookies(path: &str, answer: &Response) -> Response {
    let mut response = see_other(path);
    for cookie in answer.headers().get_all(header::SET_COOKIE) {
        response
            .headers_mut()
            .append(header::SET_COOKIE, cookie.clone());
    }
    response
}

/// A path on this site, from what stood in an address or a form; never another site.
pub(crate) fn local_path(wanted: &str) -> Option<&str> {
    let begins = wanted.starts_with('/') && !wanted.starts_with("//");
    // Browsers read `\` as `/`, and drop control characters.
    let is_plain = |c: char| c.is_ascii_graphic() && c != '\\';
    (begins && wanted.chars().all(is_plain)).then_some(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_behind_a_form_is_answered_and_logged_as_the_api_does() {
        let mut busy = Problem::new(Slug::Busy, "many are signing in");
        busy.retry_after = Some(2);
        let page = Page::written(String::new());
        let answer = page.after(Some(Arc::new(busy)));
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers()[header::RETRY_AFTER], "2");
        // What is logged, and that it is on its page already.
        let problem = answer.extensions().get::<Arc<Problem>>();
        assert!(problem.is_some_and(|problem| problem.slug == Slug::Busy));
        assert!(answer.extensions().get::<Written>().is_some());
    }

    #[test]
    fn a_redirect_stays_on_this_site() {
        for good in ["/", "/projects/1?done=started", "/admin/customers#a"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in [
            "",
            "projects",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/a b",
            "/ü",
        ] {
            assert_eq!(local_path(bad), None, "{bad}");
        }
    }
}
