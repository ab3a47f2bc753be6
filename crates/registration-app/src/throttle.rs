//! Counts what somebody does, in this process, within the quotas of core's `policy::limits`.

use async_trait::async_trait;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DashMapStateStore,
};
use registration_core::{
    policy::limits::Limit,
    ports::{RetryAfter, Throttle},
};
use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    num::NonZeroU32,
    sync::atomic::{AtomicUsize, Ordering},
};
use time::Duration;

/// After so many hits, keys that are fresh again are forgotten, so that a flood of new ones holds no memory for long.
const SWEEP_EVERY: usize = 50_000;

type Keyed = RateLimiter<u64, DashMapStateStore<u64>, DefaultClock>;

/// Counts by a hash of the key: small, of one size, and no list of addresses in memory.
pub(crate) struct GovernorThrottle {
    limits: HashMap<Limit, Keyed>,
    hashes: RandomState,
    clock: DefaultClock,
    hits: AtomicUsize,
}

impl GovernorThrottle {
    /// Full quotas for everybody.
    pub(crate) fn new() -> Self {
        let keyed = |limit: &Limit| (*limit, RateLimiter::keyed(quota(*limit)));
        Self {
            limits: Limit::ALL.iter().map(keyed).collect(),
            hashes: RandomState::new(),
            clock: DefaultClock::default(),
            hits: AtomicUsize::new(0),
        }
    }

    /// Forgets whoever has a full quota again.
    pub(crate) fn sweep(&self) {
        for limiter in self.limits.values() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }

    #[cfg(test)]
    fn remembered(&self) -> usize {
        self.limits.values().map(RateLimiter::len).sum()
    }
}

#[async_trait]
impl Throttle for GovernorThrottle {
    async fn hit(&self, limit: Limit, key: &str) -> Result<(), RetryAfter> {
        if self.hits.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.sweep();
        }
        let Some(limiter) = self.limits.get(&limit) else {
            return Ok(());
        };
        limiter
            .check_key(&self.hashes.hash_one(key))
            .map_err(|until| {
                let wait = until.wait_time_from(self.clock.now());
                RetryAfter(Duration::try_from(wait).unwrap_or(Duration::MAX))
            })
    }
}

fn quota(limit: Limit) -> Quota {
    let quota = limit.quota();
    let every = quota.every.unsigned_abs();
    Quota::with_period(every)
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(quota.burst).unwrap_or(NonZeroU32::MIN))
}

/// `limits = off`: for load tests on loopback.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoThrottle;

#[async_trait]
impl Throttle for NoThrottle {
    async fn hit(&self, _: Limit, _: &str) -> Result<(), RetryAfter> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_burst_is_allowed_and_then_one_has_to_wait() {
        let throttle = GovernorThrottle::new();
        for limit in Limit::ALL {
            for _ in 0..limit.quota().burst {
                assert_eq!(throttle.hit(*limit, "a").await, Ok(()));
            }
            let RetryAfter(wait) = throttle.hit(*limit, "a").await.unwrap_err();
            assert!(
                wait > Duration::ZERO && wait <= limit.quota().every,
                "{limit:?} {wait}"
            );
            assert_eq!(throttle.hit(*limit, "b").await, Ok(()), "others don't wait");
        }
    }

    #[tokio::test]
    async fn who_has_a_full_quota_again_is_forgotten() {
        let throttle = GovernorThrottle::new();
        for key in 0..1_000 {
            // Full again after a second, and one more until governor is sure.
            throttle
                .hit(Limit::Activation, &key.to_string())
                .await
                .unwrap();
        }
        throttle.hit(Limit::Registration, "long").await.unwrap();
        assert_eq!(throttle.remembered(), 1_001);
        tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
        throttle.sweep();
        assert_eq!(throttle.remembered(), 1);
    }
}
