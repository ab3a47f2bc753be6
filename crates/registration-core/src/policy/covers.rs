//! Covers: how long an uploaded picture waits to be shown, and when nobody can want it any more.
//!
//! ```
//! use registration_core::{model::{Cover, MediaId}, policy::covers::{may_become, is_over}};
//! let picture: MediaId = "019caec2-1a00-7000-8000-000000000000".parse().unwrap();
//! let after = |hours| picture.uploaded_at().plus(time::Duration::hours(hours));
//! assert!(may_become(picture, &Cover::None, after(23)));
//! assert!(!may_become(picture, &Cover::None, after(24)) && !is_over(picture, after(24)));
//! assert!(may_become(picture, &Cover::Upload { media: picture }, after(24)));
//! assert!(is_over(picture, after(25)));
//! ```

use super::validity;
use crate::model::{Cover, MediaId, Timestamp};
use time::Duration;

/// Between the last moment at which a picture can become a cover and its end: longer than any request takes, so that no
/// playbook is ever left with a picture that was forgotten while it was being chosen. No lock could hold that, as
/// pictures may lie outside of the database.
const GRACE: Duration = Duration::hours(1);

/// Whether `picture` may be the cover of a playbook whose cover is `current`: it is that already, or was uploaded within
/// a day.
#[must_use]
pub fn may_become(picture: MediaId, current: &Cover, now: Timestamp) -> bool {
    *current == Cover::Upload { media: picture }
        || now.since(picture.uploaded_at()) < validity::UNUSED_PICTURE
}

/// Whether `picture` is forgotten unless a playbook shows it.
#[must_use]
pub fn is_over(picture: MediaId, now: Timestamp) -> bool {
    now.since(picture.uploaded_at()) >= validity::UNUSED_PICTURE + GRACE
}
