//! Whole stories over a real socket: the binary as a process, SQLite and Postgres, mail through a real SMTP server.

mod crowd;
mod faults;
mod invite_link;
mod mapped_request;
mod permitted_domains;
mod service;
