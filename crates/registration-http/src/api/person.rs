//! Names of people as bodies carry them, in two fields.

use crate::{extract::Fields, merge_patch::Patch};
use registration_core::model::PersonName;

/// A first and a last name, each with its own reason when it cannot be accepted.
pub(crate) fn name(fields: &mut Fields, at: &str, first: &str, last: &str) -> Option<PersonName> {
    let first_name = fields.take(&format!("{at}/first_name"), PersonName::new(first, ""));
    // Beside a name that is good, what is wrong is the last one.
    let last_name = fields.take(&format!("{at}/last_name"), PersonName::new("-", last));
    let (first, last) = (first_name?, last_name?);
    PersonName::new(first.first(), last.last()).ok()
}

/// The name where one of its two fields was sent; the last name may be missing, the first may not.
pub(crate) fn optional_name(
    fields: &mut Fields,
    at: &str,
    first: Option<&str>,
    last: Option<&str>,
) -> Option<PersonName> {
    let is_empty = |part: Option<&str>| part.unwrap_or_default().trim().is_empty();
    if is_empty(first) && is_empty(last) {
        return None;
    }
    name(
        fields,
        at,
        first.unwrap_or_default(),
        last.unwrap_or_default(),
    )
}

/// The name after a patch of its two fields; nothing when it keeps both.
pub(crate) fn patched_name(
    fields: &mut Fields,
    current: &PersonName,
    first: &Patch<String>,
    last: &Patch<String>,
) -> Option<PersonName> {
    if (first, last) == (&Patch::Keep, &Patch::Keep) {
        return None;
    }
    let (first, last) = (part(first, current.first()), part(last, current.last()));
    name(fields, "", first, last)
}

fn part<'a>(patch: &'a Patch<String>, current: &'a str) -> &'a str {
    match patch {
        Patch::Keep => current,
        Patch::Remove => "",
        Patch::Set(text) => text,
    }
}
