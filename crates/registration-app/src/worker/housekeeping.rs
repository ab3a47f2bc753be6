//! What time does by itself, once a minute: registrations expire, neglected requests are remembered, old secrets go.

use super::{Stop, wait};
use crate::wiring::Office;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);

/// Starts soon and not at once: a start is busy enough.
const FIRST: Duration = Duration::from_secs(2);

/// Until the stop. Several processes may do this at once: they wait for each other's rows, and then find less to do.
pub(super) async fn keep(office: Office, stop: Stop) {
    let mut next = FIRST;
    while wait(&stop, next).await {
        next = EVERY;
        office.hasher.release_idle_memory();
        if let Some(throttle) = &office.throttle {
            throttle.sweep();
        }
        if let Err(error) = keep_once(&office, &stop).await {
            // Nothing is lost: whether something is over is decided when it is used.
            tracing::warn!(error = %Causes(&error), "housekeeping failed and is tried again in a minute");
        }
    }
}

async fn keep_once(office: &Office, stop: &Stop) -> Result<(), registration_core::Error> {
    let registrar = &office.registrar;
    loop {
        let expired = registrar.expire_pending().await?;
        if expired == 0 || *stop.borrow() {
            break;
        }
        tracing::info!(expired, "registrations expired");
    }
    let reminded = registrar.remind_of_requests().await?;
    if reminded > 0 {
        tracing::info!(reminded, "mappers were reminded of waiting requests");
    }
    registrar.forget().await
}

/// An error with what is behind it, in one line.
pub(super) struct Causes<'a>(pub(super) &'a dyn std::error::Error);

impl std::fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}
