//! What a decision tells: the refusals, the rules that were looked at, and why each did or didn't apply.

use crate::{codes::codes, model::CustomerId};

codes! {
    /// Why nobody was admitted.
    #[non_exhaustive]
    pub enum Refusal {
        /// The address belongs to a staff member.
        StaffAddress = "staff_address",
        /// The address belongs to a function, not to a person.
        RoleMailbox = "role_mailbox",
        /// No customer permits the address's domain.
        DomainNotPermitted = "domain_not_permitted",
        /// A customer permits the domain, but its self-service registration is off.
        SelfServiceOff = "self_service_off",
        /// The customer's invite links are switched off, or the customer is archived.
        LinkRegistrationOff = "link_registration_off",
        /// The link was disabled.
        LinkDisabled = "link_disabled",
        /// The link has expired.
        LinkExpired = "link_expired",
        /// The link was used as often as it may be.
        LinkUsedUp = "link_used_up",
        /// The link's code was replaced.
        LinkReplaced = "link_replaced",
        /// The person has access there already.
        AlreadyMember = "already_member",
        /// Staff switched off this person's access there.
        ContactSuspended = "contact_suspended",
        /// An admission hook objects; its own code and reason are in the trace.
        Vetoed = "vetoed",
    }
}

impl Refusal {
    /// Whether the person may ask staff instead. Always, except where asking makes no sense.
    ///
    /// ```
    /// use registration_core::policy::admission::Refusal;
    /// assert!(Refusal::DomainNotPermitted.offers_request());
    /// assert!(!Refusal::AlreadyMember.offers_request(), "there is nothing to ask for");
    /// ```
    #[must_use]
    pub const fn offers_request(self) -> bool {
        !matches!(self, Self::StaffAddress | Self::AlreadyMember)
    }

    /// The public word for a dead link; none for other refusals.
    ///
    /// ```
    /// use registration_core::policy::admission::Refusal;
    /// assert_eq!(Refusal::LinkReplaced.link_reason(), Some("replaced"));
    /// assert_eq!(Refusal::RoleMailbox.link_reason(), None);
    /// ```
    #[must_use]
    pub const fn link_reason(self) -> Option<&'static str> {
        match self {
            Self::LinkRegistrationOff | Self::LinkDisabled => Some("disabled"),
            Self::LinkExpired => Some("expired"),
            Self::LinkUsedUp => Some("used_up"),
            Self::LinkReplaced => Some("replaced"),
            _ => None,
        }
    }
}

codes! {
    /// The rules that are looked at, in this order.
    #[non_exhaustive]
    pub enum Rule {
        /// Staff addresses never register through a door.
        StaffAddress = "staff_address",
        /// Role mailboxes are never admitted by a rule.
        RoleMailbox = "role_mailbox",
        /// The link is live.
        LinkLive = "link_live",
        /// The customer lets its links work.
        LinkRegistration = "link_registration",
        /// The customer lets the portal form work.
        SelfServiceRegistration = "self_service_registration",
        /// The address is on a permitted domain.
        PermittedDomain = "permitted_domain",
        /// The most specific entry wins.
        MostSpecific = "most_specific",
        /// The person has no access there yet, and staff did not take it away.
        Standing = "standing",
        /// Nobody outside objects: a CRM, a seat limit, a risk score.
        AdmissionHook = "admission_hook",
    }
}

/// One rule that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceStep {
    /// For which customer, where it was for one.
    pub customer: Option<CustomerId>,
    /// Which rule.
    pub rule: Rule,
    /// Whether it let the address pass.
    pub matched: bool,
    /// Why, in a sentence.
    pub why: String,
}

pub(super) struct Trace(pub(super) Vec<TraceStep>);

impl Trace {
    pub(super) fn step(
        &mut self,
        customer: CustomerId,
        rule: Rule,
        matched: bool,
        why: impl FnOnce() -> String,
    ) {
        self.0.push(TraceStep {
            customer: Some(customer),
            rule,
            matched,
            why: why(),
        });
    }

    pub(super) fn hit(&mut self, customer: CustomerId, rule: Rule, why: impl FnOnce() -> String) {
        self.step(customer, rule, true, why);
    }

    pub(super) fn miss(&mut self, customer: CustomerId, rule: Rule, why: impl FnOnce() -> String) {
        self.step(customer, rule, false, why);
    }

    pub(super) fn about_address(
        &mut self,
        rule: Rule,
        matched: bool,
        why: impl FnOnce() -> String,
    ) {
        self.0.push(TraceStep {
            customer: None,
            rule,
            matched,
            why: why(),
        });
    }
}
