//! Why a configuration cannot be used, in sentences that say what to write instead.

use super::Source;
use std::path::PathBuf;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// A name that is no setting.
    #[error("{place} is not a setting{}", did_you_mean(.suggestion))]
    Unknown {
        /// The name and where it stands.
        place: String,
        /// The nearest name, written as it would stand there.
        suggestion: Option<String>,
    },
    /// A file that cannot be read.
    #[error("{what} {} cannot be read: {error}", .path.display())]
    Unreadable {
        /// What the file is for.
        what: String,
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file that is not TOML.
    #[error("{} is not valid TOML: {error}", .path.display())]
    Toml {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: toml::de::Error,
    },
    /// One setting in two ways.
    #[error("{one} and {other} say the same thing: keep one of them")]
    Twice {
        /// One way.
        one: String,
        /// The other.
        other: String,
    },
    /// A value that means nothing.
    #[error("{key} ({place}): {what}")]
    Value {
        /// Which setting.
        key: &'static str,
        /// Where it stands.
        place: Source,
        /// What to write instead.
        what: String,
    },
    /// Settings that must not stand together, or one that is missing.
    #[error("{0}")]
    Unsafe(String),
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion
        .as_ref()
        .map_or_else(String::new, |name| format!("; did you mean {name}?"))
}
