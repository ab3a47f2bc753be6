//! `admin create` and `admin setup-link`: the first administrator, and help after a lock-out.

use super::{office, origin, say};
use crate::{
    config::{PublicOrigin, Settings},
    failure::Failure,
};
use registration_core::model::{Actor, EmailAddress, Password, Secret, text};
use std::io::BufRead as _;

/// Longer than any password that is allowed, and short enough not to fill the memory with a wrong file.
const LONGEST_LINE: u64 = 64 * 1024;

/// Creates an administrator; without a password, prints a link to set one.
pub(crate) async fn create(
    settings: &Settings,
    email: &str,
    name: Option<String>,
    password_stdin: bool,
) -> Result<(), Failure> {
    let email = super::explain::address(email)?;
    let name = name.unwrap_or_else(|| email.local_part().to_owned());
    let name =
        text::line(&name, 100).map_err(|error| Failure::usage(format!("--name: {error}")))?;
    let password = if password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    let origin = origin(settings);
    if password.is_none() {
        // Said before the account is made: afterwards nobody could see the link.
        origin
            .as_ref()
            .map_err(|failure| Failure::new(failure.to_string()))?;
    }
    let office = office(settings).await?;
    let created = office
        .registrar
        .create_administrator(&Actor::CommandLine, email.clone(), name, password)
        .await;
    office.database.close().await;
    let (_, link) = created?;
    match (link, origin) {
        (Some(token), Ok(origin)) => tell_link(&email, &origin, &token),
        (_, Ok(origin)) => say(&format!(
            "{email} is an administrator and signs in at {origin}/admin/sign-in"
        )),
        (_, Err(_)) => say(&format!(
            "{email} is an administrator and signs in at /admin/sign-in"
        )),
    }
}

/// Prints a link with which somebody becomes an administrator.
pub(crate) async fn setup_link(settings: &Settings) -> Result<(), Failure> {
    let origin = origin(settings)?;
    let office = office(settings).await?;
    let link = office
        .registrar
        .create_setup_link(&Actor::CommandLine)
        .await;
    office.database.close().await;
    say(&page(&origin, &link?))
}

fn tell_link(email: &EmailAddress, origin: &PublicOrigin, token: &Secret) -> Result<(), Failure> {
    say(&format!(
        "{email} is an administrator and sets a password here (the link works once):\n{}",
        page(origin, token)
    ))
}

fn page(origin: &PublicOrigin, token: &Secret) -> String {
    format!("{origin}/admin/activate/{}", token.expose())
}

fn read_password() -> Result<Password, Failure> {
    let mut line = String::new();
    let mut input = std::io::Read::take(std::io::stdin().lock(), LONGEST_LINE);
    input.read_line(&mut line).map_err(|error| {
        Failure::new("the password could not be read from standard input").because(error)
    })?;
    // The line's end only: spaces may belong to a password.
    let line = line.strip_suffix('\n').unwrap_or(&line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() {
        return Err(Failure::usage(
            "--password-stdin was given, but no password came on standard input",
        ));
    }
    Ok(Password::typed(line))
}
