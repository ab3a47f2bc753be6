//! The audit trail in memory.

use super::{Result, unit_of_work::MemoryUnitOfWork};
use async_trait::async_trait;
use registration_core::{
    model::{AuditEntry, RefusedAttempt, Timestamp},
    ports::AuditTrail,
};

#[async_trait]
impl AuditTrail for MemoryUnitOfWork {
    async fn append(&mut self, entry: &AuditEntry) -> Result<()> {
        self.run(|state| state.audit.add("audit entry", entry.id, entry.clone()))
    }

    async fn refused(&mut self, attempt: &RefusedAttempt) -> Result<()> {
        self.run(|state| {
            state
                .refused
                .add("refused attempt", attempt.id, attempt.clone())
        })
    }

    async fn forget_refused(&mut self, at: Timestamp) -> Result<()> {
        self.run(|state| {
            state.refused.retain(|_, attempt| at <= attempt.at);
            Ok(())
        })
    }
}
