//! Reading ids and optional members out of bodies and queries.

use crate::extract::{Fields, Reason};
use serde::{Deserialize, Deserializer};
use std::str::FromStr;

/// A text that is no id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotAnId;

impl std::fmt::Display for NotAnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an id is a UUID")
    }
}

impl Reason for NotAnId {
    fn code(&self) -> String {
        "invalid_id".into()
    }
}

/// An id; to be handed to [`Fields::take`] or [`Fields::optional`].
pub(crate) fn an_id<T: FromStr>(text: &str) -> Result<T, NotAnId> {
    text.trim().parse().map_err(|_| NotAnId)
}

/// A filter of a list; left out or empty means all.
pub(crate) fn filter<T: FromStr<Err: Reason>>(
    fields: &mut Fields,
    pointer: &str,
    text: Option<&str>,
) -> Option<T> {
    fields.optional(pointer, text, |text| text.trim().parse())
}

/// A member of a merge patch that may be left out but not removed: null is refused as a wrong type.
pub(crate) fn not_null<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
