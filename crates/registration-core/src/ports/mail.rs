//! Delivery: the queue that a worker claims from, the mailer it hands to, and the capture that replaces a server.

use super::{BoxError, OutboxEntry, StoreError};
use crate::model::{EmailAddress, MailId, MailKind, OutboxMail, Timestamp};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// A mail that a worker holds until its lease ends.
#[derive(Debug, Clone)]
pub struct ClaimedMail {
    /// The mail.
    pub mail: OutboxMail,
    /// Which claim of this mail it is, from 1: names the claim in a report, as it is never given out again. Attempts
    /// are, when a failed mail is queued again.
    pub claim: u32,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// How many earlier attempts have an unknown outcome: the worker died, or the connection dropped after the data.
    pub unknown_outcomes: u32,
}

/// The sending half of the outbox. Every method is one short statement of its own.
///
/// A mail is sent at least once and at most twice. So a worker that stalled past its lease must not, when it reports at
/// last, take the mail away from the worker that is sending it now: [`retry`](Self::retry) and
/// [`failed`](Self::failed) name the claim that they report on, and change nothing, without an error, once the mail was
/// claimed again. Its outcome counts as unknown by then. [`sent`](Self::sent) names none: it is right whoever says it.
///
/// ```
/// use registration_core::ports::{MailQueue, Store};
/// # use registration_testkit::{fixtures::{Fixtures, minute}, memory::MemoryStore};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let (store, mail) = (MemoryStore::default(), Fixtures::default().plain_mail());
/// # let mut work = store.begin().await?;
/// work.outbox().enqueue(&mail).await?;
/// work.commit().await?;
/// let held = store.claim(minute(1), minute(3), 20).await?;
/// assert_eq!((held[0].mail.id, held[0].attempt), (mail.id, 1));
/// assert!(store.claim(minute(2), minute(4), 20).await?.is_empty(), "it is held");
/// store.retry(mail.id, held[0].claim, minute(9), "451 later, please", false).await?;
///
/// let again = store.claim(minute(9), minute(11), 20).await?;
/// assert_eq!((again[0].attempt, again[0].unknown_outcomes), (2, 0));
/// store.sent(mail.id, minute(10)).await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait MailQueue: Send + Sync {
    /// Claims up to `limit` mails that are due at `now`, oldest first, until `leased_until`. No two workers hold one
    /// mail at a time. Claiming counts a claim and an attempt; a mail whose lease had run out counts an unknown outcome
    /// too.
    async fn claim(
        &self,
        now: Timestamp,
        leased_until: Timestamp,
        limit: u32,
    ) -> Result<Vec<ClaimedMail>, StoreError>;
    /// The server took it, in whichever claim: wipes the payload.
    async fn sent(&self, id: MailId, at: Timestamp) -> Result<(), StoreError>;
    /// Try again at `at`, if `claim` is the last one. `unknown` says that the server may have taken it.
    async fn retry(
        &self,
        id: MailId,
        claim: u32,
        at: Timestamp,
        error: &str,
        unknown: bool,
    ) -> Result<(), StoreError>;
    /// Given up, if `claim` is the last one: kept with its payload, so that staff can retry it.
    async fn failed(&self, id: MailId, claim: u32, error: &str) -> Result<(), StoreError>;
}

/// Why a mail was not delivered.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// Trying again later may help.
    #[error("delivery failed for now: {0}")]
    Transient(BoxError),
    /// The server refused for good, or the mail cannot be written.
    #[error("delivery is impossible: {0}")]
    Permanent(BoxError),
    /// The connection dropped after the data: the server may have taken it.
    #[error("whether it was delivered is unknown: {0}")]
    Unknown(BoxError),
}

/// Hands a mail to a server.
///
/// ```
/// use registration_core::{model::OutboxMail, ports::{Mailer, MailerError}};
/// use std::{fs, path::PathBuf};
///
/// /// Leaves each mail in a folder, from which another program takes it. Its name is the mail's id: once however often.
/// struct Spool(PathBuf);
///
/// #[async_trait::async_trait]
/// impl Mailer for Spool {
///     async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
///         let json = serde_json::to_vec(&mail.mail).map_err(|error| MailerError::Permanent(error.into()))?;
///         fs::write(self.0.join(mail.id.to_string()), json).map_err(|error| MailerError::Transient(error.into()))
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let mail = registration_testkit::fixtures::Fixtures::default().plain_mail();
/// # let nowhere = Spool("a/folder/that/is/not/there".into());
/// # assert!(matches!(nowhere.send(&mail).await, Err(MailerError::Transient(_))));
/// # });
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Renders and sends one mail. Its `Message-ID` comes from its id, so that a second sending is recognisable.
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError>;
}

/// A mail as staff may see it: as its reader would, with every secret masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedMail {
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The links in it, in order.
    pub links: Vec<String>,
}

/// Shows a mail of the outbox without sending it.
///
/// ```
/// use registration_core::ports::{BoxError, MailPreview, OutboxEntry, PreviewedMail};
///
/// struct AsJson;
///
/// impl MailPreview for AsJson {
///     fn preview(&self, entry: &OutboxEntry) -> Result<Option<PreviewedMail>, BoxError> {
///         let Some(mail) = &entry.mail else { return Ok(None) };
///         let text = serde_json::to_string_pretty(&mail.masked())?; // staff must not come in with it
///         Ok(Some(PreviewedMail { subject: entry.kind.to_string(), text, html: String::new(), links: Vec::new() }))
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait MailPreview: Send + Sync {
    /// The mail in its reader's language, its token and code masked; nothing once it was wiped.
    fn preview(&self, entry: &OutboxEntry) -> Result<Option<PreviewedMail>, BoxError>;
}

/// A mail as a person would have received it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapturedMail {
    /// Its id in the outbox.
    pub id: MailId,
    /// Its kind.
    pub kind: MailKind,
    /// From whom, as a mail program shows it.
    #[serde(default)]
    pub from: String,
    /// To whom.
    pub to: EmailAddress,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The links in it, in order.
    pub links: Vec<String>,
    /// The token in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The six-digit code in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// When it was captured.
    pub captured_at: Timestamp,
}

/// Keeps mails instead of sending them: for the demonstration and for tests, on loopback only. It lies in the store,
/// so that it survives a restart and several processes share it.
///
/// ```
/// use registration_core::{model::MailKind, ports::MailCapture};
/// # use registration_testkit::{fixtures::{Fixtures, email}, memory::MemoryStore};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let (store, make) = (MemoryStore::default(), Fixtures::default());
/// let ann = email("ann@acme.com");
/// let mail = make.captured_mail(&ann, MailKind::Activation);
/// store.capture(&mail).await?;
/// store.capture(&mail).await?; // kept once
/// assert_eq!(store.captured(Some(&ann), None).await?, [mail]);
/// assert!(store.captured(None, Some(MailKind::Mapped)).await?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait MailCapture: Send + Sync {
    /// Keeps a mail; a second time with the same id changes nothing.
    async fn capture(&self, mail: &CapturedMail) -> Result<(), StoreError>;
    /// The newest ones first, at most 100: to an address, of a kind.
    async fn captured(
        &self,
        to: Option<&EmailAddress>,
        kind: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>, StoreError>;
}
