//! Moments as Fairlead writes them: `2026-03-01 12:00:00`, in UTC. Ours have six more digits, which its SQL takes as well.

use registration_core::{model::Timestamp, ports::BoxError};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

/// Always six digits: text of one length sorts as moments do.
const FORMAT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second].[subsecond digits:6]");

/// As it is bound.
pub(super) fn text(at: Timestamp) -> String {
    let written = OffsetDateTime::from(at).format(FORMAT);
    written.expect("a moment between the years 0 and 9999 can be written")
}

/// As it lies there, in their form or in ours.
pub(super) fn read(text: &str) -> Result<Timestamp, BoxError> {
    let rfc3339 = format!("{}Z", text.replacen(' ', "T", 1));
    Ok(rfc3339.parse()?)
}
