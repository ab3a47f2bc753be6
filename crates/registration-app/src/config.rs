//! The configuration: flags over environment over `registration.toml` over documented defaults.
//!
//! Every key is known by name; a name that isn't is an error with a suggestion, so that a slip of the pen never means
//! a default. [`Layers`] finds the text of each key and where it stands, [`Settings`] gives it a meaning, [`safety`]
//! says which settings must not stand together.

mod key;
mod layers;
mod masked;
mod problem;
mod public_url;
pub(crate) mod safety;
mod settings;
mod shown;

pub(crate) use key::Key;
pub(crate) use layers::{ENV_PREFIX, Given, Layers, Source};
pub(crate) use problem::Problem;
pub(crate) use public_url::PublicOrigin;
pub(crate) use settings::{DatabaseUrl, LogFormat, MailSetting, Settings};

/// The defaults and their documentation.
pub(crate) const DEFAULTS: &str = include_str!("../config.default.toml");

#[cfg(test)]
mod tests;
