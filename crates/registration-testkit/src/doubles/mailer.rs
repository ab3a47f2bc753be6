//! A mailer that remembers what it was given and fails on demand.

use crate::mailer_contract::{Arrived, Inbox};
use async_trait::async_trait;
use registration_core::{
    model::OutboxMail,
    ports::{Mailer, MailerError},
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How a sending ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The server takes it.
    Delivered,
    /// The server says: later.
    Transient,
    /// The server says: never.
    Permanent,
    /// The server takes it, but its answer is lost.
    UnknownButTaken,
    /// The connection breaks before the server takes it, and nobody can tell.
    UnknownAndLost,
}

/// Keeps the mails it was given. Each sending takes the next outcome of its script; after the script, all are delivered
/// unless it was told otherwise.
/// Clones are the same mailer.
///
/// ```
/// use registration_core::ports::Mailer;
/// use registration_testkit::{doubles::{Outcome, RecordingMailer}, fixtures::Fixtures};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let (mailer, mail) = (RecordingMailer::scripted([Outcome::Transient, Outcome::UnknownButTaken]), Fixtures::default().plain_mail());
/// for ends_well in [false, false, true] {
///     assert_eq!(mailer.send(&mail).await.is_ok(), ends_well);
/// }
/// assert_eq!((mailer.attempts().len(), mailer.sent().len()), (3, 2), "it was taken twice, and said so once");
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct RecordingMailer(Arc<Mutex<Record>>);

#[derive(Debug, Default)]
struct Record {
    script: VecDeque<Outcome>,
    always: Option<Outcome>,
    attempts: Vec<OutboxMail>,
    taken: Vec<OutboxMail>,
}

impl RecordingMailer {
    /// A mailer whose first sendings end as `outcomes` say.
    #[must_use]
    pub fn scripted(outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        let mailer = Self::default();
        mailer.then(outcomes);
        mailer
    }

    /// A mailer all of whose sendings end like this.
    #[must_use]
    pub fn always(outcome: Outcome) -> Self {
        let mailer = Self::default();
        mailer.record().always = Some(outcome);
        mailer
    }

    /// Adds `outcomes` to the end of the script.
    pub fn then(&self, outcomes: impl IntoIterator<Item = Outcome>) {
        self.record().script.extend(outcomes);
    }

    /// What the server took, in order: one mail twice when it was sent twice.
    #[must_use]
    pub fn sent(&self) -> Vec<OutboxMail> {
        self.record().taken.clone()
    }

    /// Everything that was tried, in order.
    #[must_use]
    pub fn attempts(&self) -> Vec<OutboxMail> {
        self.record().attempts.clone()
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for RecordingMailer {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        let mut record = self.record();
        record.attempts.push(mail.clone());
        let outcome = record.script.pop_front().or(record.always);
        let outcome = outcome.unwrap_or(Outcome::Delivered);
        if matches!(outcome, Outcome::Delivered | Outcome::UnknownButTaken) {
            record.taken.push(mail.clone());
        }
        match outcome {
            Outcome::Delivered => Ok(()),
            Outcome::Transient => Err(MailerError::Transient("scripted: later".into())),
            Outcome::Permanent => Err(MailerError::Permanent("scripted: never".into())),
            Outcome::UnknownButTaken | Outcome::UnknownAndLost => {
                Err(MailerError::Unknown("scripted: no answer".into()))
            }
        }
    }
}

#[async_trait]
impl Inbox for RecordingMailer {
    async fn arrived(&self) -> Vec<Arrived> {
        let as_arrived =
            |mail: OutboxMail| Arrived::new(mail.id.to_string(), [mail.to.as_str().to_owned()]);
        self.sent().into_iter().map(as_arrived).collect()
    }
}
