//! The core through its public interface: properties of rules, and use cases on the in-memory store.

mod address_properties;
mod mail_json;
mod permitted_domain_properties;
