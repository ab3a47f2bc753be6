//! A loaded value together with the revision it was loaded at.
//!
//! ```
//! use registration_core::model::{Revision, Stored};
//! let loaded = Stored::new("Acme", Revision::FIRST);
//! assert_eq!(loaded.len(), 4, "it reads like the value");
//! let changed = loaded.replace("Acme Ltd");
//! assert_eq!((changed.value, changed.revision), ("Acme Ltd", Revision(1)), "an update names what it was loaded at");
//! assert_eq!(changed.revision.next(), Revision(2), "and gives what it is then");
//! ```

use serde::{Deserialize, Serialize};

/// Counts the changes of one stored value, from 1. It is the `ETag` of the HTTP API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision(pub i64);

impl Revision {
    /// What a value has when it has just been inserted.
    pub const FIRST: Self = Self(1);

    /// What a value has after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A value and the revision it was loaded at; kept outside of the model so that no rule depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The value.
    pub value: T,
    /// The revision that `value` was loaded at.
    pub revision: Revision,
}

impl<T> Stored<T> {
    /// Joins a value with its revision.
    pub const fn new(value: T, revision: Revision) -> Self {
        Self { value, revision }
    }

    /// The same revision with another value: what an update takes.
    pub fn replace(self, value: T) -> Self {
        Self { value, ..self }
    }
}

impl<T> std::ops::Deref for Stored<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
