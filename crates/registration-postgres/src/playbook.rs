//! Playbooks with their self-service settings.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{Playbook, PlaybookId, Revision, SelfService, Stored},
    ports::{PlaybookRepository, StoreError},
};
use sqlx::query;

/// The columns of a [`Stored<Playbook>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "playbooks.id, playbooks.name, playbooks.steps, playbooks.self_service, \
         playbooks.default_project_owner, playbooks.customer_facing_name, \
         playbooks.customer_facing_description, playbooks.cover, playbooks.audience, \
         playbooks.archived_at, playbooks.created_at, playbooks.revision"
    };
}
pub(crate) use columns;

impl Record for Playbook {
    const ENTITY: &'static str = "playbook";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            name: row.next()?,
            steps: row.json()?,
            self_service: SelfService {
                enabled: row.next()?,
                default_project_owner: row.id_if()?,
                customer_facing_name: row.next()?,
                customer_facing_description: row.next()?,
                cover: row.json()?,
                audience: row.json()?,
            },
            archived_at: row.time_if()?,
            created_at: row.time()?,
        })
    }
}

#[async_trait]
impl PlaybookRepository for Work {
    async fn get(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM playbooks WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn get_shared(&mut self, id: PlaybookId) -> Result<Option<Stored<Playbook>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM playbooks WHERE id = $1 FOR SHARE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn insert(&mut self, playbook: &Playbook) -> Result<(), StoreError> {
        let settings = &playbook.self_service;
        let statement = query(
            "INSERT INTO playbooks (id, name, steps, self_service, default_project_owner, \
             customer_facing_name, customer_facing_description, cover, audience, archived_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(playbook.id.0)
        .bind(playbook.name.as_str())
        .bind(Json(&playbook.steps))
        .bind(settings.enabled)
        .bind(settings.default_project_owner.map(|id| id.0))
        .bind(settings.customer_facing_name.as_deref())
        .bind(settings.customer_facing_description.as_deref())
        .bind(Json(&settings.cover))
        .bind(Json(&settings.audience))
        .bind(column::time_if(playbook.archived_at))
        .bind(column::time(playbook.created_at));
        self.execute("playbook", statement).await?;
        Ok(())
    }

    async fn update(&mut self, playbook: &Stored<Playbook>) -> Result<Revision, StoreError> {
        let settings = &playbook.self_service;
        let statement = query(
            "UPDATE playbooks SET name = $3, steps = $4, self_service = $5, \
             default_project_owner = $6, customer_facing_name = $7, \
             customer_facing_description = $8, cover = $9, audience = $10, archived_at = $11, \
             revision = revision + 1 WHERE id = $1 AND revision = $2",
        )
        .bind(playbook.id.0)
        .bind(playbook.revision.0)
        .bind(playbook.name.as_str())
        .bind(Json(&playbook.steps))
        .bind(settings.enabled)
        .bind(settings.default_project_owner.map(|id| id.0))
        .bind(settings.customer_facing_name.as_deref())
        .bind(settings.customer_facing_description.as_deref())
        .bind(Json(&settings.cover))
        .bind(Json(&settings.audience))
        .bind(column::time_if(playbook.archived_at));
        self.change("playbook", playbook.revision, statement).await
    }
}
