//! The invite links of a customer: one row each, a page for one, and creating one more.

pub(crate) mod change;
pub(crate) mod replace;

use crate::{
    api::invite_links,
    extract::{Id, RawBody, Segments},
    pages::{
        chrome::Chrome,
        form::Form,
        page::{Answer, Page, see_other},
        visit::ConsolePage,
    },
    problem::{Problem, Slug},
    session::Caller,
    state::App,
};
use askama::Template;
use axum::extract::State;
use registration_core::{
    model::{CustomerId, InviteLink, InviteLinkId, Stored, Timestamp},
    policy::{access::Permission, admission},
    ports,
    usecase::LinkImpact,
};
use serde_json::{Value, json};
use time::OffsetDateTime;

/// A link as its readers may see it.
pub(crate) struct LinkRow {
    pub(crate) link: invite_links::Link,
    /// `live`, or why it is dead: `disabled`, `expired`, `used_up`.
    pub(crate) state: &'static str,
    pub(crate) href: String,
    /// Masked links cannot be copied.
    pub(crate) may_copy: bool,
}

impl LinkRow {
    fn of(app: &App, page: &ConsolePage, link: InviteLink) -> Self {
        let dead = admission::link_is_live(&link, &link.code, app.registrar.now()).err();
        Self {
            state: dead.map_or("live", |refusal| {
                refusal.link_reason().unwrap_or("disabled")
            }),
            href: format!("/admin/customers/{}/links/{}", link.customer, link.id),
            may_copy: page.may(Permission::SeeLinkCodes),
            link: invite_links::shown(app, &page.actor, link),
        }
    }

    /// How often it was used, of how often it may be.
    pub(crate) fn used(&self, c: &Chrome) -> String {
        let uses = self.link.uses;
        match self.link.max_uses {
            Some(max) => c
                .say("link-uses-of")
                .with("count", uses)
                .with("max", max)
                .to_string(),
            None => c.t1("link-uses", "count", uses),
        }
    }
}

/// How many links a customer's page shows.
const SHOWN: ports::Page = ports::Page {
    limit: 100,
    before: None,
};

/// The links of a customer, oldest first: the one that came with the customer stays on top.
pub(crate) async fn rows(
    app: &App,
    page: &ConsolePage,
    customer: CustomerId,
) -> Result<Vec<LinkRow>, Problem> {
    let links = app
        .registrar
        .invite_links(&page.actor, customer, SHOWN)
        .await?;
    let links = links.items.into_iter().rev();
    Ok(links
        .map(|link| LinkRow::of(app, page, link.value))
        .collect())
}

/// The link that an address names, at the customer that it names.
async fn named(
    app: &App,
    page: &ConsolePage,
    (customer, link): (String, String),
) -> Result<Stored<InviteLink>, Problem> {
    let missing = || Problem::new(Slug::NotFound, "there is no such thing");
    let customer: CustomerId = customer.parse().map_err(|_| missing())?;
    let link: InviteLinkId = link.parse().map_err(|_| missing())?;
    let link = app.registrar.invite_link(&page.actor, link).await?;
    Some(link)
        .filter(|link| link.customer == customer)
        .ok_or_else(missing)
}

/// How many of those whom a link's end leaves outside are not named.
fn unnamed(impact: &LinkImpact) -> u64 {
    let named = impact.registrations.len() as u64;
    impact.pending_registrations.saturating_sub(named)
}

/// The ids of a customer and a link in an address.
type Named = Segments<(String, String)>;

/// A moment as a browser's field for date and time writes it, in UTC.
fn field_time(at: Option<Timestamp>) -> String {
    let Some(at) = at.map(OffsetDateTime::from) else {
        return String::new();
    };
    let (date, hour, minute) = (at.date(), at.hour(), at.minute());
    format!("{date}T{hour:02}:{minute:02}")
}

/// The same as the API takes it. What is no time passes as it is, to be refused there.
fn api_time(typed: &str) -> Value {
    match typed.trim() {
        "" => Value::Null,
        typed if typed.len() == "2026-01-01T00:00".len() => format!("{typed}:00Z").into(),
        typed => format!("{typed}Z").into(),
    }
}

/// How many times; what is no number is refused like one out of range.
fn api_maximum(typed: &str) -> Value {
    match typed.trim() {
        "" => Value::Null,
        typed => typed.parse::<i64>().unwrap_or(0).into(),
    }
}

#[derive(Template)]
#[template(path = "console/new_link.html")]
struct NewLinkPage {
    c: Chrome,
    customer_name: String,
    customer_href: String,
    form: Form,
}

pub(crate) async fn ask(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
) -> Answer {
    render_new(&app, page, id, Form::default()).await
}

async fn render_new(app: &App, page: ConsolePage, id: CustomerId, form: Form) -> Answer {
    let customer = crate::api::customers::may_manage(app, &page.actor, id).await?;
    let refusal = form.refusal();
    let page = Page::render(&NewLinkPage {
        c: page.c,
        customer_name: customer.value.name,
        customer_href: format!("/admin/customers/{id}"),
        form,
    })?;
    Ok(page.after(refusal))
}

pub(crate) async fn create(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<CustomerId>,
    form: Form,
) -> Answer {
    let body = RawBody::of(&json!({
        "label": form.value("label"),
        "expires_at": api_time(form.value("expires_at")),
        "max_uses": api_maximum(form.value("max_uses")),
    }));
    let caller = Caller(page.actor.clone());
    match invite_links::create(State(app.clone()), caller, Id(id), body).await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/customers/{id}?done=created#links"
        ))),
        Err(problem) => render_new(&app, page, id, form.refused(problem)?).await,
    }
}
