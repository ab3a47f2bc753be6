//! Refuses what another site makes a browser send (Fetch Metadata, `Origin`): signing in included.

use crate::{
    problem::{Problem, Slug},
    session::bearer,
    state::App,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Lets safe methods, API keys and our own pages through.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_ours(request.headers(), &app.settings.public_url) {
        return next.run(request).await;
    }
    let detail = "this request was caused by another site, or its browser did not say by which";
    Problem::new(Slug::ForeignOrigin, detail).into_response()
}

/// The rule of the contract. tower-http's layer admits requests with neither header and compares with `Host`; ours is
/// stricter where a cookie is present, and compares with the configured URL.
fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if bearer(headers).is_some() {
        return true;
    }
    match (headers.get("sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(_), _) => matches!(text("sec-fetch-site"), Some("same-origin" | "none")),
        (None, Some(_)) => text("origin") == Some(public_url),
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        is_ours(&map, "https://portal.example")
    }

    #[test]
    fn a_foreign_form_is_refused_and_our_own_is_not() {
        assert!(judged(&[]));
        assert!(judged(&[
            ("sec-fetch-site", "same-origin"),
            ("cookie", "a=b")
        ]));
        assert!(judged(&[("sec-fetch-site", "none")]));
        assert!(judged(&[
            ("origin", "https://portal.example"),
            ("cookie", "a=b")
        ]));
        assert!(judged(&[
            ("authorization", "bearer rk_x"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(!judged(&[("cookie", "a=b")]));
        assert!(!judged(&[("sec-fetch-site", "same-site")]));
        assert!(!judged(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://portal.example")
        ]));
        assert!(!judged(&[("origin", "https://evil.example")]));
        assert!(!judged(&[("origin", "null")]));
    }
}
