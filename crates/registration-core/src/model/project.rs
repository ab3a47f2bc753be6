//! Projects: what a contact starts from a playbook.

use super::{
    ContactId, CustomerId, PlaybookId, ProjectId, Responsible, Revision, StaffId, StepId, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;

/// A project of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Whose it is.
    pub customer: CustomerId,
    /// The playbook it was made from.
    pub playbook: PlaybookId,
    /// The revision that the playbook had then.
    pub playbook_revision: Revision,
    /// What it is called.
    pub name: String,
    /// The staff member who owns it.
    pub owner: StaffId,
    /// The contact who started it.
    pub started_by: ContactId,
    /// Contacts whom staff invited to it.
    pub members: BTreeSet<ContactId>,
    /// What is to be done.
    pub steps: Vec<ProjectStep>,
    /// The form it was started with: a second submission of the same form finds this project.
    pub form_token: Option<String>,
    /// When it was started.
    pub created_at: Timestamp,
}

/// One step of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectStep {
    /// Its id.
    pub id: StepId,
    /// What is to be done.
    pub title: String,
    /// Whose step it is.
    pub responsible: Responsible,
    /// The last day for it.
    #[serde(with = "day")]
    pub due_on: Date,
}

/// Dates as `2026-03-01`.
mod day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

    pub(super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&day.format(FORMAT).map_err(serde::ser::Error::custom)?)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Date::parse(&text, FORMAT).map_err(D::Error::custom)
    }
}
