//! The outbox: every mail with its delivery state, one of them as its reader sees it.

use crate::{
    api,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        mail_document::MailDocument,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    routing::{get, post},
};
use registration_core::{
    Error,
    model::{MailId, MailKind, MailState},
    policy::access::Permission,
    ports::{OutboxEntry, PreviewedMail},
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/outbox", get(list))
        .route("/admin/outbox/{id}", get(show))
        .route("/admin/outbox/{id}/document", get(document))
        .route("/admin/outbox/{id}/retry", post(retry))
}

/// The filters above the list.
const FILTERS: [&str; 3] = ["state", "kind", "to"];

#[derive(Template)]
#[template(path = "console/outbox.html")]
struct OutboxPage {
    c: Chrome,
    filters: Form,
    mails: Vec<OutboxEntry>,
    older: Option<String>,
    shown: Option<Shown>,
    /// What came of pressing *Retry*, when it could not be done.
    retried: Form,
    is_text: bool,
    may_retry: bool,
    /// Mails stay on this machine.
    is_captured: bool,
    /// The filters and the page of the list, to be kept while one looks from mail to mail.
    kept: String,
}

/// The mail that is looked at.
struct Shown {
    entry: OutboxEntry,
    preview: Option<PreviewedMail>,
}

impl OutboxPage {
    fn states(&self) -> &'static [MailState] {
        MailState::ALL
    }

    fn kinds(&self) -> &'static [MailKind] {
        MailKind::ALL
    }

    fn is_filtered(&self) -> bool {
        FILTERS
            .iter()
            .any(|name| !self.filters.value(name).is_empty())
    }

    fn is_shown(&self, mail: &OutboxEntry) -> bool {
        (self.shown.as_ref()).is_some_and(|shown| shown.entry.id == mail.id)
    }
}

impl Shown {
    fn is_failed(&self) -> bool {
        self.entry.state == MailState::Failed
    }
}

async fn list(State(app): State<App>, page: ConsolePage, paging: Paging) -> Answer {
    render(&app, page, &paging, None, Form::default()).await
}

async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<MailId>,
    paging: Paging,
) -> Answer {
    let entry = app.registrar.outbox_mail(&page.actor, id).await?;
    render(&app, page, &paging, Some(entry), Form::default()).await
}

/// The HTML of a mail with its secrets masked, for the frame in the page.
async fn document(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<MailId>,
) -> Result<MailDocument, Problem> {
    let entry = app.registrar.outbox_mail(&page.actor, id).await?;
    let preview = app.preview(&entry);
    let preview = preview.ok_or(Error::NotFound("content of the mail"))?;
    Ok(MailDocument::of(&preview.html))
}

async fn retry(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<MailId>,
    paging: Paging,
) -> Answer {
    let by = Caller(page.actor.clone());
    match api::outbox::retry(State(app.clone()), by, Id(id)).await {
        Ok(_) => Ok(see_other(&format!("/admin/outbox/{id}?done=mail-queued"))),
        Err(problem) => {
            let refused = Form::default().refused(problem)?;
            let entry = app.registrar.outbox_mail(&page.actor, id).await?;
            render(&app, page, &paging, Some(entry), refused).await
        }
    }
}

async fn render(
    app: &App,
    page: ConsolePage,
    paging: &Paging,
    chosen: Option<OutboxEntry>,
    retried: Form,
) -> Answer {
    app.registrar
        .require(&page.actor, Permission::ReadOperations)?;
    let c = &page.c;
    let mut filters = Form::default();
    for name in FILTERS {
        filters.add(name, c.query(name).unwrap_or_default());
    }
    let query = api::outbox::OutboxQuery {
        state: c.query("state"),
        kind: c.query("kind"),
        to: c.query("to").map(|to| to.trim().to_owned()),
    };
    let (mails, older) = match query.filter() {
        Ok(wanted) => {
            let mails = app.registrar.mails(&page.actor, &wanted, paging.page()?);
            let mails = mails.await?;
            let older = paging.older(&mails);
            (mails.items, older)
        }
        Err(problem) => {
            filters = filters.refused(problem)?;
            (Vec::new(), None)
        }
    };
    let entry = match chosen {
        Some(entry) => Some(entry),
        // The list may leave out what a mail says: the one that is shown is read by itself.
        None => match mails.first() {
            Some(newest) => Some(app.registrar.outbox_mail(&page.actor, newest.id).await?),
            None => None,
        },
    };
    let refusal = filters.refusal().or_else(|| retried.refusal());
    let written = Page::render(&OutboxPage {
        shown: entry.map(|entry| Shown {
            preview: app.preview(&entry),
            entry,
        }),
        is_text: c.query("view").as_deref() == Some("text"),
        may_retry: page.may(Permission::ManageOperations),
        is_captured: app.settings.capture.is_some(),
        kept: kept(c),
        c: page.c,
        filters,
        mails,
        older,
        retried,
    })?;
    Ok(written.after(refusal))
}

fn kept(c: &Chrome) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for name in FILTERS.into_iter().chain(["cursor"]) {
        if let Some(value) = c.query(name).filter(|value| !value.is_empty()) {
            pairs.append_pair(name, &value);
        }
    }
    pairs.finish()
}
