//! The "Portal Cover Image" of a form: an uploaded picture, a hosted one, or the drawn pattern.

use crate::{
    api::media,
    pages::form::Form,
    problem::{Problem, Slug},
    state::App,
};
use axum::{
    body::{Body, HttpBody},
    extract::{FromRequest, Multipart, Request},
};
use registration_core::{
    model::{Actor, Cover, CoverUrl, MediaId, PlaybookId},
    usecase::FieldError,
};
use serde_json::{Value, json};
use std::{future::poll_fn, pin::Pin};

/// The file's field, and the pointer of what is wrong with it.
const FILE: &str = "cover-file";

/// A form that may bring a picture.
pub(super) struct Brought {
    pub(super) form: Form,
    /// The picture, or why it did not arrive.
    pub(super) file: Result<Option<Vec<u8>>, Problem>,
}

/// How much of a form is taken off the wire, and dropped, before a browser is cut off: one that is still sending does
/// not read why it was refused.
const DRAINED: usize = 8 * media::MAX_BODY;

/// Reads the fields of a form with files. The file is its last field, so that what was typed is kept when it is too
/// large.
pub(super) async fn read(request: Request) -> Result<Brought, Problem> {
    let broken = || Problem::new(Slug::Malformed, "the form did not arrive whole");
    let (head, body) = request.into_parts();
    let (kept, is_cut) = first_bytes(body).await.map_err(|_| broken())?;
    let request = Request::from_parts(head, kept.into());
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| {
        let detail = "send the form as multipart/form-data";
        Problem::new(Slug::UnsupportedMediaType, detail)
    })?;
    let mut form = Form::default();
    let mut file = None;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) if is_cut => return Ok(too_large(form)),
            Err(_) => return Err(broken()),
        };
        let name = part.name().unwrap_or_default().to_owned();
        if name == FILE {
            match part.bytes().await {
                // A browser sends an empty file where none was chosen.
                Ok(bytes) if bytes.is_empty() => {}
                Ok(bytes) => file = Some(bytes.into()),
                Err(_) if is_cut => return Ok(too_large(form)),
                Err(_) => return Err(broken()),
            }
        } else {
            let value = part.text().await.map_err(|_| broken())?;
            form.add(&name, value);
        }
    }
    Ok(Brought {
        form,
        file: Ok(file),
    })
}

/// The beginning of a body, as much as a form may have, and whether there was more.
async fn first_bytes(mut body: Body) -> Result<(Vec<u8>, bool), axum::Error> {
    let (mut kept, mut count) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(bytes) = frame?.into_data() else {
            continue;
        };
        count += bytes.len();
        let room = media::MAX_BODY - kept.len();
        kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if count > DRAINED {
            break;
        }
    }
    let is_cut = count > kept.len();
    Ok((kept, is_cut))
}

fn too_large(form: Form) -> Brought {
    let detail = "a picture has at most 5 MiB";
    Brought {
        form,
        file: Err(at_file(Problem::new(Slug::TooLarge, detail))),
    }
}

/// Keeps the picture that came with a form, which then names it.
pub(super) async fn keep(app: &App, actor: &Actor, brought: Brought) -> (Form, Option<Problem>) {
    let Brought { mut form, file } = brought;
    let kept = match file {
        Ok(None) => return (form, None),
        Ok(Some(bytes)) => media::upload(app, actor, bytes).await,
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(id) => {
            form.set("cover-media_id", id.to_string());
            form.set("cover-url", "");
            form.remove("cover-none");
            (form, None)
        }
        Err(problem) => (form, Some(at_file(problem))),
    }
}

/// The same problem, said beside the file.
fn at_file(mut problem: Problem) -> Problem {
    let code = match problem.slug {
        Slug::TooLarge => "picture_too_large",
        Slug::UnsupportedMediaType => "picture_unreadable",
        _ => return problem,
    };
    if problem.errors.is_empty() {
        let detail = problem.detail.clone();
        problem
            .errors
            .push(FieldError::new("/cover-file", code, detail));
    }
    problem
}

/// What a form says: a link that was pasted, else the picture that was uploaded, unless the pattern is wished for.
pub(super) fn json(form: &Form) -> Value {
    let link = form.value("cover-url").trim();
    let media = form.value("cover-media_id");
    if form.is_on("cover-none") {
        json!({ "kind": "none" })
    } else if !link.is_empty() {
        json!({ "kind": "link", "url": link })
    } else if !media.is_empty() {
        json!({ "kind": "upload", "media_id": media })
    } else {
        json!({ "kind": "none" })
    }
}

/// Puts a cover into a form.
pub(super) fn fill(form: &mut Form, cover: &Cover) {
    let (media, url) = match cover {
        Cover::None => (String::new(), ""),
        Cover::Upload { media } => (media.to_string(), ""),
        Cover::Link { url } => (String::new(), url.as_str()),
    };
    form.add("cover-media_id", media);
    form.add("cover-url", url);
}

/// A picture to show, and where browsers load it from when that is elsewhere.
pub(super) struct Picture {
    pub(super) src: String,
    pub(super) origin: Option<String>,
    /// `upload`, `link` or `none`: what is said about it.
    pub(super) kind: &'static str,
}

impl Picture {
    /// The cover that a form has.
    pub(super) fn of_form(form: &Form, playbook: PlaybookId) -> Self {
        let chosen = json(form);
        let text = |member: &str| chosen[member].as_str().unwrap_or_default();
        let cover = match (text("url").parse::<CoverUrl>(), text("media_id").parse()) {
            (Ok(url), _) => Cover::Link { url },
            (_, Ok::<MediaId, _>(media)) => Cover::Upload { media },
            _ => Cover::None,
        };
        Self::of(&cover, playbook)
    }

    /// A cover; the pattern of the playbook where there is none.
    pub(super) fn of(cover: &Cover, playbook: PlaybookId) -> Self {
        match cover {
            Cover::None => Self {
                src: format!("/covers/{playbook}.svg"),
                origin: None,
                kind: "none",
            },
            Cover::Upload { media } => Self {
                // By path: a page may load pictures of its own site only, by whatever name it was reached.
                src: format!("/api/v1/media/{media}"),
                origin: None,
                kind: "upload",
            },
            Cover::Link { url } => Self {
                src: url.as_str().to_owned(),
                origin: Some(url.origin().to_owned()),
                kind: "link",
            },
        }
    }
}
