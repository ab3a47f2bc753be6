//! `demo`: everything on a throw-away database with sample data, captured mail, on this machine only.

mod company;
mod hashed_once;
mod picky_mailer;
mod tour;

use super::{
    say,
    serve::{self, Service, Signals},
};
use crate::{
    config::{DatabaseUrl, Key, Layers, PublicOrigin, Settings, Source},
    database::Database,
    failure::Failure,
    telemetry,
    wiring::{Office, capturing_mailer, page_brand, renderer},
};
use hashed_once::HashedOnce;
use picky_mailer::PickyMailer;
use std::{io::ErrorKind, net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;

/// Settings that the demo has its own of.
const OWN: [Key; 5] = [
    Key::DatabaseUrl,
    Key::DataDir,
    Key::MediaDir,
    Key::Mail,
    Key::MailFrom,
];

/// Shows everything until it is stopped.
pub(crate) async fn run(mut layers: Layers) -> Result<(), Failure> {
    for key in OWN {
        if let Some(Source::Flag(flag)) = layers.get(key).map(|given| &given.source) {
            return Err(Failure::usage(format!(
                "the demo has a throw-away database and captured mail of its own: leave {flag} out, or run `registration serve`"
            )));
        }
        // What stands in the environment or in a file is meant for the service.
        layers.clear(key);
    }
    let folder = tempfile::Builder::new()
        .prefix("registration-demo-")
        .tempdir();
    let folder =
        folder.map_err(|error| Failure::new("no temporary folder can be made").because(error))?;
    let default = |layers: &Layers, key| {
        layers
            .get(key)
            .is_none_or(|given| given.source.is_default())
    };
    if default(&layers, Key::Log) {
        // The terminal belongs to what is printed for the reader.
        // The mail that is put off on purpose is no news either.
        let quiet = "warn,registration::worker::mail=error";
        layers.set(Key::Log, quiet, Source::Default);
    }
    if default(&layers, Key::BrandName) {
        layers.set(Key::BrandName, company::OPERATOR, Source::Default);
    }
    layers.set(
        Key::DataDir,
        folder.path().display().to_string(),
        Source::Default,
    );
    let may_move = default(&layers, Key::Listen);
    let mut settings = Settings::read(&layers)?;
    let database = folder.path().join("registration.db");
    settings.database = DatabaseUrl::Sqlite(format!("sqlite://{}", database.display()));
    telemetry::start(&settings);
    let signals = Signals::catch()?;
    let listener = listen(&settings, may_move).await?;
    let address = serve::local_address(&listener)?;
    let origin = settings
        .public_url
        .clone()
        .unwrap_or_else(|| PublicOrigin::at(address));

    let brand = page_brand(&settings)?;
    let database = Database::open_current(&settings).await?;
    let office = Office::new(database.clone(), &settings, settings.limits);
    let renderer = renderer(&settings, &origin)?;
    let mailer = Arc::new(PickyMailer {
        keeps: capturing_mailer(&settings, &database, renderer.clone()),
    });
    let hasher = Arc::new(HashedOnce::new(office.hasher.clone()));
    let founder = company::Founder {
        registrar: office.registrar_with(hasher),
        postman: office.postman(mailer.clone()),
        inbox: database.mail_capture(),
    };
    let company = founder.found().await?;
    if address != settings.listen {
        say(&format!(
            "{} is taken, so the demo has another port.\n",
            settings.listen
        ))?;
    }
    say(&tour::printed(&origin, &company))?;
    let service = Service {
        office,
        mailer,
        preview: Arc::new(renderer),
        capture: Some(database.mail_capture()),
        brand,
        origin,
        trusted_proxies: Vec::new(),
    };
    let served = serve::serve(listener, service, signals).await;
    // Gone with its folder, also when serving failed; a folder that cannot be removed is the system's to clean.
    drop(folder);
    served
}

async fn listen(settings: &Settings, may_move: bool) -> Result<TcpListener, Failure> {
    let address = settings.listen;
    let public_here = settings
        .public_url
        .as_ref()
        .is_none_or(PublicOrigin::is_loopback);
    if !address.ip().is_loopback() || !public_here {
        return Err(Failure::new(
            "the demo shows its passwords and its inbox to everybody who reaches it, so `listen` and `public_url` must be on loopback, such as 127.0.0.1:8080",
        ));
    }
    match TcpListener::bind(address).await {
        Err(error) if may_move && error.kind() == ErrorKind::AddrInUse => {
            serve::listen(SocketAddr::new(address.ip(), 0)).await
        }
        Err(_) => serve::listen(address).await,
        Ok(listener) => Ok(listener),
    }
}
