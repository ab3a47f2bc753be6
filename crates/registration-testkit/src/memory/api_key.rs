//! API keys in memory.

use super::{Result, state::unique, unit_of_work::MemoryUnitOfWork};
use async_trait::async_trait;
use registration_core::{
    model::{ApiKey, ApiKeyId},
    ports::ApiKeyRepository,
};

const NAME: &str = "API key";

#[async_trait]
impl ApiKeyRepository for MemoryUnitOfWork {
    async fn insert(&mut self, key: &ApiKey) -> Result<()> {
        self.run(|state| {
            let mut keys = state.api_keys.values();
            unique(NAME, keys.any(|other| other.digest == key.digest))?;
            state.api_keys.add(NAME, key.id, key.clone())
        })
    }

    async fn delete(&mut self, id: ApiKeyId) -> Result<bool> {
        self.run(|state| Ok(state.api_keys.remove(&id).is_some()))
    }
}
