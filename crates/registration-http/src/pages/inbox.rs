//! The inbox of captured mail: a page for people, lists and waiting for programs.

mod letter;

use super::{
    chrome::Chrome, language::Language, mail_document::MailDocument, page::Page, texts::Texts,
};
use crate::{
    extract::{Fields, Id, Query},
    problem::{Problem, Slug},
};
use askama::Template;
use axum::{
    Extension, Json,
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use letter::Letter;
use registration_core::{
    Error,
    model::{EmailAddress, MailId, MailKind},
    ports::{CapturedMail, MailCapture},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

/// Where captured mail lies.
pub(crate) type Capture = Arc<dyn MailCapture>;

/// How long to wait when nothing is said, and at most, in seconds.
const DEFAULT_WAIT: u64 = 10;
const MAX_WAIT: u64 = 60;
/// How often to look.
const LOOK_EVERY: Duration = Duration::from_millis(50);

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    to: Option<String>,
    kind: Option<String>,
    timeout: Option<String>,
}

/// Which mail a person looks at, and how.
#[derive(Debug, Deserialize)]
pub(crate) struct Shown {
    mail: Option<String>,
    view: Option<String>,
}

#[derive(Template)]
#[template(path = "inbox.html")]
struct InboxPage {
    c: Chrome,
    mails: Vec<CapturedMail>,
    letter: Option<Letter>,
    is_text: bool,
}

impl InboxPage {
    /// Whether a mail of the list is the one that is shown.
    fn is_shown(&self, mail: &CapturedMail) -> bool {
        (self.letter.as_ref()).is_some_and(|letter| letter.id == mail.id)
    }
}

/// Lets a request through that was sent to this machine by name. A page elsewhere whose name was rebound to loopback
/// still sends its own name.
pub(crate) async fn on_loopback(request: Request, next: Next) -> Response {
    if is_loopback(request.headers()) {
        next.run(request).await
    } else {
        Problem::new(Slug::NotFound, "there is nothing at this address").into_response()
    }
}

fn is_loopback(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let host = host.to_str().unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => {
            if port.parse::<u16>().is_err() {
                return false;
            }
            name
        }
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

pub(crate) async fn page(
    Extension(capture): Extension<Capture>,
    Query(shown): Query<Shown>,
    mut c: Chrome,
) -> Result<Page, Problem> {
    // A page for developers, who read English here as in every message of the service.
    c.texts = Texts(Language::English);
    let mails = look(&capture, None, None).await?;
    // One that is not there any more, or nothing chosen: the newest.
    let wanted = shown.mail.and_then(|id| id.parse::<MailId>().ok());
    let chosen = mails.iter().find(|mail| Some(mail.id) == wanted);
    let letter = chosen.or(mails.first()).cloned().map(Letter::from);
    Page::render(&InboxPage {
        c,
        letter,
        mails,
        is_text: shown.view.as_deref() == Some("text"),
    })
}

/// The HTML of one mail, for the frame in the page.
pub(crate) async fn document(
    Extension(capture): Extension<Capture>,
    Id(id): Id<MailId>,
) -> Result<MailDocument, Problem> {
    let mails = look(&capture, None, None).await?;
    let mail = mails.iter().find(|mail| mail.id == id);
    let mail = mail.ok_or_else(|| Problem::new(Slug::NotFound, "there is no such mail"))?;
    Ok(MailDocument::of(&mail.html))
}

pub(crate) async fn messages(
    Extension(capture): Extension<Capture>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let (to, kind, _) = read(&wanted)?;
    let mails = look(&capture, to.as_ref(), kind).await?;
    Ok(Json(json!({ "data": mails, "next_cursor": null })))
}

pub(crate) async fn wait(
    Extension(capture): Extension<Capture>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<CapturedMail>, Problem> {
    let (to, kind, timeout) = read(&wanted)?;
    let until = Instant::now() + timeout;
    loop {
        let mails = look(&capture, to.as_ref(), kind).await?;
        if let Some(newest) = mails.into_iter().next() {
            return Ok(Json(newest));
        }
        if Instant::now() >= until {
            return Err(Problem::new(Slug::NotFound, "no such mail came"));
        }
        sleep(LOOK_EVERY).await;
    }
}

async fn look(
    capture: &Capture,
    to: Option<&EmailAddress>,
    kind: Option<MailKind>,
) -> Result<Vec<CapturedMail>, Problem> {
    Ok(capture.captured(to, kind).await.map_err(Error::from)?)
}

fn read(wanted: &Wanted) -> Result<(Option<EmailAddress>, Option<MailKind>, Duration), Problem> {
    let mut fields = Fields::default();
    let to = fields.optional("/to", wanted.to.as_deref(), |text| text.trim().parse());
    let kind = fields.optional("/kind", wanted.kind.as_deref(), |text| text.trim().parse());
    let seconds = match wanted.timeout.as_deref() {
        None => DEFAULT_WAIT,
        Some(text) => match text.parse() {
            Ok(seconds) if seconds <= MAX_WAIT => seconds,
            _ => {
                let detail = format!("timeout is a number of seconds from 0 to {MAX_WAIT}");
                fields.note("/timeout", "invalid_timeout", detail);
                DEFAULT_WAIT
            }
        },
    };
    fields.finish()?;
    Ok((to, kind, Duration::from_secs(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        let judged = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            is_loopback(&headers)
        };
        for host in [
            "localhost",
            "LocalHost:8080",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:8080",
        ] {
            assert!(judged(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "evil.example:80",
            "localhost:80:80",
            "localhost:x",
            "127.0.0.1.evil.example",
            "::1",
            "[::1].evil.example",
            "user@localhost",
        ] {
            assert!(!judged(host), "{host}");
        }
        assert!(!is_loopback(&HeaderMap::new()));
    }
}
