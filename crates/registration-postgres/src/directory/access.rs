//! What opens a door: sessions, keys, tokens, accounts.

use super::Statement;
use crate::{
    account, api_key,
    column::{self, Fields, Record},
    contact, session, staff, token,
};
use registration_core::{
    model::{
        Account, AccountId, Contact, EmailAddress, SecretDigest, Session, SessionHolder, Staff,
        Stored,
    },
    ports::{Page, PortalSession, StoreError},
};
use sqlx::query;

/// One row of a portal session: each of the account's contacts makes one, and none makes one too.
pub(super) struct PortalSessionRow {
    session: Session,
    account: Account,
    contact: Option<(Contact, String)>,
}

impl Record for PortalSessionRow {
    const ENTITY: &'static str = "portal session";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        let (session, account) = (Session::read(row)?, Stored::read(row)?);
        // The customer's name stands first: without it there is no contact, or its customer is archived.
        let contact = match row.next()? {
            Some(customer) => Some((Contact::read(row)?, customer)),
            None => None,
        };
        Ok(Self {
            session,
            account: account.value,
            contact,
        })
    }
}

pub(super) fn portal_session(digest: &SecretDigest) -> Statement {
    query(concat!(
        "SELECT ",
        session::columns!(),
        ", ",
        account::columns!(),
        ", customers.name, ",
        contact::columns!(),
        " FROM sessions JOIN accounts ON accounts.id = sessions.account_id \
         LEFT JOIN contacts ON contacts.account_id = accounts.id \
         LEFT JOIN customers ON customers.id = contacts.customer_id AND customers.archived_at IS NULL \
         WHERE sessions.digest = $1 ORDER BY contacts.id"
    ))
    .bind(column::digest(digest))
}

/// Joins the rows of one session.
pub(super) fn joined(rows: Vec<PortalSessionRow>) -> Option<PortalSession> {
    let mut rows = rows.into_iter();
    let first = rows.next()?;
    let others = rows.map(|row| row.contact);
    Some(PortalSession {
        session: first.session,
        account: first.account,
        contacts: [first.contact]
            .into_iter()
            .chain(others)
            .flatten()
            .collect(),
    })
}

/// The console session with its holder.
pub(super) struct StaffSession(pub(super) Session, pub(super) Stored<Staff>);

impl Record for StaffSession {
    const ENTITY: &'static str = "staff session";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self(Session::read(row)?, Stored::read(row)?))
    }
}

pub(super) fn staff_session(digest: &SecretDigest) -> Statement {
    query(concat!(
        "SELECT ",
        session::columns!(),
        ", ",
        staff::columns!(),
        " FROM sessions JOIN staff ON staff.id = sessions.staff_id WHERE sessions.digest = $1"
    ))
    .bind(column::digest(digest))
}

pub(super) fn sessions_of(holder: SessionHolder) -> Statement {
    match holder {
        SessionHolder::Account(id) => query(concat!(
            "SELECT ",
            session::columns!(),
            " FROM sessions WHERE account_id = $1 ORDER BY id DESC"
        ))
        .bind(id.0),
        SessionHolder::Staff(id) => query(concat!(
            "SELECT ",
            session::columns!(),
            " FROM sessions WHERE staff_id = $1 ORDER BY id DESC"
        ))
        .bind(id.0),
    }
}

pub(super) fn api_key(digest: &SecretDigest) -> Statement {
    query(concat!(
        "SELECT ",
        api_key::columns!(),
        " FROM api_keys WHERE digest = $1"
    ))
    .bind(column::digest(digest))
}

pub(super) fn api_keys(page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        api_key::columns!(),
        " FROM api_keys WHERE id < $1 ORDER BY id DESC LIMIT $2"
    ))
    .bind(column::before(page))
    .bind(column::limit(page))
}

pub(super) fn token(digest: &SecretDigest) -> Statement {
    query(concat!(
        "SELECT ",
        token::columns!(),
        " FROM tokens WHERE digest = $1"
    ))
    .bind(column::digest(digest))
}

pub(super) fn account(id: AccountId) -> Statement {
    query(concat!(
        "SELECT ",
        account::columns!(),
        " FROM accounts WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn account_by_email(email: &EmailAddress) -> Statement {
    query(concat!(
        "SELECT ",
        account::columns!(),
        " FROM accounts WHERE email = $1"
    ))
    .bind(email.as_str())
}
