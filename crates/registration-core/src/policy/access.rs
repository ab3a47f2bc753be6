//! Who may do what: denied unless granted here.

use crate::model::{Actor, Role, Roles, Scope};

/// What an actor may be allowed to do in the console or by the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See customers, their settings, links, contacts and registrations.
    ReadCustomers,
    /// See ids and names of customers.
    ListCustomerNames,
    /// See the codes of invite links in full: whoever has one can hand it out.
    SeeLinkCodes,
    /// Change customers, settings, links, contacts; invite, grant and revoke.
    ManageCustomers,
    /// See registration requests.
    ReadRequests,
    /// Claim, map and decline registration requests.
    DecideRequests,
    /// See playbooks.
    ReadPlaybooks,
    /// Change playbooks and their self-service settings.
    ManagePlaybooks,
    /// See every project.
    ReadProjects,
    /// Invite contacts to every project, whoever owns it.
    ManageProjects,
    /// See staff records in full.
    ReadStaff,
    /// See ids and names of active staff.
    ListStaffNames,
    /// Change staff.
    ManageStaff,
    /// Ask what the rules would decide.
    Explain,
    /// See the audit trail, the outbox and API keys.
    ReadOperations,
    /// Retry mail; create and revoke API keys.
    ManageOperations,
}

impl Permission {
    /// Every permission.
    pub const ALL: &[Self] = &[
        Self::ReadCustomers,
        Self::ListCustomerNames,
        Self::SeeLinkCodes,
        Self::ManageCustomers,
        Self::ReadRequests,
        Self::DecideRequests,
        Self::ReadPlaybooks,
        Self::ManagePlaybooks,
        Self::ReadProjects,
        Self::ManageProjects,
        Self::ReadStaff,
        Self::ListStaffNames,
        Self::ManageStaff,
        Self::Explain,
        Self::ReadOperations,
        Self::ManageOperations,
    ];
}

/// The actor may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in.
    #[error("sign in first")]
    NotSignedIn,
    /// The actor is known, but has no role that allows it.
    #[error("your roles do not allow this")]
    NotAllowed,
}

/// Whether `role` grants `permission`.
///
/// ```
/// use registration_core::{model::Role, policy::access::{Permission, role_grants}};
/// assert!(role_grants(Role::CustomerManager, Permission::ManageCustomers));
/// assert!(!role_grants(Role::CustomerManager, Permission::DecideRequests), "that is the mapper's");
/// assert!(!role_grants(Role::Auditor, Permission::SeeLinkCodes), "whoever has a code can hand it out");
/// ```
#[must_use]
pub const fn role_grants(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Administrator => true,
        Role::CustomerManager => matches!(
            permission,
            P::ReadCustomers
                | P::ListCustomerNames
                | P::SeeLinkCodes
                | P::ManageCustomers
                | P::ReadRequests
                | P::ReadPlaybooks
                | P::ReadProjects
                | P::ManageProjects
                | P::ListStaffNames
                | P::Explain
        ),
        Role::PortalRegistrationMapper => matches!(
            permission,
            P::ReadCustomers
                | P::ListCustomerNames
                | P::ReadRequests
                | P::DecideRequests
                | P::Explain
        ),
        Role::PlaybookEditor => matches!(
            permission,
            P::ListCustomerNames
                | P::ReadPlaybooks
                | P::ManagePlaybooks
                | P::ReadProjects
                | P::ManageProjects
                | P::ListStaffNames
        ),
        Role::Auditor => matches!(
            permission,
            P::ReadCustomers
                | P::ListCustomerNames
                | P::ReadRequests
                | P::ReadPlaybooks
                | P::ReadProjects
                | P::ReadStaff
                | P::ListStaffNames
                | P::ReadOperations
        ),
    }
}

/// The roles that an API key's scope stands for.
///
/// ```
/// use registration_core::{model::{Role, Scope}, policy::access::scope_roles};
/// assert_eq!(scope_roles(Scope::Read), [Role::Auditor].into());
/// assert!(!scope_roles(Scope::Write).contains(&Role::Administrator), "it creates no staff and no keys");
/// ```
#[must_use]
pub fn scope_roles(scope: Scope) -> Roles {
    match scope {
        Scope::Read => [Role::Auditor].into(),
        Scope::Write => [
            Role::CustomerManager,
            Role::PortalRegistrationMapper,
            Role::PlaybookEditor,
        ]
        .into(),
        Scope::Admin => [Role::Administrator].into(),
    }
}

/// Lets `actor` through if it has `permission`.
///
/// The command line and the service itself may do everything: whoever runs them has the database.
///
/// # Errors
/// [`Denied`] otherwise.
///
/// ```
/// use registration_core::{model::{Actor, Role, StaffId}, policy::access::{Denied, Permission, require}};
/// let mapper = Actor::Staff { id: StaffId(uuid::Uuid::nil()), roles: [Role::PortalRegistrationMapper].into() };
/// assert_eq!(require(&mapper, Permission::DecideRequests), Ok(()));
/// assert_eq!(require(&mapper, Permission::ManageStaff), Err(Denied::NotAllowed));
/// assert_eq!(require(&Actor::Visitor, Permission::ReadCustomers), Err(Denied::NotSignedIn));
/// ```
pub fn require(actor: &Actor, permission: Permission) -> Result<(), Denied> {
    let granted = |roles: &Roles| roles.iter().any(|role| role_grants(*role, permission));
    let allowed = match actor {
        Actor::CommandLine | Actor::System => true,
        Actor::Staff { roles, .. } => granted(roles),
        Actor::ApiKey { scope, .. } => granted(&scope_roles(*scope)),
        // A portal account is nobody in the console: its cookie does not count there.
        Actor::Visitor | Actor::Account(_) => return Err(Denied::NotSignedIn),
    };
    if allowed {
        Ok(())
    } else {
        Err(Denied::NotAllowed)
    }
}
