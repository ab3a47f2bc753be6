//! Customers: the list with its search, and creating one.

use crate::{
    api,
    pages::{
        chrome::Chrome,
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
    model::{Customer, Stored},
    policy::access::Permission,
};

#[derive(Template)]
#[template(path = "console/customers.html")]
struct CustomersPage {
    c: Chrome,
    q: String,
    customers: Vec<Stored<Customer>>,
    older: Option<String>,
    may_create: bool,
}

pub(crate) async fn list(
    State(app): State<App>,
    page: ConsolePage,
    paging: Paging,
) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ReadCustomers)?;
    let q = page.c.query("q").unwrap_or_default();
    let wanted = Some(q.trim()).filter(|q| !q.is_empty());
    let listing = app.registrar.customers(&page.actor, wanted, paging.page()?);
    let listing = listing.await?;
    Page::render(&CustomersPage {
        may_create: page.may(Permission::ManageCustomers),
        older: paging.older(&listing),
        customers: listing.items,
        c: page.c,
        q,
    })
}

#[derive(Template)]
#[template(path = "console/new_customer.html")]
struct NewCustomerPage {
    c: Chrome,
    form: Form,
}

pub(crate) async fn ask(State(app): State<App>, page: ConsolePage) -> Result<Page, Problem> {
    app.registrar
        .require(&page.actor, Permission::ManageCustomers)?;
    Page::render(&NewCustomerPage {
        c: page.c,
        form: Form::default(),
    })
}

pub(crate) async fn create(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let body = form.json(&["name", "reference"]);
    match api::customers::create(State(app), Caller(page.actor), body).await {
        Ok((_, created)) => {
            let id = created.1.id;
            Ok(see_other(&format!("/admin/customers/{id}?done=created")))
        }
        Err(problem) => {
            let form = form.refused(problem)?;
            let refusal = form.refusal();
            let page = Page::render(&NewCustomerPage { c: page.c, form })?;
            Ok(page.after(refusal))
        }
    }
}
