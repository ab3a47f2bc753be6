//! What records say of doors, decisions and people, in the reader's words.

use crate::pages::chrome::Chrome;
use registration_core::model::{ActorRef, Basis, StateKind};
use std::collections::HashMap;
use uuid::Uuid;

/// What ids are called now.
pub(crate) type Names = HashMap<Uuid, String>;

/// Who acted: by name where it is known, and which kind of actor otherwise.
pub(crate) fn who(c: &Chrome, by: ActorRef, names: &Names) -> String {
    match (by, by.id().and_then(|id| names.get(&id))) {
        (ActorRef::ApiKey(_), Some(name)) => c.t1("actor-named-api-key", "name", name),
        (_, Some(name)) => name.clone(),
        (_, None) => c.of("actor", by.kind()),
    }
}

/// Why somebody is let in: the rule or the person.
pub(crate) fn basis(c: &Chrome, basis: &Basis, names: &Names) -> String {
    match basis {
        Basis::PermittedDomain { domain } => {
            c.t1("basis-permitted-domain", "domain", domain.as_str())
        }
        Basis::InviteLink { link } => {
            let label = names.get(&link.0).map_or("", String::as_str);
            c.t1("basis-invite-link", "label", label)
        }
        Basis::Decision { by, .. } => c.t1("basis-decision", "name", who(c, *by, names)),
    }
}

/// The ids that a basis names.
pub(crate) fn ids_of(basis: &Basis) -> Vec<Uuid> {
    match basis {
        Basis::PermittedDomain { .. } => Vec::new(),
        Basis::InviteLink { link } => vec![link.0],
        Basis::Decision { by, contact } => by.id().into_iter().chain([contact.0]).collect(),
    }
}

/// How the pill of a state looks, beside what it says.
pub(crate) const fn tone(state: StateKind) -> &'static str {
    match state {
        StateKind::AwaitingActivation | StateKind::AwaitingMapping => "warn",
        StateKind::Completed => "ok",
        StateKind::Declined => "bad",
        StateKind::Expired | StateKind::Withdrawn | StateKind::Superseded => "",
    }
}
