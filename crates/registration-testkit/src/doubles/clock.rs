//! A clock that stands still until a test moves it.

use registration_core::{model::Timestamp, ports::Clock};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use time::Duration;

/// Shows the time it was set to. Clones are the same clock.
///
/// ```
/// use registration_testkit::doubles::FixedClock;
/// use registration_core::ports::Clock;
/// use time::Duration;
///
/// let clock = FixedClock::default();
/// let before = clock.now();
/// clock.advance(Duration::HOUR);
/// assert_eq!(clock.now().since(before), Duration::HOUR);
/// ```
#[derive(Debug, Clone)]
pub struct FixedClock(Arc<AtomicI64>);

impl FixedClock {
    /// Shows `moment`.
    #[must_use]
    pub fn at(moment: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(moment.as_micros())))
    }

    /// Shows `moment` from now on, whether it is earlier or later.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.as_micros(), Ordering::SeqCst);
    }

    /// Moves on by `duration`.
    pub fn advance(&self, duration: Duration) {
        self.set(self.now().plus(duration));
    }
}

impl Default for FixedClock {
    /// Shows [`fixtures::start`](crate::fixtures::start).
    fn default() -> Self {
        Self::at(crate::fixtures::start())
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst)).expect("it was set to a timestamp")
    }
}
