//! The Contacts tab of a customer: who is known there, who has portal access ("PE"), and adding somebody.

use super::{CustomerHead, Tab};
use crate::{
    api::{self, customers::may_manage},
    extract::Id,
    pages::{
        chrome::Chrome,
        console::contact::{self, ABOUT_EMAIL},
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    paging::Paging,
    problem::Problem,
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{Contact, ContactId, CustomerId, Stored},
    policy::access::Permission,
};

#[derive(Template)]
#[template(path = "console/customer_contacts.html")]
struct ContactsPage {
    c: Chrome,
    head: CustomerHead,
    q: String,
    contacts: Vec<Stored<Contact>>,
    older: Option<String>,
    may_change: bool,
}

pub(crate) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    paging: Paging,
) -> Result<Page, Problem> {
    let (head, customer) = CustomerHead::read(&app, &page, id, Tab::Contacts).await?;
    let q = page.c.query("q").unwrap_or_default();
    let wanted = Some(q.trim()).filter(|q| !q.is_empty());
    let listing = app
        .registrar
        .contacts(&page.actor, id, wanted, paging.page()?)
        .await?;
    Page::render(&ContactsPage {
        head,
        may_change: page.may(Permission::ManageCustomers) && customer.archived_at.is_none(),
        older: paging.older(&listing),
        contacts: listing.items,
        c: page.c,
        q,
    })
}

#[derive(Template)]
#[template(path = "console/new_contact.html")]
struct NewContactPage {
    c: Chrome,
    name: String,
    href: String,
    form: Form,
}

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    render(&app, page, id, Form::default()).await
}

async fn render(app: &App, page: ConsolePage, id: CustomerId, form: Form) -> Answer {
    let customer = may_manage(app, &page.actor, id).await?;
    let refusal = form.refusal();
    let page = Page::render(&NewContactPage {
        c: page.c,
        name: customer.name.clone(),
        href: format!("/admin/customers/{id}"),
        form,
    })?;
    Ok(page.after(refusal))
}

/// Creates the contact, and switches access on where that was ticked. A refusal of the second leaves the contact, so
/// its own page says why.
pub(crate) async fn create(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Answer {
    let caller = || Caller(page.actor.clone());
    let body = form.json(&contact::FIELDS);
    let created = api::contacts::create(State(app.clone()), caller(), Id(id), body).await;
    let contact = match created {
        Ok((_, created)) => ContactId(created.1.id),
        Err(problem) => {
            let form = form.refused(contact::beside_email(problem, &ABOUT_EMAIL))?;
            return render(&app, page, id, form).await;
        }
    };
    let list = format!("/admin/customers/{id}/contacts");
    if !form.is_on("portal_access") {
        return Ok(see_other(&format!("{list}?done=contact-created")));
    }
    match api::contacts::grant(State(app.clone()), caller(), Id(contact)).await {
        Ok(_) => Ok(see_other(&format!("{list}?done=access-granted"))),
        Err(problem) => contact::show_refused(&app, page, contact, problem).await,
    }
}
