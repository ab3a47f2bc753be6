//! The SQLite store of registration-core: one file, one writer, readers that never wait for it.
//!
//! [`SqliteStore`] implements every port that keeps something: the [`Store`](registration_core::ports::Store) with its
//! units of work, the [`Directory`](registration_core::ports::Directory), the
//! [`MailQueue`](registration_core::ports::MailQueue), the
//! [`MailCapture`](registration_core::ports::MailCapture) and the
//! [`MediaStore`](registration_core::ports::MediaStore). `registration-postgres` is its twin: the same files with the
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

pub use store::SqliteStore;
