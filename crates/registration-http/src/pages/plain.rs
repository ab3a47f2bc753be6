//! How a plain page is sent: its own style, no script, nothing from elsewhere.

use crate::problem::{Problem, Slug};
use askama::Template;
use axum::{
    http::header,
    response::{Html, IntoResponse, Response},
};

/// Style from here, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A page of HTML.
pub(crate) struct Page(String);

impl Page {
    /// Writes a template.
    pub(crate) fn render(template: &impl Template) -> Result<Self, Problem> {
        let failed = |error| {
            tracing::error!(%error, "a page could not be written");
            Problem::new(Slug::Internal, "this page could not be written")
        };
        template.render().map(Self).map_err(failed)
    }

    /// A page that was written before.
    pub(crate) fn written(html: String) -> Self {
        Self(html)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(self.0)).into_response()
    }
}

/// The style of these pages.
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    (headers, include_str!("../../assets/pages.css"))
}
