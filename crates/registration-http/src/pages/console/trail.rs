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
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry as a page shows it: `{% call trail::rows(c, entries) %}{% endcall %}`.
pub(crate) struct EntryRow {
    pub(crate) at: Timestamp,
    pub(crate) who: String,
    /// The code of what was done; its words are the family `action`.
    pub(crate) action: &'static str,
    /// The code of what it was done to; its words are the family `subject`.
    pub(crate) kind: &'static str,
    pub(crate) subject: Uuid,
    /// What that is called now.
    pub(crate) name: Option<String>,
    /// Its page, for those who may see it.
    pub(crate) href: Option<String>,
    /// At which customer, where the entry is not about the customer itself.
    pub(crate) customer: Option<String>,
    /// Who acted, for those who may look through the whole trail.
    pub(crate) actor: Option<Uuid>,
    pub(crate) may_search: bool,
    pub(crate) changes: Vec<Change>,
}

/// A member of an entry, as it was and as it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) name: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Change {
    pub(crate) fn is_different(&self) -> bool {
        self.before.is_some() && self.after.is_some() && self.before != self.after
    }
}

/// The entries with every id that they name replaced by what it is called.
pub(crate) async fn rows(
    app: &App,
    page: &ConsolePage,
    entries: Vec<AuditEntry>,
) -> Result<Vec<EntryRow>, Problem> {
    let names = app.registrar.names_of(&entries).await?;
    let rows = entries.into_iter().map(|entry| row(page, &entry, &names));
    Ok(rows.collect())
}

fn row(page: &ConsolePage, entry: &AuditEntry, names: &Names) -> EntryRow {
    let c = &page.c;
    let customer = entry.customer.map(|customer| customer.0);
    EntryRow {
        at: entry.at,
        who: words::who(c, entry.actor, names),
        action: entry.action.code(),
        kind: entry.subject_kind.code(),
        subject: entry.subject,
        name: names.get(&entry.subject).cloned(),
        href: href(page, entry),
        customer: customer
            .filter(|id| *id != entry.subject)
            .and_then(|id| names.get(&id).cloned()),
        actor: entry.actor.id(),
        may_search: page.may(Permission::ReadOperations),
        changes: beside(
            members(c, entry.before.as_ref(), names),
            members(c, entry.after.as_ref(), names),
        ),
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

/// The members of what was and of what is, beside each other.
fn beside(before: Vec<(String, String)>, after: Vec<(String, String)>) -> Vec<Change> {
    let mut both: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for (name, text) in before {
        both.entry(name).or_default().0 = Some(text);
    }
    for (name, text) in after {
        both.entry(name).or_default().1 = Some(text);
    }
    let change = |(name, (before, after))| Change {
        name,
        before,
        after,
    };
    both.into_iter().map(change).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_stands_beside_what_is() {
        let pairs = |pairs: &[(&str, &str)]| {
            let owned = pairs.iter();
            owned
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect()
        };
        let before = pairs(&[("owner", "nobody"), ("gone", "1"), ("same", "x")]);
        let after = pairs(&[("owner", "Rhea"), ("new", "2"), ("same", "x")]);
        let rows = beside(before, after);
        let seen: Vec<_> = rows
            .iter()
            .map(|one| {
                (
                    one.name.as_str(),
                    one.before.as_deref(),
                    one.after.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("gone", Some("1"), None),
                ("new", None, Some("2")),
                ("owner", Some("nobody"), Some("Rhea")),
                ("same", Some("x"), Some("x")),
            ]
        );
        let different: Vec<bool> = rows.iter().map(Change::is_different).collect();
        assert_eq!(different, [false, false, true, false]);
    }
}
