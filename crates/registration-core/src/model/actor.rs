//! Who acts: with which authority, and how the audit trail names them afterwards.

use super::{AccountId, ApiKeyId, Roles, Scope, StaffId};
use serde::{Deserialize, Serialize};

/// Somebody or something that asks for a use case, with the authority it has at this moment.
///
/// ```
/// use registration_core::model::{Actor, ActorRef, Role, StaffId};
/// let id: StaffId = "0195f000-0000-7000-8000-0000000000aa".parse()?;
/// let rhea = Actor::Staff { id, roles: [Role::Administrator].into() };
/// assert_eq!((rhea.staff(), rhea.reference()), (Some(id), ActorRef::Staff(id)), "a record keeps no roles");
/// assert_eq!((rhea.reference().kind(), rhea.reference().id()), ("staff", Some(id.0)));
/// assert_eq!((ActorRef::CommandLine.kind(), ActorRef::CommandLine.id()), ("command_line", None));
/// # Ok::<(), uuid::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody we know: whoever opens the portal.
    Visitor,
    /// A signed-in portal account.
    Account(AccountId),
    /// A signed-in staff member with the roles of this moment.
    Staff {
        /// Who.
        id: StaffId,
        /// Which roles they have now.
        roles: Roles,
    },
    /// A machine with an API key.
    ApiKey {
        /// Which key.
        id: ApiKeyId,
        /// What it may do.
        scope: Scope,
    },
    /// The operator at the command line.
    CommandLine,
    /// The service itself: expiry, reminders.
    System,
}

impl Actor {
    /// How records name this actor.
    #[must_use]
    pub fn reference(&self) -> ActorRef {
        match self {
            Self::Visitor => ActorRef::Visitor,
            Self::Account(id) => ActorRef::Account(*id),
            Self::Staff { id, .. } => ActorRef::Staff(*id),
            Self::ApiKey { id, .. } => ActorRef::ApiKey(*id),
            Self::CommandLine => ActorRef::CommandLine,
            Self::System => ActorRef::System,
        }
    }

    /// The staff member who acts, if it is one.
    #[must_use]
    pub const fn staff(&self) -> Option<StaffId> {
        match self {
            Self::Staff { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// How a record names who acted: by id, never by name or address.
///
/// ```
/// use registration_core::model::ActorRef;
/// assert_eq!(serde_json::to_string(&ActorRef::System)?, r#"{"kind":"system"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum ActorRef {
    /// Nobody we know.
    Visitor,
    /// A portal account.
    Account(AccountId),
    /// A staff member.
    Staff(StaffId),
    /// An API key.
    ApiKey(ApiKeyId),
    /// The command line.
    CommandLine,
    /// The service itself.
    System,
}

impl ActorRef {
    /// The stable code of the kind of actor.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Account(_) => "account",
            Self::Staff(_) => "staff",
            Self::ApiKey(_) => "api_key",
            Self::CommandLine => "command_line",
            Self::System => "system",
        }
    }

    /// The id behind it, where there is one.
    #[must_use]
    pub const fn id(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Account(id) => Some(id.0),
            Self::Staff(id) => Some(id.0),
            Self::ApiKey(id) => Some(id.0),
            Self::Visitor | Self::CommandLine | Self::System => None,
        }
    }
}
