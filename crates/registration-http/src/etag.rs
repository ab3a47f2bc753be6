//! `ETag` and `If-Match`: two editors never overwrite each other.

use crate::problem::{Problem, Slug};
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use registration_core::model::Revision;
use serde::Serialize;

/// The tag of a revision. Forms carry it as `version`.
pub(crate) fn tag(revision: Revision) -> String {
    format!("\"{}\"", revision.0)
}

/// An object with its tag.
pub(crate) struct Tagged<T>(pub(crate) Revision, pub(crate) T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag: Option<(HeaderName, HeaderValue)> = HeaderValue::from_str(&tag(self.0))
            .ok()
            .map(|tag| (header::ETAG, tag));
        let headers: HeaderMap = tag.into_iter().collect();
        (headers, axum::Json(self.1)).into_response()
    }
}

/// The revision that the caller saw, from `If-Match`.
///
/// Required before the body is looked at (428). A tag that cannot be ours stands for a revision that never was, so
/// that it is answered with 412 after the body was checked. `*` and weak tags don't say which version was seen.
pub(crate) fn seen(headers: &HeaderMap) -> Result<Revision, Problem> {
    let mut values = headers.get_all(header::IF_MATCH).iter().peekable();
    if values.peek().is_none() {
        return Err(Problem::new(
            Slug::PreconditionRequired,
            "send If-Match with the ETag that you read",
        ));
    }
    Ok(read(headers))
}

/// The revision that the caller saw, where one was sent.
pub(crate) fn seen_if_any(headers: &HeaderMap) -> Option<Revision> {
    headers
        .contains_key(header::IF_MATCH)
        .then(|| read(headers))
}

fn read(headers: &HeaderMap) -> Revision {
    let revision = |tag: &str| {
        let digits = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
        let revision: i64 = digits.parse().ok()?;
        (revision.to_string() == digits).then_some(Revision(revision))
    };
    let value = headers
        .get(header::IF_MATCH)
        .and_then(|value| value.to_str().ok());
    value.and_then(revision).unwrap_or(NEVER)
}

/// Revisions begin with 1.
const NEVER: Revision = Revision(0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_strong_tag_of_ours_names_a_revision() {
        let mut headers = HeaderMap::new();
        assert_eq!(seen(&headers).unwrap_err().slug, Slug::PreconditionRequired);
        for (value, revision) in [
            ("\"7\"", 7),
            ("W/\"7\"", 0),
            ("*", 0),
            ("\"07\"", 0),
            ("7", 0),
            ("\"x\"", 0),
        ] {
            headers.insert(header::IF_MATCH, HeaderValue::from_static(value));
            assert_eq!(seen(&headers).unwrap(), Revision(revision), "{value}");
        }
    }
}
