//! Sessions: who is signed in.

use super::{AccountId, SecretDigest, SessionId, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

/// Whose session it is. Portal and console sessions never open each other's doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum SessionHolder {
    /// A portal account.
    Account(AccountId),
    /// A staff member.
    Staff(StaffId),
}

/// A session. Its secret is in a cookie; here is the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, by which its holder sees it in a list.
    pub id: SessionId,
    /// The digest of the cookie's secret.
    pub digest: SecretDigest,
    /// Whose it is.
    pub holder: SessionHolder,
    /// When its holder signed in.
    pub created_at: Timestamp,
    /// When it was last used, to within [`policy::sessions::TOUCH_EVERY`](crate::policy::sessions::TOUCH_EVERY).
    pub last_seen_at: Timestamp,
}
