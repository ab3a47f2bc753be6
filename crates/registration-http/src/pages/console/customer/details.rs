//! The Details tab of a customer: the record, its portal settings and its invite links.

use super::{
    CustomerHead, Tab,
    links::{LinkRow, rows},
    save::{self, View},
    settings_form::{self, Chip, Concern},
};
use crate::{
    extract::Id,
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page},
        visit::ConsolePage,
    },
    problem::Problem,
    state::App,
};
use askama::Template;
use axum::{extract::State, response::IntoResponse};
use registration_core::{
    model::{Customer, CustomerId, PortalSettings, Stored},
    policy::{access::Permission, settings::Warning},
};

#[derive(Template)]
#[template(path = "console/customer_details.html")]
struct DetailsPage {
    c: Chrome,
    head: CustomerHead,
    settings: SettingsPart,
    links: Vec<LinkRow>,
    may_change: bool,
    is_archived: bool,
}

/// The portal settings on a page, whichever shows them.
pub(crate) struct SettingsPart {
    pub(crate) form: Form,
    pub(crate) chips: Vec<Chip>,
    pub(crate) concerns: Vec<Concern>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) is_changed: bool,
    /// What stands before a domain: `@` where the list is told by suffixes.
    pub(crate) notation: &'static str,
}

impl SettingsPart {
    pub(crate) async fn read(
        app: &App,
        saved: &Stored<Customer>,
        form: Form,
        is_changed: bool,
        notation: &'static str,
    ) -> Result<Self, Problem> {
        let wanted = Customer {
            settings: settings_form::settings_in(&form, &saved.settings),
            ..saved.value.clone()
        };
        let before: &PortalSettings = &saved.settings;
        Ok(Self {
            chips: settings_form::chips(&form),
            concerns: settings_form::concerns(&form, before),
            warnings: app.registrar.settings_warnings(&wanted, before).await?,
            form,
            is_changed,
            notation,
        })
    }

    /// What a warning says.
    pub(crate) fn warning(&self, c: &Chrome, one: &Warning) -> String {
        let domain = one.domain.as_deref().unwrap_or_default();
        let other = one.other.as_deref().unwrap_or_default();
        let key = format!("settings-warning-{}", one.warning.code().replace('_', "-"));
        c.say(&key)
            .with("domain", domain)
            .with("other", other)
            .to_string()
    }

    /// Why a domain waits for somebody's word, once *Save* asked for it.
    pub(crate) fn unaccepted(&self, c: &Chrome, one: &Concern) -> Option<String> {
        let name = format!("acknowledge-{}", one.domain);
        self.form.error(&c.texts, &name)
    }

    /// Every reason why something in the field of new domains cannot be accepted.
    pub(crate) fn wrong(&self, c: &Chrome) -> Vec<String> {
        let errors = self.form.errors(&c.texts).into_iter();
        errors
            .filter(|(name, _)| name == "new_domain")
            .map(|(_, why)| why)
            .collect()
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    let (head, customer) = CustomerHead::read(&app, &page, id, Tab::Details).await?;
    let form = settings_form::of_customer(&customer);
    let page = write(&app, page, head, &customer, form, false).await?;
    Ok(page.into_response())
}

pub(crate) async fn submit(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Answer {
    save::submit(&app, page, id, form, View::Details).await
}

pub(super) async fn render(
    app: &App,
    page: ConsolePage,
    saved: &Stored<Customer>,
    form: Form,
    is_changed: bool,
) -> Result<Page, Problem> {
    let head = CustomerHead::of(app, &page, saved, Tab::Details).await?;
    write(app, page, head, saved, form, is_changed).await
}

async fn write(
    app: &App,
    page: ConsolePage,
    head: CustomerHead,
    saved: &Stored<Customer>,
    form: Form,
    is_changed: bool,
) -> Result<Page, Problem> {
    let may_manage = page.may(Permission::ManageCustomers);
    Page::render(&DetailsPage {
        head,
        settings: SettingsPart::read(app, saved, form, is_changed, "").await?,
        links: rows(app, &page, saved.id).await?,
        may_change: may_manage && saved.archived_at.is_none(),
        is_archived: saved.archived_at.is_some(),
        c: page.c,
    })
}
