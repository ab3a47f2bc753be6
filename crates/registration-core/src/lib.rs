//! Self-service registration as a library: who may come in, through which door, and what follows.
//!
//! One corridor — claim an address, prove it, set credentials, get access — is entered through four doors:
//! the portal form, an invite link, an invitation or access grant, and a request that a person maps.
//!
//! - [`model`] holds the nouns, parsed and never in a state that means nothing;
//! - [`policy`] holds the rules, pure functions from facts to a decision;
//! - [`ports`] holds what the rules need from the outside: a store, a clock, entropy, a mailer;
//! - [`usecase`] holds [`Registrar`], whose methods are everything a person or a program can ask for.
//!
//! The library brings no runtime, database, HTTP or mail dependency.

mod codes;
pub mod model;
pub mod policy;
pub mod ports;
pub mod usecase;

pub use usecase::{Error, Registrar};
