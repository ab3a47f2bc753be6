//! The audit trail, and the attempts that a rule refused. They outlive what they name, so their ids stay in the body.

use super::{
    document::{Columns, document},
    kept::Result,
    moment,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{AuditEntry, RefusedAttempt, Timestamp},
    ports::AuditTrail,
};
use serde::{Deserialize, Serialize};

document!(AuditEntry as AuditEntry, "audit entry", |it| Columns {
    topic: Some(it.subject.to_string()),
    ..Columns::new(it.id, it.at)
});

document!(RefusedAttempt as RefusedAttempt, "refused attempt", |it| {
    Columns::new(it.id, it.at)
});

#[async_trait]
impl AuditTrail for Work {
    async fn append(&mut self, entry: &AuditEntry) -> Result<()> {
        self.add(entry).await
    }

    async fn refused(&mut self, attempt: &RefusedAttempt) -> Result<()> {
        self.add(attempt).await
    }

    async fn forget_refused(&mut self, at: Timestamp) -> Result<()> {
        self.remove::<RefusedAttempt>("made_at < ?", moment::text(at))
            .await?;
        Ok(())
    }
}
