//! Archiving a playbook, after showing from whose gallery it goes.

use super::Head;
use crate::{
    api, etag,
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{model::PlaybookId, usecase::PlaybookImpact};

#[derive(Template)]
#[template(path = "console/archive_playbook.html")]
struct ArchivePage {
    c: Chrome,
    head: Head,
    form: Form,
    impact: PlaybookImpact,
}

impl ArchivePage {
    /// How many customers are not named.
    fn unnamed(&self) -> u64 {
        let named = self.impact.named.len() as u64;
        self.impact.customers.saturating_sub(named)
    }
}

pub(super) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
) -> Answer {
    render(&app, page, id, None).await
}

pub(super) async fn archive(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    let seen = form.if_match();
    match api::playbooks::archive(State(app.clone()), caller, Id(id), seen).await {
        Ok(_) => Ok(see_other("/admin/playbooks?done=playbook-archived")),
        // What the page showed is not so any more: it shows what is, and asks again.
        Err(problem) => render(&app, page, id, Some(form.refused(problem)?)).await,
    }
}

async fn render(app: &App, page: ConsolePage, id: PlaybookId, refused: Option<Form>) -> Answer {
    let impact = app.registrar.preview_playbook_archive(&page.actor, id);
    let impact = impact.await?;
    let playbook = app.registrar.playbook(&page.actor, id).await?;
    let mut form = refused.unwrap_or_default();
    form.set("version", etag::tag(playbook.revision));
    let refusal = form.refusal();
    let page = Page::render(&ArchivePage {
        head: Head::of(&playbook, &page),
        impact,
        form,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}
