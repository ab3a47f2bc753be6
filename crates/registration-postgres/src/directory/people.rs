//! Contacts, registrations and staff.

use super::{List, Statement};
use crate::{column, contact, registration, staff};
use registration_core::{
    model::{ContactId, CustomerId, DomainName, EmailAddress, RegistrationId, StaffId},
    ports::{Page, RegistrationFilter},
};
use sqlx::query;

pub(super) fn contact(id: ContactId) -> Statement {
    query(concat!(
        "SELECT ",
        contact::columns!(),
        " FROM contacts WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn contacts(customer: CustomerId, q: Option<&str>, page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        contact::columns!(),
        " FROM contacts WHERE customer_id = $1 AND id < $2 AND strpos(search, $3) > 0 \
         ORDER BY id DESC LIMIT $4"
    ))
    .bind(customer.0)
    .bind(column::before(page))
    .bind(column::needle(q))
    .bind(column::limit(page))
}

pub(super) fn contacts_by_email(email: &EmailAddress) -> Statement {
    query(concat!(
        "SELECT ",
        contact::columns!(),
        " FROM contacts WHERE email = $1 ORDER BY id"
    ))
    .bind(email.as_str())
}

pub(super) fn contacts_on_domain(domain: &DomainName, page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        contact::columns!(),
        " FROM contacts JOIN customers ON customers.id = contacts.customer_id \
         WHERE contacts.email_domain = $1 AND contacts.id < $2 AND customers.archived_at IS NULL \
         ORDER BY contacts.id DESC LIMIT $3"
    ))
    .bind(domain.as_str())
    .bind(column::before(page))
    .bind(column::limit(page))
}

pub(super) fn registration(id: RegistrationId) -> Statement {
    query(concat!(
        "SELECT ",
        registration::columns!(),
        " FROM registrations WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn registrations(filter: &RegistrationFilter, page: Page) -> List {
    let mut list = List::new(concat!(
        "SELECT ",
        registration::columns!(),
        " FROM registrations WHERE id < "
    ));
    list.push_bind(column::before(page));
    if let Some(state) = filter.state {
        list.push(" AND state = ").push_bind(state.code());
    }
    if let Some(origin) = filter.origin {
        list.push(" AND origin = ").push_bind(origin.code());
    }
    if let Some(customer) = filter.customer {
        list.push(" AND customer_id = ").push_bind(customer.0);
    }
    if let Some(link) = filter.link {
        list.push(" AND link_id = ").push_bind(link.0);
    }
    if let Some(q) = &filter.q {
        list.push(" AND strpos(search, ")
            .push_bind(column::needle(Some(q)))
            .push(") > 0");
    }
    list.push(" ORDER BY id DESC LIMIT ")
        .push_bind(column::limit(page));
    list
}

pub(super) fn longest_waiting() -> Statement {
    query(concat!(
        "SELECT ",
        registration::columns!(),
        " FROM registrations WHERE state = 'awaiting_mapping' ORDER BY id LIMIT 1"
    ))
}

pub(super) fn staff_member(id: StaffId) -> Statement {
    query(concat!(
        "SELECT ",
        staff::columns!(),
        " FROM staff WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn staff_by_email(email: &EmailAddress) -> Statement {
    query(concat!(
        "SELECT ",
        staff::columns!(),
        " FROM staff WHERE email = $1"
    ))
    .bind(email.as_str())
}

pub(super) fn staff(page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        staff::columns!(),
        " FROM staff WHERE id < $1 ORDER BY id DESC LIMIT $2"
    ))
    .bind(column::before(page))
    .bind(column::limit(page))
}

pub(super) fn active_staff() -> Statement {
    query(concat!(
        "SELECT ",
        staff::columns!(),
        " FROM staff WHERE active ORDER BY id"
    ))
}
