//! Both mailers obey the kit's contract of mailers: against a real SMTP server, and where mails are kept.

use crate::{delivery::SENDER, samples::renderer};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailKind},
    ports::{CapturedMail, MailCapture, StoreError},
};
use registration_smtp::{CapturingMailer, SmtpConfig, SmtpMailer};
use registration_testkit::{
    doubles::{FixedClock, RecordingMailer},
    mailer_contract::{Arrived, CannotStage, Inbox, MailerSubject, Peer},
    memory::MemoryStore,
    servers::{Behaviour, TestSmtp, smtp},
};
use std::{net::TcpListener, sync::Arc, time::Duration};

mod over_smtp {
    use super::*;

    registration_testkit::mailer_contract!(over_smtp);
}

mod kept {
    use super::*;

    registration_testkit::mailer_contract!(
        kept,
        except [
            Peer::RefusesTheRecipient,
            Peer::PutsOff,
            Peer::SaysNothing,
            Peer::DropsAfterTheData,
            Peer::QuotesTheMail,
        ]
    );
}

async fn over_smtp(peer: Peer) -> Result<MailerSubject, CannotStage> {
    let behaviour = match peer {
        Peer::Takes | Peer::Shows => Behaviour::Normal,
        Peer::RefusesTheRecipient => Behaviour::RefuseRecipients,
        Peer::PutsOff => Behaviour::Greylist,
        Peer::SaysNothing => Behaviour::Silent,
        Peer::DropsAfterTheData => Behaviour::DropAfterData,
        Peer::QuotesTheMail => Behaviour::RefuseAndQuote,
        Peer::IsUnreachable => return Ok(unreachable()),
        _ => return Err(CannotStage("the server does not know how")),
    };
    let server = Arc::new(TestSmtp::start(behaviour).await);
    let mailer = mailer(&server.url());
    Ok(MailerSubject::new(mailer, server).with_secrets([smtp::USER, smtp::PASSWORD]))
}

fn mailer(url: &str) -> Arc<SmtpMailer> {
    let config: SmtpConfig = url.parse().unwrap();
    let config = config.with_timeouts(Duration::from_secs(5), Duration::from_secs(5));
    let sender = SENDER.parse().unwrap();
    Arc::new(SmtpMailer::new(config, sender, renderer()).unwrap())
}

// A port that was free a moment ago: nobody listens there.
fn unreachable() -> MailerSubject {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("smtp://{}:{}@127.0.0.1:{port}", smtp::USER, smtp::PASSWORD);
    let nobody = Arc::new(RecordingMailer::default());
    MailerSubject::new(mailer(&url), nobody).with_secrets([smtp::USER, smtp::PASSWORD])
}

async fn kept(peer: Peer) -> Result<MailerSubject, CannotStage> {
    let capture: Arc<dyn MailCapture> = match peer {
        Peer::Takes | Peer::Shows => Arc::new(MemoryStore::default()),
        Peer::IsUnreachable => Arc::new(Away),
        Peer::RefusesTheRecipient | Peer::QuotesTheMail => {
            return Err(CannotStage("a mail is kept whoever it is for"));
        }
        Peer::PutsOff => return Err(CannotStage("a store that is busy is one that is away")),
        Peer::SaysNothing => return Err(CannotStage("the store has time limits of its own")),
        _ => {
            return Err(CannotStage(
                "keeping is idempotent: whatever is lost is tried again",
            ));
        }
    };
    let mailer = CapturingMailer {
        sender: Some(SENDER.parse().unwrap()),
        renderer: renderer(),
        capture: Arc::clone(&capture),
        clock: Arc::new(FixedClock::default()),
    };
    Ok(MailerSubject::new(
        Arc::new(mailer),
        Arc::new(Kept(capture)),
    ))
}

/// What the capture shows, oldest first.
struct Kept(Arc<dyn MailCapture>);

#[async_trait]
impl Inbox for Kept {
    async fn arrived(&self) -> Vec<Arrived> {
        let kept = self.0.captured(None, None).await.unwrap_or_default();
        let as_arrived = |mail: CapturedMail| {
            Arrived::new(mail.id.to_string(), [mail.to.as_str().to_owned()]).saying(
                mail.subject,
                mail.text,
                mail.html,
            )
        };
        kept.into_iter().rev().map(as_arrived).collect()
    }
}

/// A store that cannot be reached.
struct Away;

#[async_trait]
impl MailCapture for Away {
    async fn capture(&self, _: &CapturedMail) -> Result<(), StoreError> {
        Err(StoreError::Unavailable("no connection".into()))
    }

    async fn captured(
        &self,
        _: Option<&EmailAddress>,
        _: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>, StoreError> {
        Err(StoreError::Unavailable("no connection".into()))
    }
}
