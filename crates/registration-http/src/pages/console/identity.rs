//! Settings → Identity and Access Management → Identity Configuration: a customer's link registration and domains, in
//! the words of who set them up by link. It shows and saves the same record as the customer's page.

use super::customer::{
    details::SettingsPart,
    links::{LinkRow, rows},
    save::{self, View},
    settings_form,
};
use crate::{
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    state::App,
};
use askama::Template;
use axum::{Router, extract::State, response::IntoResponse, routing::get};
use registration_core::{
    model::{Customer, CustomerId, LoginMethod, Stored},
    policy::access::Permission,
    ports,
};

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/settings", get(settings))
        .route("/admin/settings/identity", get(show).post(submit))
}

#[derive(Template)]
#[template(path = "console/identity.html")]
struct IdentityPage {
    c: Chrome,
    customers: Vec<(String, String, bool)>,
    /// Whether there are more than the picker offers.
    has_more: bool,
    shown: Option<Shown>,
    may_create: bool,
}

/// The customer that the page is about.
struct Shown {
    name: String,
    href: String,
    action: String,
    settings: SettingsPart,
    links: Vec<LinkRow>,
    login_methods: &'static [LoginMethod],
    may_change: bool,
}

/// There is one page of settings.
async fn settings(State(app): State<App>, page: ConsolePage) -> Answer {
    app.registrar
        .require(&page.actor, Permission::ReadCustomers)?;
    Ok(see_other("/admin/settings/identity"))
}

async fn show(State(app): State<App>, page: ConsolePage) -> Answer {
    app.registrar
        .require(&page.actor, Permission::ReadCustomers)?;
    let Some(id) = wanted(&page)? else {
        // Without a choice the newest customer is shown: a picker that shows nothing helps nobody.
        let newest = ports::Page {
            limit: 1,
            before: None,
        };
        let newest = app.registrar.customers(&page.actor, None, newest).await?;
        let Some(newest) = newest.items.into_iter().next() else {
            return Ok(write(&app, page, None).await?.into_response());
        };
        let form = settings_form::of_customer(&newest);
        return Ok(render(&app, page, &newest, form, false)
            .await?
            .into_response());
    };
    let customer = app.registrar.customer(&page.actor, id).await?;
    let form = settings_form::of_customer(&customer);
    Ok(render(&app, page, &customer, form, false)
        .await?
        .into_response())
}

async fn submit(State(app): State<App>, page: ConsolePage, form: Form) -> Answer {
    let missing = || Problem::new(Slug::NotFound, "there is no such thing");
    let id = wanted(&page)?.ok_or_else(missing)?;
    save::submit(&app, page, id, form, View::Identity).await
}

/// The customer in `?customer_id=`; what is no id names nothing.
fn wanted(page: &ConsolePage) -> Result<Option<CustomerId>, Problem> {
    let id = page.c.query("customer_id").filter(|id| !id.is_empty());
    let missing = |_| Problem::new(Slug::NotFound, "there is no such thing");
    id.map(|id| id.parse().map_err(missing)).transpose()
}

pub(super) async fn render(
    app: &App,
    page: ConsolePage,
    saved: &Stored<Customer>,
    form: Form,
    is_changed: bool,
) -> Result<Page, Problem> {
    let may_manage = page.may(Permission::ManageCustomers);
    let shown = Shown {
        name: saved.name.clone(),
        href: format!("/admin/customers/{}", saved.id),
        action: View::Identity.address(saved.id),
        settings: SettingsPart::read(app, saved, form, is_changed, "@").await?,
        links: rows(app, &page, saved.id).await?,
        login_methods: LoginMethod::ALL,
        may_change: may_manage && saved.archived_at.is_none(),
    };
    write(app, page, Some((saved.id, shown))).await
}

/// How many customers the picker offers.
const OFFERED: ports::Page = ports::Page {
    limit: 500,
    before: None,
};

async fn write(
    app: &App,
    page: ConsolePage,
    shown: Option<(CustomerId, Shown)>,
) -> Result<Page, Problem> {
    let (current, shown) = shown.unzip();
    let customers = app.registrar.customers(&page.actor, None, OFFERED).await?;
    let has_more = customers.next.is_some();
    let offered = customers.items.into_iter();
    let mut customers: Vec<(String, String, bool)> = offered
        .map(|one| {
            (
                one.value.name,
                one.value.id.to_string(),
                Some(one.value.id) == current,
            )
        })
        .collect();
    if let (Some(id), Some(shown)) = (current, &shown)
        && !customers.iter().any(|(_, _, is_current)| *is_current)
    {
        customers.push((shown.name.clone(), id.to_string(), true));
    }
    customers.sort_by_key(|(name, _, _)| name.to_lowercase());
    Page::render(&IdentityPage {
        may_create: page.may(Permission::ManageCustomers),
        c: page.c,
        customers,
        has_more,
        shown,
    })
}
