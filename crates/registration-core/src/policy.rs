//! The rules: pure functions from facts to a decision. No clock, no store, no randomness, no `async`.

pub mod access;
pub mod admission;
pub mod covers;
pub mod delivery;
pub mod limits;
pub mod mapping;
pub mod narrowing;
pub mod passwords;
pub mod provisioning;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod submission;
pub mod validity;
