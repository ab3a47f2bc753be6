//! An entry of the trail as a line that people read: names in the place of ids.

use crate::{problem::Problem, state::App};
use registration_core::model::{AuditEntry, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// An entry of the trail.
pub(in crate::pages::console) struct Line {
    pub(in crate::pages::console) at: Timestamp,
    pub(in crate::pages::console) action: &'static str,
    pub(in crate::pages::console) actor_kind: &'static str,
    pub(in crate::pages::console) actor_id: Option<String>,
    pub(in crate::pages::console) actor_name: Option<String>,
    pub(in crate::pages::console) subject_kind: &'static str,
    pub(in crate::pages::console) subject_id: String,
    pub(in crate::pages::console) subject_name: Option<String>,
    pub(in crate::pages::console) customer: Option<String>,
    pub(in crate::pages::console) changes: Vec<Change>,
}

/// A value that stands in an entry.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::pages::console) struct Change {
    pub(in crate::pages::console) name: String,
    pub(in crate::pages::console) before: Option<String>,
    pub(in crate::pages::console) after: Option<String>,
}

type Names = HashMap<Uuid, String>;

impl Line {
    /// Entries with the names that are known.
    pub(in crate::pages::console) async fn all(
        app: &App,
        entries: Vec<AuditEntry>,
    ) -> Result<Vec<Self>, Problem> {
        let names = app.registrar.names_of(&entries).await?;
        Ok(entries.iter().map(|one| Self::of(one, &names)).collect())
    }

    fn of(entry: &AuditEntry, names: &Names) -> Self {
        let actor = entry.actor.id();
        let named = |id: Uuid| names.get(&id).filter(|name| !name.is_empty()).cloned();
        // An entry about a customer need not say at which customer it was.
        let customer = entry.customer.filter(|one| one.0 != entry.subject);
        Self {
            at: entry.at,
            action: entry.action.code(),
            actor_kind: entry.actor.kind(),
            actor_id: actor.map(|id| id.to_string()),
            actor_name: actor.and_then(named),
            subject_kind: entry.subject_kind.code(),
            subject_id: entry.subject.to_string(),
            subject_name: named(entry.subject),
            customer: customer.and_then(|one| named(one.0)),
            changes: changes(entry.before.as_ref(), entry.after.as_ref(), names),
        }
    }
}

impl Change {
    pub(in crate::pages::console) fn is_different(&self) -> bool {
        self.before.is_some() && self.after.is_some() && self.before != self.after
    }
}

fn changes(before: Option<&Value>, after: Option<&Value>, names: &Names) -> Vec<Change> {
    let mut both: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for (path, text) in before.map(|value| flat(value, names)).unwrap_or_default() {
        both.entry(path).or_default().0 = Some(text);
    }
    for (path, text) in after.map(|value| flat(value, names)).unwrap_or_default() {
        both.entry(path).or_default().1 = Some(text);
    }
    let row = |(name, (before, after))| Change {
        name,
        before,
        after,
    };
    both.into_iter().map(row).collect()
}

/// The values in an object, each with the names that lead to it.
fn flat(value: &Value, names: &Names) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(value, String::new(), names, &mut found);
    found
}

fn gather(value: &Value, path: String, names: &Names, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let dot = if path.is_empty() { "" } else { "." };
                gather(member, format!("{path}{dot}{name}"), names, found);
            }
        }
        other => found.push((path, text(other, names))),
    }
}

fn text(value: &Value, names: &Names) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => {
            let id = text.parse::<Uuid>().ok();
            let name = id.and_then(|id| names.get(&id).cloned());
            name.unwrap_or_else(|| text.clone())
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let items = items.iter().map(|one| text(one, names));
            items.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_stand_beside_each_other_with_names_for_ids() {
        let id = Uuid::from_u128(7);
        let names = Names::from([(id, "Rhea".to_owned())]);
        let before = json!({ "owner": null, "form": { "on": false }, "gone": 1 });
        let after =
            json!({ "owner": id, "form": { "on": true }, "domains": ["a.example", "b.example"] });
        let row = |name: &str, before: Option<&str>, after: Option<&str>| Change {
            name: name.to_owned(),
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let rows = changes(Some(&before), Some(&after), &names);
        assert_eq!(
            rows,
            [
                row("domains", None, Some("a.example, b.example")),
                row("form.on", Some("false"), Some("true")),
                row("gone", Some("1"), None),
                row("owner", Some("–"), Some("Rhea")),
            ]
        );
        assert!(rows[1].is_different() && !rows[2].is_different());
    }
}
