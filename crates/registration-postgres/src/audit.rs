//! The audit trail, and the attempts that a rule refused.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{ActorRef, AuditEntry, RefusedAttempt, Timestamp},
    ports::{AuditTrail, StoreError},
};
use sqlx::query;
use uuid::Uuid;

/// The columns of an [`AuditEntry`], in the order in which they are read.
macro_rules! columns {
    () => {
        "audit_entries.id, audit_entries.at, audit_entries.actor_kind, audit_entries.actor_id, \
         audit_entries.action, audit_entries.subject_kind, audit_entries.subject_id, \
         audit_entries.customer_id, audit_entries.value_before, audit_entries.value_after"
    };
}
pub(crate) use columns;

impl Record for AuditEntry {
    const ENTITY: &'static str = "audit entry";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            at: row.time()?,
            actor: read_actor(row)?,
            action: row.parsed()?,
            subject_kind: row.parsed()?,
            subject: row.next()?,
            customer: row.id_if()?,
            before: row.json_if()?,
            after: row.json_if()?,
        })
    }
}

fn read_actor(row: &mut Fields<'_>) -> Result<ActorRef, StoreError> {
    let (kind, id): (&str, Option<Uuid>) = (row.next()?, row.next()?);
    Ok(match (kind, id) {
        ("visitor", None) => ActorRef::Visitor,
        ("account", Some(id)) => ActorRef::Account(id.into()),
        ("staff", Some(id)) => ActorRef::Staff(id.into()),
        ("api_key", Some(id)) => ActorRef::ApiKey(id.into()),
        ("command_line", None) => ActorRef::CommandLine,
        ("system", None) => ActorRef::System,
        _ => return Err(row.corrupt("unknown actor")),
    })
}

impl Record for RefusedAttempt {
    const ENTITY: &'static str = "refused attempt";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            at: row.time()?,
            door: row.parsed()?,
            email: row.parsed()?,
            customer: row.id_if()?,
            reason: row.next()?,
        })
    }
}

#[async_trait]
impl AuditTrail for Work {
    async fn append(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO audit_entries (id, at, actor_kind, actor_id, action, subject_kind, subject_id, \
             customer_id, value_before, value_after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(entry.id.0)
        .bind(column::time(entry.at))
        .bind(entry.actor.kind())
        .bind(entry.actor.id())
        .bind(entry.action.code())
        .bind(entry.subject_kind.code())
        .bind(entry.subject)
        .bind(entry.customer.map(|id| id.0))
        .bind(entry.before.as_ref().map(Json))
        .bind(entry.after.as_ref().map(Json));
        self.execute("audit entry", statement).await?;
        Ok(())
    }

    async fn refused(&mut self, attempt: &RefusedAttempt) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO refused_attempts (id, at, door, email, customer_id, reason) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(attempt.id.0)
        .bind(column::time(attempt.at))
        .bind(attempt.door.code())
        .bind(attempt.email.as_str())
        .bind(attempt.customer.map(|id| id.0))
        .bind(attempt.reason.as_str());
        self.execute("refused attempt", statement).await?;
        Ok(())
    }

    async fn forget_refused(&mut self, at: Timestamp) -> Result<(), StoreError> {
        let statement = query("DELETE FROM refused_attempts WHERE at < $1").bind(column::time(at));
        self.execute("refused attempt", statement).await?;
        Ok(())
    }
}
