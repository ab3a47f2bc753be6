//! Accounts: logins of the portal.

use super::{AccountId, EmailAddress, Locale, PasswordHash, PersonName, Timestamp};

/// A login: one proven address and its credentials. It may be the login of contacts at several customers.
///
/// It exists only after its address was proven and its password chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The proven address; unique among accounts.
    pub email: EmailAddress,
    /// The person's name.
    pub name: PersonName,
    /// The language that this person reads; none was chosen yet otherwise.
    pub locale: Option<Locale>,
    /// The hash of the password.
    pub password: PasswordHash,
    /// When it was created.
    pub created_at: Timestamp,
}
