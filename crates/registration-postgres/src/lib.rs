//! The Postgres store of registration-core: for several processes that share one database.
//!
//! [`PostgresStore`] implements every port that keeps something: the [`Store`](registration_core::ports::Store) with its
//! units of work, the [`Directory`](registration_core::ports::Directory), the
//! [`MailQueue`](registration_core::ports::MailQueue), the
//! [`MailCapture`](registration_core::ports::MailCapture) and the
//! [`MediaStore`](registration_core::ports::MediaStore). `registration-sqlite` is its twin: the same files with the
//! same names in the same order, so that `diff -r` shows exactly where the two databases differ.

mod account;
mod api_key;
mod audit;
mod capture;
mod column;
mod contact;
mod customer;
mod directory;
mod error;
mod invite_link;
mod media;
mod outbox;
mod playbook;
mod project;
mod registration;
mod session;
mod staff;
mod store;
mod token;
mod unit_of_work;

pub use store::PostgresStore;
