//! Puts the adapters together: the only place that knows all of them.

use crate::{
    bell::NotifyBell,
    clock::SystemClock,
    config::{MailSetting, PublicOrigin, Settings},
    database::Database,
    entropy::SystemEntropy,
    failure::Failure,
    hasher::Argon2Hasher,
    media_folder::MediaFolder,
    throttle::{GovernorThrottle, NoThrottle},
};
use registration_core::{
    Registrar,
    ports::{Mailer, MediaStore, PasswordHasher, Throttle},
    usecase::{Ports, Postman},
};
use registration_http::Logo;
use registration_smtp::{Brand, CapturingMailer, PublicUrl, Renderer, SmtpMailer};
use std::{path::Path, sync::Arc};

/// A registrar over a database, with what the workers look after.
#[derive(Clone)]
pub(crate) struct Office {
    /// The use cases.
    pub(crate) registrar: Registrar,
    /// Where everything is kept.
    pub(crate) database: Database,
    /// Where pictures are kept.
    media: Arc<dyn MediaStore>,
    /// Wakes the mail worker.
    pub(crate) bell: NotifyBell,
    /// Keeps memory that housekeeping gives back.
    pub(crate) hasher: Argon2Hasher,
    /// Keeps counters that housekeeping forgets; none when there are no limits.
    pub(crate) throttle: Option<Arc<GovernorThrottle>>,
}

impl Office {
    /// The real adapters over `database`, and over the folder of pictures where one is set.
    pub(crate) fn new(database: Database, settings: &Settings, limits: bool) -> Self {
        let media: Arc<dyn MediaStore> = match &settings.media_dir {
            Some(folder) => Arc::new(MediaFolder::at(folder)),
            None => database.media(),
        };
        let bell = NotifyBell::default();
        let entropy = Arc::new(SystemEntropy);
        let hasher = Argon2Hasher::new(entropy.clone());
        let throttle = limits.then(|| Arc::new(GovernorThrottle::new()));
        let counted: Arc<dyn Throttle> = match &throttle {
            Some(throttle) => throttle.clone(),
            None => Arc::new(NoThrottle),
        };
        let registrar = Registrar::new(Ports {
            store: database.store(),
            directory: database.directory(),
            media: media.clone(),
            clock: Arc::new(SystemClock),
            entropy,
            hasher: Arc::new(hasher.clone()),
            throttle: counted,
            bell: Arc::new(bell.clone()),
        });
        Self {
            registrar,
            database,
            media,
            bell,
            hasher,
            throttle,
        }
    }

    /// The same database without limits, and with another hasher: for commands and for sample data.
    pub(crate) fn registrar_with(&self, hasher: Arc<dyn PasswordHasher>) -> Registrar {
        Registrar::new(Ports {
            store: self.database.store(),
            directory: self.database.directory(),
            media: self.media.clone(),
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            hasher,
            throttle: Arc::new(NoThrottle),
            bell: Arc::new(self.bell.clone()),
        })
    }

    /// Takes mail from the outbox of this database to `mailer`.
    pub(crate) fn postman(&self, mailer: Arc<dyn Mailer>) -> Postman {
        Postman::new(self.database.mail_queue(), mailer, Arc::new(SystemClock))
    }
}

/// What turns a mail of the outbox into text.
pub(crate) fn renderer(settings: &Settings, origin: &PublicOrigin) -> Result<Renderer, Failure> {
    let public_url: PublicUrl = origin.as_str().parse().map_err(|error| {
        Failure::new("no mail can be written with this public URL").because(error)
    })?;
    let brand = Brand {
        support_address: settings
            .brand_support_address
            .as_ref()
            .map(ToString::to_string),
        hue: settings.brand_hue,
        footer: settings.brand_footer.clone(),
        ..Brand::named(&settings.brand_name)
    };
    Ok(Renderer { brand, public_url })
}

/// How the pages look.
pub(crate) fn page_brand(settings: &Settings) -> Result<registration_http::Brand, Failure> {
    let support = settings.brand_support_address.as_ref();
    Ok(registration_http::Brand {
        hue: settings.brand_hue,
        logo: settings.brand_logo.as_deref().map(logo).transpose()?,
        support_address: support.map(ToString::to_string),
        footer: settings.brand_footer.clone(),
        ..registration_http::Brand::named(&settings.brand_name)
    })
}

/// Reads the operator's logo, whose kind is told by its first bytes.
fn logo(path: &Path) -> Result<Logo, Failure> {
    let unusable = |why: &str| Failure::new(format!("brand_logo: {} {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| unusable("cannot be read").because(error))?;
    if bytes.len() > MAX_LOGO {
        return Err(unusable("is larger than 256 KiB; pages load it each time"));
    }
    let media_type = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        text if text.trim_ascii_start().starts_with(b"<svg")
            || text.trim_ascii_start().starts_with(b"<?xml") =>
        {
            "image/svg+xml"
        }
        _ => return Err(unusable("is neither PNG, JPEG, WebP nor SVG")),
    };
    Ok(Logo { media_type, bytes })
}

/// The largest logo, in bytes.
const MAX_LOGO: usize = 256 * 1024;

/// What sends it, with a server.
pub(crate) fn smtp_mailer(
    settings: &Settings,
    renderer: Renderer,
) -> Result<Option<SmtpMailer>, Failure> {
    let (Some(MailSetting::Smtp { server, .. }), Some(sender)) =
        (&settings.mail, &settings.mail_from)
    else {
        return Ok(None);
    };
    let mailer = SmtpMailer::new(server.clone(), sender.clone(), renderer);
    Ok(Some(mailer.map_err(|error| {
        Failure::new("the mail setting cannot be used").because(error)
    })?))
}

/// What keeps it instead.
pub(crate) fn capturing_mailer(
    settings: &Settings,
    database: &Database,
    renderer: Renderer,
) -> Arc<dyn Mailer> {
    Arc::new(CapturingMailer {
        renderer,
        sender: settings.mail_from.clone(),
        capture: database.mail_capture(),
        clock: Arc::new(SystemClock),
    })
}
