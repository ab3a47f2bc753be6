//! One step of delivery: claim, send, mark. A worker loops it; tests call it.

use crate::{
    model::{MailId, Timestamp},
    policy::delivery::{self, Attempt, Verdict},
    ports::{ClaimedMail, Clock, MailQueue, Mailer, MailerError, StoreError},
};
use std::sync::Arc;
use time::Duration;

/// How long a worker holds a mail: longer than the slowest sending.
const LEASE: Duration = Duration::minutes(2);

/// Takes mail from the outbox to the mailer, with no unit of work open.
///
/// ```
/// use registration_core::usecase::{Delivery, Postman};
/// use registration_testkit::doubles::{Outcome, RecordingMailer};
/// use std::sync::Arc;
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let acme = office.registrar.create_customer(&registration_core::model::Actor::CommandLine, "Acme", None).await?.id;
/// # let invite = registration_core::usecase::Invite { email: "ann@acme.com".parse()?, name: None, message: None };
/// # office.registrar.invite(&registration_core::model::Actor::CommandLine, acme, invite).await?;
/// # let (store, clock) = (office.store.clone(), office.clock.clone());
/// let mailer = Arc::new(RecordingMailer::scripted([Outcome::Transient])); // and then it takes all
/// let postman = Postman::new(Arc::new(store), mailer.clone(), Arc::new(clock.clone()));
/// let claimed = postman.claim(20).await?;
/// assert!(matches!(postman.deliver(&claimed[0]).await?, Delivery::Retried(..)));
/// assert!(postman.claim(20).await?.is_empty(), "not before its time");
///
/// clock.advance(time::Duration::seconds(10));
/// for claimed in postman.claim(20).await? {
///     assert_eq!(postman.deliver(&claimed).await?, Delivery::Sent(claimed.mail.id));
/// }
/// assert_eq!(mailer.sent().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Postman {
    queue: Arc<dyn MailQueue>,
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
}

/// What became of one claimed mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server took it.
    Sent(MailId),
    /// It is tried again then, because of this.
    Retried(MailId, Timestamp, String),
    /// It is kept as failed, because of this.
    Failed(MailId, String),
}

impl Postman {
    /// A postman between a queue and a mailer.
    #[must_use]
    pub fn new(queue: Arc<dyn MailQueue>, mailer: Arc<dyn Mailer>, clock: Arc<dyn Clock>) -> Self {
        Self {
            queue,
            mailer,
            clock,
        }
    }

    /// Claims what is due, up to `limit`.
    ///
    /// # Errors
    /// The queue's.
    pub async fn claim(&self, limit: u32) -> Result<Vec<ClaimedMail>, StoreError> {
        let now = self.clock.now();
        self.queue.claim(now, now.plus(LEASE), limit).await
    }

    /// Sends one claimed mail and marks what became of it.
    ///
    /// # Errors
    /// The queue's, when the outcome could not be written: the lease runs out and the outcome counts as unknown.
    pub async fn deliver(&self, claimed: &ClaimedMail) -> Result<Delivery, StoreError> {
        let (id, claim) = (claimed.mail.id, claimed.claim);
        if !delivery::may_send(claimed.unknown_outcomes) {
            let why = "sent twice with an unknown outcome";
            self.queue.failed(id, claim, why).await?;
            return Ok(Delivery::Failed(id, why.into()));
        }
        let error = match self.mailer.send(&claimed.mail).await {
            Ok(()) => {
                self.queue.sent(id, self.clock.now()).await?;
                return Ok(Delivery::Sent(id));
            }
            Err(error) => error,
        };
        let outcome = match &error {
            MailerError::Transient(_) => Attempt::Transient,
            MailerError::Permanent(_) => Attempt::Permanent,
            MailerError::Unknown(_) => Attempt::Unknown,
        };
        let why = error.to_string();
        match delivery::after(
            outcome,
            claimed.attempt,
            claimed.unknown_outcomes,
            self.clock.now(),
        ) {
            Verdict::RetryAt(at) => {
                self.queue
                    .retry(id, claim, at, &why, outcome == Attempt::Unknown)
                    .await?;
                Ok(Delivery::Retried(id, at, why))
            }
            Verdict::GiveUp => {
                self.queue.failed(id, claim, &why).await?;
                Ok(Delivery::Failed(id, why))
            }
        }
    }
}
