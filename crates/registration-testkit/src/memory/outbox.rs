//! The outbox in memory, and the queue that workers claim from.

use super::{
    MemoryStore, Result,
    state::{OutboxRow, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{MailId, MailState, OutboxMail, Timestamp},
    ports::{ClaimedMail, MailQueue, Outbox},
};

#[async_trait]
impl Outbox for MemoryUnitOfWork {
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<()> {
        self.run(|state| {
            unique("mail", state.outbox.contains_key(&mail.id))?;
            let mut rows = state.outbox.values();
            if mail.once.is_some() && rows.any(|row| row.mail.once == mail.once) {
                return Ok(());
            }
            state.outbox.insert(mail.id, OutboxRow::queued(mail));
            Ok(())
        })
    }

    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool> {
        self.run(|state| {
            let Some(row) = state.outbox.get_mut(&id) else {
                return Ok(false);
            };
            if row.state != MailState::Failed || row.payload.is_none() {
                return Ok(false);
            }
            row.state = MailState::Queued;
            row.attempts = 0;
            row.unknown_outcomes = 0;
            row.next_attempt_at = Some(at);
            Ok(true)
        })
    }

    async fn wipe_expired(&mut self, now: Timestamp) -> Result<()> {
        self.run(|state| {
            for row in state.outbox.values_mut() {
                if row.mail.expires_at.is_some_and(|end| end <= now) {
                    row.payload = None;
                    if row.state == MailState::Queued {
                        row.end(MailState::Failed);
                    }
                }
            }
            Ok(())
        })
    }
}

#[async_trait]
impl MailQueue for MemoryStore {
    async fn claim(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>> {
        self.statement(|state| {
            Ok(state
                .outbox
                .values_mut()
                .filter(|row| row.is_due(now))
                .take(usize::try_from(limit).unwrap_or(usize::MAX))
                .map(|row| row.claim(leased_until))
                .collect())
        })
        .await
    }

    async fn sent(&self, id: MailId, at: Timestamp) -> Result<()> {
        self.statement(|state| {
            if let Some(row) = state.outbox.get_mut(&id) {
                row.end(MailState::Sent);
                row.payload = None;
                row.sent_at = Some(at);
                row.last_error = None;
            }
            Ok(())
        })
        .await
    }

    async fn retry(
        &self,
        id: MailId,
        claim: u32,
        at: Timestamp,
        error: &str,
        unknown: bool,
    ) -> Result<()> {
        self.statement(|state| {
            if let Some(row) = state.outbox.get_mut(&id)
                && row.awaits(claim)
            {
                row.next_attempt_at = Some(at);
                row.leased_until = None;
                row.unknown_outcomes += u32::from(unknown);
                row.last_error = Some(error.to_owned());
            }
            Ok(())
        })
        .await
    }

    async fn failed(&self, id: MailId, claim: u32, error: &str) -> Result<()> {
        self.statement(|state| {
            if let Some(row) = state.outbox.get_mut(&id)
                && row.awaits(claim)
            {
                row.end(MailState::Failed);
                row.last_error = Some(error.to_owned());
            }
            Ok(())
        })
        .await
    }
}

impl OutboxRow {
    fn queued(mail: &OutboxMail) -> Self {
        Self {
            mail: mail.clone(),
            payload: Some(mail.mail.clone()),
            state: MailState::Queued,
            claims: 0,
            attempts: 0,
            unknown_outcomes: 0,
            last_error: None,
            next_attempt_at: Some(mail.created_at),
            leased_until: None,
            sent_at: None,
        }
    }

    fn is_due(&self, now: Timestamp) -> bool {
        self.state == MailState::Queued
            && self.payload.is_some()
            && self.next_attempt_at.is_some_and(|at| at <= now)
            && self.leased_until.is_none_or(|end| end <= now)
            && self.mail.expires_at.is_none_or(|end| now < end)
    }

    fn claim(&mut self, leased_until: Timestamp) -> ClaimedMail {
        self.claims += 1;
        self.attempts += 1;
        // Nobody said how the attempt before ended.
        self.unknown_outcomes += u32::from(self.leased_until.is_some());
        self.leased_until = Some(leased_until);
        ClaimedMail {
            mail: self.mail.clone(),
            claim: self.claims,
            attempt: self.attempts,
            unknown_outcomes: self.unknown_outcomes,
        }
    }

    /// Whether a report on this claim still matters.
    fn awaits(&self, claim: u32) -> bool {
        self.state == MailState::Queued && self.claims == claim
    }

    fn end(&mut self, state: MailState) {
        self.state = state;
        self.next_attempt_at = None;
        self.leased_until = None;
    }
}
