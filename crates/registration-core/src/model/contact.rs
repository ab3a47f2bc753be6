//! Contacts: people known at a customer, and their access to the portal ("PE").
//!
//! ```
//! use registration_core::model::{Basis, PortalAccess};
//! # use registration_testkit::fixtures::minute;
//! # let account = registration_testkit::fixtures::Fixtures::default().account().id;
//! # let basis = Basis::PermittedDomain { domain: "acme.com".parse().unwrap() };
//! let invited = PortalAccess::None.granted(minute(0));
//! assert!(invited.is_on() && invited.account().is_none(), "mailed, and not in yet");
//! assert_eq!(invited.clone().withdrawn(), PortalAccess::None);
//! let active = invited.activated(account, basis, minute(1));
//! let suspended = active.suspended(minute(2));
//! assert_eq!((suspended.code(), suspended.account()), ("suspended", None));
//! assert_eq!(suspended.clone().granted(minute(3)).account(), Some(account), "the address was proven then");
//! assert_eq!(suspended.invited(minute(3)).withdrawn().code(), "suspended", "an invitation that is not used gives nothing");
//! ```

use super::{AccountId, Basis, ContactId, CustomerId, EmailAddress, PersonName, Timestamp};
use serde::{Deserialize, Serialize};

/// A person known at one customer; unique by customer and address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The id.
    pub id: ContactId,
    /// Where this person is known.
    pub customer: CustomerId,
    /// First and last name.
    pub name: PersonName,
    /// The address that staff know the person by.
    pub email: EmailAddress,
    /// Telephone number, as written.
    pub phone: Option<String>,
    /// Job title, as written.
    pub job_title: Option<String>,
    /// Whether the person can use the portal.
    pub access: PortalAccess,
    /// When the record was created.
    pub created_at: Timestamp,
}

/// The life cycle of a contact's portal access: `None → Invited → Active → Suspended`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PortalAccess {
    /// Never granted.
    None,
    /// Granted by staff; the person has not activated yet.
    Invited {
        /// Since when.
        since: Timestamp,
        /// When staff had switched it off before. Who is invited anew and does not come is suspended again, and no
        /// rule lets the person in meanwhile.
        #[serde(default)]
        suspended_at: Option<Timestamp>,
    },
    /// The person can sign in.
    Active {
        /// With which account.
        account: AccountId,
        /// Since when.
        since: Timestamp,
        /// How this person came in.
        basis: Basis,
    },
    /// Staff switched it off.
    Suspended {
        /// Since when.
        since: Timestamp,
        /// The account it was active with, and how it had come in; none when it was only invited.
        was: Option<(AccountId, Basis)>,
    },
}

impl PortalAccess {
    /// Whether access is switched on ("PE"): the person is in, or was mailed how to come in.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        matches!(self, Self::Invited { .. } | Self::Active { .. })
    }

    /// The stable code of the state.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Invited { .. } => "invited",
            Self::Active { .. } => "active",
            Self::Suspended { .. } => "suspended",
        }
    }

    /// The account that this contact signs in with now.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Active { account, .. } => Some(*account),
            _ => None,
        }
    }

    /// Staff granted access at `now`. Who was active before is active again with the same account: the address
    /// was proven then. Granting what is granted changes nothing.
    #[must_use]
    pub fn granted(self, now: Timestamp) -> Self {
        match self {
            Self::None | Self::Suspended { was: None, .. } => self.invited(now),
            Self::Suspended {
                was: Some((account, basis)),
                ..
            } => Self::Active {
                account,
                since: now,
                basis,
            },
            granted @ (Self::Invited { .. } | Self::Active { .. }) => granted,
        }
    }

    /// Staff invited the person at `now`: the invitation has to be used before anything works, whatever was before.
    #[must_use]
    pub fn invited(self, now: Timestamp) -> Self {
        let suspended_at = match self {
            Self::Suspended { since, .. } => Some(since),
            Self::Invited { suspended_at, .. } => suspended_at,
            Self::None | Self::Active { .. } => None,
        };
        Self::Invited {
            since: now,
            suspended_at,
        }
    }

    /// The person proved the address and came in on `basis`. Access that is active stays as it was.
    #[must_use]
    pub fn activated(self, account: AccountId, basis: Basis, now: Timestamp) -> Self {
        match self {
            active @ Self::Active { .. } => active,
            _ => Self::Active {
                account,
                since: now,
                basis,
            },
        }
    }

    /// Staff switched access off at `now`. What was never granted stays so.
    #[must_use]
    pub fn suspended(self, now: Timestamp) -> Self {
        match self {
            Self::Invited { .. } => Self::Suspended {
                since: now,
                was: None,
            },
            Self::Active { account, basis, .. } => Self::Suspended {
                since: now,
                was: Some((account, basis)),
            },
            ended @ (Self::None | Self::Suspended { .. }) => ended,
        }
    }

    /// An invitation was revoked or expired before it was used: what was before it holds again.
    #[must_use]
    pub fn withdrawn(self) -> Self {
        match self {
            Self::Invited {
                suspended_at: Some(since),
                ..
            } => Self::Suspended { since, was: None },
            Self::Invited {
                suspended_at: None, ..
            } => Self::None,
            other => other,
        }
    }
}
