//! Audit entries in words: who did what, to what, and when.

use super::words::{self, Names};
use crate::{
    pages::{chrome::Chrome, visit::ConsolePage},
    problem::Problem,
    state::App,
};
use registration_core::{
    model::{AuditEntry, SubjectKind, Timestamp},
    policy::access::Permission,
};
use serde_json::Value;
use uuid::Uuid;

/// An entry as a page shows it: `{% call trail::rows(c, entries) %}{% endcall %}`.
pub(crate) struct EntryRow {
    pub(crate) at: Timestamp,
    pub(crate) who: String,
    /// The code of what was done; its words are the family `action`.
    pub(crate) action: &'static str,
    /// The code of what it was done to; its words are the family `subject`.
    pub(crate) kind: &'static str,
    /// What that is called now.
    pub(crate) name: Option<String>,
    /// Its page, for those who may see it.
    pub(crate) href: Option<String>,
    pub(crate) before: Vec<(String, String)>,
    pub(crate) after: Vec<(String, String)>,
}

impl EntryRow {
    /// Whether the entry says more than its line.
    pub(crate) fn has_more(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}

/// The entries with every id that they name replaced by what it is called.
pub(crate) async fn rows(
    app: &App,
    page: &ConsolePage,
    entries: Vec<AuditEntry>,
) -> Result<Vec<EntryRow>, Problem> {
    let mut ids = Vec::new();
    for entry in &entries {
        ids.extend(
            [Some(entry.subject), entry.actor.id()]
                .into_iter()
                .flatten(),
        );
        ids.extend(entry.customer.map(|customer| customer.0));
        for value in [&entry.before, &entry.after].into_iter().flatten() {
            ids_within(value, &mut ids);
        }
    }
    let names = app.registrar.names(ids).await?;
    let rows = entries.into_iter().map(|entry| row(page, &entry, &names));
    Ok(rows.collect())
}

/// Every id in a value, however deep: a basis names its link or who decided inside.
fn ids_within(value: &Value, ids: &mut Vec<Uuid>) {
    match value {
        Value::String(text) => ids.extend(text.parse::<Uuid>()),
        Value::Array(items) => items.iter().for_each(|item| ids_within(item, ids)),
        Value::Object(members) => members.values().for_each(|item| ids_within(item, ids)),
        _ => {}
    }
}

fn row(page: &ConsolePage, entry: &AuditEntry, names: &Names) -> EntryRow {
    let c = &page.c;
    EntryRow {
        at: entry.at,
        who: words::who(c, entry.actor, names),
        action: entry.action.code(),
        kind: entry.subject_kind.code(),
        name: names.get(&entry.subject).cloned(),
        href: href(page, entry),
        before: members(c, entry.before.as_ref(), names),
        after: members(c, entry.after.as_ref(), names),
    }
}

fn href(page: &ConsolePage, entry: &AuditEntry) -> Option<String> {
    use SubjectKind as S;
    let id = entry.subject;
    let (permission, path) = match entry.subject_kind {
        S::Customer => (Permission::ReadCustomers, format!("/admin/customers/{id}")),
        S::InviteLink => (
            Permission::ReadCustomers,
            format!("/admin/customers/{}/links/{id}", entry.customer?),
        ),
        S::Contact => (Permission::ReadCustomers, format!("/admin/contacts/{id}")),
        S::Registration => (
            Permission::ReadCustomers,
            format!("/admin/registrations/{id}"),
        ),
        S::Playbook => (Permission::ReadPlaybooks, format!("/admin/playbooks/{id}")),
        S::Project => (Permission::ReadProjects, format!("/admin/projects/{id}")),
        // These have no page of their own.
        _ => return None,
    };
    page.may(permission).then_some(path)
}

/// The members of what was or is, each with its name and what it says.
fn members(c: &Chrome, value: Option<&Value>, names: &Names) -> Vec<(String, String)> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(members)) => members
            .iter()
            .map(|(name, value)| (c.of("member", name), said(c, value, names)))
            .collect(),
        Some(value) => vec![(c.of("member", "value"), said(c, value, names))],
    }
}

fn said(c: &Chrome, value: &Value, names: &Names) -> String {
    match value {
        Value::Null => c.t("value-none"),
        Value::Bool(true) => c.t("value-yes"),
        Value::Bool(false) => c.t("value-no"),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let id = text.parse::<Uuid>().ok();
            let name = id.and_then(|id| names.get(&id).cloned());
            name.unwrap_or_else(|| c.of("value", text))
        }
        Value::Array(items) if items.is_empty() => c.t("value-none"),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| said(c, item, names)).collect();
            items.join(", ")
        }
        Value::Object(members) => {
            let inner = members.iter().map(|(name, value)| {
                format!("{}: {}", c.of("member", name), said(c, value, names))
            });
            inner.collect::<Vec<_>>().join("; ")
        }
    }
}
