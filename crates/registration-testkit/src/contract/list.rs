//! Lists in laws.

use registration_core::ports::Page;
use uuid::Uuid;

/// A page that holds everything that a law stores.
pub(super) const ALL: Page = Page {
    limit: 1000,
    before: None,
};

/// The page of `limit` rows after `before`.
pub(super) const fn page(limit: u32, before: Option<Uuid>) -> Page {
    Page { limit, before }
}
