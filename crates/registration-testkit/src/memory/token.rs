//! Tokens in memory.

use super::{Result, unit_of_work::MemoryUnitOfWork};
use async_trait::async_trait;
use registration_core::{
    model::{SecretDigest, Timestamp, Token, TokenPurpose},
    ports::TokenRepository,
};

#[async_trait]
impl TokenRepository for MemoryUnitOfWork {
    async fn get(&mut self, digest: &SecretDigest) -> Result<Option<Token>> {
        self.run(|state| Ok(state.tokens.get(digest).cloned()))
    }

    async fn insert(&mut self, token: &Token) -> Result<()> {
        self.run(|state| state.tokens.add("token", token.digest, token.clone()))
    }

    async fn end(&mut self, purpose: &TokenPurpose) -> Result<()> {
        self.run(|state| {
            state.tokens.retain(|_, token| token.purpose != *purpose);
            Ok(())
        })
    }

    async fn forget_expired(&mut self, now: Timestamp) -> Result<()> {
        self.run(|state| {
            state.tokens.retain(|_, token| now < token.expires_at);
            Ok(())
        })
    }
}
