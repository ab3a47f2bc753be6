//! Hashes each distinct password once: the sample people share one, and a demo should start at once.

use crate::hasher::Argon2Hasher;
use async_trait::async_trait;
use registration_core::{
    model::{Password, PasswordHash},
    ports::{HashError, PasswordCheck, PasswordHasher},
};
use tokio::sync::Mutex;

/// For sample data only: equal passwords get equal hashes.
pub(super) struct HashedOnce {
    hasher: Argon2Hasher,
    known: Mutex<Option<(Password, PasswordHash)>>,
}

impl HashedOnce {
    pub(super) fn new(hasher: Argon2Hasher) -> Self {
        Self {
            hasher,
            known: Mutex::new(None),
        }
    }
}

#[async_trait]
impl PasswordHasher for HashedOnce {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        let mut known = self.known.lock().await;
        if let Some((of, hash)) = &*known
            && of.expose() == password.expose()
        {
            return Ok(hash.clone());
        }
        let hash = self.hasher.hash(password.clone()).await?;
        *known = Some((password, hash.clone()));
        Ok(hash)
    }

    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        self.hasher.check(password, hash).await
    }
}
