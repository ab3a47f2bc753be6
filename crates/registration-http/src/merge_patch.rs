//! JSON Merge Patch (RFC 7396): what a member says when it is absent, null or a value.

use crate::extract::{Fields, Reason};
use serde::{Deserialize, Deserializer};

/// A member of a patch. Write it with `#[serde(default)]`, or leaving it out is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Patch<T> {
    /// It was left out: stays as it is.
    #[default]
    Keep,
    /// It was null: removed.
    Remove,
    /// It was given.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<T>::deserialize(deserializer)?;
        Ok(value.map_or(Self::Remove, Self::Set))
    }
}

impl<T> Patch<T> {
    /// The value of a member that everything has: null is refused. `None` stays.
    pub(crate) fn required(self, fields: &mut Fields, pointer: &str) -> Option<T> {
        match self {
            Self::Keep => None,
            Self::Remove => {
                fields.note(pointer, "required", "this field cannot be removed");
                None
            }
            Self::Set(value) => Some(value),
        }
    }

    /// The new value of a member that everything has: null is refused. `None` stays.
    pub(crate) fn of_required<U, E: Reason>(
        self,
        fields: &mut Fields,
        pointer: &str,
        parse: impl FnOnce(T) -> Result<U, E>,
    ) -> Option<U> {
        let value = self.required(fields, pointer)?;
        fields.take(pointer, parse(value))
    }
}

impl Patch<String> {
    /// The new value of a member that may be missing; empty text removes it, as forms send it. `None` stays.
    pub(crate) fn of_optional<U, E: Reason>(
        self,
        fields: &mut Fields,
        pointer: &str,
        parse: impl FnOnce(&str) -> Result<U, E>,
    ) -> Option<Option<U>> {
        match self {
            Self::Keep => None,
            Self::Remove => Some(None),
            Self::Set(text) => Some(fields.optional(pointer, Some(&text), parse)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Form {
        #[serde(default)]
        phone: Patch<String>,
    }

    #[test]
    fn absent_null_and_a_value_are_three_things() {
        let read = |json: &str| serde_json::from_str::<Form>(json).unwrap().phone;
        assert_eq!(read("{}"), Patch::Keep);
        assert_eq!(read(r#"{"phone":null}"#), Patch::Remove);
        assert_eq!(read(r#"{"phone":"1"}"#), Patch::Set("1".to_owned()));
        assert!(serde_json::from_str::<Form>(r#"{"phone":1}"#).is_err());
    }
}
