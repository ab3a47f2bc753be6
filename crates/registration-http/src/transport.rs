//! What holds for every request: its id, its limits, and how a problem is written down.

use crate::{
    csrf,
    pages::{
        refusal::{self, RequestId, Written},
        signed_out,
    },
    problem::{Problem, Slug},
    state::App,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use std::{sync::Arc, time::Duration};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};
use uuid::Uuid;

/// The largest body (`security.md` 24).
pub(crate) const MAX_BODY: usize = 64 * 1024;
/// The longest a request may take.
const MAX_TIME: Duration = Duration::from_secs(10);

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

pub(crate) fn wrap(router: Router<App>, app: &App) -> Router<App> {
    let missing = || async { Problem::new(Slug::NotFound, "there is nothing at this address") };
    let not_so = || async {
        Problem::new(
            Slug::MethodNotAllowed,
            "this address does not take this method",
        )
    };
    router
        .fallback(missing)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(signed_out::keep))
        .layer(middleware::from_fn_with_state(app.clone(), csrf::check))
        .layer(middleware::from_fn(hurry))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| {
                Problem::new(
                    Slug::Internal,
                    "something went wrong on our side; it has been written down",
                )
                .into_response()
            },
        ))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            refusal::as_page,
        ))
        .layer(middleware::from_fn_with_state(app.clone(), accompany))
        .layer(CompressionLayer::new().gzip(true))
}

/// Ends a request that takes too long. What it had begun in the store is undone.
async fn hurry(request: Request, next: Next) -> Response {
    let late = |_| {
        let problem = Problem::new(Slug::Unavailable, "this took too long; try again");
        Problem {
            retry_after: Some(1),
            ..problem
        }
        .into_response()
    };
    // Waiting for a captured mail is meant to take time.
    if request.uri().path() == "/dev/inbox/wait" {
        return next.run(request).await;
    }
    tokio::time::timeout(MAX_TIME, next.run(request))
        .await
        .unwrap_or_else(late)
}

/// Gives the request an id, writes its problem down, logs its cause, and sets what every answer carries.
async fn accompany(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = Uuid::now_v7().to_string();
    let method = request.method().clone();
    // The template, not the path: a path can hold a token.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let started = std::time::Instant::now();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    let problem = response.extensions_mut().remove::<Arc<Problem>>();
    let written = response.extensions_mut().remove::<Written>().is_some();
    if let Some(cause) = problem.as_ref().and_then(|one| one.cause.as_ref()) {
        tracing::error!(request_id = %id, error = %chain(cause.as_ref()), "a request failed");
    }
    if let Some(problem) = problem.filter(|_| !written) {
        let body = problem.document(&id).to_string();
        let mut headers = std::mem::take(response.headers_mut());
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.remove(header::CONTENT_LENGTH);
        response = (response.status(), body).into_response();
        response.headers_mut().extend(headers);
    }
    app.answered.count(response.status());
    let millis = started.elapsed().as_millis();
    let status = response.status().as_u16();
    let route = route.as_deref().unwrap_or("-");
    tracing::info!(request_id = %id, %method, route, status, millis, "answered");
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ));
    if response.status() == StatusCode::NO_CONTENT {
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}

/// An error with all its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
