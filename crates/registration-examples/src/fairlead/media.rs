//! Pictures, and mails that were kept instead of sent.

use super::{
    document::{Columns, document},
    kept::{Result, all, failure},
    store::Fairlead,
};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailKind, MediaId, Picture},
    ports::{CapturedMail, MailCapture, MediaStore, Page, StoreError},
};
use serde::{Deserialize, Serialize};
use sqlx::{query, query_scalar};

const PICTURE: &str = "picture";

#[async_trait]
impl MediaStore for Fairlead {
    async fn put(&self, id: MediaId, picture: &Picture) -> Result<()> {
        let statement = query("INSERT INTO portal_pictures (portal_id, content) VALUES (?, ?)")
            .bind(id.to_string())
            .bind(picture.bytes());
        let done = statement.execute(self.writer()).await;
        done.map(drop).map_err(|error| failure(PICTURE, error))
    }

    async fn get(&self, id: MediaId) -> Result<Option<Picture>> {
        let content = query_scalar("SELECT content FROM portal_pictures WHERE portal_id = ?")
            .bind(id.to_string())
            .fetch_optional(self.readers())
            .await;
        let content: Option<Vec<u8>> = content.map_err(|error| failure(PICTURE, error))?;
        let picture = content.map(Picture::from_bytes).transpose();
        picture.map_err(|cause| StoreError::corrupt(PICTURE, cause))
    }

    async fn ids(&self, after: Option<MediaId>, limit: u32) -> Result<Vec<MediaId>> {
        let statement = "SELECT portal_id FROM portal_pictures WHERE portal_id > ? \
            ORDER BY portal_id LIMIT ?";
        let ids = query_scalar(statement)
            .bind(after.map(|id| id.to_string()).unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(self.readers())
            .await;
        let ids: Vec<String> = ids.map_err(|error| failure(PICTURE, error))?;
        let ids: Result<_, _> = ids.iter().map(|id| id.parse()).collect();
        ids.map_err(|cause: uuid::Error| StoreError::corrupt(PICTURE, cause))
    }

    async fn forget(&self, id: MediaId) -> Result<()> {
        let statement = query("DELETE FROM portal_pictures WHERE portal_id = ?");
        let done = statement.bind(id.to_string()).execute(self.writer()).await;
        done.map(drop).map_err(|error| failure(PICTURE, error))
    }
}

/// A mail has its id in the outbox already.
fn kept_as(id: impl std::fmt::Display) -> String {
    format!("captured {id}")
}

document!(CapturedMail as CapturedMail, "captured mail", |it| {
    Columns {
        topic: Some(it.to.to_string()),
        ..Columns::new(kept_as(it.id), it.captured_at)
    }
});

#[async_trait]
impl MailCapture for Fairlead {
    async fn capture(&self, mail: &CapturedMail) -> Result<()> {
        let mut work = self.work().await?;
        let kept = all::<CapturedMail>().with("portal_id = ?", kept_as(mail.id));
        if work.one(kept).await?.is_none() {
            work.add(mail).await?;
        }
        work.finish().await
    }

    async fn captured(
        &self,
        to: Option<&EmailAddress>,
        kind: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>> {
        let page = Page {
            limit: 100,
            before: None,
        };
        let kept = all::<CapturedMail>().with_if("topic = ?", to.map(ToString::to_string));
        let kept = kept.with_if("body ->> '$.kind' = ?", kind.map(MailKind::code));
        let newest = kept.newest(self.readers(), page, |_| true).await?;
        Ok(newest.into_iter().map(|kept| kept.value).collect())
    }
}
