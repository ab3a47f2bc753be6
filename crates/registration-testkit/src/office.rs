//! A registrar without a database: over the store in memory, with doubles of the rest.

use crate::{
    doubles::{FixedClock, PlainHasher, SeededEntropy, Silent, Unlimited},
    memory::MemoryStore,
};
use registration_core::{
    Registrar,
    model::Mail,
    ports::{Directory, OutboxFilter, Page},
    usecase::{Ports, Proof},
};
use std::sync::Arc;

/// Where use cases are tried: a registrar, what it keeps, and the time it goes by.
///
/// ```
/// use registration_core::model::{Actor, Mail};
/// use registration_core::usecase::Invite;
/// use registration_testkit::office::Office;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let office = Office::default();
/// let acme = office.registrar.create_customer(&Actor::CommandLine, "Acme", None).await?;
/// let ann = Invite { email: "ann@acme.com".parse()?, name: None, message: None };
/// office.registrar.invite(&Actor::CommandLine, acme.id, ann).await?;
/// assert!(matches!(office.mail_to("ann@acme.com").await, Mail::Invitation { customer, .. } if customer == "Acme"));
/// office.clock.advance(time::Duration::days(30));
/// let proof = office.proof("ann@acme.com").await;
/// assert!(office.registrar.inspect_activation(&proof).await.is_err(), "it came too late");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct Office {
    /// The use cases. Nobody has to wait, and no hash is slow.
    pub registrar: Registrar,
    /// What they keep.
    pub store: MemoryStore,
    /// The time, which stands still until it is moved.
    pub clock: FixedClock,
}

impl Default for Office {
    /// An office in which nothing happened yet.
    fn default() -> Self {
        let clock = FixedClock::default();
        let store = MemoryStore::with_clock(clock.clone());
        let registrar = Registrar::new(Ports {
            store: Arc::new(store.clone()),
            directory: Arc::new(store.clone()),
            media: Arc::new(store.clone()),
            clock: Arc::new(clock.clone()),
            entropy: Arc::new(SeededEntropy::default()),
            hasher: Arc::new(PlainHasher),
            throttle: Arc::new(Unlimited),
            bell: Arc::new(Silent),
        });
        Self {
            registrar,
            store,
            clock,
        }
    }
}

impl Office {
    /// The newest mail to `address` that was not sent yet.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub async fn mail_to(&self, address: &str) -> Mail {
        let filter = OutboxFilter {
            to: Some(crate::fixtures::email(address)),
            ..OutboxFilter::default()
        };
        let newest = Page {
            limit: 1,
            before: None,
        };
        let mails = self.store.mails(&filter, newest).await;
        let mail = mails.ok().and_then(|mut mails| mails.pop()?.mail);
        mail.unwrap_or_else(|| panic!("no mail to {address} waits"))
    }

    /// What whoever reads that mail proves the address with: the token in its link.
    ///
    /// # Panics
    ///
    /// When there is no mail, or no token in it.
    pub async fn proof(&self, address: &str) -> Proof {
        let mail = self.mail_to(address).await;
        let token = mail.token().cloned();
        Proof::Token(token.unwrap_or_else(|| panic!("no token is in {:?}", mail.kind())))
    }
}
