//! What pages load: style, script, font, icons, the brand's colour and logo, and drawn covers.

use super::drawing;
use crate::{
    brand::Logo,
    problem::{Problem, Slug},
    state::App,
};
use axum::{
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

/// Name, type and content of each file.
const FILES: &[(&str, &str, &[u8])] = &[
    (
        "app.css",
        "text/css; charset=utf-8",
        include_bytes!("../../assets/app.css"),
    ),
    (
        "app.js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/app.js"),
    ),
    (
        "pages.css",
        "text/css; charset=utf-8",
        include_bytes!("../../assets/pages.css"),
    ),
    (
        "icons.svg",
        "image/svg+xml",
        include_bytes!("../../assets/icons.svg"),
    ),
    (
        "chev.svg",
        "image/svg+xml",
        include_bytes!("../../assets/chev.svg"),
    ),
    (
        "inter.woff2",
        "font/woff2",
        include_bytes!("../../assets/inter.woff2"),
    ),
];

/// Changes when a file changes, so that browsers keep files for as long as they are the same.
pub(super) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hasher = DefaultHasher::new();
    FILES.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
});

/// For files that are asked for without a version, from within the style.
const FOR_AN_HOUR: &str = "public, max-age=3600";
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

pub(super) async fn file(Path(name): Path<String>, request: Request) -> Response {
    let Some((_, kind, bytes)) = FILES.iter().find(|(one, ..)| *one == name) else {
        return Problem::new(Slug::NotFound, "there is no such file").into_response();
    };
    let versioned = request.uri().query() == Some(&*format!("v={}", *VERSION));
    let keep = if versioned { FOR_GOOD } else { FOR_AN_HOUR };
    let headers = [(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, keep)];
    (headers, *bytes).into_response()
}

/// The one knob of the brand's colour. A style of its own, since pages hold none.
pub(super) async fn brand_style(State(app): State<App>) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, FOR_AN_HOUR),
    ];
    let hue = app.settings.brand.hue % 360;
    (headers, format!(":root{{--hue:{hue}}}\n"))
}

/// The operator's logo.
pub(super) async fn logo(State(app): State<App>) -> Response {
    let Some(Logo { media_type, bytes }) = &app.settings.brand.logo else {
        return Problem::new(Slug::NotFound, "there is no logo").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, *media_type),
        (header::CACHE_CONTROL, FOR_AN_HOUR),
    ];
    (headers, bytes.clone()).into_response()
}

/// What stands for a logo: the brand's letter in a round mark.
pub(super) async fn mark(State(app): State<App>) -> Response {
    let brand = &app.settings.brand;
    drawn(drawing::mark(&brand.initial(), brand.hue))
}

/// The picture beside the forms, in the brand's colour.
pub(super) async fn art(State(app): State<App>) -> Response {
    drawn(drawing::art(app.settings.brand.hue))
}

/// The cover of a playbook that has none: drawn from its id.
pub(super) async fn cover(Path(seed): Path<String>) -> Response {
    drawn(drawing::cover(seed.trim_end_matches(".svg")))
}

fn drawn(svg: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, FOR_AN_HOUR),
    ];
    (headers, svg).into_response()
}
