//! Captured mails: what people would have received, for the demonstration and for tests.

use crate::{
    SqliteStore,
    column::{self, Fields, Json, Record},
};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailKind},
    ports::{CapturedMail, MailCapture, StoreError},
};
use sqlx::{QueryBuilder, query};

impl Record for CapturedMail {
    const ENTITY: &'static str = "captured mail";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        row.json()
    }
}

#[async_trait]
impl MailCapture for SqliteStore {
    async fn capture(&self, mail: &CapturedMail) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO captured_mails (id, kind, recipient, content, captured_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
        )
        .bind(mail.id.0)
        .bind(mail.kind.code())
        .bind(mail.to.as_str())
        .bind(Json(mail))
        .bind(column::time(mail.captured_at));
        self.execute("captured mail", statement).await
    }

    async fn captured(
        &self,
        to: Option<&EmailAddress>,
        kind: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>, StoreError> {
        let mut query = QueryBuilder::new("SELECT content FROM captured_mails WHERE TRUE");
        if let Some(to) = to {
            query.push(" AND recipient = ").push_bind(to.as_str());
        }
        if let Some(kind) = kind {
            query.push(" AND kind = ").push_bind(kind.code());
        }
        query.push(" ORDER BY id DESC LIMIT 100");
        self.many_by(query).await
    }
}
