//! Staff: people of the company that runs the portal.

use super::{EmailAddress, Locale, PasswordHash, StaffId, Timestamp};
use crate::codes::codes;
use std::collections::BTreeSet;

codes! {
    /// What a staff member may do.
    pub enum Role {
        /// Everything, among it staff, keys and operations.
        Administrator = "administrator",
        /// Customers, their settings, links, contacts and invitations.
        CustomerManager = "customer_manager",
        /// "Portal Registration Mapper": decides registration requests.
        PortalRegistrationMapper = "portal_registration_mapper",
        /// Playbooks and their self-service settings.
        PlaybookEditor = "playbook_editor",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
    }
}

/// The roles of a staff member.
pub type Roles = BTreeSet<Role>;

/// A staff member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The id.
    pub id: StaffId,
    /// The name that customers and colleagues see.
    pub name: String,
    /// The address to sign in with; unique among staff.
    pub email: EmailAddress,
    /// The language that this person reads; none was chosen yet otherwise.
    pub locale: Option<Locale>,
    /// What this person may do.
    pub roles: Roles,
    /// "On-duty portal staff": whether new requests are mailed to this person.
    pub on_duty: bool,
    /// Administrative: an active member may own projects and be notified before ever having signed in.
    pub active: bool,
    /// The hash of the password; none before the first sign-in was prepared.
    pub password: Option<PasswordHash>,
    /// When the record was created.
    pub created_at: Timestamp,
}

impl Staff {
    /// Whether this person is active and has `role`.
    ///
    /// ```
    /// use registration_core::model::Role;
    /// # let make = registration_testkit::fixtures::Fixtures::default();
    /// let mut rhea = make.staff([Role::PortalRegistrationMapper]);
    /// assert!(rhea.acts_as(Role::PortalRegistrationMapper) && !rhea.acts_as(Role::Auditor));
    /// rhea.active = false;
    /// assert!(!rhea.acts_as(Role::PortalRegistrationMapper));
    /// ```
    #[must_use]
    pub fn acts_as(&self, role: Role) -> bool {
        self.active && self.roles.contains(&role)
    }
}
