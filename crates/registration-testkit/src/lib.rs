//! What proves an adapter: the contract of the stores, an in-memory store, doubles, strategies

#[cfg(feature = "servers")]
pub mod servers;
