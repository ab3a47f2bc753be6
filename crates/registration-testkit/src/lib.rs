//! What proves an adapter: the contract of the stores, an in-memory store, doubles, strategies

pub mod contract;
pub mod doubles;
pub mod fixtures;
pub mod memory;
#[cfg(feature = "servers")]
pub mod servers;
