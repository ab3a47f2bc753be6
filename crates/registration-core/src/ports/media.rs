//! Uploaded pictures: written once, read often, forgotten as a whole.
//!
//! # The contract
//!
//! 1. **A picture that was put is kept.** When [`put`](MediaStore::put) returns, the picture is whole and survives a power
//!    cut; when it fails or is given up, nobody ever reads a part of it.
//! 2. **It never changes.** A second picture with its id is [`StoreError::Duplicate`], and the first one stays.
//! 3. **It need not lie in the database**, so it takes no part in units of work: a picture is put before the change that
//!    names it, and forgotten when nothing can name it any more ([`policy::covers`](crate::policy::covers)).
//! 4. **What lies there is not trusted**: bytes that are no [`Picture`] are [`StoreError::Corrupt`].

use super::StoreError;
use crate::model::{MediaId, Picture};
use async_trait::async_trait;

/// Keeps pictures. See the [contract](self).
///
/// ```
/// use registration_core::{model::{MediaId, PictureFormat}, ports::{MediaStore, StoreError}};
/// # use registration_testkit::{fixtures::Fixtures, memory::MemoryStore};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let (store, make) = (MemoryStore::default(), Fixtures::default());
/// let (id, picture) = (make.id::<MediaId>(), make.picture(PictureFormat::Png, 800));
/// store.put(id, &picture).await?;
/// assert_eq!(store.get(id).await?, Some(picture.clone()));
/// assert!(matches!(store.put(id, &picture).await, Err(StoreError::Duplicate(_))), "it never changes");
/// store.forget(id).await?;
/// assert!(store.ids(None, 10).await?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Keeps a picture.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when there is one with this id, [`StoreError::Unavailable`] when there is no room.
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<(), StoreError>;
    /// The picture with this id.
    async fn get(&self, id: MediaId) -> Result<Option<Picture>, StoreError>;
    /// The ids of at most `limit` pictures, oldest first, from behind `after`.
    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>, StoreError>;
    /// Removes a picture; one that isn't there is no error.
    async fn forget(&self, id: MediaId) -> Result<(), StoreError>;
}
