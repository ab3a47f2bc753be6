//! What happened: audit entries, refused attempts, mails.

use super::{List, Statement};
use crate::{audit, column, outbox};
use registration_core::{
    model::MailId,
    ports::{AuditFilter, OutboxFilter, Page},
};
use sqlx::query;

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
