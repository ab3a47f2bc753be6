//! Valid values of the model, to be changed where a test cares.

use registration_core::model::Timestamp;

/// When every test begins: 2026-03-02T09:00:00Z, a Monday.
#[must_use]
pub fn start() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().expect("it is a moment")
}
