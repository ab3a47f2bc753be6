//! Keys of the API, by their digest.

use crate::{
    column::{self, Fields, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{ApiKey, ApiKeyId},
    ports::{ApiKeyRepository, StoreError},
};
use sqlx::query;

/// The columns of an [`ApiKey`], in the order in which they are read.
macro_rules! columns {
    () => {
        "api_keys.id, api_keys.name, api_keys.digest, api_keys.scope, api_keys.created_at"
    };
}
pub(crate) use columns;

impl Record for ApiKey {
    const ENTITY: &'static str = "API key";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            name: row.next()?,
            digest: row.digest()?,
            scope: row.parsed()?,
            created_at: row.time()?,
        })
    }
}

#[async_trait]
impl ApiKeyRepository for Work {
    async fn insert(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO api_keys (id, name, digest, scope, created_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(key.id.0)
        .bind(key.name.as_str())
        .bind(column::digest(&key.digest))
        .bind(key.scope.code())
        .bind(column::time(key.created_at));
        self.execute("API key", statement).await?;
        Ok(())
    }

    async fn delete(&mut self, id: ApiKeyId) -> Result<bool, StoreError> {
        let statement = query("DELETE FROM api_keys WHERE id = $1").bind(id.0);
        Ok(self.execute("API key", statement).await? == 1)
    }
}
