//! The outbox: mails that were written with the change that causes them, and how far each has come.

use super::{
    document::{Columns, document},
    kept::{Result, all, one_by_id},
    moment,
    store::Fairlead,
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        EmailAddress, Locale, Mail, MailId, MailKind, MailState, OutboxMail, Stored, Timestamp,
    },
    ports::{ClaimedMail, MailQueue, Outbox, OutboxEntry, StoreError},
};
use serde::{Deserialize, Serialize};

/// A mail on its way.
#[derive(Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) id: MailId,
    pub(super) kind: MailKind,
    pub(super) to: EmailAddress,
    locale: Option<Locale>,
    once: Option<String>,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    /// Its JSON, with its secrets, until they are wiped. As text: one that a later version cannot read any more must
    /// not keep the others from being sent.
    content: Option<String>,
    pub(super) state: MailState,
    claims: u32,
    attempts: u32,
    unknown_outcomes: u32,
    last_error: Option<String>,
    next_attempt_at: Option<Timestamp>,
    leased_until: Option<Timestamp>,
    sent_at: Option<Timestamp>,
}

document!(Letter as Letter, "mail", |it| Columns {
    topic: Some(it.to.to_string()),
    // Nothing that was wiped can be claimed or wiped again.
    ends_at: it.content.as_ref().and(it.expires_at).map(moment::text),
    due_at: it.next_attempt_at.max(it.leased_until).map(moment::text),
    keys: it.once.iter().cloned().collect(),
    ..Columns::new(it.id, it.created_at)
});

impl Letter {
    fn mail(&self) -> Option<Mail> {
        serde_json::from_str(self.content.as_deref()?).ok()
    }

    /// No longer in anybody's hands.
    fn rest(&mut self, state: MailState) {
        self.state = state;
        self.next_attempt_at = None;
        self.leased_until = None;
    }

    fn fail(&mut self, why: &str) {
        self.rest(MailState::Failed);
        self.last_error = Some(why.to_owned());
    }

    /// Whether what is said about this claim still counts.
    fn is_held_by(&self, claim: u32) -> bool {
        self.state == MailState::Queued && self.claims == claim
    }

    /// Whoever held it before, without a word: nobody knows what became of that.
    fn claimed(&mut self, leased_until: Timestamp) -> Option<ClaimedMail> {
        self.claims += 1;
        self.attempts += 1;
        self.unknown_outcomes += u32::from(self.leased_until.is_some());
        self.leased_until = Some(leased_until);
        Some(ClaimedMail {
            mail: OutboxMail {
                id: self.id,
                to: self.to.clone(),
                locale: self.locale.clone(),
                mail: self.mail()?,
                once: self.once.clone(),
                created_at: self.created_at,
                expires_at: self.expires_at,
            },
            claim: self.claims,
            attempt: self.attempts,
            unknown_outcomes: self.unknown_outcomes,
        })
    }

    /// As the console shows it.
    pub(super) fn entry(self) -> OutboxEntry {
        OutboxEntry {
            mail: self.mail(),
            id: self.id,
            kind: self.kind,
            to: self.to,
            locale: self.locale,
            state: self.state,
            attempts: self.attempts,
            last_error: self.last_error,
            created_at: self.created_at,
            next_attempt_at: self.next_attempt_at,
            expires_at: self.expires_at,
            sent_at: self.sent_at,
        }
    }
}

#[async_trait]
impl Outbox for Work {
    async fn enqueue(&mut self, mail: &OutboxMail) -> Result<()> {
        // There is one writer, so that whoever looks first has looked in time.
        if let Some(once) = &mail.once
            && self
                .one(super::access::by_key::<Letter>(once))
                .await?
                .is_some()
        {
            return Ok(());
        }
        let content = serde_json::to_string(&mail.mail);
        let content = content.map_err(|cause| StoreError::corrupt("mail", cause));
        let content = self.or_die(content)?;
        self.add(&Letter {
            id: mail.id,
            kind: mail.mail.kind(),
            to: mail.to.clone(),
            locale: mail.locale.clone(),
            once: mail.once.clone(),
            created_at: mail.created_at,
            expires_at: mail.expires_at,
            content: Some(content),
            state: MailState::Queued,
            claims: 0,
            attempts: 0,
            unknown_outcomes: 0,
            last_error: None,
            next_attempt_at: Some(mail.created_at),
            leased_until: None,
            sent_at: None,
        })
        .await
    }

    async fn requeue(&mut self, id: MailId, at: Timestamp) -> Result<bool> {
        let Some(Stored {
            value: mut letter, ..
        }) = self.one(one_by_id::<Letter>(id.0)).await?
        else {
            return Ok(false);
        };
        if letter.state != MailState::Failed || letter.content.is_none() {
            return Ok(false);
        }
        letter.rest(MailState::Queued);
        letter.attempts = 0;
        letter.unknown_outcomes = 0;
        letter.next_attempt_at = Some(at);
        self.note(&letter).await?;
        Ok(true)
    }

    async fn wipe_expired(&mut self, now: Timestamp) -> Result<()> {
        let over = all::<Letter>().with("ends_at <= ?", moment::text(now));
        for Stored {
            value: mut letter, ..
        } in self.many(over).await?
        {
            letter.content = None;
            if letter.state == MailState::Queued {
                letter.fail("it expired before it could be sent");
            }
            self.note(&letter).await?;
        }
        Ok(())
    }
}

impl Fairlead {
    /// Changes a mail in a unit of work of its own; one that is not there is no error.
    async fn report(&self, id: MailId, change: impl FnOnce(&mut Letter) + Send) -> Result<()> {
        let mut work = self.work().await?;
        if let Some(mut letter) = work.one(one_by_id::<Letter>(id.0)).await? {
            change(&mut letter.value);
            work.note(&letter.value).await?;
        }
        work.finish().await
    }
}

#[async_trait]
impl MailQueue for Fairlead {
    async fn claim(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>> {
        let mut work = self.work().await?;
        let due = all::<Letter>()
            .with("due_at <= ?", moment::text(now))
            .with("(ends_at IS NULL OR ends_at > ?)", moment::text(now));
        let mut claimed = Vec::new();
        for Stored {
            value: mut letter, ..
        } in work.many(due.oldest(limit)).await?
        {
            match letter.claimed(leased_until) {
                Some(mail) => claimed.push(mail),
                None => letter.fail("what is stored of it cannot be read"),
            }
            work.note(&letter).await?;
        }
        work.finish().await?;
        Ok(claimed)
    }

    async fn sent(&self, id: MailId, at: Timestamp) -> Result<()> {
        self.report(id, |letter| {
            letter.rest(MailState::Sent);
            letter.content = None;
            letter.last_error = None;
            letter.sent_at = letter.sent_at.or(Some(at));
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
        self.report(id, |letter| {
            if letter.is_held_by(claim) {
                letter.leased_until = None;
                letter.next_attempt_at = Some(at);
                letter.last_error = Some(error.to_owned());
                letter.unknown_outcomes += u32::from(unknown);
            }
        })
        .await
    }

    async fn failed(&self, id: MailId, claim: u32, error: &str) -> Result<()> {
        self.report(id, |letter| {
            if letter.is_held_by(claim) {
                letter.fail(error);
            }
        })
        .await
    }
}
