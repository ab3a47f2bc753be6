//! Provisioning: which playbooks somebody sees, what starting one makes, and who sees a project.
//!
//! ```
//! use registration_core::policy::provisioning::{Hidden, is_offered, sees, visible_to};
//! # let make = registration_testkit::fixtures::Fixtures::default();
//! let (mut acme, sam) = (make.customer(), make.staff([]));
//! let (hidden, offered) = (make.playbook(), make.self_service_playbook(sam.id));
//! assert_eq!((is_offered(&hidden), is_offered(&offered)), (Err(Hidden::SelfServiceOff), Ok(())));
//!
//! let (ann, bob) = (make.contact(&acme), make.contact(&acme));
//! let project = make.project(&acme, &offered, &sam, &ann);
//! assert!(sees(&project, &[ann.id]) && !sees(&project, &[bob.id]), "a colleague sees it when invited");
//!
//! acme.archived_at = Some(acme.created_at);
//! assert_eq!(visible_to(&offered, &acme), Err(Hidden::CustomerArchived));
//! ```

use crate::{
    codes::codes,
    model::{
        ContactId, Customer, CustomerId, Playbook, PlaybookAudience, Project, ProjectStep, StepId,
        Timestamp,
    },
};
use time::Duration;

codes! {
    /// Why a customer's people don't see a playbook.
    #[non_exhaustive]
    pub enum Hidden {
        /// The playbook was archived.
        PlaybookArchived = "playbook_archived",
        /// Its Self-Service Settings are off.
        SelfServiceOff = "self_service_off",
        /// It is limited to other customers.
        NotForCustomer = "not_for_customer",
        /// The customer was archived.
        CustomerArchived = "customer_archived",
    }
}

impl Hidden {
    /// In a sentence, for staff.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::PlaybookArchived => "the playbook is archived",
            Self::SelfServiceOff => "Self-Service Settings of the playbook are off",
            Self::NotForCustomer => "the playbook is limited to other customers",
            Self::CustomerArchived => "the customer is archived",
        }
    }
}

/// Whether people of `customer` see `playbook`.
///
/// # Errors
/// Why not.
pub fn visible_to(playbook: &Playbook, customer: &Customer) -> Result<(), Hidden> {
    if customer.archived_at.is_some() {
        return Err(Hidden::CustomerArchived);
    }
    offered_to(playbook, customer.id)
}

/// Whether `playbook` is offered to a customer that isn't archived.
///
/// # Errors
/// Why not.
///
/// ```
/// use registration_core::{model::*, policy::provisioning::{Hidden, instantiate, offered_to}};
/// # let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
/// let step = StepId(uuid::Uuid::nil());
/// let mut playbook = Playbook {
///     id: PlaybookId(uuid::Uuid::nil()), name: "Onboarding".into(), archived_at: None, created_at: now,
///     steps: vec![Step { id: step, title: "Call".into(), due_after_days: 2, responsible: Responsible::Provider }],
///     self_service: SelfService::default(),
/// };
/// let acme = CustomerId(uuid::Uuid::nil());
/// assert_eq!(offered_to(&playbook, acme), Err(Hidden::SelfServiceOff));
/// playbook.self_service.enabled = true;
/// assert_eq!(offered_to(&playbook, acme), Ok(()));
/// assert_eq!(instantiate(&playbook, now, || step)[0].due_on.to_string(), "2026-03-03");
/// ```
pub fn offered_to(playbook: &Playbook, customer: CustomerId) -> Result<(), Hidden> {
    is_offered(playbook)?;
    match &playbook.self_service.audience {
        PlaybookAudience::All => Ok(()),
        PlaybookAudience::Only(customers) if customers.contains(&customer) => Ok(()),
        PlaybookAudience::Only(_) => Err(Hidden::NotForCustomer),
    }
}

/// Whether `playbook` is offered at all, to whichever customers.
///
/// # Errors
/// Why not.
pub fn is_offered(playbook: &Playbook) -> Result<(), Hidden> {
    if playbook.archived_at.is_some() {
        return Err(Hidden::PlaybookArchived);
    }
    if !playbook.self_service.enabled {
        return Err(Hidden::SelfServiceOff);
    }
    Ok(())
}

/// The steps of a project that starts at `start`, each due so many days after that day (UTC).
pub fn instantiate(
    playbook: &Playbook,
    start: Timestamp,
    mut step_id: impl FnMut() -> StepId,
) -> Vec<ProjectStep> {
    playbook
        .steps
        .iter()
        .map(|step| ProjectStep {
            id: step_id(),
            title: step.title.clone(),
            responsible: step.responsible,
            due_on: start
                .plus(Duration::days(step.due_after_days.into()))
                .date(),
        })
        .collect()
}

/// Whether a person with these contacts sees `project`: started by one of them, or one of them was invited to it.
#[must_use]
pub fn sees(project: &Project, contacts: &[ContactId]) -> bool {
    contacts
        .iter()
        .any(|contact| project.started_by == *contact || project.members.contains(contact))
}
