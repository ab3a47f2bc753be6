//! Which mail answers a visitor's form. The page answers the same for all; only the mail differs.

use super::admission::{Decision, Refusal};
use crate::codes::codes;

codes! {
    /// How a submission is answered by mail.
    pub enum Reply {
        /// Prove the address and come in.
        Activate = "activate",
        /// What staff decided for this address is sent again with an additional link.
        SendDecisionAgain = "send_decision_again",
        /// You have an account already.
        AlreadyRegistered = "already_registered",
        /// Your company is not set up for this: ask for access.
        NotSetUp = "not_set_up",
    }
}

/// Chooses the reply.
///
/// `is_decided` says that staff decided something for this address that a visitor's form must not displace;
/// `has_account` that the address can sign in already.
///
/// ```
/// use registration_core::policy::{admission::{Decision, Outcome, Refusal}, submission::{Reply, reply}};
/// let refused = |refusal| Decision { outcome: Outcome::Refuse(refusal), trace: Vec::new() };
/// assert_eq!(reply(&refused(Refusal::DomainNotPermitted), false, false), Reply::NotSetUp);
/// assert_eq!(reply(&refused(Refusal::DomainNotPermitted), false, true), Reply::AlreadyRegistered);
/// assert_eq!(reply(&refused(Refusal::DomainNotPermitted), true, false), Reply::SendDecisionAgain);
/// ```
#[must_use]
pub fn reply(decision: &Decision, is_decided: bool, has_account: bool) -> Reply {
    if decision.refusal() == Some(Refusal::StaffAddress) {
        // Staff sign in at the console; the mail says so without the page telling anybody.
        Reply::AlreadyRegistered
    } else if is_decided {
        Reply::SendDecisionAgain
    } else if !decision.admitted().is_empty() {
        Reply::Activate
    } else if has_account {
        Reply::AlreadyRegistered
    } else {
        Reply::NotSetUp
    }
}
