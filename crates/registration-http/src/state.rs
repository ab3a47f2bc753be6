//! What every handler shares.

use crate::{brand::Brand, pages::Answered};
use ipnet::IpNet;
use registration_core::{
    Registrar,
    ports::{MailCapture, MailPreview, OutboxEntry, PreviewedMail},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How the service is reached and by whom.
#[derive(Clone)]
pub struct Settings {
    /// The origin under which people reach the service, without a slash at the end. Links, cookies and the check of
    /// foreign forms come from it, never from `Host`.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Shows staff what a mail of the outbox says.
    pub preview: Arc<dyn MailPreview>,
    /// Captured mail to be shown under `/dev/inbox`; none when mail is really sent.
    pub capture: Option<Arc<dyn MailCapture>>,
    /// How the portal calls itself and looks.
    pub brand: Arc<Brand>,
}

/// The registrar and the settings.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) registrar: Registrar,
    pub(crate) settings: Arc<Settings>,
    pub(crate) answered: Arc<Answered>,
    /// Whoever holds it may decode a picture: one at a time, since each may take a quarter of a gigabyte.
    pub(crate) decoding: Arc<Semaphore>,
}

impl App {
    pub(crate) fn new(registrar: Registrar, mut settings: Settings) -> Self {
        settings.public_url = settings.public_url.trim_end_matches('/').to_owned();
        Self {
            registrar,
            settings: Arc::new(settings),
            answered: Arc::default(),
            decoding: Arc::new(Semaphore::new(1)),
        }
    }

    /// A mail of the outbox as its reader sees it, with its secrets masked; nothing once it was wiped. One that
    /// cannot be written is shown without: better than a screen that shows nothing of it.
    pub(crate) fn preview(&self, entry: &OutboxEntry) -> Option<PreviewedMail> {
        self.settings
            .preview
            .preview(entry)
            .unwrap_or_else(|error| {
                tracing::error!(mail = %entry.id, %error, "a mail could not be previewed");
                None
            })
    }

    /// Whether cookies can carry the `__Host-` prefix, which browsers only take over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }
}
