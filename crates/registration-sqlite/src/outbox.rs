//! The outbox: mails written with the change that caused them, and the queue that a worker claims them from.

use crate::{
    SqliteStore,
    column::{self, Fields, Json, Record},
    error::store_error,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{Locale, MailId, OutboxMail, Timestamp},
    ports::{ClaimedMail, MailQueue, Outbox, OutboxEntry, StoreError},
};
use sqlx::query;

/// The columns of an [`OutboxEntry`], in the order in which they are read.
macro_rules! columns {
    () => {
        "outbox.id, outbox.kind, outbox.recipient, outbox.locale, outbox.state, outbox.attempts, \
         outbox.last_error, outbox.created_at, outbox.next_attempt_at, outbox.expires_at, \
         outbox.sent_at, outbox.payload"
    };
}
pub(crate) use columns;

impl Record for OutboxEntry {
    const ENTITY: &'static str = "mail";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            kind: row.parsed()?,
            to: row.parsed()?,
            locale: row.parsed_if()?,
            state: row.parsed()?,
            attempts: row.number()?,
            last_error: row.next()?,
            created_at: row.time()?,
            next_attempt_at: row.time_if()?,
            expires_at: row.time_if()?,
            sent_at: row.time_if()?,
            // A mail of another version is shown without its content: better than a screen that shows no mail at all.
            mail: row.json_if().unwrap_or(None),
        })
    }
}

impl Record for ClaimedMail {
    const ENTITY: &'static str = "mail";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        let (id, claim) = (row.id()?, row.number()?);
        Ok(Self {
            mail: OutboxMail {
                id,
                to: row.parsed()?,
                locale: row.parsed_if()?,
                mail: row.json()?,
                once: row.next()?,
                created_at: row.time()?,
                expires_at: row.time_if()?,
            },
            claim,
            attempt: row.number()?,
            unknown_outcomes: row.number()?,
        })
    }
}

#[async_trait]
impl Outbox for Work {
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO outbox (id, kind, recipient, locale, payload, once_key, state, created_at, \
             next_attempt_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, $7, $8) \
             ON CONFLICT (once_key) WHERE once_key IS NOT NULL DO NOTHING",
        )
        .bind(mail.id.0)
        .bind(mail.mail.kind().code())
        .bind(mail.to.as_str())
        .bind(mail.locale.as_ref().map(Locale::as_str))
        .bind(Json(&mail.mail))
        .bind(mail.once.as_deref())
        .bind(column::time(mail.created_at))
        .bind(column::time_if(mail.expires_at));
        self.execute("mail", statement).await?;
        Ok(())
    }

    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool, StoreError> {
        let statement = query(
            "UPDATE outbox SET state = 'queued', attempts = 0, unknown_outcomes = 0, \
             next_attempt_at = $2 WHERE id = $1 AND state = 'failed' AND payload IS NOT NULL",
        )
        .bind(id.0)
        .bind(column::time(at));
        Ok(self.execute("mail", statement).await? == 1)
    }

    async fn wipe_expired(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let statement = query(
            "UPDATE outbox SET payload = NULL, next_attempt_at = NULL, leased_until = NULL, \
             last_error = CASE state WHEN 'queued' THEN 'expired before it could be sent' \
             ELSE last_error END, state = 'failed' \
             WHERE payload IS NOT NULL AND expires_at <= $1",
        )
        .bind(column::time(now));
        self.execute("mail", statement).await?;
        Ok(())
    }
}

#[async_trait]
impl MailQueue for SqliteStore {
    async fn claim(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError> {
        // A lease that is still noted here has run out: nobody knows what became of that attempt.
        let statement = query(
            "UPDATE outbox SET claims = claims + 1, attempts = attempts + 1, \
             unknown_outcomes = unknown_outcomes + (leased_until IS NOT NULL), leased_until = $2 \
             WHERE id IN (SELECT id FROM outbox WHERE state = 'queued' AND next_attempt_at <= $1 \
             AND (leased_until IS NULL OR leased_until <= $1) \
             AND (expires_at IS NULL OR expires_at > $1) \
             ORDER BY next_attempt_at, id LIMIT $3) \
             RETURNING id, claims, recipient, locale, payload, once_key, created_at, expires_at, \
             attempts, unknown_outcomes",
        )
        .bind(column::time(now))
        .bind(column::time(leased_until))
        .bind(i64::from(limit));
        let rows = statement.fetch_all(self.writer()).await;
        let mut claimed = Vec::new();
        for row in rows.map_err(|e| store_error("mail", e))? {
            match ClaimedMail::from_row(&row) {
                Ok(mail) => claimed.push(mail),
                // One mail that cannot be read must not keep the others from being sent, now and at every next claim.
                Err(_) => {
                    let mut row = Fields::new(&row, "mail");
                    let (id, claim) = (row.id()?, row.number()?);
                    let why = "what is stored of it cannot be read";
                    MailQueue::failed(self, id, claim, why).await?;
                }
            }
        }
        claimed.sort_by_key(|claimed| claimed.mail.id);
        Ok(claimed)
    }

    async fn sent(&self, id: MailId, at: Timestamp) -> Result<(), StoreError> {
        let statement = query(
            "UPDATE outbox SET state = 'sent', sent_at = $2, payload = NULL, next_attempt_at = NULL, \
             leased_until = NULL, last_error = NULL WHERE id = $1 AND state <> 'sent'",
        )
        .bind(id.0)
        .bind(column::time(at));
        self.execute("mail", statement).await
    }

    async fn retry(
        &self,
        id: MailId,
        claim: u32,
        at: Timestamp,
        error: &str,
        unknown: bool,
    ) -> Result<(), StoreError> {
        let statement = query(
            "UPDATE outbox SET next_attempt_at = $3, last_error = $4, \
             unknown_outcomes = unknown_outcomes + $5, leased_until = NULL \
             WHERE id = $1 AND claims = $2 AND state = 'queued'",
        )
        .bind(id.0)
        .bind(i64::from(claim))
        .bind(column::time(at))
        .bind(column::reason(error))
        .bind(i64::from(unknown));
        self.execute("mail", statement).await
    }

    async fn failed(&self, id: MailId, claim: u32, error: &str) -> Result<(), StoreError> {
        let statement = query(
            "UPDATE outbox SET state = 'failed', last_error = $3, next_attempt_at = NULL, \
             leased_until = NULL WHERE id = $1 AND claims = $2 AND state = 'queued'",
        )
        .bind(id.0)
        .bind(i64::from(claim))
        .bind(column::reason(error));
        self.execute("mail", statement).await
    }
}
