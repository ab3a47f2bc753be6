//! Tokens: what stands in a mailed link, bound to one purpose.
//!
//! ```
//! use registration_core::model::TokenPurpose;
//! let id = uuid::Uuid::from_u128(7);
//! let reset = TokenPurpose::PasswordReset(id.into());
//! assert_eq!((reset.code(), reset.subject()), ("password_reset", Some(id)));
//! assert_eq!(TokenPurpose::from_parts("password_reset", Some(id)), Some(reset));
//! assert_eq!(TokenPurpose::from_parts("setup", Some(id)), None, "the setup link belongs to nobody yet");
//! ```

use super::{AccountId, RegistrationId, SecretDigest, StaffId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a token is good for; it opens nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum TokenPurpose {
    /// Proves the address of a registration and activates it.
    Activation(RegistrationId),
    /// Sets a new password for an account.
    PasswordReset(AccountId),
    /// Sets the first password of a staff member.
    StaffActivation(StaffId),
    /// Sets a new password for a staff member.
    StaffPasswordReset(StaffId),
    /// Creates an administrator: the one-time setup link.
    Setup,
}

impl TokenPurpose {
    /// The stable code of the purpose.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Activation(_) => "activation",
            Self::PasswordReset(_) => "password_reset",
            Self::StaffActivation(_) => "staff_activation",
            Self::StaffPasswordReset(_) => "staff_password_reset",
            Self::Setup => "setup",
        }
    }

    /// The id it is bound to.
    #[must_use]
    pub const fn subject(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Activation(id) => Some(id.0),
            Self::PasswordReset(id) => Some(id.0),
            Self::StaffActivation(id) | Self::StaffPasswordReset(id) => Some(id.0),
            Self::Setup => None,
        }
    }

    /// Reads a purpose back from its code and subject.
    #[must_use]
    pub fn from_parts(code: &str, subject: Option<uuid::Uuid>) -> Option<Self> {
        Some(match (code, subject) {
            ("activation", Some(id)) => Self::Activation(id.into()),
            ("password_reset", Some(id)) => Self::PasswordReset(id.into()),
            ("staff_activation", Some(id)) => Self::StaffActivation(id.into()),
            ("staff_password_reset", Some(id)) => Self::StaffPasswordReset(id.into()),
            ("setup", None) => Self::Setup,
            _ => return None,
        })
    }
}

/// A token as stored: the digest of the secret, its purpose and its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The digest of the secret in the link.
    pub digest: SecretDigest,
    /// What it opens.
    pub purpose: TokenPurpose,
    /// From when on it opens nothing; checked when it is used.
    pub expires_at: Timestamp,
}
