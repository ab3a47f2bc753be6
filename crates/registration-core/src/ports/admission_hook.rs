//! A say for somebody outside: a CRM, a seat limit, a risk score.

use super::BoxError;
use crate::{
    model::{CustomerId, EmailAddress, InviteLinkId, OriginKind},
    policy::admission::Finding,
};
use async_trait::async_trait;

/// What a hook is asked: the rules admit this proven address, at these customers.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AdmissionQuestion<'a> {
    /// The address: proven, unless staff are trying it.
    pub address: &'a EmailAddress,
    /// The door: the portal form or an invite link.
    pub door: OriginKind,
    /// Which link, if it is one.
    pub link: Option<InviteLinkId>,
    /// The customers that the rules admit to, never none.
    pub customers: &'a [CustomerId],
}

impl<'a> AdmissionQuestion<'a> {
    /// A question about an address at the portal form.
    #[must_use]
    pub const fn new(address: &'a EmailAddress, customers: &'a [CustomerId]) -> Self {
        Self {
            address,
            door: OriginKind::PortalForm,
            link: None,
            customers,
        }
    }
}

/// The hook was not able to say anything, so nobody is admitted for now.
#[derive(Debug, thiserror::Error)]
#[error("the admission hook did not answer")]
pub struct HookError(#[source] pub BoxError);

/// May veto what the rules admit, or add facts to the trace. It never widens what they refuse, and is not asked about
/// what a person decided. See `docs/adr/0012-admission-hook.md`.
///
/// It is asked after the address was proven, by activation and the page before it, and when staff explain an address;
/// never with a unit of work open, and perhaps more than once for one person. Asking must change nothing. It brings its
/// own time-out, shorter than that of a request: core has no clock to wait by.
#[async_trait]
pub trait AdmissionHook: Send + Sync {
    /// What is to be said about this address; nothing lets the rules' answer stand.
    ///
    /// # Errors
    /// [`HookError`] when there is no answer: the person is told to try again, and nothing is used up.
    async fn findings(&self, question: AdmissionQuestion<'_>) -> Result<Vec<Finding>, HookError>;
}
