//! What has to be done before the portal is of use, and what of it is.

use super::access::Permission;
use crate::{codes::codes, model::Timestamp};
use time::Duration;

codes! {
    /// A line of the set-up checklist, in the order in which one goes through it.
    pub enum SetupStep {
        /// There is a customer.
        FirstCustomer = "first_customer",
        /// A customer's portal form is on and permits a domain.
        SelfService = "self_service",
        /// Customers can start a playbook.
        PlaybookOffered = "playbook_offered",
        /// A Portal Registration Mapper is on duty.
        MapperOnDuty = "mapper_on_duty",
        /// Mail has been sent, and none failed lately.
        MailWorks = "mail_works",
    }
}

impl SetupStep {
    /// Who may see how this step stands.
    ///
    /// ```
    /// use registration_core::policy::{access::Permission, setup::SetupStep};
    /// assert_eq!(SetupStep::ALL[0], SetupStep::FirstCustomer);
    /// assert_eq!(SetupStep::MailWorks.permission(), Permission::ReadOperations);
    /// ```
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::FirstCustomer | Self::SelfService => Permission::ReadCustomers,
            Self::PlaybookOffered => Permission::ReadPlaybooks,
            Self::MapperOnDuty => Permission::ReadRequests,
            Self::MailWorks => Permission::ReadOperations,
        }
    }
}

/// How long a mail that failed says that mail does not work.
pub const LATELY: Duration = Duration::hours(24);

/// Whether mail works, going by the newest mail that was sent and the newest that failed, by when they were queued.
///
/// ```
/// use registration_core::policy::setup::mail_works;
/// use time::Duration;
/// # let now: registration_core::model::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// assert!(!mail_works(None, None, now), "nothing was sent yet");
/// assert!(mail_works(Some(now), None, now));
/// assert!(!mail_works(Some(now), Some(now), now.plus(Duration::hours(23))));
/// assert!(mail_works(Some(now), Some(now), now.plus(Duration::hours(24))));
/// ```
#[must_use]
pub fn mail_works(sent: Option<Timestamp>, failed: Option<Timestamp>, now: Timestamp) -> bool {
    sent.is_some() && failed.is_none_or(|failed| now.since(failed) >= LATELY)
}
