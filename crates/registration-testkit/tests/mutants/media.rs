//! Pictures with one flaw.

use crate::store::{Flaw, Mutant};
use async_trait::async_trait;
use registration_core::{
    model::{MediaId, Picture},
    ports::{MediaStore, StoreError},
};

type Result<T> = std::result::Result<T, StoreError>;

#[async_trait]
impl MediaStore for Mutant {
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<()> {
        if self.has(Flaw::WritesOverPictures) {
            self.inner.forget(id).await?;
        }
        self.inner.put(id, picture).await
    }

    async fn get(&self, id: MediaId) -> Result<Option<Picture>> {
        self.inner.get(id).await
    }

    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>> {
        let after = after.filter(|_| !self.has(Flaw::ListsPicturesFromTheStart));
        self.inner.ids(after, limit).await
    }

    async fn forget(&self, id: MediaId) -> Result<()> {
        if self.has(Flaw::ForgetsOlderPictures) {
            let ids = self.inner.ids(None, u32::MAX).await?;
            for older in ids.into_iter().filter(|one| *one < id) {
                self.inner.forget(older).await?;
            }
        }
        self.inner.forget(id).await
    }
}
