//! Playbooks and projects.

use super::{List, Statement};
use crate::{column, playbook, project};
use registration_core::{
    model::{Cover, MediaId, PlaybookId, ProjectId},
    ports::{Page, ProjectFilter},
};
use sqlx::query;

pub(super) fn playbook(id: PlaybookId) -> Statement {
    query(concat!(
        "SELECT ",
        playbook::columns!(),
        " FROM playbooks WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn playbooks(page: Page) -> Statement {
    query(concat!(
        "SELECT ",
        playbook::columns!(),
        " FROM playbooks WHERE id < $1 AND archived_at IS NULL ORDER BY id DESC LIMIT $2"
    ))
    .bind(column::before(page))
    .bind(column::limit(page))
}

pub(super) fn self_service_playbooks() -> Statement {
    query(concat!(
        "SELECT ",
        playbook::columns!(),
        " FROM playbooks WHERE self_service AND archived_at IS NULL ORDER BY id DESC"
    ))
}

pub(super) fn playbooks_covered_by(pictures: &[MediaId]) -> Statement {
    // The cover lies there as the text that serde writes; text of bounded form can be looked up as it is.
    let covers = pictures.iter().map(|id| Cover::Upload { media: *id });
    let covers: Vec<String> = covers
        .filter_map(|cover| serde_json::to_string(&cover).ok())
        .collect();
    query(concat!(
        "SELECT ",
        playbook::columns!(),
        " FROM playbooks WHERE cover IN (SELECT value FROM json_each($1)) ORDER BY id"
    ))
    .bind(column::texts(covers.iter().map(String::as_str)))
}

pub(super) fn project(id: ProjectId) -> Statement {
    query(concat!(
        "SELECT ",
        project::columns!(),
        " FROM projects WHERE id = $1"
    ))
    .bind(id.0)
}

pub(super) fn projects(filter: &ProjectFilter, page: Page) -> List {
    let mut list = List::new(concat!(
        "SELECT ",
        project::columns!(),
        " FROM projects WHERE id < "
    ));
    list.push_bind(column::before(page));
    if let Some(customer) = filter.customer {
        list.push(" AND customer_id = ").push_bind(customer.0);
    }
    if let Some(owner) = filter.owner {
        list.push(" AND owner_id = ").push_bind(owner.0);
    }
    if let Some(contacts) = &filter.visible_to {
        // Two indexed look-ups; an OR would look at every project.
        let contacts = column::ids(contacts.iter().map(|id| id.0));
        list.push(" AND id IN (SELECT id FROM projects WHERE started_by IN (SELECT unhex(value)")
            .push(" FROM json_each(")
            .push_bind(contacts.clone())
            .push(")) UNION SELECT project_id FROM project_members WHERE contact_id IN (SELECT")
            .push(" unhex(value) FROM json_each(")
            .push_bind(contacts)
            .push(")))");
    }
    list.push(" ORDER BY id DESC LIMIT ")
        .push_bind(column::limit(page));
    list
}
