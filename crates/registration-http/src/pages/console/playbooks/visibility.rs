//! "Customer doesn't see a Playbook?": whether a chosen customer sees it, why not, and the card.

use super::{Head, cover::Picture};
use crate::{
    extract::Id,
    pages::{chrome::Chrome, page::Answer, page::Page, visit::ConsolePage},
    state::App,
};
use askama::Template;
use axum::{extract::State, response::IntoResponse};
use registration_core::{
    Error,
    model::{CustomerId, PlaybookId},
    policy::provisioning::Hidden,
    ports,
};

#[derive(Template)]
#[template(path = "console/playbook_visibility.html")]
struct VisibilityPage {
    c: Chrome,
    head: Head,
    q: String,
    customers: Vec<(CustomerId, String)>,
    chosen: Option<Explained>,
    picture: Picture,
    card_name: String,
    card_description: String,
}

impl VisibilityPage {
    fn is_chosen(&self, id: &CustomerId) -> bool {
        self.chosen.as_ref().is_some_and(|one| one.id == *id)
    }
}

/// Whether a customer sees the playbook.
struct Explained {
    id: CustomerId,
    customer: String,
    hidden: Option<Hidden>,
}

/// How many customers are offered to choose from.
const OFFERED: u32 = 50;

pub(super) async fn show(
    State(app): State<App>,
    page: ConsolePage,
    Id(id): Id<PlaybookId>,
) -> Answer {
    let playbook = app.registrar.playbook(&page.actor, id).await?.value;
    let q = page.c.query("q").unwrap_or_default();
    let sought = Some(q.trim()).filter(|q| !q.is_empty());
    let first = ports::Page {
        limit: OFFERED,
        before: None,
    };
    let found = app.registrar.customers(&page.actor, sought, first).await?;
    let mut customers: Vec<(CustomerId, String)> = found
        .items
        .into_iter()
        .map(|one| (one.id, one.value.name))
        .collect();
    let asked = page.c.query("customer_id");
    let asked: Option<CustomerId> = asked.and_then(|id| id.parse().ok());
    let mut chosen = None;
    if let Some(customer) = asked {
        let explained = app
            .registrar
            .explain_visibility(&page.actor, id, customer)
            .await?;
        let name = app.registrar.customer_names(&[customer]).await?;
        let name = name.into_values().next();
        let name = name.ok_or(Error::NotFound("customer"))?;
        if customers.iter().all(|(id, _)| *id != customer) {
            customers.insert(0, (customer, name.clone()));
        }
        chosen = Some(Explained {
            id: customer,
            customer: name,
            hidden: explained.err(),
        });
    }
    let head = Head::of(&playbook, &page);
    let offer = playbook.self_service;
    let picture = Picture::of(&offer.cover, id);
    let origin = picture.origin.clone();
    let page = Page::render(&VisibilityPage {
        head,
        customers,
        chosen,
        picture,
        card_name: offer.customer_facing_name.unwrap_or(playbook.name),
        card_description: offer.customer_facing_description.unwrap_or_default(),
        q,
        c: page.c,
    })?;
    Ok(page.with_pictures_of(origin).into_response())
}
