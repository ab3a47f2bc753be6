//! Keeps mails where a person or a test can read them, instead of sending them.

use crate::{Renderer, Sender};
use async_trait::async_trait;
use registration_core::{
    model::{ActivationCode, OutboxMail, Secret},
    ports::{CapturedMail, Clock, MailCapture, Mailer, MailerError, StoreError},
};
use std::sync::Arc;

/// A mailer for demonstrations and tests: renders each mail as [`SmtpMailer`](crate::SmtpMailer) does, and keeps it.
///
/// ```
/// use registration_core::ports::{MailCapture, Mailer};
/// use registration_smtp::{Brand, CapturingMailer, Renderer};
/// use std::sync::Arc;
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let mail = registration_testkit::fixtures::Fixtures::default().activation_mail();
/// # let renderer = Renderer { brand: Brand::named("Halden Cloud"), public_url: "https://portal.example.com".parse()? };
/// # let (store, clock) = (Arc::new(office.store), Arc::new(office.clock));
/// let mailer = CapturingMailer { renderer, sender: None, capture: store.clone(), clock };
/// mailer.send(&mail).await?;
/// let kept = store.captured(Some(&mail.to), None).await?;
/// assert_eq!((&*kept[0].from, kept[0].code.is_some()), ("Halden Cloud", true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
pub struct CapturingMailer {
    /// Renders the mails.
    pub renderer: Renderer,
    /// From whom they would have come; the brand's name stands for it where none is set.
    pub sender: Option<Sender>,
    /// Where they are kept.
    pub capture: Arc<dyn MailCapture>,
    /// Tells when.
    pub clock: Arc<dyn Clock>,
}

#[async_trait]
impl Mailer for CapturingMailer {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        let rendered = self
            .renderer
            .render(mail)
            .map_err(|error| MailerError::Permanent(error.into()))?;
        let captured = CapturedMail {
            id: mail.id,
            kind: mail.mail.kind(),
            from: self
                .sender
                .as_ref()
                .map_or_else(|| self.renderer.brand.name.clone(), ToString::to_string),
            to: mail.to.clone(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            links: rendered.links,
            token: mail.mail.token().map(Secret::expose).map(str::to_owned),
            code: mail
                .mail
                .code()
                .map(ActivationCode::expose)
                .map(str::to_owned),
            captured_at: self.clock.now(),
        };
        // Keeping is idempotent by the mail's id, so that trying again is always right.
        self.capture
            .capture(&captured)
            .await
            .map_err(|error: StoreError| MailerError::Transient(error.into()))
    }
}
