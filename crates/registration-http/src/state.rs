//! What every handler shares.

use crate::{brand::Brand, pages::Answered};
use ipnet::IpNet;
use registration_core::{Registrar, ports::MailCapture};
use std::sync::Arc;

/// How the service is reached and by whom.
#[derive(Clone)]
pub struct Settings {
    /// The origin under which people reach the service, without a slash at the end. Links, cookies and the check of
    /// foreign forms come from it, never from `Host`.
    pub public_url: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
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
}

impl App {
    pub(crate) fn new(registrar: Registrar, mut settings: Settings) -> Self {
        settings.public_url = settings.public_url.trim_end_matches('/').to_owned();
        Self {
            registrar,
            settings: Arc::new(settings),
            answered: Arc::default(),
        }
    }

    /// Whether cookies can carry the `__Host-` prefix, which browsers only take over TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }
}
