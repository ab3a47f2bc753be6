//! What proves an adapter and what tests are made of: the contract of the stores, a store in memory, doubles, fixtures.
//!
//! Whoever embeds `registration-core` with a store of their own implements its ports and asks this crate for the proof:
//!
//! ```
//! # mod my_store { pub use registration_testkit::memory::MemoryStore as MyStore; }
//! # use my_store::MyStore;
//! use registration_testkit::{contract::Subject, store_contract};
//!
//! // One test of every law, on a store that is empty and used by that test alone.
//! store_contract!(|| async {
//!     let store = MyStore::default();
//!     Subject::new(store)
//! });
//! # fn main() {}
//! ```
//!
//! A failing test is named after the promise that is broken, `a_stale_update_is_refused` for example, and its panic says
//! for which aggregate. A store whose units of work wait for each other only when they want the same row says so with
//! [`with_many_writers`](contract::Subject::with_many_writers); a temporary folder or a database that is to live as long
//! as the test is handed over with [`keeping`](contract::Subject::keeping). Four ports that are four values come together
//! in [`Subject::of`](contract::Subject::of).
//!
//! Use cases of your own are tested without a database, on what is as strict as the strictest one:
//!
//! ```
//! use registration_core::ports::{Clock, Store};
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
//! - [`contract`] holds the laws, each a plain function as well;
//! - [`memory`] holds the store;
//! - [`doubles`] hold the clock, the randomness, the mailer and the rest of the environment;
//! - [`fixtures`] make valid values, of which a test changes what it cares about.

pub mod contract;
pub mod doubles;
pub mod fixtures;
mod law;

pub mod memory;
#[cfg(feature = "servers")]
pub mod servers;

pub use law::{Law, Limits, Running};
