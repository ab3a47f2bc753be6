//! The rules: pure functions from facts to a decision. No clock, no store, no randomness, no `async`.

pub mod limits;
pub mod sessions;
