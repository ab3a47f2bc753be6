//! The HTTP API and the pages of `registration-core`: parse, call, map.
//!
//! [`router`] is served by the bundled service and by whoever embeds it. It holds no rule: each handler parses what
//! came, calls one use case and maps the answer; [`problem`] is the only error table.

mod api;
mod brand;
mod client;
mod csrf;
mod etag;
mod extract;
mod merge_patch;
mod pace;
mod pages;
mod paging;
pub mod picture;
pub mod problem;
mod session;
mod state;
mod transport;

use axum::Router;
use registration_core::Registrar;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

pub use brand::{Brand, Logo};
pub use session::ActingAs;
pub use state::Settings;

/// The API under `/api/v1`, the pages of the portal and, under `/admin`, of the console, with health, documents and, where
/// mail is captured, the inbox.
///
/// Serve it with connect info (`into_make_service_with_connect_info::<SocketAddr>()`), or there is no client address
/// to count by. Pages and mails link to the root of their origin, so a host puts its own routes before it
/// (`its_routes.fallback_service(router)`) and not a path. [`ActingAs`] lets the host's authentication decide who calls.
///
/// ```
/// use axum::{body::Body, http::{Request, StatusCode}};
/// use registration_http::{Brand, Settings, router};
/// use std::sync::Arc;
/// use tower::ServiceExt;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # let preview = Arc::new(registration_testkit::doubles::PlainPreview);
/// # let office = registration_testkit::office::Office::default();
/// let settings = Settings {
///     public_url: "https://portal.example.com".into(),
///     trusted_proxies: Vec::new(), // of a reverse proxy: "10.0.0.0/8".parse()?
///     preview,
///     capture: None,
///     brand: Arc::new(Brand::named("Halden Cloud")),
/// };
/// let app = router(office.registrar, settings);
/// let ask = |path: &str| app.clone().oneshot(Request::get(path).body(Body::empty()).expect("a path"));
/// assert_eq!(ask("/readyz").await?.status(), StatusCode::OK);
/// assert_eq!(ask("/api/v1/customers").await?.status(), StatusCode::UNAUTHORIZED);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub fn router(registrar: Registrar, settings: Settings) -> Router {
    let state = state::App::new(registrar, settings);
    let (api, document) = documented().split_for_parts();
    let with_pages = api.merge(pages::router(&state, &document));
    transport::wrap(with_pages, &state).with_state(state)
}

/// The OpenAPI document, as pretty JSON: what `/openapi.json` serves and `docs/openapi.json` keeps.
///
/// # Panics
/// Never: the document is made of strings.
///
/// ```
/// let document: serde_json::Value = serde_json::from_str(&registration_http::openapi())?;
/// let submit = &document["paths"]["/api/v1/registrations"]["post"];
/// assert_eq!(submit["operationId"], "post_registrations");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn openapi() -> String {
    let document = documented().into_openapi();
    document
        .to_pretty_json()
        .expect("an OpenAPI document is JSON")
}

fn documented() -> OpenApiRouter<state::App> {
    let mut router =
        OpenApiRouter::with_openapi(api::Document::openapi()).nest("/api/v1", api::router());
    name_operations(&mut router.get_openapi_mut().paths);
    router
}

/// Names each operation by its method and path. Handlers of different files share a name, operations must not.
fn name_operations(paths: &mut utoipa::openapi::Paths) {
    for (path, item) in &mut paths.paths {
        let words = path.trim_start_matches("/api/v1/").split(['/', '-']);
        let words: Vec<&str> = words.map(|word| word.trim_matches(['{', '}'])).collect();
        let place = words.join("_");
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{place}"));
            }
        }
    }
}
