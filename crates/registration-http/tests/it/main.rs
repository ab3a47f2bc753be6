//! The API as its callers see it: one request at a time, on a store in memory.

mod harness;

mod access;
mod activations;
mod contacts;
mod covers;
mod customers;
mod inbox;
mod invitations;
mod invite_links;
mod media;
mod openapi;
mod operations;
mod overview;
mod pages;
mod pages_requests;
mod pages_sign_in;
mod people;
mod pictures;
mod playbooks;
mod policy;
mod portal_settings;
mod previews;
mod profile;
mod projects;
mod registration_records;
mod registration_requests;
mod roles;
mod self_service;
mod staff;
mod staff_session;
