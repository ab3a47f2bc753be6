//! `serve`: the service, until it is told to stop.

mod connections;

use crate::{
    config::{MailSetting, PublicOrigin, Settings, safety},
    database::Database,
    failure::Failure,
    media_folder::MediaFolder,
    telemetry,
    wiring::{Office, capturing_mailer, page_brand, renderer, smtp_mailer},
    worker,
};
use ipnet::IpNet;
use registration_core::{
    model::Role,
    ports::{MailCapture, MailPreview, Mailer},
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
    time::timeout,
};

/// How long requests have to finish when the service stops.
const REQUESTS_FINISH: Duration = Duration::from_secs(10);

/// How long the workers have: the longest sending of a mail, and a little.
const WORKERS_FINISH: Duration = Duration::from_secs(35);

/// What answers, and what it needs beside the requests.
pub(crate) struct Service {
    /// Use cases, database and what the workers look after.
    pub(crate) office: Office,
    /// Where mail goes.
    pub(crate) mailer: Arc<dyn Mailer>,
    /// Shows staff what a mail says.
    pub(crate) preview: Arc<dyn MailPreview>,
    /// Captured mail to be shown.
    pub(crate) capture: Option<Arc<dyn MailCapture>>,
    /// How the pages look.
    pub(crate) brand: registration_http::Brand,
    /// Under which address people reach it.
    pub(crate) origin: PublicOrigin,
    /// Whose word on client addresses counts.
    pub(crate) trusted_proxies: Vec<IpNet>,
}

/// Checks the settings, opens the database and serves.
pub(crate) async fn run(settings: Settings) -> Result<(), Failure> {
    safety::check_serve(&settings)?;
    telemetry::start(&settings);
    let stop = Signals::catch()?;
    let listener = listen(settings.listen).await?;
    let address = local_address(&listener)?;
    let origin = settings
        .public_url
        .clone()
        .unwrap_or_else(|| PublicOrigin::at(address));
    let database = Database::open_current(&settings).await?;
    sweep_media_folder(&settings);
    let renderer = renderer(&settings, &origin)?;
    let preview = Arc::new(renderer.clone());
    let is_capture = matches!(settings.mail, Some(MailSetting::Capture));
    let mailer: Arc<dyn Mailer> = match smtp_mailer(&settings, renderer.clone())? {
        Some(mailer) => Arc::new(mailer),
        None => capturing_mailer(&settings, &database, renderer),
    };
    let office = Office::new(database.clone(), &settings, settings.limits);
    if origin.is_https() && settings.trusted_proxies.is_empty() {
        tracing::warn!(
            "the public URL is https, so a proxy stands in front, and `trusted_proxies` does not name it: all visitors share its limits"
        );
    }
    hint_at_administrator(&office).await;
    tracing::info!(%address, public_url = %origin, "listening");
    let service = Service {
        office,
        mailer,
        preview,
        capture: is_capture.then(|| database.mail_capture()),
        brand: page_brand(&settings)?,
        origin,
        trusted_proxies: settings.trusted_proxies,
    };
    serve(listener, service, stop).await
}

/// Pictures that are half written are nobody's; that they cannot be removed harms nobody.
fn sweep_media_folder(settings: &Settings) {
    if let Some(folder) = &settings.media_dir
        && let Err(error) = MediaFolder::at(folder).sweep()
    {
        tracing::warn!(%error, "what was left half written in the folder of pictures was not removed");
    }
}

/// Takes an address and port.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let help = "another program may have the port: stop it, or set `listen` (--listen or REGISTRATION_LISTEN)";
        Failure::new(format!("{address} cannot be listened on; {help}")).because(error)
    })
}

/// The address that was taken, also when the port was left open.
pub(crate) fn local_address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener
        .local_addr()
        .map_err(|error| Failure::new("the system doesn't say where we listen").because(error))
}

/// Answers until a signal; then requests and workers finish what they hold.
pub(crate) async fn serve(
    listener: TcpListener,
    service: Service,
    mut signals: Signals,
) -> Result<(), Failure> {
    let Service {
        office,
        mailer,
        preview,
        capture,
        brand,
        origin,
        trusted_proxies,
    } = service;
    let (stopping, stop) = watch::channel(false);
    let mut workers = worker::start(&office, mailer, &stop);
    let settings = registration_http::Settings {
        public_url: origin.as_str().to_owned(),
        trusted_proxies,
        preview,
        capture,
        brand: Arc::new(brand),
    };
    let routes = registration_http::router(office.registrar.clone(), settings);
    let server = connections::serve(listener, routes, connections::IDLE, worker::stopped(stop));
    tokio::pin!(server);
    tokio::select! {
        () = &mut server => unreachable!("nothing but the stop ends it"),
        signal = signals.next() => tracing::info!(signal, "stopping"),
    }
    let _ = stopping.send(true);
    tokio::select! {
        finished = timeout(REQUESTS_FINISH, &mut server) => if finished.is_err() {
            tracing::warn!("some requests did not finish in time and were cut");
        },
        signal = signals.next() => {
            tracing::warn!(signal, "told twice: stopping at once");
            return Ok(());
        }
    }
    let all_done = async { while workers.join_next().await.is_some() {} };
    if timeout(WORKERS_FINISH, all_done).await.is_err() {
        tracing::warn!("some mail was still being sent; its lease ends and it is tried again");
    }
    // A connection that hangs must not keep the process.
    let _ = timeout(REQUESTS_FINISH, office.database.close()).await;
    tracing::info!("stopped");
    Ok(())
}

async fn hint_at_administrator(office: &Office) {
    match office.registrar.directory().active_staff().await {
        Ok(staff) if !staff.iter().any(|one| one.acts_as(Role::Administrator)) => tracing::warn!(
            "there is no administrator yet: run `registration admin create EMAIL`, or `registration admin setup-link` and open the link"
        ),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "whether there is an administrator is unknown"),
    }
}

/// The signals that ask to stop.
pub(crate) struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    /// From here on signals are asked for and no longer end the process by themselves.
    pub(crate) fn catch() -> Result<Self, Failure> {
        let catch = |kind| {
            signal(kind).map_err(|error| Failure::new("signals cannot be caught").because(error))
        };
        Ok(Self {
            terminate: catch(SignalKind::terminate())?,
            interrupt: catch(SignalKind::interrupt())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
