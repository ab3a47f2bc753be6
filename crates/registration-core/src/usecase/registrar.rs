//! The registrar: the ports it works with, and what every use case needs of them.

use super::Error;
use crate::{
    model::{
        ActivationCode, Actor, EmailAddress, LinkCode, Locale, Mail, MailId, OutboxMail, Secret,
        Timestamp,
    },
    policy::{
        access::{self, Permission},
        limits::Limit,
    },
    ports::{
        AdmissionHook, Bell, Clock, Directory, Entropy, MediaStore, PasswordHasher, Store,
        Throttle, UnitOfWork,
    },
};
use std::{future::Future, sync::Arc};
use uuid::Uuid;

/// What the registrar works with.
///
/// ```
/// use registration_core::{Registrar, usecase::Ports};
/// use registration_testkit::{doubles::*, memory::MemoryStore};
/// use std::sync::Arc;
///
/// let store = MemoryStore::default(); // in the product `SqliteStore` or `PostgresStore`, which are all three
/// let registrar = Registrar::new(Ports {
///     store: Arc::new(store.clone()),
///     directory: Arc::new(store.clone()),
///     media: Arc::new(store),
///     clock: Arc::new(FixedClock::default()),
///     entropy: Arc::new(SeededEntropy::default()),
///     hasher: Arc::new(PlainHasher),
///     throttle: Arc::new(Unlimited),
///     bell: Arc::new(Silent),
/// });
/// assert_eq!(registrar.now(), registration_testkit::fixtures::start());
/// ```
#[derive(Clone)]
pub struct Ports {
    /// Units of work.
    pub store: Arc<dyn Store>,
    /// Look-ups and lists.
    pub directory: Arc<dyn Directory>,
    /// Uploaded pictures.
    pub media: Arc<dyn MediaStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Slow hashes.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Quotas.
    pub throttle: Arc<dyn Throttle>,
    /// Wakes the mail worker.
    pub bell: Arc<dyn Bell>,
}

/// The registration office: every use case is a method of this type. Cloning it is cheap.
///
/// ```
/// use registration_core::{model::*, ports::Page, usecase::*};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// # let (acme, sam) = (make.customer_permitting(&["acme.com"]), make.staff([]));
/// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
/// # work.customers().insert(&acme).await?;
/// # work.staff().insert(&sam).await?;
/// # work.playbooks().insert(&make.self_service_playbook(sam.id)).await?;
/// # work.commit().await?;
/// # let registrar = &office.registrar;
/// // Acme permits acme.com, and a playbook is offered. A visitor fills in the portal form,
/// let (email, password) = ("ann@acme.com".parse::<EmailAddress>()?, Password::typed("seven walruses hum quietly"));
/// let form = SubmitRegistration { name: PersonName::new("Ann", "Lee")?, email: email.clone(), link_code: None, locale: None };
/// registrar.submit_registration(form).await?;
///
/// // follows the link in the mail that a `Postman` brings, and is in;
/// let proof = office.proof("ann@acme.com").await;
/// let came_in = Activate { proof, password: Some(password.clone()), customer: None, name: None };
/// assert_eq!(registrar.activate(came_in).await?.customer.name, acme.name);
///
/// // signs in on another day, and starts what is offered.
/// let cookie = registrar.sign_in(&email, password).await?.secret;
/// let visit = registrar.portal_visit(&cookie).await?;
/// let offered = registrar.offered_playbooks(&visit, Page { limit: 10, before: None }).await?;
/// let choice = StartProject { playbook: offered.items[0].playbook.id, customer: None, name: None, form_token: None };
/// assert_eq!(registrar.start_project(&visit, choice).await?.name, "Get started");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Registrar {
    pub(super) ports: Ports,
    pub(super) hook: Option<Arc<dyn AdmissionHook>>,
}

/// How often a command is tried when other units of work are in the way.
const TRIES: u32 = 8;

impl Registrar {
    /// A registrar over these ports.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        Self { ports, hook: None }
    }

    /// The same registrar, asking `hook` about everybody whom a rule admits.
    #[must_use]
    pub fn with_admission_hook(mut self, hook: Arc<dyn AdmissionHook>) -> Self {
        self.hook = Some(hook);
        self
    }

    /// This moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Look-ups that need no permission of their own: health, sessions.
    #[must_use]
    pub fn directory(&self) -> &dyn Directory {
        &*self.ports.directory
    }

    /// Counts one more of `limit` for `key`.
    ///
    /// # Errors
    /// [`Error::Throttled`] says how long to wait.
    pub async fn throttle(&self, limit: Limit, key: &str) -> Result<(), Error> {
        Ok(self.ports.throttle.hit(limit, key).await?)
    }

    /// Lets `actor` through if it has `permission`.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn require(&self, actor: &Actor, permission: Permission) -> Result<(), Error> {
        Ok(access::require(actor, permission)?)
    }

    pub(super) async fn begin(&self) -> Result<Box<dyn UnitOfWork>, Error> {
        Ok(self.ports.store.begin().await?)
    }

    pub(super) async fn commit(&self, work: Box<dyn UnitOfWork>) -> Result<(), Error> {
        work.commit().await?;
        self.ports.bell.ring();
        Ok(())
    }

    /// A new id that sorts by time to the microsecond (UUID version 7 with a sub-millisecond fraction, RFC 9562 § 6.2).
    pub(super) fn new_id<Id: From<Uuid>>(&self, now: Timestamp) -> Id {
        let mut bytes = [0; 16];
        self.ports.entropy.fill(&mut bytes[8..]);
        let micros = now.as_micros();
        let millis = micros.div_euclid(1_000);
        let fraction = micros.rem_euclid(1_000) as u16;
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6..8].copy_from_slice(&(0x7000 | fraction).to_be_bytes());
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Id::from(Uuid::from_bytes(bytes))
    }

    pub(super) fn new_secret(&self) -> Secret {
        let mut bytes = [0; 32];
        self.ports.entropy.fill(&mut bytes);
        Secret::from_bytes(bytes)
    }

    pub(super) fn new_activation_code(&self) -> ActivationCode {
        let mut bytes = [0; 8];
        self.ports.entropy.fill(&mut bytes);
        ActivationCode::from_bytes(bytes)
    }

    /// A link's code: 256 random bits, as unguessable as a token.
    pub(super) fn new_link_code(&self) -> LinkCode {
        LinkCode(self.new_secret().expose().to_owned())
    }

    /// A mail to be queued with the change that causes it.
    pub(super) fn mail(
        &self,
        now: Timestamp,
        to: &EmailAddress,
        locale: Option<&Locale>,
        mail: Mail,
    ) -> OutboxMail {
        OutboxMail {
            id: self.new_id::<MailId>(now),
            to: to.clone(),
            locale: locale.cloned(),
            mail,
            once: None,
            created_at: now,
            expires_at: None,
        }
    }

    /// Whether a visitor may cause one more mail to this address. Too many are dropped silently.
    pub(super) async fn may_mail(&self, to: &EmailAddress) -> bool {
        let throttle = &self.ports.throttle;
        throttle.hit(Limit::MailPerHour, to.as_str()).await.is_ok()
            && throttle.hit(Limit::MailPerDay, to.as_str()).await.is_ok()
    }

    /// Tries a command again while other units of work are in its way. The only place that does.
    pub(super) async fn retry<T, F, Fut>(&self, command: F) -> Result<T, Error>
    where
        F: Fn() -> Fut + Send,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        let mut tries = 1;
        loop {
            match command().await {
                Err(error) if error.was_raced() && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }
}
