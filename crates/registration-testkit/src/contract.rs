//! The contract of the stores: one law for each thing that core relies on, run on any implementation of the ports.
//!
//! [`store_contract!`](crate::store_contract) makes one test of every law. Each law is a plain function as well, and
//! [`LAWS`] lists them by name, for whoever wants to run them in another way:
//!
//! ```
//! use registration_testkit::{contract::{self, Subject}, memory::MemoryStore};
//!
//! contract::prove(
//!     async { Subject::new(MemoryStore::default()) },
//!     contract::unit_of_work::dropping_undoes_everything,
//! );
//! for law in contract::LAWS.iter().filter(|law| law.name().starts_with("token::")) {
//!     let subject = async { Subject::new(MemoryStore::default()) };
//!     contract::prove(subject, async |subject| law.run(subject).await);
//! }
//! ```

pub mod account;
pub mod api_key;
pub mod audit;
pub mod capture;
pub mod contact;
mod crowd;
pub mod customer;
pub mod error;
mod every;
mod exact;
mod examination;
pub mod invite_link;
mod list;
pub mod lock;
pub mod lost_reply;
pub mod mail_queue;
pub mod media;
pub mod moment;
pub mod name;
pub mod outbox;
pub mod page;
pub mod playbook;
pub mod project;
pub mod race;
pub mod registration;
pub mod registration_key;
pub mod registration_list;
pub mod revision;
mod scene;
pub mod search;
pub mod session;
pub mod shared_lock;
pub mod staff;
mod subject;
pub mod text;
pub mod token;
pub mod unit_of_work;

pub use subject::{Subject, Writers};

use crate::{Law, Limits, law};

/// Every law of the contract of stores.
pub const LAWS: &[Law<Subject>] = crate::store_laws! { list () };

/// Runs `law` on what `factory` gives, on a runtime of its own.
///
/// # Panics
///
/// When the law does not hold, and when the factory gives what no law can be run on: a store in which something lies,
/// one whose directory looks at another database, or none at all.
pub fn prove(factory: impl Future<Output = Subject>, law: impl AsyncFnOnce(&Subject)) {
    prove_within(Limits::default(), factory, law);
}

/// The same with other limits, for a factory that starts a server or a store that is far away.
///
/// # Panics
///
/// As [`prove`] does.
pub fn prove_within(
    limits: Limits,
    factory: impl Future<Output = Subject>,
    law: impl AsyncFnOnce(&Subject),
) {
    law::prove(limits, factory, examination::examine, law);
}

/// Makes one `#[test]` of every law of the contract of stores.
///
/// The factory is called once for each test. It returns a future of a [`Subject`](crate::contract::Subject) around a
/// store that nobody else uses and in which nothing lies yet.
///
/// ```
/// use registration_testkit::{contract::Subject, memory::MemoryStore, store_contract};
///
/// store_contract!(|| async { Subject::new(MemoryStore::default()) });
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! store_contract {
    ($factory:expr) => {
        $crate::store_laws! { tests ($factory) }
    };
}

/// Makes one `#[test]` of every law of the contract of pictures alone, for what keeps nothing else.
///
/// ```
/// use registration_testkit::{contract::Subject, media_contract, memory::MemoryStore};
/// use std::sync::Arc;
///
/// # type MyFolder = MemoryStore;
/// media_contract!(|| async {
///     Subject::new(MemoryStore::default()).with_media(Arc::new(MyFolder::default()))
/// });
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! media_contract {
    ($factory:expr) => {
        $crate::media_laws! { tests ($factory) }
    };
}
