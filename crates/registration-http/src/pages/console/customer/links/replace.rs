//! Replacing the code of a link: whom it hits, and when the old code dies.

use super::{LinkRow, Named, named, unnamed};
use crate::{
    api::{customers::may_manage, invite_links},
    extract::{Id, RawBody, Segments},
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
use registration_core::{
    model::{InviteLink, Stored},
    usecase::{InviteLinkChange, LinkImpact},
};
use serde_json::json;

#[derive(Template)]
#[template(path = "console/replace_link.html")]
struct ReplacePage {
    c: Chrome,
    customer_name: String,
    customer_href: String,
    row: LinkRow,
    form: Form,
    /// How many are not named.
    more: u64,
    impact: LinkImpact,
    choices: [(&'static str, &'static str); 4],
}

/// How long the old code may still work, in minutes, with the text of the choice.
const CHOICES: [(&str, &str); 4] = [
    ("0", "link-replace-at-once"),
    ("60", "link-replace-hour"),
    ("1440", "link-replace-day"),
    ("10080", "link-replace-week"),
];

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Segments(path): Named,
) -> Answer {
    let link = named(&app, &page, path).await?;
    render(&app, page, link, Form::of([("grace_minutes", "0")])).await
}

async fn render(app: &App, page: ConsolePage, link: Stored<InviteLink>, form: Form) -> Answer {
    let customer = may_manage(app, &page.actor, link.customer).await?;
    let impact = app
        .registrar
        .preview_link_change(&page.actor, link.id, &InviteLinkChange::stop())
        .await?;
    let refusal = form.refusal();
    let page = Page::render(&ReplacePage {
        customer_name: customer.name.clone(),
        customer_href: format!("/admin/customers/{}", customer.id),
        row: LinkRow::of(app, &page, link.value),
        form,
        more: unnamed(&impact),
        impact,
        choices: CHOICES,
        c: page.c,
    })?;
    Ok(page.after(refusal))
}

pub(crate) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Segments(path): Named,
    form: Form,
) -> Answer {
    let link = named(&app, &page, path).await?;
    let minutes: i64 = form.value("grace_minutes").parse().unwrap_or(-1);
    let body = RawBody::of(&json!({ "grace_minutes": minutes }));
    let caller = Caller(page.actor.clone());
    match invite_links::rotate(State(app.clone()), caller, Id(link.id), body).await {
        Ok(_) => {
            let (customer, id) = (link.customer, link.id);
            Ok(see_other(&format!(
                "/admin/customers/{customer}/links/{id}?done=replaced"
            )))
        }
        Err(problem) => render(&app, page, link, form.refused(problem)?).await,
    }
}
