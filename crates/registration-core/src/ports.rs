//! What core needs from the outside. `registration-testkit` holds the contract that every implementation obeys.

pub mod directory;
pub mod environment;
pub mod mail;
pub mod media;
pub mod repository;
pub mod store;

pub use directory::*;
pub use environment::*;
pub use mail::*;
pub use media::*;
pub use repository::*;
pub use store::*;
