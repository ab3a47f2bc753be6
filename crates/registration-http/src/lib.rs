//! The HTTP API and the pages of `registration-core`: parse, call, map.
//!
//! [`router`] is nested by the bundled service and by whoever embeds it. It holds no rule: each handler parses what
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
pub use state::Settings;

/// Everything under `/api/v1`, with health, documents and, where mail is captured, the inbox.
///
/// Serve it with connect info (`into_make_service_with_connect_info::<SocketAddr>()`), or there is no client address
/// to count by.
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
