//! The nouns: values that are valid because they exist, and life cycles that hold only what is true in each state.
//!
//! Every value of an enumeration has a stable code, which it speaks on the wire, in the database and in the documents:
//!
//! ```
//! use registration_core::model::Role;
//! assert_eq!(Role::PlaybookEditor.code(), "playbook_editor");
//! assert_eq!("auditor".parse(), Ok(Role::Auditor));
//! assert_eq!(serde_json::to_string(Role::ALL)?, r#"["administrator","customer_manager","portal_registration_mapper","playbook_editor","auditor"]"#);
//! assert!("boss".parse::<Role>().unwrap_err().to_string().starts_with("not one of: administrator, "));
//! # Ok::<(), serde_json::Error>(())
//! ```

pub mod account;
pub mod actor;
pub mod api_key;
pub mod audit;
pub(crate) mod character;
pub mod contact;
pub mod customer;
pub mod domain_name;
pub mod email;
pub mod id;
pub mod invite_link;
pub mod locale;
pub mod mail;
pub mod media;
pub mod permitted_domain;
pub mod person_name;
pub mod phone;
pub mod playbook;
pub mod project;
pub mod registration;
pub mod secret;
pub mod session;
pub mod staff;
pub mod stored;
pub mod text;
pub mod timestamp;
pub mod token;

pub use account::*;
pub use actor::*;
pub use api_key::*;
pub use audit::*;
pub use contact::*;
pub use customer::*;
pub use domain_name::*;
pub use email::*;
pub use id::*;
pub use invite_link::*;
pub use locale::*;
pub use mail::*;
pub use media::*;
pub use permitted_domain::*;
pub use person_name::*;
pub use phone::*;
pub use playbook::*;
pub use project::*;
pub use registration::*;
pub use secret::*;
pub use session::*;
pub use staff::*;
pub use stored::*;
pub use text::*;
pub use timestamp::*;
pub use token::*;

/// A code that none of an enumeration's values has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not one of: {}", expected.join(", "))]
pub struct UnknownCode {
    /// The codes that are known.
    pub expected: &'static [&'static str],
}
