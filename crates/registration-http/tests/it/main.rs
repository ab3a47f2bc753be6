//! The API as its callers see it: one request at a time, on a store in memory.

mod harness;

mod access;
mod contacts;
mod customers;
mod document;
mod invitations;
mod invite_links;
mod policy;
mod portal_settings;
mod registration_records;
mod registration_requests;
