//! Keys with which machines call the API.

use super::{ApiKeyId, SecretDigest, Timestamp};
use crate::codes::codes;

codes! {
    /// What an API key may do.
    pub enum Scope {
        /// Reads everything, changes nothing (an auditor).
        Read = "read",
        /// Manages customers, maps requests and edits playbooks.
        Write = "write",
        /// Everything an administrator may do.
        Admin = "admin",
    }
}

/// An API key. The key itself is shown once, when it is created, and begins with `rk_`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What the operator calls it.
    pub name: String,
    /// The digest of the key.
    pub digest: SecretDigest,
    /// What it may do.
    pub scope: Scope,
    /// When it was created.
    pub created_at: Timestamp,
}
