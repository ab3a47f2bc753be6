//! An outbox, a queue and a capture with one flaw.

use crate::store::{Flaw, Mutant, Work};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailId, MailKind, OutboxMail, Timestamp},
    ports::{CapturedMail, ClaimedMail, Directory, MailCapture, MailQueue, Outbox, StoreError},
};
use registration_testkit::fixtures::start;
use std::ops::RangeInclusive;
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

/// Whichever claim is the last one: it is among these.
const ANY_CLAIM: RangeInclusive<u32> = 0..=9;

impl Mutant {
    /// The claims that a report on `claim` is taken for.
    async fn heard_as(&self, id: MailId, claim: u32) -> Result<RangeInclusive<u32>> {
        if self.has(Flaw::HearsOlderClaims) {
            return Ok(ANY_CLAIM);
        }
        if self.has(Flaw::CountsClaimsAnew)
            && let Some(shown) = self.inner.mail(id).await?
            && shown.attempts == claim
        {
            return Ok(ANY_CLAIM);
        }
        Ok(claim..=claim)
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
        if self.has(Flaw::CountsClaimsAnew) {
            for mail in &mut claimed {
                mail.claim = mail.attempt;
            }
        }
        Ok(claimed)
    }

    async fn sent(&self, id: MailId, at: Timestamp) -> Result<()> {
        if self.has(Flaw::KeepsWhatWasSent) {
            for claim in ANY_CLAIM {
                self.inner.failed(id, claim, "").await?;
            }
            return Ok(());
        }
        self.inner.sent(id, at).await
    }

    async fn retry(
        &self,
        id: MailId,
        claim: u32,
        at: Timestamp,
        error: &str,
        unknown: bool,
    ) -> Result<()> {
        let at = if self.has(Flaw::RetriesAtOnce) {
            start()
        } else {
            at
        };
        for claim in self.heard_as(id, claim).await? {
            self.inner.retry(id, claim, at, error, unknown).await?;
        }
        Ok(())
    }

    async fn failed(&self, id: MailId, claim: u32, error: &str) -> Result<()> {
        for claim in self.heard_as(id, claim).await? {
            self.inner.failed(id, claim, error).await?;
        }
        Ok(())
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
