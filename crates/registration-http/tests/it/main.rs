//! The API as its callers see it: one request at a time, on a store in memory.

mod harness;

mod access;
mod inbox;
mod openapi;
mod operations;
mod pages;
mod people;
mod playbooks;
mod projects;
mod self_service;
mod staff;
mod staff_session;
