//! Switching off portal access: what ends with it, and the button that does it.

use crate::{
    api,
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
use registration_core::{
    model::{Contact, ContactId},
    usecase::SuspensionImpact,
};

#[derive(Template)]
#[template(path = "console/suspend_contact.html")]
struct SuspendPage {
    c: Chrome,
    contact: Contact,
    customer_name: String,
    customer_href: String,
    form: Form,
    impact: SuspensionImpact,
}

impl SuspendPage {
    fn hits_nothing(&self) -> bool {
        let hit = &self.impact;
        hit.sessions == 0 && hit.registrations.is_empty() && hit.projects.is_empty()
    }
}

pub(super) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ContactId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

async fn render(app: &App, page: ConsolePage, id: ContactId, form: Form) -> Answer {
    let contact = app.registrar.contact(&page.actor, id).await?.value;
    let impact = app.registrar.preview_suspension(&page.actor, id).await?;
    let customer = app
        .registrar
        .customer(&page.actor, contact.customer)
        .await?;
    let refusal = form.refusal();
    let page = Page::render(&SuspendPage {
        customer_name: customer.name.clone(),
        customer_href: format!("/admin/customers/{}", customer.id),
        c: page.c,
        contact,
        form,
        impact,
    })?;
    Ok(page.after(refusal))
}

pub(super) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<ContactId>,
    form: Form,
) -> Answer {
    let caller = Caller(page.actor.clone());
    match api::contacts::suspend(State(app.clone()), caller, Id(id)).await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/contacts/{id}?done=access-suspended"
        ))),
        Err(problem) => render(&app, page, id, form.refused(problem)?).await,
    }
}
