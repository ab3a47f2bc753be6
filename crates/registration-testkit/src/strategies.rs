//! Strategies of `proptest` for every type of the model: valid values, and texts that are almost one.
//!
//! They shrink to what reads easily: an address to `a@a.aa`, a moment to [`start`], a person to
//! one without anything that may be missing.
//!
//! ```
//! use proptest::prelude::*;
//! use registration_core::model::EmailAddress;
//! use registration_testkit::strategies::address::{almost_address, email_address};
//!
//! proptest!(|(address in email_address(), almost in almost_address())| {
//!     prop_assert_eq!(address.as_str().parse::<EmailAddress>(), Ok(address));
//!     prop_assert_eq!(almost.typed.parse::<EmailAddress>(), Err(almost.reason));
//! });
//! ```

pub mod address;
pub mod domain;
pub mod link;
pub mod mail;
pub mod person;
pub mod playbook;
pub mod registration;
pub mod settings;
pub mod text;

use proptest::prelude::*;
use registration_core::model::Timestamp;
use uuid::Uuid;

use crate::fixtures::start;

/// A text that is one defect away from a valid one, and the reason for which it is refused.
///
/// ```
/// use registration_core::model::InvalidPhone;
/// use registration_testkit::strategies::Almost;
///
/// let almost = Almost { typed: "call me".to_owned(), reason: InvalidPhone };
/// assert_eq!(registration_core::model::phone(&almost.typed), Err(almost.reason));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Almost<E> {
    /// What somebody typed.
    pub typed: String,
    /// Why it is refused.
    pub reason: E,
}

impl<E> Almost<E> {
    fn new(typed: impl Into<String>, reason: E) -> Self {
        Self {
            typed: typed.into(),
            reason,
        }
    }
}

/// An id of any noun; two are never the same by chance. Shrinks to zero, and two of them to the same.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::CustomerId;
/// use registration_testkit::strategies::id;
///
/// proptest!(|(customer in id::<CustomerId>())| {
///     prop_assert_eq!(customer.to_string().parse::<CustomerId>(), Ok(customer));
/// });
/// ```
pub fn id<Id: From<Uuid> + std::fmt::Debug>() -> impl Strategy<Value = Id> + Clone {
    any::<u128>().prop_map(|bits| Id::from(Uuid::from_u128(bits)))
}

/// A moment within ten years around [`start`], to the microsecond; shrinks to `start`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::Timestamp;
/// use registration_testkit::strategies::timestamp;
///
/// proptest!(|(moment in timestamp())| {
///     prop_assert_eq!(moment.to_string().parse::<Timestamp>(), Ok(moment));
/// });
/// ```
pub fn timestamp() -> impl Strategy<Value = Timestamp> + Clone {
    const FIVE_YEARS: i64 = 5 * 365 * 86_400;
    let whole = (-FIVE_YEARS..FIVE_YEARS).prop_map(time::Duration::seconds);
    let fraction = prop_oneof![3 => Just(0_i64), 1 => 1..1_000_000_i64];
    (whole, fraction)
        .prop_map(|(whole, micros)| start().plus(whole + time::Duration::microseconds(micros)))
}
