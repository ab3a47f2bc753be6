//! The JSON of what a store of documents writes whole is pinned: what an older release stored, a newer one has to read.

use registration_core::model::{
    AuditEntry, InviteLink, Locale, Playbook, Project, RefusedAttempt, SessionHolder, TokenPurpose,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::fmt::Debug;

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const AT: &str = "2026-03-02T09:00:00.000001Z";

/// What is read from the pinned JSON is written as the same JSON.
fn is_pinned<T: Serialize + DeserializeOwned + Debug>(pinned: &Value) {
    let read: T = serde_json::from_value(pinned.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *pinned, "{read:?}");
}

#[test]
fn what_is_stored_whole_has_this_json_for_ever() {
    is_pinned::<InviteLink>(&json!({
        "id": ID, "customer": ID, "label": "Fair", "code": "abc", "expires_at": AT, "max_uses": 5, "uses": 2,
        "retired": [{"code": "old", "accepted_until": AT}], "enabled": true, "last_used_at": null, "created_at": AT,
    }));
    is_pinned::<Playbook>(&json!({
        "id": ID, "name": "Onboarding", "archived_at": null, "created_at": AT,
        "steps": [{"id": ID, "title": "Call", "due_after_days": 3, "responsible": "provider"}],
        "self_service": {
            "enabled": true, "default_project_owner": ID, "customer_facing_name": "Start", "cover": {"kind": "none"},
            "customer_facing_description": null, "audience": {"kind": "only", "customers": [ID]},
        },
    }));
    is_pinned::<Project>(&json!({
        "id": ID, "customer": ID, "playbook": ID, "playbook_revision": 3, "name": "Start", "owner": ID,
        "started_by": ID, "members": [ID], "form_token": "f", "created_at": AT,
        "steps": [{"id": ID, "title": "Call", "responsible": "customer", "due_on": "2026-03-05"}],
    }));
    is_pinned::<AuditEntry>(&json!({
        "id": ID, "at": AT, "actor": {"kind": "staff", "id": ID}, "action": "customer_created",
        "subject_kind": "customer", "subject": ID, "customer": null, "before": null, "after": {"name": null},
    }));
    is_pinned::<RefusedAttempt>(&json!({
        "id": ID, "at": AT, "door": "portal_form", "email": "ann@example.com", "customer": ID, "reason": "archived",
    }));
    for kind in ["account", "staff"] {
        is_pinned::<SessionHolder>(&json!({"kind": kind, "id": ID}));
    }
}

#[test]
fn the_json_of_a_purpose_has_its_code() {
    is_pinned::<TokenPurpose>(&json!({"kind": "setup"}));
    for kind in [
        "activation",
        "password_reset",
        "staff_activation",
        "staff_password_reset",
    ] {
        let pinned = json!({"kind": kind, "id": ID});
        is_pinned::<TokenPurpose>(&pinned);
        let purpose: TokenPurpose = serde_json::from_value(pinned).unwrap();
        assert_eq!(purpose.code(), kind);
    }
}

#[test]
fn the_json_of_a_language_goes_through_the_parser() {
    is_pinned::<Locale>(&json!("pt-BR"));
    assert!(serde_json::from_value::<Locale>(json!("de, en;q=0.5")).is_err());
}
