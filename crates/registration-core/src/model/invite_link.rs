//! Invite links: an unguessable code that lets its holders register at one customer.

use super::{CustomerId, InviteLinkId, Timestamp};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// The code of an invite link. Those who manage the link see it in full and copy it, so it is kept readable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkCode(pub String);

/// A code that was replaced, and until when it is still accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetiredCode {
    /// The old code.
    pub code: LinkCode,
    /// The end of its grace period.
    pub accepted_until: Timestamp,
}

/// A customer's invite link.
///
/// ```
/// use registration_core::model::LinkCode;
/// # use registration_testkit::fixtures::{Fixtures, minute};
/// # let make = Fixtures::default();
/// # let link = make.invite_link(&make.customer());
/// let first = link.code.clone();
/// let link = link.rotated(LinkCode("second".into()), minute(60));
/// assert_eq!((&link.retired[0].code, link.retired[0].accepted_until), (&first, minute(60)));
/// let link = link.rotated(LinkCode("third".into()), minute(5));
/// assert_eq!(link.retired[0].accepted_until, minute(5), "replacing at once means every code that is out");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteLink {
    /// Its id; stays the same when the code is replaced.
    pub id: InviteLinkId,
    /// Where its holders register.
    pub customer: CustomerId,
    /// What staff call it.
    pub label: String,
    /// The code in the address people share.
    pub code: LinkCode,
    /// Codes that this one replaced, oldest first.
    pub retired: Vec<RetiredCode>,
    /// From when on it is dead.
    pub expires_at: Option<Timestamp>,
    /// How many registrations it may complete.
    pub max_uses: Option<NonZeroU32>,
    /// How many it has completed.
    pub uses: u32,
    /// Whether staff left it on.
    pub enabled: bool,
    /// When it last completed a registration.
    pub last_used_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl InviteLink {
    /// Replaces the code. The old one dies at `accepted_until`, and none that was replaced before outlives it: whoever
    /// replaces a code at once means every code that is out.
    #[must_use]
    pub fn rotated(mut self, code: LinkCode, accepted_until: Timestamp) -> Self {
        for older in &mut self.retired {
            older.accepted_until = older.accepted_until.min(accepted_until);
        }
        let old = std::mem::replace(&mut self.code, code);
        self.retired.push(RetiredCode {
            code: old,
            accepted_until,
        });
        self
    }
}
