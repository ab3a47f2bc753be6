//! What a host brings to every use case: the time, randomness, slow hashes, and whatever it counts and wakes by.
//!
//! These five are short on purpose, to be copied. What a busy portal wants of them, a bounded queue before the hasher
//! for example, is in `registration-app`.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash as Phc},
};
use async_trait::async_trait;
use registration_core::{
    Registrar,
    model::{Password, PasswordHash, Timestamp},
    policy::limits::Limit,
    ports::{
        Bell, Clock, Directory, Entropy, HashError, MediaStore, PasswordCheck, PasswordHasher,
        RetryAfter, Store, Throttle,
    },
    usecase::Ports,
};
use std::sync::Arc;
use time::OffsetDateTime;

/// Every use case, over a store of yours or of ours.
pub fn registrar<S: Store + Directory + MediaStore + Clone + 'static>(store: &S) -> Registrar {
    Registrar::new(Ports {
        store: Arc::new(store.clone()),
        directory: Arc::new(store.clone()),
        media: Arc::new(store.clone()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        hasher: Arc::new(Argon2Hasher),
        throttle: Arc::new(LimitedElsewhere),
        bell: Arc::new(LookedAtAnyway),
    })
}

/// This machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        OffsetDateTime::now_utc().into()
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // A token made of nothing could be guessed: better no service.
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// Argon2id with the parameters of OWASP, computed where it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Argon2Hasher;

impl Argon2Hasher {
    fn hashed(password: &Password) -> Result<PasswordHash, HashError> {
        let mut salt = [0; 16];
        SystemEntropy.fill(&mut salt);
        let hash: Phc = Argon2::default()
            .hash_password_with_salt(password.expose().as_bytes(), &salt)
            .map_err(|error| HashError::Failed(error.into()))?;
        Ok(PasswordHash(hash.to_string()))
    }
}

#[async_trait]
impl PasswordHasher for Argon2Hasher {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        Self::hashed(&password)
    }

    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        let Some(hash) = hash else {
            // The whole price, for nothing: an unknown address must not answer faster.
            Self::hashed(&password)?;
            return Ok(PasswordCheck::Differs);
        };
        let hash = Phc::new(&hash.0).map_err(|error| HashError::Failed(error.into()))?;
        let checked = Argon2::default().verify_password(password.expose().as_bytes(), &hash);
        Ok(match checked {
            Ok(()) => PasswordCheck::Matches,
            Err(_) => PasswordCheck::Differs,
        })
    }
}

/// Counts nothing: for a host that limits callers in front of the registrar. Without any limit a stranger can have mail
/// sent to anybody.
#[derive(Debug, Clone, Copy)]
pub struct LimitedElsewhere;

#[async_trait]
impl Throttle for LimitedElsewhere {
    async fn hit(&self, _: Limit, _: &str) -> Result<(), RetryAfter> {
        Ok(())
    }
}

/// Wakes nobody: for a host whose mail worker looks every second.
#[derive(Debug, Clone, Copy)]
pub struct LookedAtAnyway;

impl Bell for LookedAtAnyway {
    fn ring(&self) {}
}
