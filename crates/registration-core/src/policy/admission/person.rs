//! Rules about the person: the address itself, what it is at a customer already, and what staff decided for it.

use super::{Candidate, Facts, Refusal, Rule, Standing, trace::Trace};
use crate::model::{AccountId, EmailAddress, PortalAccess};

/// Whether what staff decided for a contact still lets the address in. `access` is the contact's, `account` the login
/// of the proven address, if it has one.
///
/// A decision overrides the rules about domains, never what staff did later.
///
/// # Errors
/// [`Refusal::StaffAddress`]; [`Refusal::ContactSuspended`]; [`Refusal::AlreadyMember`] when somebody else signs in as
/// this contact already.
///
/// ```
/// use registration_core::{model::PortalAccess, policy::admission::{Refusal, decision_holds}};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let (own, another) = (make.account(), make.account());
/// assert_eq!(decision_holds(Some(&PortalAccess::None), None, false), Ok(()));
/// let access = make.active(&own);
/// assert_eq!(decision_holds(Some(&access), Some(own.id), false), Ok(()));
/// assert_eq!(decision_holds(Some(&access), Some(another.id), false), Err(Refusal::AlreadyMember));
/// assert_eq!(decision_holds(Some(&access.suspended(own.created_at)), Some(own.id), false), Err(Refusal::ContactSuspended));
/// ```
pub fn decision_holds(
    access: Option<&PortalAccess>,
    account: Option<AccountId>,
    is_staff: bool,
) -> Result<(), Refusal> {
    if is_staff {
        return Err(Refusal::StaffAddress);
    }
    match access {
        Some(PortalAccess::Suspended { .. }) => Err(Refusal::ContactSuspended),
        Some(PortalAccess::Active { account: with, .. }) if Some(*with) != account => {
            Err(Refusal::AlreadyMember)
        }
        _ => Ok(()),
    }
}

/// Rules about the address itself.
pub(super) fn person(
    address: &EmailAddress,
    facts: Facts<'_>,
    trace: &mut Trace,
) -> Result<(), Refusal> {
    trace.about_address(Rule::StaffAddress, !facts.is_staff, || {
        if facts.is_staff {
            "staff addresses never register through a door".to_owned()
        } else {
            "the address is not a staff member's".to_owned()
        }
    });
    if facts.is_staff {
        return Err(Refusal::StaffAddress);
    }
    let is_role = address.is_role_mailbox();
    trace.about_address(Rule::RoleMailbox, !is_role, || {
        let belongs = if is_role {
            "a function, not to a person"
        } else {
            "a person, not to a function"
        };
        format!("the address belongs to {belongs}")
    });
    if is_role {
        return Err(Refusal::RoleMailbox);
    }
    Ok(())
}

pub(super) fn standing(candidate: &Candidate<'_>, trace: &mut Trace) -> Result<(), Refusal> {
    let name = &candidate.customer.name;
    let (refusal, why): (_, &str) = match candidate.standing {
        Standing::Open => {
            trace.hit(candidate.customer.id, Rule::Standing, || {
                format!("{name}: the person has no access there yet")
            });
            return Ok(());
        }
        Standing::Member => (
            Refusal::AlreadyMember,
            "the person has access there already",
        ),
        Standing::Suspended => (
            Refusal::ContactSuspended,
            "staff switched the person's access off there",
        ),
    };
    trace.miss(candidate.customer.id, Rule::Standing, || {
        format!("{name}: {why}")
    });
    Err(refusal)
}
