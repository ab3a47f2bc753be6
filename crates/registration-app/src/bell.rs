//! Wakes the mail worker of this process.

use registration_core::ports::Bell;
use std::sync::Arc;
use tokio::sync::Notify;

/// Rings for whoever waits; rung while nobody does, it rings once more for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotifyBell(Arc<Notify>);

impl NotifyBell {
    /// Waits for a ring.
    pub(crate) async fn heard(&self) {
        self.0.notified().await;
    }
}

impl Bell for NotifyBell {
    fn ring(&self) {
        self.0.notify_one();
    }
}
