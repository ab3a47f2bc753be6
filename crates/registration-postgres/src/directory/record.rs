//! What happened: audit entries, refused attempts, mails.

use super::{List, Statement};
use crate::{
    audit,
    column::{self, Fields, Record},
    outbox,
};
use registration_core::{
    model::MailId,
    ports::{AuditFilter, OutboxFilter, Page, StoreError},
};
use sqlx::query;
use uuid::Uuid;

/// What an id is called.
pub(super) struct Named(pub(super) (Uuid, String));

impl Record for Named {
    const ENTITY: &'static str = "name";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self((row.id()?, row.next()?)))
    }
}

/// Picks the rows of a table whose ids are bound.
macro_rules! named {
    ($name:literal, $table:literal) => {
        concat!(
            "SELECT id, ",
            $name,
            " FROM ",
            $table,
            " WHERE id = ANY($1)"
        )
    };
}

/// Ids are unique across tables, so that one statement finds whatever they name.
pub(super) fn names(ids: &[Uuid]) -> Statement {
    query(concat!(
        named!("name", "customers"),
        " UNION ALL ",
        named!("label", "invite_links"),
        " UNION ALL ",
        named!("trim(first_name || ' ' || last_name)", "accounts"),
        " UNION ALL ",
        named!("trim(first_name || ' ' || last_name)", "contacts"),
        " UNION ALL ",
        named!("trim(first_name || ' ' || last_name)", "registrations"),
        " UNION ALL ",
        named!("name", "playbooks"),
        " UNION ALL ",
        named!("name", "projects"),
        " UNION ALL ",
        named!("name", "staff"),
        " UNION ALL ",
        named!("name", "api_keys"),
    ))
    .bind(column::ids(ids.iter().copied()))
}

pub(super) fn audit_entries(filter: &AuditFilter, page: Page) -> List {
    let mut list = List::new(concat!(
        "SELECT ",
        audit::columns!(),
        " FROM audit_entries WHERE id < "
    ));
    list.push_bind(column::before(page));
    if let Some(actor) = filter.actor {
        list.push(" AND actor_id = ").push_bind(actor);
    }
    if let Some(action) = filter.action {
        list.push(" AND action = ").push_bind(action.code());
    }
    if let Some(subject) = filter.subject {
        list.push(" AND subject_id = ").push_bind(subject);
    }
    if let Some(customer) = filter.customer {
        list.push(" AND customer_id = ").push_bind(customer.0);
    }
    if let Some(from) = filter.from {
        list.push(" AND at >= ").push_bind(column::time(from));
    }
    if let Some(to) = filter.to {
        list.push(" AND at < ").push_bind(column::time(to));
    }
    list.push(" ORDER BY id DESC LIMIT ")
        .push_bind(column::limit(page));
    list
}

pub(super) fn refused_attempts(page: Page) -> Statement {
    query(
        "SELECT id, at, door, email, customer_id, reason FROM refused_attempts WHERE id < $1 \
         ORDER BY id DESC LIMIT $2",
    )
    .bind(column::before(page))
    .bind(column::limit(page))
}

pub(super) fn mail(id: MailId) -> Statement {
    query(concat!(
        "SELECT ",
        outbox::columns!(),
        " FROM outbox WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn mails(filter: &OutboxFilter, page: Page) -> List {
    let mut list = List::new(concat!(
        "SELECT ",
        outbox::columns!(),
        " FROM outbox WHERE id < "
    ));
    list.push_bind(column::before(page));
    if let Some(state) = filter.state {
        // As a literal, since only that tells the planner that the index of unsent mails has them all.
        list.push(" AND state = '").push(state.code()).push("'");
    }
    if let Some(kind) = filter.kind {
        list.push(" AND kind = ").push_bind(kind.code());
    }
    if let Some(to) = &filter.to {
        list.push(" AND recipient = ").push_bind(to.as_str());
    }
    list.push(" ORDER BY id DESC LIMIT ")
        .push_bind(column::limit(page));
    list
}
