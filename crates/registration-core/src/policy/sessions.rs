//! How long a session lives: idle and in all.
//!
//! ```
//! use registration_core::{model::{AccountId, SessionHolder}, policy::sessions::{lifetime, needs_touch}};
//! use time::Duration;
//! # let make = registration_testkit::fixtures::Fixtures::default();
//! let holder = SessionHolder::Account(AccountId(uuid::Uuid::nil()));
//! assert_eq!(lifetime(holder), (Duration::days(14), Duration::days(30)));
//! let session = make.session(holder);
//! assert!(!needs_touch(&session, session.last_seen_at.plus(Duration::minutes(4))), "reading costs no write");
//! assert!(needs_touch(&session, session.last_seen_at.plus(Duration::minutes(5))));
//! ```

use crate::model::{Session, SessionHolder, Timestamp};
use time::Duration;

/// A session's last use is written down at most this often, so that reading costs no write.
pub const TOUCH_EVERY: Duration = Duration::minutes(5);

/// The longest any session lives; older ones can be forgotten.
pub const LONGEST: Duration = Duration::days(30);

/// Idle and absolute life of a session: staff 12 h and 7 d, portal 14 d and 30 d.
#[must_use]
pub const fn lifetime(holder: SessionHolder) -> (Duration, Duration) {
    match holder {
        SessionHolder::Staff(_) => (Duration::hours(12), Duration::days(7)),
        SessionHolder::Account(_) => (Duration::days(14), LONGEST),
    }
}

/// Whether `session` still opens anything at `now`.
///
/// ```
/// use registration_core::{model::*, policy::sessions::is_live};
/// use time::Duration;
/// # let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// let session = Session {
///     id: SessionId(uuid::Uuid::nil()), digest: Secret::from_bytes([1; 32]).digest(),
///     holder: SessionHolder::Staff(StaffId(uuid::Uuid::nil())), created_at: now, last_seen_at: now,
/// };
/// assert!(is_live(&session, now.plus(Duration::hours(11))));
/// assert!(!is_live(&session, now.plus(Duration::hours(12))));
/// ```
#[must_use]
pub fn is_live(session: &Session, now: Timestamp) -> bool {
    let (idle, absolute) = lifetime(session.holder);
    now.since(session.last_seen_at) < idle && now.since(session.created_at) < absolute
}

/// Whether a use at `now` should be written down.
#[must_use]
pub fn needs_touch(session: &Session, now: Timestamp) -> bool {
    now.since(session.last_seen_at) >= TOUCH_EVERY
}
