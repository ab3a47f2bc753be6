//! Doubles of one method: a fast hasher, throttles, bells.

use async_trait::async_trait;
use registration_core::{
    model::{Password, PasswordHash},
    policy::limits::Limit,
    ports::{
        Bell, BoxError, HashError, MailPreview, OutboxEntry, PasswordCheck, PasswordHasher,
        PreviewedMail, RetryAfter, Throttle,
    },
};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// "Hashes" at once, by writing the password down: tests that sign in a thousand times stay fast.
///
/// ```
/// use registration_core::{model::Password, ports::{PasswordCheck, PasswordHasher}};
/// use registration_testkit::doubles::PlainHasher;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let check = |hash| PlainHasher.check(Password::typed("correct horse"), hash);
/// assert_eq!(check(Some(PlainHasher::hash_of("correct horse"))).await?, PasswordCheck::Matches);
/// assert_eq!(check(Some(PlainHasher::outdated_hash_of("correct horse"))).await?, PasswordCheck::MatchesOutdated);
/// assert_eq!(check(None).await?, PasswordCheck::Differs);
/// # Ok::<(), registration_core::ports::HashError>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainHasher;

impl PlainHasher {
    /// What [`hash`](PasswordHasher::hash) gives for `password`.
    #[must_use]
    pub fn hash_of(password: &str) -> PasswordHash {
        PasswordHash(format!("$plain$v=2${password}"))
    }

    /// A hash of `password` that is answered with [`PasswordCheck::MatchesOutdated`].
    #[must_use]
    pub fn outdated_hash_of(password: &str) -> PasswordHash {
        PasswordHash(format!("$plain$v=1${password}"))
    }
}

#[async_trait]
impl PasswordHasher for PlainHasher {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashError> {
        Ok(Self::hash_of(password.expose()))
    }

    async fn check(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        Ok(match hash {
            Some(hash) if hash == Self::hash_of(password.expose()) => PasswordCheck::Matches,
            Some(hash) if hash == Self::outdated_hash_of(password.expose()) => {
                PasswordCheck::MatchesOutdated
            }
            _ => PasswordCheck::Differs,
        })
    }
}

/// A throttle that never says stop.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unlimited;

#[async_trait]
impl Throttle for Unlimited {
    async fn hit(&self, _: Limit, _: &str) -> Result<(), RetryAfter> {
        Ok(())
    }
}

/// A throttle for which no time passes: each key has the burst of its limit, then it says stop. Clones count together.
///
/// ```
/// use registration_core::{policy::limits::Limit, ports::Throttle};
/// use registration_testkit::doubles::Bursts;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let throttle = Bursts::default();
/// for _ in 0..Limit::SignIn.quota().burst {
///     assert_eq!(throttle.hit(Limit::SignIn, "ann").await, Ok(()));
/// }
/// assert!(throttle.hit(Limit::SignIn, "ann").await.is_err());
/// assert_eq!((throttle.hits(Limit::SignIn, "ann"), throttle.hits(Limit::SignIn, "bob")), (6, 0));
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct Bursts(Arc<Mutex<HashMap<(Limit, String), u32>>>);

impl Bursts {
    /// How often `limit` was counted for `key`.
    #[must_use]
    pub fn hits(&self, limit: Limit, key: &str) -> u32 {
        let hits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hits.get(&(limit, key.to_owned())).copied().unwrap_or(0)
    }
}

#[async_trait]
impl Throttle for Bursts {
    async fn hit(&self, limit: Limit, key: &str) -> Result<(), RetryAfter> {
        let mut hits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = hits.entry((limit, key.to_owned())).or_default();
        *count += 1;
        let quota = limit.quota();
        if *count > quota.burst {
            return Err(RetryAfter(quota.every));
        }
        Ok(())
    }
}

/// A bell that nobody hears.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Bell for Silent {
    fn ring(&self) {}
}

/// A bell that counts how often it was rung. Clones count together.
///
/// ```
/// use registration_core::ports::Bell;
/// use registration_testkit::doubles::CountingBell;
///
/// let (bell, ears) = { let bell = CountingBell::default(); (bell.clone(), bell) };
/// bell.ring();
/// assert_eq!(ears.rings(), 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct CountingBell(Arc<AtomicUsize>);

impl CountingBell {
    /// How often it was rung.
    #[must_use]
    pub fn rings(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Bell for CountingBell {
    fn ring(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Shows of a mail what is stored of it, its secrets masked: the kind as subject, the JSON as text.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainPreview;

impl MailPreview for PlainPreview {
    fn preview(&self, entry: &OutboxEntry) -> Result<Option<PreviewedMail>, BoxError> {
        let Some(mail) = &entry.mail else {
            return Ok(None);
        };
        let text = serde_json::to_string(&mail.masked())?;
        Ok(Some(PreviewedMail {
            subject: mail.kind().to_string(),
            html: format!("<p style=\"margin:0;\">{}</p>", mail.kind()),
            text,
            links: Vec::new(),
        }))
    }
}
