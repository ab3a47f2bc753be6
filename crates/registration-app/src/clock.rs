//! The system's clock, in whole microseconds.

use registration_core::{model::Timestamp, ports::Clock};
use time::OffsetDateTime;

/// Tells the time of this machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        OffsetDateTime::now_utc().into()
    }
}
