//! The page of a link that does not work any more: why, and the ways on.

use super::{
    chrome::Chrome,
    page::{Answer, Page},
};
use askama::Template;
use axum::{http::StatusCode, response::IntoResponse};

#[derive(Template)]
#[template(path = "dead_link.html")]
pub(super) struct DeadLinkPage {
    pub(super) c: Chrome,
    pub(super) title: String,
    pub(super) about: String,
    /// Where to go on: the likeliest first.
    pub(super) ways: Vec<Way>,
    pub(super) home: &'static str,
}

/// A way on from a link that is dead.
pub(super) struct Way {
    href: &'static str,
    label: String,
}

impl Way {
    pub(super) const fn new(href: &'static str, label: String) -> Self {
        Self { href, label }
    }
}

impl DeadLinkPage {
    pub(super) fn answer(self, status: StatusCode) -> Answer {
        Ok(Page::render(&self)?.status(status).into_response())
    }
}
