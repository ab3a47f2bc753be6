//! The demo's mail server: as real ones do, it refuses one address and puts another off. It keeps all other mail.

use async_trait::async_trait;
use registration_core::{
    model::OutboxMail,
    ports::{Mailer, MailerError},
};
use std::sync::Arc;

/// Somebody mistyped it, so its mail fails for good.
pub(super) const REFUSED: &str = "hugo.blank@ospreylegal.com";
/// Its mail waits in the outbox, and is tried again.
pub(super) const PUT_OFF: &str = "claire.roy@ospreylegal.com";

/// A server in front of another one.
pub(super) struct PickyMailer {
    /// Who takes what is not refused.
    pub(super) keeps: Arc<dyn Mailer>,
}

#[async_trait]
impl Mailer for PickyMailer {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        match mail.to.as_str() {
            REFUSED => Err(MailerError::Permanent(
                "550 5.1.1 no such mailbox (the demo refuses this one address, to show it)".into(),
            )),
            PUT_OFF => Err(MailerError::Transient(
                "451 4.7.1 try again later (the demo puts this one address off, to show it)".into(),
            )),
            _ => self.keeps.send(mail).await,
        }
    }
}
