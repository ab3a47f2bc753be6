//! What proves an adapter: the contract of the stores, an in-memory store, doubles, strategies
