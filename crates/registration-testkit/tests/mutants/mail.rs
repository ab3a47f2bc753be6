//! An outbox, a queue and a capture with one flaw.

use crate::store::{Flaw, Mutant, Work};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailId, MailKind, OutboxMail, Timestamp},
    ports::{CapturedMail, ClaimedMail, MailCapture, MailQueue, Outbox, StoreError},
};
use registration_testkit::fixtures::start;
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

#[async_trait]
impl Outbox for Work {
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<()> {
        let mut mail = mail.clone();
        if self.has(Flaw::IgnoresOnce) {
            mail.once = None;
        }
        self.inner().outbox().enqueue(&mail).await
    }

    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool> {
        let requeued = self.inner().outbox().requeue(id, at).await?;
        Ok(requeued || self.has(Flaw::RequeuesAnything))
    }

    async fn wipe_expired(&mut self, now: Timestamp) -> Result<()> {
        self.inner().outbox().wipe_expired(now).await
    }
}

#[async_trait]
impl MailQueue for Mutant {
    async fn claim(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>> {
        let leased_until = if self.has(Flaw::HandsAMailToTwo) {
            now
        } else {
            leased_until
        };
        let mut claimed = self.inner.claim(now, leased_until, limit).await?;
        if self.has(Flaw::ForgetsUnknownOutcomes) {
            for mail in &mut claimed {
                mail.unknown_outcomes = 0;
            }
        }
        Ok(claimed)
    }

    async fn sent(&self, id: MailId, at: Timestamp) -> Result<()> {
        if self.has(Flaw::KeepsWhatWasSent) {
            return self.inner.failed(id, "").await;
        }
        self.inner.sent(id, at).await
    }

    async fn retry(&self, id: MailId, at: Timestamp, error: &str, unknown: bool) -> Result<()> {
        let at = if self.has(Flaw::RetriesAtOnce) {
            start()
        } else {
            at
        };
        self.inner.retry(id, at, error, unknown).await
    }

    async fn failed(&self, id: MailId, error: &str) -> Result<()> {
        self.inner.failed(id, error).await
    }
}

#[async_trait]
impl MailCapture for Mutant {
    async fn capture(&self, mail: &CapturedMail) -> Result<()> {
        let mut mail = mail.clone();
        if self.has(Flaw::CapturesTwice) {
            let kept = self.inner.captured(None, None).await?;
            let next = mail.id.0.as_u128() + kept.len() as u128;
            mail.id = Uuid::from_u128(next).into();
        }
        self.inner.capture(&mail).await
    }

    async fn captured(
        &self,
        to: Option<&EmailAddress>,
        kind: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>> {
        self.inner.captured(to, kind).await
    }
}
