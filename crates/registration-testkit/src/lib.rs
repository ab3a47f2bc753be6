//! What proves an adapter and what tests are made of: the contracts of stores and mailers, a store in memory, doubles,
//! fixtures.
//!
//! # How to prove a store
//!
//! Whoever embeds `registration-core` with a store of their own implements `Store`, `Directory`, `MailQueue`,
//! `MailCapture` and `MediaStore`, adds this crate to the dev-dependencies, and has one test of every law:
//!
//! ```
//! use registration_core::ports::{Store, StoreError, UnitOfWork};
//! use registration_testkit::{contract::Subject, memory::MemoryStore, store_contract};
//! use std::sync::Arc;
//!
//! /// Stands for a store of your own; here it hands everything on.
//! struct Foreign(MemoryStore);
//!
//! #[async_trait::async_trait]
//! impl Store for Foreign {
//!     async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
//!         self.0.begin().await
//!     }
//! }
//!
//! // Called once for each test: each has an empty store of its own.
//! store_contract!(async || {
//!     let tables = MemoryStore::default();
//!     let [directory, queue, capture, media] = [(); 4].map(|()| Arc::new(tables.clone()));
//!     Subject::of(Arc::new(Foreign(tables)), directory, queue, capture, media)
//! });
//! # fn main() {}
//! ```
//!
//! - One value that is all five ports goes into [`Subject::new`](contract::Subject::new). A temporary folder, or a
//!   database that lives as long as the test, is handed over with [`keeping`](contract::Subject::keeping).
//! - A store whose units of work wait for each other only when they want the same row says so with
//!   [`with_many_writers`](contract::Subject::with_many_writers); then the laws on shared locks are proved too.
//! - A failing test is named after the promise that is broken, `a_stale_update_is_refused` for example. When the factory
//!   is at fault (a store that all tests share, rows in it, a directory of another database) a sentence says so.
//! - [`contract::LAWS`] lists the laws for a harness of your own, and each is a plain function; each is known to bite,
//!   since the kit's own tests have a broken store for every one.
//! - What keeps pictures and nothing else is proved by [`media_contract!`].
//! - A mailer is proved by [`mailer_contract!`] in the same way: see [`mailer_contract`](mod@mailer_contract).
//!
//! # What tests are made of
//!
//! Use cases are tested without a database, on what is as strict as the strictest one:
//!
//! ```
//! use registration_core::ports::Store;
//! use registration_testkit::{doubles::FixedClock, fixtures::Fixtures, memory::MemoryStore};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let (store, clock, make) = (MemoryStore::default(), FixedClock::default(), Fixtures::default());
//! let mut work = store.begin().await?;
//! work.customers().insert(&make.customer_permitting(&["example.com"])).await?;
//! work.commit().await?;
//! clock.advance(time::Duration::DAY);
//! # Ok::<(), registration_core::ports::StoreError>(())
//! # }).unwrap();
//! ```
//!
//! - [`contract`] and [`mailer_contract`](mod@mailer_contract) hold the laws;
//! - [`memory`] holds the store, and [`office`] a registrar on it;
//! - [`doubles`] hold the clock, the randomness, the mailer and the rest of the environment;
//! - [`fixtures`] make valid values, of which a test changes what it cares about.
//!
//! # Features
//!
//! - `servers` (off by default): an SMTP server on loopback that misbehaves on request, and a new database in the
//!   Postgres that `REGISTRATION_TEST_POSTGRES` names. It brings `sqlx`, `mailin` and a TLS stack.
//! - `proptest` (off by default), whose types stand in the interface of both: `strategies` make any value of the model,
//!   valid or almost so; `history` plays what people do, in any order, on a store, and checks after each step what has
//!   to hold.

pub mod contract;
pub mod doubles;
pub mod fixtures;
#[cfg(feature = "proptest")]
pub mod history;
mod law;
pub mod mailer_contract;
pub mod memory;
pub mod office;
#[cfg(feature = "servers")]
pub mod servers;
#[cfg(feature = "proptest")]
pub mod strategies;

pub use law::{Law, Limits, Running};
