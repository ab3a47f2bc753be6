//! Hands mails to an SMTP server, one connection each, and tells what is known when that fails.

mod compose;
mod config;
mod connection;
mod failure;

pub use config::{InvalidSmtpConfig, SmtpConfig};

use crate::{Renderer, Sender, render::in_two_groups};
use async_trait::async_trait;
use config::Security;
use connection::Connector;
use failure::Stage;
use registration_core::{
    model::{ActivationCode, OutboxMail, Secret},
    ports::{Mailer, MailerError},
};
use std::fmt;
use tokio::time::{Instant, timeout, timeout_at};

/// Delivers mails to one server, usually a relay that takes care of the rest.
///
/// Each mail has a connection of its own and not one of lettre's pool. A pooled transport reports only that sending
/// failed, and this port must say whether the server may have taken the mail, so the dialogue is led here, where it is
/// known how far it went. A registration service sends too few mails for a handshake each to matter, and a connection
/// that was never reused was never closed by the server meanwhile.
///
/// ```
/// use registration_core::ports::{Mailer, MailerError};
/// use registration_smtp::{Brand, Renderer, SmtpMailer};
/// use registration_testkit::servers::{Behaviour, TestSmtp};
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # let mail = registration_testkit::fixtures::Fixtures::default().plain_mail();
/// # let renderer = Renderer { brand: Brand::named("Halden Cloud"), public_url: "https://portal.example.com".parse()? };
/// # let sender: registration_smtp::Sender = "portal@halden.example".parse()?;
/// # let (again, sender_again) = (renderer.clone(), sender.clone());
/// let server = TestSmtp::start(Behaviour::Normal).await;
/// let mailer = SmtpMailer::new(server.url().parse()?, sender, renderer)?;
/// mailer.probe().await?; // as `doctor` does: signs in and sends nothing
/// mailer.send(&mail).await?;
/// assert_eq!(server.inbox()[0].to, [mail.to.as_str()]);
///
/// let busy = TestSmtp::start(Behaviour::Greylist).await;
/// # let (renderer, sender) = (again, sender_again);
/// let mailer = SmtpMailer::new(busy.url().parse()?, sender, renderer)?;
/// assert!(matches!(mailer.send(&mail).await, Err(MailerError::Transient(_))), "a `Postman` tries again later");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub struct SmtpMailer {
    connector: Connector,
    sender: Sender,
    renderer: Renderer,
}

impl SmtpMailer {
    /// A mailer that sends as `sender`. Reads the extra root certificates; connects to nothing.
    ///
    /// # Errors
    ///
    /// When a root certificate cannot be read.
    pub fn new(
        config: SmtpConfig,
        sender: Sender,
        renderer: Renderer,
    ) -> Result<Self, InvalidSmtpConfig> {
        Ok(Self {
            connector: Connector::new(config, sender.address.domain().as_str())?,
            sender,
            renderer,
        })
    }

    /// Connects, starts TLS and signs in as for a mail, and sends none: says whether mail could leave.
    ///
    /// # Errors
    ///
    /// What stands in the way, always as [`MailerError::Transient`].
    pub async fn probe(&self) -> Result<(), MailerError> {
        let secrets: Vec<&str> = self.credentials().collect();
        let mut stage = Stage::Connecting;
        let opened = timeout(
            self.connector.config.send_timeout,
            self.connector.open(&mut stage),
        )
        .await
        .map_err(|_| "no answer in time".to_owned())
        .and_then(|opened| opened);
        match opened {
            Ok(connection) => {
                connection.part().await;
                Ok(())
            }
            Err(reason) => Err(stage.failed(&reason, &secrets)),
        }
    }

    async fn deliver(&self, mail: &OutboxMail, message: &[u8]) -> Result<(), MailerError> {
        let deadline = Instant::now() + self.connector.config.send_timeout;
        let secrets = self.secrets(mail);
        let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
        let fail = |stage: Stage, reason: &str| stage.failed(reason, &secrets);

        let mut stage = Stage::Connecting;
        let mut connection = timeout_at(deadline, self.connector.open(&mut stage))
            .await
            .map_err(|_| "no answer in time".to_owned())
            .and_then(|opened| opened)
            .map_err(|reason| fail(stage, &reason))?;

        let outcome = timeout_at(
            deadline,
            connection.transfer(&self.sender.address, &mail.to, message, &mut stage),
        )
        .await;
        match outcome {
            Ok(Ok(())) => {
                connection.part().await;
                Ok(())
            }
            Ok(Err(refusal)) => {
                connection.part().await;
                Err(refusal.at(stage, &secrets))
            }
            Err(_) => Err(fail(stage, "no answer in time")),
        }
    }

    // What must not come back in an error's text, whatever the server echoes: a content filter quotes the mail itself.
    fn secrets(&self, mail: &OutboxMail) -> Vec<String> {
        let token = mail.mail.token().map(Secret::expose);
        let code = mail.mail.code().map(ActivationCode::expose);
        self.credentials()
            .chain(token)
            .chain(code)
            .filter(|secret| !secret.is_empty())
            .map(str::to_owned)
            .chain(code.map(in_two_groups))
            .collect()
    }

    fn credentials(&self) -> impl Iterator<Item = &str> {
        let credentials = self.connector.config.credentials.iter();
        credentials
            .flat_map(|credentials| [credentials.password.as_str(), credentials.user.as_str()])
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SmtpMailer({:?}, {})",
            self.connector.config, self.sender
        )
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        let permanent =
            |error: Box<dyn std::error::Error + Send + Sync>| MailerError::Permanent(error);
        let rendered = self
            .renderer
            .render(mail)
            .map_err(|error| permanent(error.into()))?;
        let message = compose::compose(&self.sender, mail, &rendered)
            .map_err(|error| permanent(error.into()))?;
        self.deliver(mail, &message).await
    }
}
