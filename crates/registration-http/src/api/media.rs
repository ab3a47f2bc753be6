//! Pictures: uploaded by playbook editors, shown to whoever may see a playbook with them.

use super::shapes::ProblemDocument;
use crate::{
    extract::Id,
    picture::{self, Unfit},
    problem::{Problem, Slug},
    session::{Caller, Viewer},
    state::App,
};
use axum::{
    Json,
    extract::{
        FromRequest, Multipart, Request, State,
        multipart::{MultipartError, MultipartRejection},
    },
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use registration_core::{
    Error,
    model::{Actor, MediaId, Picture},
    policy::access::Permission,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The largest body of an upload (`security.md` 24): the largest picture, and the rest of the form.
pub(crate) const MAX_BODY: usize = 6 * 1024 * 1024;

/// How long a browser may show a picture without asking again. It never changes; who may see it does.
const KEPT: &str = "private, max-age=3600";

/// A form with one part.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the form; the parts are read by hand"
)]
pub(crate) struct NewMedia {
    /// A PNG, JPEG or WebP of at most 5 MiB and 25 megapixels.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// An uploaded picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Uploaded {
    /// What a cover of kind `upload` names. A playbook can show it within a day.
    id: Uuid,
    /// Where it is.
    url: String,
}

/// Where a picture is.
pub(crate) fn url(app: &App, id: MediaId) -> String {
    format!("{}/api/v1/media/{id}", app.settings.public_url)
}

/// Decodes and keeps a picture: for forms of pages as well as for the API.
pub(crate) async fn upload(app: &App, actor: &Actor, bytes: Vec<u8>) -> Result<MediaId, Problem> {
    app.registrar.require(actor, Permission::ManagePlaybooks)?;
    let picture = decoded(app, bytes).await?;
    Ok(app.registrar.upload_media(actor, picture).await?)
}

async fn decoded(app: &App, bytes: Vec<u8>) -> Result<Picture, Problem> {
    let closed = |_| Problem::new(Slug::Unavailable, "the service is stopping; try again");
    let turn = app.decoding.clone().acquire_owned().await;
    let turn = turn.map_err(closed)?;
    let decoding = tokio::task::spawn_blocking(move || {
        // The turn ends with the work, which goes on when nobody waits for it any more.
        let _turn = turn;
        picture::read(&bytes)
    });
    // A decoder that panicked, which is logged, has met what nobody can show.
    Ok(decoding.await.unwrap_or(Err(Unfit::Damaged))?)
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        let slug = match unfit {
            Unfit::UnknownFormat | Unfit::Damaged => Slug::UnsupportedMediaType,
            Unfit::TooManyBytes | Unfit::TooManyPixels => Slug::TooLarge,
        };
        Self::new(slug, unfit.to_string())
    }
}

/// Upload a picture for the card of a playbook.
///
/// It is decoded and encoded anew: metadata are dropped, and what is wider or higher than 1920 pixels is made smaller.
/// One that no playbook shows is forgotten after a day.
#[utoipa::path(
    post, path = "/media", tag = "Playbooks",
    request_body(content = NewMedia, content_type = "multipart/form-data"),
    responses((status = 201, body = Uploaded), (status = "4XX", body = ProblemDocument))
)]
pub(crate) async fn create(
    State(app): State<App>,
    Caller(actor): Caller,
    request: Request,
) -> Result<Response, Problem> {
    // Before the body is read: nobody who may not upload makes us hold megabytes.
    app.registrar.require(&actor, Permission::ManagePlaybooks)?;
    let bytes = only_file(request).await?;
    let id = upload(&app, &actor, bytes).await?;
    let url = url(&app, id);
    let location = HeaderValue::from_str(&url).map(|url| (header::LOCATION, url));
    let headers: HeaderMap = location.into_iter().collect();
    let uploaded = Uploaded { id: id.0, url };
    Ok((StatusCode::CREATED, headers, Json(uploaded)).into_response())
}

/// The one part of the form, `file`.
async fn only_file(request: Request) -> Result<Vec<u8>, Problem> {
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|error| no_form(&error))?;
    let mut file = None;
    while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default();
        if name != "file" {
            // What a stranger calls it is repeated in part only.
            let name: String = name.chars().take(40).collect();
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            let detail = "send one part, named file";
            return Err(Problem::field(&pointer, "unknown_field", detail));
        }
        if file.is_some() {
            let detail = "send one picture at a time";
            return Err(Problem::field("/file", "duplicate_field", detail));
        }
        file = Some(part.bytes().await.map_err(|error| broken(&error))?);
    }
    let missing = || Problem::field("/file", "required", "send a part named file");
    Ok(file.ok_or_else(missing)?.into())
}

fn no_form(rejection: &MultipartRejection) -> Problem {
    let detail = "send multipart/form-data with one part, named file";
    match rejection {
        MultipartRejection::InvalidBoundary(_) => Problem::new(Slug::UnsupportedMediaType, detail),
        _ => Problem::new(Slug::Malformed, detail),
    }
}

fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Unfit::TooManyBytes.into();
    }
    Problem::new(Slug::Malformed, "the form did not arrive whole")
}

/// A picture.
///
/// Staff who may see playbooks see every one, portal accounts those on the cards of playbooks that they may start now.
#[utoipa::path(
    get, path = "/media/{id}", tag = "Playbooks",
    params(("id" = Uuid, Path, description = "The picture")),
    responses(
        (status = 200, description = "The picture", content(
            (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg")
        )),
        (status = 304, description = "The one that If-None-Match names"),
        (status = "4XX", body = ProblemDocument)
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id<MediaId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let picture = seen_by(&app, &viewer, id).await?;
    // Another picture has another id.
    let tag = format!("\"{id}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter();
    let mut known = known.filter_map(|value| value.to_str().ok());
    let is_known = known.any(|tags| {
        let mut tags = tags.split(',').map(str::trim);
        tags.any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let tag = HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag));
    let mut headers: HeaderMap = tag.into_iter().collect();
    headers.extend(
        [
            (header::CACHE_CONTROL, KEPT),
            // Whoever signs in after somebody else in the same browser asks again.
            (header::VARY, "authorization, cookie"),
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; sandbox",
            ),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            ),
        ]
        .map(|(name, value)| (name, HeaderValue::from_static(value))),
    );
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let kind = HeaderValue::from_static(picture.format().content_type());
    headers.insert(header::CONTENT_TYPE, kind);
    Ok((headers, picture.into_bytes()).into_response())
}

/// The picture, if one of the sessions that came may see it. A browser may hold both kinds.
async fn seen_by(app: &App, viewer: &Viewer, id: MediaId) -> Result<Picture, Problem> {
    if let Some(portal) = &viewer.portal {
        match app.registrar.media_for_portal(portal, id).await {
            Err(Error::NotFound(_)) if viewer.console.is_some() => {}
            answer => return Ok(answer?),
        }
    }
    let actor = viewer.console.as_ref().unwrap_or(&Actor::Visitor);
    Ok(app.registrar.media_for_staff(actor, id).await?)
}
