//! What each command of the command line does.

mod admin;
pub(crate) mod demo;
mod doctor;
mod explain;
mod keys;
pub(crate) mod serve;

use crate::{
    cli::{Admin, Cli, Command, Config, Keys},
    config::{Layers, PublicOrigin, Settings},
    database::Database,
    failure::Failure,
    wiring::Office,
};

/// Does what was asked.
pub(crate) async fn run(cli: Cli) -> Result<(), Failure> {
    let command = cli.command.unwrap_or(Command::Demo);
    if matches!(command, Command::Openapi) {
        // Needs no settings, so that a broken configuration doesn't matter.
        return say(&registration_http::openapi());
    }
    let variables = std::env::vars_os();
    let gathered = Layers::gather(cli.settings.given(), variables, cli.settings.config.clone());
    if matches!(command, Command::Doctor) {
        return doctor::run(gathered).await;
    }
    let layers = gathered?;
    if let Command::Demo = command {
        return demo::run(layers).await;
    }
    if let Command::Config(Config::Show) = command {
        // Values that mean nothing are shown too: whoever looks here may be looking for them.
        say(layers.shown().trim_end())?;
        return Ok(Settings::read(&layers).map(drop)?);
    }
    let settings = Settings::read(&layers)?;
    match command {
        Command::Serve => serve::run(settings).await,
        Command::Migrate => {
            Database::open_current(&settings).await?.close().await;
            say("The tables of the database are up to date.")
        }
        Command::Admin(Admin::Create {
            email,
            name,
            password_stdin,
        }) => admin::create(&settings, &email, name, password_stdin).await,
        Command::Admin(Admin::SetupLink) => admin::setup_link(&settings).await,
        Command::Keys(Keys::Create { name, scope }) => {
            keys::create(&settings, &name, scope.into()).await
        }
        Command::Explain { email, link } => explain::run(&settings, &email, link).await,
        Command::Demo | Command::Openapi | Command::Config(_) | Command::Doctor => Ok(()),
    }
}

/// Prints for the person or program that called.
#[allow(
    clippy::print_stdout,
    reason = "this is what the command was asked for"
)]
pub(crate) fn say(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    // Not `println!`, which panics when the reader went away.
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new("the answer could not be printed").because(error))
        }
        _ => Ok(()),
    }
}

/// A registrar over the database of the settings, without workers and limits.
async fn office(settings: &Settings) -> Result<Office, Failure> {
    let database = Database::open_current(settings).await?;
    Ok(Office::new(database, settings, false))
}

/// Where links lead.
fn origin(settings: &Settings) -> Result<PublicOrigin, Failure> {
    match &settings.public_url {
        Some(url) => Ok(url.clone()),
        None if settings.listen.ip().is_loopback() && settings.listen.port() != 0 => {
            Ok(PublicOrigin::at(settings.listen))
        }
        None => Err(Failure::new(
            "the link has to begin with the address that people reach the portal by: set `public_url` (--public-url or REGISTRATION_PUBLIC_URL)",
        )),
    }
}
