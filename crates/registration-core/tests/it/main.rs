//! The core through its public interface: properties of rules, and use cases on the in-memory store.

mod address_properties;
mod permitted_domain_properties;
