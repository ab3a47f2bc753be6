//! The mailer under test, the peer that it talks to, and what arrived there.

use crate::fixtures::Fixtures;
use async_trait::async_trait;
use registration_core::ports::Mailer;
use std::{any::Any, sync::Arc};

/// How whoever takes the mails behaves: a server, a provider's API, a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Peer {
    /// Takes every mail.
    Takes,
    /// Takes every mail, and what arrives is seen as a person sees it: subject, text, HTML and, where there are any,
    /// headers.
    Shows,
    /// Refuses every recipient for good: 550 in SMTP, 422 or the like of an API.
    RefusesTheRecipient,
    /// Puts every mail off: 451 in SMTP, 429 or 503 of an API.
    PutsOff,
    /// Cannot be reached: nobody listens where it should be.
    IsUnreachable,
    /// Takes the connection and never says a word.
    SaysNothing,
    /// Takes the mail, and the connection breaks before it says so.
    DropsAfterTheData,
    /// Refuses every mail for good and quotes what it says as the reason, secrets included, as content filters do.
    QuotesTheMail,
}

/// The factory cannot make a peer behave like that, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CannotStage(pub &'static str);

/// A mail as the peer took it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Arrived {
    /// By what the peer knows a second copy: the `Message-ID`, an idempotency key.
    pub message_id: String,
    /// The addresses that it goes to, as the peer was told.
    pub to: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// The text part, decoded.
    pub text: String,
    /// The HTML part, decoded.
    pub html: String,
    /// Every header in order, decoded; none where mails have no headers.
    pub headers: Vec<(String, String)>,
}

impl Arrived {
    /// A mail that is known by `message_id` and goes to `to`; what it says is added where it can be seen.
    #[must_use]
    pub fn new(message_id: impl Into<String>, to: impl IntoIterator<Item = String>) -> Self {
        Self {
            message_id: message_id.into(),
            to: to.into_iter().collect(),
            ..Self::default()
        }
    }

    /// The same with what it says.
    #[must_use]
    pub fn saying(
        self,
        subject: impl Into<String>,
        text: impl Into<String>,
        html: impl Into<String>,
    ) -> Self {
        Self {
            subject: subject.into(),
            text: text.into(),
            html: html.into(),
            ..self
        }
    }

    /// The same with its headers.
    #[must_use]
    pub fn with_headers(self, headers: impl IntoIterator<Item = (String, String)>) -> Self {
        Self {
            headers: headers.into_iter().collect(),
            ..self
        }
    }
}

/// Where one sees what arrived.
#[async_trait]
pub trait Inbox: Send + Sync {
    /// The mails that arrived, oldest first; a peer that recognises a second copy may show it once.
    async fn arrived(&self) -> Vec<Arrived>;
}

/// A mailer under test. Laws want its inbox empty and to themselves.
#[non_exhaustive]
pub struct MailerSubject {
    /// Sends.
    pub mailer: Arc<dyn Mailer>,
    /// Shows what arrived.
    pub inbox: Arc<dyn Inbox>,
    /// What must not stand in an error: passwords, API keys.
    pub secrets: Vec<String>,
    /// Makes the mails that laws send.
    pub make: Fixtures,
    _kept: Option<Box<dyn Any + Send>>,
}

impl MailerSubject {
    /// A mailer, and where its mails arrive.
    pub fn new(mailer: Arc<dyn Mailer>, inbox: Arc<dyn Inbox>) -> Self {
        Self {
            mailer,
            inbox,
            secrets: Vec::new(),
            make: Fixtures::default(),
            _kept: None,
        }
    }

    /// The same with credentials that no error may tell.
    #[must_use]
    pub fn with_secrets<S: Into<String>>(self, secrets: impl IntoIterator<Item = S>) -> Self {
        Self {
            secrets: secrets.into_iter().map(Into::into).collect(),
            ..self
        }
    }

    /// The same, and `guard` lives until the law has ended: a server that stops when it is dropped.
    #[must_use]
    pub fn keeping(self, guard: impl Any + Send) -> Self {
        Self {
            _kept: Some(Box::new(guard)),
            ..self
        }
    }

    pub(super) async fn expect_empty(&self) {
        let arrived = self.inbox.arrived().await.len();
        assert_eq!(
            arrived, 0,
            "the factory gives a mailer whose inbox has mails in it: give each test one of its own"
        );
    }
}
