//! What runs beside the requests: the mail worker and housekeeping. Both finish what they hold when told to stop.

mod housekeeping;
mod mail;

use crate::wiring::Office;
use registration_core::ports::Mailer;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// Becomes true once, when everything shall stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// Starts both workers.
pub(crate) fn start(office: &Office, mailer: Arc<dyn Mailer>, stop: &Stop) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    workers.spawn(mail::deliver(
        office.postman(mailer),
        office.bell.clone(),
        stop.clone(),
    ));
    workers.spawn(housekeeping::keep(office.clone(), stop.clone()));
    workers
}

/// Waits until everything shall stop.
pub(crate) async fn stopped(mut stop: Stop) {
    // Whoever could say so may be gone, which says it too.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Waits, but not past the stop; says whether to go on.
async fn wait(stop: &Stop, duration: Duration) -> bool {
    tokio::select! {
        () = stopped(stop.clone()) => false,
        () = tokio::time::sleep(duration) => true,
    }
}
