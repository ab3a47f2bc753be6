//! Time, randomness, password hashing, throttling: what a pure rule must not reach for.

use super::BoxError;
use crate::{
    model::{Password, PasswordHash, Timestamp},
    policy::limits::Limit,
};
use async_trait::async_trait;
use time::Duration;

/// Tells the time.
///
/// ```
/// use registration_core::{model::Timestamp, ports::Clock};
///
/// struct SystemClock;
///
/// impl Clock for SystemClock {
///     fn now(&self) -> Timestamp {
///         time::OffsetDateTime::now_utc().into()
///     }
/// }
/// # assert!(SystemClock.now().date().year() > 2025);
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// Gives randomness that nobody can guess.
///
/// ```
/// use registration_core::ports::Entropy;
/// use std::{fs::File, io::Read};
///
/// struct SystemEntropy;
///
/// impl Entropy for SystemEntropy {
///     fn fill(&self, bytes: &mut [u8]) {
///         let mut source = File::open("/dev/urandom").expect("a Unix"); // elsewhere: the crate `getrandom`
///         source.read_exact(bytes).expect("better no service than a token that can be guessed");
///     }
/// }
/// # let mut bytes = [0; 32];
/// # if cfg!(unix) { SystemEntropy.fill(&mut bytes); assert_ne!(bytes, [0; 32]); }
/// ```
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
///
/// ```
/// use registration_core::{model::{Password, PasswordHash}, ports::{HashError, PasswordCheck, PasswordHasher}};
/// use tokio::sync::Semaphore;
///
/// /// Puts a bound on another hasher: who finds all seats taken is told so, and does not wait.
/// struct Bounded<H>(H, Semaphore);
///
/// #[async_trait::async_trait]
/// impl<H: PasswordHasher> PasswordHasher for Bounded<H> {
///     async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
///         let _seat = self.1.try_acquire().map_err(|_| HashError::Busy)?;
///         self.0.hash(password).await
///     }
///
///     async fn check(&self, password: Password, hash: Option<PasswordHash>) -> Result<PasswordCheck, HashError> {
///         let _seat = self.1.try_acquire().map_err(|_| HashError::Busy)?;
///         self.0.check(password, hash).await
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let hasher = |seats| Bounded(registration_testkit::doubles::PlainHasher, Semaphore::new(seats));
/// # let typed = || Password::typed("seven walruses hum quietly");
/// # assert!(matches!(hasher(1).check(typed(), None).await, Ok(PasswordCheck::Differs)));
/// # assert!(matches!(hasher(0).hash(typed()).await, Err(HashError::Busy)));
/// # });
/// ```
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
///
/// ```
/// use registration_core::{policy::limits::Limit, ports::{RetryAfter, Throttle}};
/// use std::{collections::HashMap, sync::Mutex, time::Instant};
/// use time::Duration;
///
/// /// For each key the moment at which it has caught up; a real one forgets those that have.
/// #[derive(Default)]
/// struct InThisProcess(Mutex<HashMap<(Limit, String), Instant>>);
///
/// #[async_trait::async_trait]
/// impl Throttle for InThisProcess {
///     async fn hit(&self, limit: Limit, key: &str) -> Result<(), RetryAfter> {
///         let (quota, now) = (limit.quota(), Instant::now());
///         let mut keys = self.0.lock().expect("nobody panics with it");
///         let even = keys.entry((limit, key.to_owned())).or_insert(now);
///         let behind = Duration::try_from(even.saturating_duration_since(now)).unwrap_or(Duration::MAX);
///         let too_much = behind - quota.every * (quota.burst - 1);
///         if too_much.is_positive() {
///             return Err(RetryAfter(too_much));
///         }
///         *even = (*even).max(now) + quota.every;
///         Ok(())
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let throttle = InThisProcess::default();
/// # for _ in 0..Limit::SignIn.quota().burst { assert_eq!(throttle.hit(Limit::SignIn, "ann").await, Ok(())); }
/// # assert!(throttle.hit(Limit::SignIn, "ann").await.is_err());
/// # assert!(throttle.hit(Limit::SignIn, "bob").await.is_ok());
/// # });
/// ```
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
///
/// ```
/// use registration_core::ports::Bell;
/// use std::sync::mpsc::SyncSender;
///
/// /// The worker waits at the other end, for as long as it would wait anyway before it looks again.
/// struct Wakes(SyncSender<()>);
///
/// impl Bell for Wakes {
///     fn ring(&self) {
///         let _ = self.0.try_send(()); // full: it is awake
///     }
/// }
/// # let (sender, receiver) = std::sync::mpsc::sync_channel(1);
/// # let bell = Wakes(sender);
/// # bell.ring(); bell.ring();
/// # assert_eq!(receiver.try_iter().count(), 1);
/// ```
pub trait Bell: Send + Sync {
    /// Something may be waiting in the outbox.
    fn ring(&self);
}
