//! Projects, and the table that finds them by their members.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{ContactId, Project, ProjectId, Revision, Stored},
    ports::{ProjectRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Project>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "projects.id, projects.customer_id, projects.playbook_id, projects.playbook_revision, \
         projects.name, projects.owner_id, projects.started_by, projects.members, projects.steps, \
         projects.form_token, projects.created_at, projects.revision"
    };
}
pub(crate) use columns;

impl Record for Project {
    const ENTITY: &'static str = "project";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            customer: row.id()?,
            playbook: row.id()?,
            playbook_revision: Revision(row.next()?),
            name: row.next()?,
            owner: row.id()?,
            started_by: row.id()?,
            members: row.json()?,
            steps: row.json()?,
            form_token: row.next()?,
            created_at: row.time()?,
        })
    }
}

impl Work {
    async fn insert_members(&mut self, project: &Project) -> Result<(), StoreError> {
        if project.members.is_empty() {
            return Ok(());
        }
        let statement = query(
            "INSERT INTO project_members (contact_id, project_id) \
             SELECT unnest($1::uuid[]), $2",
        )
        .bind(column::ids(project.members.iter().map(|id| id.0)))
        .bind(project.id.0);
        self.execute("project member", statement).await?;
        Ok(())
    }
}

#[async_trait]
impl ProjectRepository for Work {
    async fn get(&mut self, id: ProjectId) -> Result<Option<Stored<Project>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM projects WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_by_form(
        &mut self,
        started_by: ContactId,
        form_token: &str,
    ) -> Result<Option<Stored<Project>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM projects WHERE started_by = $1 AND form_token = $2 FOR NO KEY UPDATE"
        );
        let statement = query(statement)
            .bind(started_by.0)
            .bind(column::sought(form_token));
        self.one(statement).await
    }

    async fn insert(&mut self, project: &Project) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO projects (id, customer_id, playbook_id, playbook_revision, name, owner_id, \
             started_by, members, steps, form_token, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(project.id.0)
        .bind(project.customer.0)
        .bind(project.playbook.0)
        .bind(project.playbook_revision.0)
        .bind(project.name.as_str())
        .bind(project.owner.0)
        .bind(project.started_by.0)
        .bind(Json(&project.members))
        .bind(Json(&project.steps))
        .bind(project.form_token.as_deref())
        .bind(column::time(project.created_at));
        self.execute("project", statement).await?;
        self.insert_members(project).await
    }

    async fn update(&mut self, project: &Stored<Project>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE projects SET customer_id = $3, playbook_id = $4, playbook_revision = $5, \
             name = $6, owner_id = $7, started_by = $8, members = $9, steps = $10, \
             form_token = $11, revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(project.id.0)
        .bind(project.revision.0)
        .bind(project.customer.0)
        .bind(project.playbook.0)
        .bind(project.playbook_revision.0)
        .bind(project.name.as_str())
        .bind(project.owner.0)
        .bind(project.started_by.0)
        .bind(Json(&project.members))
        .bind(Json(&project.steps))
        .bind(project.form_token.as_deref());
        let revision = self.change("project", project.revision, statement).await?;
        let statement =
            query("DELETE FROM project_members WHERE project_id = $1").bind(project.id.0);
        self.execute("project member", statement).await?;
        self.insert_members(project).await?;
        Ok(revision)
    }
}
