//! The binary as a person or a service supervisor uses it: as a process.

mod commands;
mod configuration;
mod demo;
mod doctor;
mod process;
mod serve;
