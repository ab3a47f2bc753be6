//! Identifiers: one type per noun around a time-ordered UUID (version 7, RFC 9562).
//!
//! ```
//! use registration_core::model::{CustomerId, MediaId};
//! let id: CustomerId = "019caec2-1a00-7000-8000-000000000000".parse()?;
//! assert_eq!((id.to_string(), CustomerId::from(id.0)), ("019caec2-1a00-7000-8000-000000000000".into(), id));
//! assert!(id < "019caec2-1a01-7000-8000-000000000000".parse()?, "a millisecond later");
//! assert_eq!(MediaId(id.0).uploaded_at().to_string(), "2026-03-02T13:34:42.176Z");
//! # Ok::<(), uuid::Error>(())
//! ```

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident,)+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+ };
}

ids! {
    /// Names a [`Customer`](crate::model::Customer).
    CustomerId,
    /// Names a [`Contact`](crate::model::Contact).
    ContactId,
    /// Names an [`Account`](crate::model::Account).
    AccountId,
    /// Names a [`Staff`](crate::model::Staff) member.
    StaffId,
    /// Names an [`InviteLink`](crate::model::InviteLink).
    InviteLinkId,
    /// Names a [`Registration`](crate::model::Registration).
    RegistrationId,
    /// Names a [`Playbook`](crate::model::Playbook).
    PlaybookId,
    /// Names a step of a playbook or of a project.
    StepId,
    /// Names a [`Project`](crate::model::Project).
    ProjectId,
    /// Names a mail in the outbox; its `Message-ID` comes from it.
    MailId,
    /// Names a [`Session`](crate::model::Session).
    SessionId,
    /// Names an [`ApiKey`](crate::model::ApiKey).
    ApiKeyId,
    /// Names an [`AuditEntry`](crate::model::AuditEntry).
    AuditEntryId,
    /// Names an uploaded image.
    MediaId,
}
