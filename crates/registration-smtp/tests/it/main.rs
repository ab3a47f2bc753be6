//! What the mail adapter promises, on rendered mails and against a real SMTP server.

mod capture;
mod contract;
mod delivery;
mod languages;
mod preview;
mod refusal;
mod render;
mod samples;
