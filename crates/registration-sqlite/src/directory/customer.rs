//! Customers and their invite links.

use super::Statement;
use crate::{column, customer, invite_link};
use registration_core::{
    model::{CustomerId, DomainName, InviteLinkId, LinkCode},
    ports::Page,
};
use sqlx::query;

pub(super) fn by_id(id: CustomerId) -> Statement {
    query(concat!(
        "SELECT ",
        customer::columns!(),
        " FROM customers WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn by_ids(ids: &[CustomerId]) -> Statement {
    query(concat!(
        "SELECT ",
        customer::columns!(),
        " FROM customers WHERE id IN (SELECT unhex(value) FROM json_each($1)) ORDER BY id"
    ))
    .bind(column::ids(ids.iter().map(|id| id.0)))
}

pub(super) fn open(q: Option<&str>, page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        customer::columns!(),
        " FROM customers WHERE id < $1 AND archived_at IS NULL AND instr(search, $2) > 0 \
         ORDER BY id DESC LIMIT $3"
    ))
    .bind(column::before(page))
    .bind(column::needle(q))
    .bind(column::limit(page))
}

pub(super) fn permitting(domains: &[DomainName]) -> Statement {
    query(concat!(
        "SELECT ",
        customer::columns!(),
        " FROM customers WHERE archived_at IS NULL AND id IN (SELECT customer_id \
         FROM permitted_domains WHERE domain IN (SELECT value FROM json_each($1))) ORDER BY id"
    ))
    .bind(column::texts(domains.iter().map(DomainName::as_str)))
}

pub(super) fn self_service() -> Statement {
    query(concat!(
        "SELECT ",
        customer::columns!(),
        " FROM customers WHERE self_service_registration AND archived_at IS NULL AND EXISTS \
         (SELECT 1 FROM permitted_domains WHERE customer_id = customers.id) ORDER BY id DESC LIMIT 1"
    ))
}

pub(super) fn link(id: InviteLinkId) -> Statement {
    query(concat!(
        "SELECT ",
        invite_link::columns!(),
        " FROM invite_links WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn link_by_code(code: &LinkCode) -> Statement {
    query(concat!(
        "SELECT ",
        invite_link::columns!(),
        " FROM invite_link_codes JOIN invite_links ON invite_links.id = invite_link_codes.link_id \
         WHERE invite_link_codes.code = $1"
    ))
    .bind(column::sought(&code.0))
}

pub(super) fn links(customer: CustomerId, page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        invite_link::columns!(),
        " FROM invite_links WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
    ))
    .bind(customer.0)
    .bind(column::before(page))
    .bind(column::limit(page))
}
