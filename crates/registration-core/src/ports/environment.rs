//! Time, randomness, password hashing, throttling: what a pure rule must not reach for.

use super::BoxError;
use crate::{
    model::{Password, PasswordHash, Timestamp},
    policy::limits::Limit,
};
use async_trait::async_trait;
use time::Duration;

/// Tells the time.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// Gives randomness that nobody can guess.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random bits from the operating system.
    fn fill(&self, bytes: &mut [u8]);
}

/// How a password compares with a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is the one, hashed as we hash today.
    Matches,
    /// It is the one, hashed with older parameters: hash it again.
    MatchesOutdated,
    /// It isn't.
    Differs,
}

/// Why no hash was computed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HashError {
    /// The queue before the hasher is full; try again in a moment.
    #[error("too many passwords are being checked at this moment")]
    Busy,
    /// The hash cannot be computed or read.
    #[error("the password could not be hashed")]
    Failed(#[source] BoxError),
}

/// Hashes passwords slowly, at most one per core at once.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// A new hash of `password`.
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashError>;
    /// Compares with `hash`, or, when there is none, spends the same time on a dummy and says
    /// [`PasswordCheck::Differs`]: an unknown address costs what a known one does.
    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordCheck, HashError>;
}

/// Counts what somebody does, and says stop. The quotas are in [`policy::limits`](crate::policy::limits).
#[async_trait]
pub trait Throttle: Send + Sync {
    /// Counts one more of `limit` for `key`; `Err` says how long to wait.
    async fn hit(&self, limit: Limit, key: &str) -> Result<(), RetryAfter>;
}

/// How long to wait before trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("try again in {} seconds", .0.whole_seconds().max(1))]
pub struct RetryAfter(pub Duration);

/// Wakes the mail worker of this process after a commit that queued mail. Others find it when they look next.
pub trait Bell: Send + Sync {
    /// Something may be waiting in the outbox.
    fn ring(&self);
}
