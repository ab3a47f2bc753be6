//! Uploaded pictures, each in one row.

use crate::{
    SqliteStore,
    column::{Fields, Record},
};
use async_trait::async_trait;
use registration_core::{
    model::{MediaId, Picture},
    ports::{MediaStore, StoreError},
};
use sqlx::query;
use uuid::Uuid;

impl Record for Picture {
    const ENTITY: &'static str = "picture";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        let content: Vec<u8> = row.next()?;
        Self::from_bytes(content).map_err(|cause| row.corrupt(cause))
    }
}

impl Record for MediaId {
    const ENTITY: &'static str = "picture";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        row.id()
    }
}

#[async_trait]
impl MediaStore for SqliteStore {
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<(), StoreError> {
        let statement = query("INSERT INTO media (id, content) VALUES ($1, $2)")
            .bind(id.0)
            .bind(picture.bytes());
        self.execute("picture", statement).await
    }

    async fn get(&self, id: MediaId) -> Result<Option<Picture>, StoreError> {
        self.one(query("SELECT content FROM media WHERE id = $1").bind(id.0))
            .await
    }

    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>, StoreError> {
        let statement = query("SELECT id FROM media WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after.map_or(Uuid::nil(), |id| id.0))
            .bind(i64::from(limit));
        self.many(statement).await
    }

    async fn forget(&self, id: MediaId) -> Result<(), StoreError> {
        let statement = query("DELETE FROM media WHERE id = $1").bind(id.0);
        self.execute("picture", statement).await
    }
}
