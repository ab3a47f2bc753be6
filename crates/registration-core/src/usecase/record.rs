//! Writes the audit trail with the change.

use super::{Error, Registrar};
use crate::{
    model::{
        ActorRef, AuditAction, AuditEntry, CustomerId, EmailAddress, OriginKind, RefusedAttempt,
        SubjectKind, Timestamp,
    },
    policy::admission::Refusal,
    ports::UnitOfWork,
};
use serde_json::Value;
use uuid::Uuid;

/// What was done, to what.
pub(super) struct Record {
    pub(super) actor: ActorRef,
    pub(super) action: AuditAction,
    pub(super) subject: (SubjectKind, Uuid),
    pub(super) customer: Option<CustomerId>,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
}

impl Record {
    pub(super) const fn new(
        actor: ActorRef,
        action: AuditAction,
        kind: SubjectKind,
        id: Uuid,
    ) -> Self {
        Self {
            actor,
            action,
            subject: (kind, id),
            customer: None,
            before: None,
            after: None,
        }
    }

    pub(super) const fn at(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }

    pub(super) fn before(mut self, value: Value) -> Self {
        self.before = Some(value);
        self
    }

    pub(super) fn after(mut self, value: Value) -> Self {
        self.after = Some(value);
        self
    }
}

impl Registrar {
    pub(super) async fn record(
        &self,
        work: &mut dyn UnitOfWork,
        now: Timestamp,
        record: Record,
    ) -> Result<(), Error> {
        let entry = AuditEntry {
            id: self.new_id(now),
            at: now,
            actor: record.actor,
            action: record.action,
            subject_kind: record.subject.0,
            subject: record.subject.1,
            customer: record.customer,
            before: record.before,
            after: record.after,
        };
        Ok(work.audit().append(&entry).await?)
    }

    /// Notes a refused attempt, in a unit of work of its own since the attempt changes nothing else.
    pub(super) async fn record_refusal(
        &self,
        email: &EmailAddress,
        door: OriginKind,
        customer: Option<CustomerId>,
        refusal: Refusal,
    ) -> Result<(), Error> {
        let attempt = self.refused_attempt(email, door, customer, refusal);
        self.retry(|| async {
            let mut work = self.begin().await?;
            work.audit().refused(&attempt).await?;
            self.commit(work).await
        })
        .await
    }

    /// A note of an attempt that a rule refused.
    pub(super) fn refused_attempt(
        &self,
        email: &EmailAddress,
        door: OriginKind,
        customer: Option<CustomerId>,
        refusal: Refusal,
    ) -> RefusedAttempt {
        let now = self.now();
        RefusedAttempt {
            id: self.new_id(now),
            at: now,
            door,
            email: email.clone(),
            customer,
            reason: refusal.code().to_owned(),
        }
    }
}
