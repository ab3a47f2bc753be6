//! Real servers for tests: SMTP in process, and databases in the Postgres that `cargo xtask test` starts.

pub mod postgres;
pub mod smtp;

pub use postgres::fresh_database;
pub use smtp::{Behaviour, ParsedMail, Received, TestSmtp};
