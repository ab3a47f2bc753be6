//! Uploaded pictures in memory.

use super::{MemoryStore, Result};
use async_trait::async_trait;
use registration_core::{
    model::{MediaId, Picture},
    ports::MediaStore,
};
use std::ops::Bound;

#[async_trait]
impl MediaStore for MemoryStore {
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<()> {
        self.statement(|state| state.media.add("picture", id, picture.clone()))
            .await
    }

    async fn get(&self, id: MediaId) -> Result<Option<Picture>> {
        Ok(self.committed().media.get(&id).cloned())
    }

    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>> {
        let state = self.committed();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let ids = state
            .media
            .range((from, Bound::Unbounded))
            .map(|(id, _)| *id);
        Ok(ids
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .collect())
    }

    async fn forget(&self, id: MediaId) -> Result<()> {
        self.statement(|state| {
            state.media.remove(&id);
            Ok(())
        })
        .await
    }
}
