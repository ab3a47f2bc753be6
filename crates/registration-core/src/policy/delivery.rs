//! Delivery: when a mail is tried again, and when it is given up.
//!
//! ```
//! use registration_core::policy::delivery::{may_send, retry_delay};
//! let waits = [1, 2, 3, 12].map(|attempt| retry_delay(attempt).whole_seconds());
//! assert_eq!(waits, [10, 40, 160, 6 * 3_600]);
//! assert!(may_send(0) && may_send(1), "once is allowed, and once more when nobody knows whether it arrived");
//! assert!(!may_send(2));
//! ```

use crate::model::Timestamp;
use time::Duration;

/// How often a mail is tried before it is kept as failed. With [`retry_delay`] that spans about 37 hours.
pub const MAX_ATTEMPTS: u32 = 12;

/// How many sendings of unknown outcome a mail stands: it is sent at least once and at most twice.
pub const MAX_UNKNOWN_OUTCOMES: u32 = 2;

/// How a worker's try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Trying again later may help.
    Transient,
    /// It never will.
    Permanent,
    /// The server may have taken it.
    Unknown,
}

/// What becomes of a mail that was not sent for sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Try again then.
    RetryAt(Timestamp),
    /// Keep it as failed.
    GiveUp,
}

/// Whether a claimed mail may be sent at all, given how many earlier sendings have an unknown outcome.
#[must_use]
pub const fn may_send(unknown_outcomes: u32) -> bool {
    unknown_outcomes < MAX_UNKNOWN_OUTCOMES
}

/// What follows attempt number `attempt` (from 1), of which it and `unknown_outcomes` earlier ones are uncertain.
///
/// ```
/// use registration_core::policy::delivery::{Attempt, Verdict, after};
/// # let now: registration_core::model::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// assert!(matches!(after(Attempt::Transient, 1, 0, now), Verdict::RetryAt(_)));
/// assert!(matches!(after(Attempt::Unknown, 1, 0, now), Verdict::RetryAt(_)));
/// assert_eq!(after(Attempt::Unknown, 2, 1, now), Verdict::GiveUp);
/// assert_eq!(after(Attempt::Permanent, 1, 0, now), Verdict::GiveUp);
/// ```
#[must_use]
pub fn after(outcome: Attempt, attempt: u32, unknown_outcomes: u32, now: Timestamp) -> Verdict {
    let uncertain = unknown_outcomes + u32::from(outcome == Attempt::Unknown);
    if outcome == Attempt::Permanent || attempt >= MAX_ATTEMPTS || !may_send(uncertain) {
        Verdict::GiveUp
    } else {
        Verdict::RetryAt(now.plus(retry_delay(attempt)))
    }
}

/// How long to wait after attempt number `attempt` (from 1): 10 s, fourfold each time, at most six hours.
#[must_use]
pub fn retry_delay(attempt: u32) -> Duration {
    let seconds = 10_i64.saturating_mul(4_i64.saturating_pow(attempt.saturating_sub(1)));
    Duration::seconds(seconds).min(Duration::hours(6))
}
