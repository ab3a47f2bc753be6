//! Shapes that several resources share.

use registration_core::{model::ActorRef, usecase::Choice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An RFC 9457 problem document. Some kinds have more members; `/problems/{slug}` says which.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemDocument {
    /// The page that explains this kind.
    #[schema(rename = "type", example = "/problems/invalid")]
    r#type: String,
    /// The same for every problem of this kind.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What to do.
    detail: String,
    /// Also in the `Request-Id` header.
    request_id: String,
    /// Fields that cannot be accepted.
    errors: Option<Vec<FieldProblem>>,
}

/// A field that cannot be accepted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// A JSON pointer into the request.
    #[schema(example = "/email")]
    pointer: String,
    /// A stable code.
    code: String,
    /// What to do.
    detail: String,
}

/// A customer by id and name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    /// The id.
    pub(crate) id: Uuid,
    /// The name.
    pub(crate) name: String,
}

impl From<Choice> for Named {
    fn from(choice: Choice) -> Self {
        Self {
            id: choice.id.0,
            name: choice.name,
        }
    }
}

/// An address and a password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The address to sign in with.
    pub(crate) email: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    pub(crate) password: registration_core::model::Password,
}

/// An address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailOnly {
    /// The address.
    pub(crate) email: String,
}

/// A token and a new password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The token of the mailed link.
    pub(crate) token: String,
    /// The new password.
    #[schema(value_type = String, format = Password)]
    pub(crate) password: registration_core::model::Password,
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Actor)]
pub(crate) struct ActorBody {
    /// `visitor`, `account`, `staff`, `api_key`, `command_line` or `system`.
    pub(crate) kind: &'static str,
    /// The id behind it, where there is one.
    pub(crate) id: Option<Uuid>,
    /// The name of a staff member, where it is looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
}

impl From<ActorRef> for ActorBody {
    fn from(actor: ActorRef) -> Self {
        Self {
            kind: actor.kind(),
            id: actor.id(),
            name: None,
        }
    }
}
