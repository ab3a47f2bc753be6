//! Argon2id in PHC form: at most one hash per core at once, a short queue before it, and its memory kept for reuse.

use argon2::{Algorithm, Argon2, Block, Params, PasswordHash as Phc, Version};
use async_trait::async_trait;
use registration_core::{
    model::{Password, PasswordHash},
    ports::{BoxError, Entropy, HashError, PasswordCheck, PasswordHasher},
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// KiB of memory (OWASP ASVS 5.0, 11.4.2).
const MEMORY: u32 = 19_456;
/// Passes over it.
const PASSES: u32 = 2;
/// Lanes.
const LANES: u32 = 1;
/// Bytes of a hash.
const OUTPUT: usize = 32;
/// Bytes of a salt.
const SALT: usize = 16;

/// How many may wait. At about 25 ms a hash the last one waits less than a second on two cores.
const WAITING: usize = 64;

/// Memory that was not needed for so long is given back.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Hashes passwords. Cloning it is cheap, and clones share the queue.
#[derive(Clone)]
pub(crate) struct Argon2Hasher(Arc<Shared>);

struct Shared {
    /// Who hashes and who waits.
    seats: Arc<Semaphore>,
    /// Who hashes.
    cores: Arc<Semaphore>,
    /// Blocks that no hash needs at this moment. Getting 19 MiB anew from the system costs a quarter of a hash.
    memory: Mutex<Vec<(Instant, Vec<Block>)>>,
    entropy: Arc<dyn Entropy>,
    params: Params,
}

impl Argon2Hasher {
    /// A hasher that uses all cores.
    pub(crate) fn new(entropy: Arc<dyn Entropy>) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self::with_queue(entropy, cores, WAITING)
    }

    fn with_queue(entropy: Arc<dyn Entropy>, cores: usize, waiting: usize) -> Self {
        let params = Params::new(MEMORY, PASSES, LANES, Some(OUTPUT));
        Self(Arc::new(Shared {
            seats: Arc::new(Semaphore::new(cores + waiting)),
            cores: Arc::new(Semaphore::new(cores)),
            memory: Mutex::default(),
            entropy,
            params: params.expect("the parameters are within argon2's bounds"),
        }))
    }

    /// Gives memory back that no hash needed for a while.
    pub(crate) fn release_idle_memory(&self) {
        let mut kept = self.0.memory.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(used, _)| used.elapsed() < KEPT_FOR);
    }

    /// Waits for a core and computes there. What was begun is finished, even when nobody waits for it any more: its
    /// place is given free only then.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, BoxError> + Send + 'static,
    ) -> Result<T, HashError> {
        let seat = self
            .0
            .seats
            .clone()
            .try_acquire_owned()
            .map_err(|_| HashError::Busy)?;
        let core = self
            .0
            .cores
            .clone()
            .acquire_owned()
            .await
            .map_err(|_| HashError::Busy)?;
        let shared = self.0.clone();
        let computed = tokio::task::spawn_blocking(move || {
            let _places: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (seat, core);
            work(&shared)
        });
        match computed.await {
            Ok(done) => done.map_err(HashError::Failed),
            Err(stopped) => Err(HashError::Failed(stopped.into())),
        }
    }
}

#[async_trait]
impl PasswordHasher for Argon2Hasher {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        self.compute(move |shared| shared.hash(&password)).await
    }

    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        self.compute(move |shared| match hash {
            Some(hash) => shared.check(&password, &hash),
            None => {
                // The whole price, for nothing: an unknown address must not answer faster.
                shared.hash(&password)?;
                Ok(PasswordCheck::Differs)
            }
        })
        .await
    }
}

impl Shared {
    fn hash(&self, password: &Password) -> Result<PasswordHash, BoxError> {
        let mut salt = [0; SALT];
        self.entropy.fill(&mut salt);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone());
        let mut output = [0; OUTPUT];
        self.fill(&argon2, password, &salt, &mut output)?;
        let phc = Phc {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: (&self.params).try_into()?,
            salt: Some(argon2::password_hash::phc::Salt::new(&salt)?),
            hash: Some(argon2::password_hash::phc::Output::new(&output)?),
        };
        Ok(PasswordHash(phc.to_string()))
    }

    fn check(&self, password: &Password, hash: &PasswordHash) -> Result<PasswordCheck, BoxError> {
        let phc = Phc::new(&hash.0)?;
        let algorithm = Algorithm::try_from(phc.algorithm.as_str())?;
        let version = phc
            .version
            .map(Version::try_from)
            .transpose()?
            .unwrap_or_default();
        let params = Params::try_from(&phc)?;
        let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else {
            return Err("the stored hash has no salt or no output".into());
        };
        let mut output = vec![0; expected.len()];
        let argon2 = Argon2::new(algorithm, version, params.clone());
        self.fill(&argon2, password, &salt, &mut output)?;
        // Compares in constant time.
        if argon2::password_hash::phc::Output::new(&output)? != expected {
            return Ok(PasswordCheck::Differs);
        }
        let of_today = (
            Algorithm::Argon2id,
            Version::V0x13,
            MEMORY,
            PASSES,
            LANES,
            OUTPUT,
        );
        let costs = (params.m_cost(), params.t_cost(), params.p_cost());
        let is_today = of_today
            == (
                algorithm,
                version,
                costs.0,
                costs.1,
                costs.2,
                expected.len(),
            );
        Ok(if is_today {
            PasswordCheck::Matches
        } else {
            PasswordCheck::MatchesOutdated
        })
    }

    fn fill(
        &self,
        argon2: &Argon2<'_>,
        password: &Password,
        salt: &[u8],
        output: &mut [u8],
    ) -> Result<(), BoxError> {
        let count = argon2.params().block_count();
        if count != self.params.block_count() {
            // An older hash, soon to be replaced: its memory is not worth keeping.
            return Ok(argon2.hash_password_into(password.expose().as_bytes(), salt, output)?);
        }
        let lock = || self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lock().pop();
        let mut blocks = kept.map_or_else(|| vec![Block::default(); count], |(_, blocks)| blocks);
        let password = password.expose().as_bytes();
        let done = argon2.hash_password_into_with_memory(password, salt, output, &mut blocks);
        lock().push((Instant::now(), blocks));
        Ok(done?)
    }
}

#[cfg(test)]
mod tests;
