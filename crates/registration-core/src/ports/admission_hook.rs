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
    ///
    /// ```
    /// use registration_core::{model::OriginKind, ports::AdmissionQuestion};
    /// let (ann, acme) = ("ann@acme.com".parse()?, [uuid::Uuid::from_u128(7).into()]);
    /// let question = AdmissionQuestion::new(&ann, &acme); // to test a hook alone
    /// assert_eq!((question.door, question.link), (OriginKind::PortalForm, None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
///
/// ```
/// use registration_core::{model::CustomerId, policy::admission::Finding};
/// use registration_core::ports::{AdmissionHook, AdmissionQuestion, HookError};
///
/// /// Stands for a look-up in the system that sells the seats.
/// struct Seats { full: Vec<CustomerId> }
///
/// #[async_trait::async_trait]
/// impl AdmissionHook for Seats {
///     async fn findings(&self, question: AdmissionQuestion<'_>) -> Result<Vec<Finding>, HookError> {
///         let full = question.customers.iter().filter(|one| self.full.contains(one));
///         Ok(full.map(|one| Finding::veto("seat_limit", "all seats are taken").at(*one)).collect())
///     }
/// }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let acme = registration_testkit::fixtures::Fixtures::default().customer_permitting(&["acme.com"]);
/// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
/// # work.customers().insert(&acme).await?;
/// # work.commit().await?;
/// # use registration_core::model::Actor;
///
/// let (registrar, ann) = (office.registrar, "ann@acme.com".parse()?);
/// let registrar = registrar.with_admission_hook(std::sync::Arc::new(Seats { full: vec![acme.id] }));
/// let explained = registrar.explain(&Actor::CommandLine, &ann, None).await?;
/// assert_eq!((explained.decision, explained.customers.len()), ("request", 0));
/// assert_eq!(explained.trace.last().map(|step| &*step.why), Some("seat_limit: all seats are taken"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait AdmissionHook: Send + Sync {
    /// What is to be said about this address; nothing lets the rules' answer stand.
    ///
    /// # Errors
    /// [`HookError`] when there is no answer: the person is told to try again, and nothing is used up.
    async fn findings(&self, question: AdmissionQuestion<'_>) -> Result<Vec<Finding>, HookError>;
}
