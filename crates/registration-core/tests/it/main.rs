//! The core through its public interface: properties of rules, and use cases on the in-memory store.

mod access_properties;
mod address_properties;
mod admission_properties;
mod credentials_properties;
mod delivery_properties;
mod mapping_properties;
mod office;
mod permitted_domain_properties;
mod provisioning_properties;
mod settings_properties;
mod submission_properties;
mod usecase_activate;
mod usecase_audit;
mod usecase_contact;
mod usecase_housekeeping;
mod usecase_invite;
mod usecase_invite_link;
mod usecase_map;
mod usecase_portal_access;
mod usecase_project;
mod usecase_races;
mod usecase_request;
mod usecase_settings;
mod usecase_staff;
mod usecase_submit;
