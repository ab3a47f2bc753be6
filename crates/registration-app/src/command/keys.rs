//! `keys create`: a key with which a program calls the API.

use super::{office, say};
use crate::{config::Settings, failure::Failure};
use registration_core::model::{Actor, Scope, text};

/// Creates a key and prints it alone, so that a script can take it.
pub(crate) async fn create(settings: &Settings, name: &str, scope: Scope) -> Result<(), Failure> {
    let name = text::line(name, 100).map_err(|error| Failure::usage(format!("--name: {error}")))?;
    let office = office(settings).await?;
    let created = office
        .registrar
        .create_api_key(&Actor::CommandLine, &name, scope)
        .await;
    office.database.close().await;
    let (_, key) = created?;
    say(key.expose())
}
