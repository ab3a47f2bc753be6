//! Somebody else's product, with our use cases in its tables: a whole store, and a mailer that hands on to its own queue.
//!
//! Fairlead is invented: a program for freight brokers with an SQLite file of many years. Its companies are our
//! customers, its people are our contacts, its queue of messages takes our mails, and all of that it goes on writing
//! itself. What it never had (registrations, logins, sessions, links, playbooks, projects, the trail) lies in one table
//! of documents. The contracts of stores and of mailers prove both, in `tests/fairlead_store.rs` and beside it.
//!
//! To be read in this order: `theirs.sql`, `ours.sql`, [`store`], `unit_of_work`, `kept`, `company` and `person` (their
//! rows), `document` and its kinds (ours), `outbox`, [`mailer`], `directory`.

mod access;
mod audit;
mod company;
mod directory;
mod document;
mod invite_link;
mod kept;
pub mod mailer;
mod media;
mod moment;
mod outbox;
mod person;
mod registration;
mod secret;
pub mod store;
mod unit_of_work;
mod work;

pub use mailer::MessagesMailer;
pub use store::Fairlead;
