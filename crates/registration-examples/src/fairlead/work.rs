//! Playbooks, and the projects that are made from them.

use super::{
    access::by_key,
    document::{Columns, document, id},
    kept::{Result, one_by_id},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{ContactId, Cover, Playbook, PlaybookId, Project, ProjectId, Revision, Stored},
    ports::{PlaybookRepository, ProjectRepository},
};
use serde::{Deserialize, Serialize};

document!(Playbook as Playbook, "playbook", |it| Columns {
    owner: id(it.self_service.default_project_owner),
    topic: match &it.self_service.cover {
        Cover::Upload { media } => Some(media.to_string()),
        _ => None,
    },
    ..Columns::new(it.id, it.created_at)
});

document!(Project as Project, "project", |it| Columns {
    company: Some(it.customer.to_string()),
    person: Some(it.started_by.to_string()),
    owner: Some(it.owner.to_string()),
    source: Some(it.playbook.to_string()),
    keys: it
        .form_token
        .iter()
        .map(|token| form(it.started_by, token))
        .collect(),
    ..Columns::new(it.id, it.created_at)
});

fn form(started_by: ContactId, token: &str) -> String {
    format!("{started_by} {token}")
}

#[async_trait]
impl PlaybookRepository for Work {
    async fn get(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_shared(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn insert(&mut self, playbook: &Playbook) -> Result<()> {
        self.add(playbook).await
    }

    async fn update(&mut self, playbook: &Stored<Playbook>) -> Result<Revision> {
        self.change(playbook).await
    }
}

#[async_trait]
impl ProjectRepository for Work {
    async fn get(&mut self, id: ProjectId) -> Result<Option<Stored<Project>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_by_form(
        &mut self,
        started_by: ContactId,
        form_token: &str,
    ) -> Result<Option<Stored<Project>>> {
        self.one(by_key(form(started_by, form_token))).await
    }

    async fn insert(&mut self, project: &Project) -> Result<()> {
        self.add(project).await
    }

    async fn update(&mut self, project: &Stored<Project>) -> Result<Revision> {
        self.change(project).await
    }
}
