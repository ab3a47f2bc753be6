//! Tokens of mailed links, by their digest.

use crate::{
    column::{self, Fields, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{SecretDigest, Timestamp, Token, TokenPurpose},
    ports::{StoreError, TokenRepository},
};
use sqlx::query;
use uuid::Uuid;

/// The columns of a [`Token`], in the order in which they are read.
macro_rules! columns {
    () => {
        "tokens.digest, tokens.purpose, tokens.subject, tokens.expires_at"
    };
}
pub(crate) use columns;

impl Record for Token {
    const ENTITY: &'static str = "token";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            digest: row.digest()?,
            purpose: read_purpose(row)?,
            expires_at: row.time()?,
        })
    }
}

fn read_purpose(row: &mut Fields<'_>) -> Result<TokenPurpose, StoreError> {
    let (code, subject): (&str, Uuid) = (row.next()?, row.next()?);
    let subject = Some(subject).filter(|subject| !subject.is_nil());
    TokenPurpose::from_parts(code, subject).ok_or_else(|| row.corrupt("unknown purpose"))
}

/// What a purpose is bound to. Nothing is all zeros, which an index finds like any other.
fn subject(purpose: &TokenPurpose) -> Uuid {
    purpose.subject().unwrap_or(Uuid::nil())
}

#[async_trait]
impl TokenRepository for Work {
    async fn get(&mut self, digest: &SecretDigest) -> Result<Option<Token>, StoreError> {
        let statement = concat!("SELECT ", columns!(), " FROM tokens WHERE digest = $1");
        self.one(query(statement).bind(column::digest(digest)))
            .await
    }

    async fn insert(&mut self, token: &Token) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO tokens (digest, purpose, subject, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(column::digest(&token.digest))
        .bind(token.purpose.code())
        .bind(subject(&token.purpose))
        .bind(column::time(token.expires_at));
        self.execute("token", statement).await?;
        Ok(())
    }

    async fn end(&mut self, purpose: &TokenPurpose) -> Result<(), StoreError> {
        let statement = query("DELETE FROM tokens WHERE subject = $1 AND purpose = $2")
            .bind(subject(purpose))
            .bind(purpose.code());
        self.execute("token", statement).await?;
        Ok(())
    }

    async fn forget_expired(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let statement = query("DELETE FROM tokens WHERE expires_at <= $1").bind(column::time(now));
        self.execute("token", statement).await?;
        Ok(())
    }
}
