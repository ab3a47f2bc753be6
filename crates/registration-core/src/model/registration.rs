//! A registration: one address on its way in, from the door it came by to its final state.
//!
//! ```
//! use registration_core::model::{ActorRef, Basis, OriginKind, RegistrationState, StateKind};
//! # use registration_testkit::fixtures::{Fixtures, minute};
//! # let make = Fixtures::default();
//! # let (by, contact, account, at) = (ActorRef::CommandLine, make.id(), make.id(), minute(1));
//! let request = make.request();
//! assert_eq!((request.origin.kind(), request.state.kind()), (OriginKind::Request, StateKind::AwaitingMapping));
//!
//! let decision = Some(Basis::Decision { by, contact });
//! let mapped = request.moved_to(RegistrationState::AwaitingActivation { decision, expires_at: minute(60) })?;
//! assert!(mapped.is_open(minute(59)) && !mapped.is_open(minute(60)));
//! assert_eq!((mapped.contact(), mapped.decision().map(Basis::is_rule)), (Some(contact), Some(false)));
//!
//! let basis = Basis::Decision { by, contact };
//! let done = mapped.moved_to(RegistrationState::Completed { at, account, contact, basis })?;
//! assert_eq!(done.state.expires_at(), None);
//! assert!(done.moved_to(RegistrationState::Expired { at }).is_err(), "a final state never changes");
//! # Ok::<(), registration_core::model::RegistrationIsFinal>(())
//! ```

use super::{
    AccountId, ActorRef, ContactId, CustomerId, DomainName, EmailAddress, InviteLinkId, LinkCode,
    Locale, PersonName, RegistrationId, SecretDigest, Timestamp,
};
use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// One person's way through the corridor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Its id. A request is a registration: the id stays the same.
    pub id: RegistrationId,
    /// The claimed address.
    pub email: EmailAddress,
    /// The name that was given with it.
    pub name: PersonName,
    /// The language its mails are in: the account's where the address has one, or else the one asked for.
    pub locale: Option<Locale>,
    /// Which door it came by.
    pub origin: Origin,
    /// The customer it is for, once that is known. An undecided portal form has none and counts as its own
    /// customer in "one open registration per address and customer".
    pub customer: Option<CustomerId>,
    /// Where it is.
    pub state: RegistrationState,
    /// The six-digit code that is out for it.
    pub code: Option<CodeProof>,
    /// When it began.
    pub created_at: Timestamp,
}

/// The door a registration came by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Origin {
    /// The portal form: name and address.
    PortalForm,
    /// A customer's invite link.
    InviteLink {
        /// Which one.
        link: InviteLinkId,
        /// The code that was presented: replacing it stops what it began.
        code: LinkCode,
    },
    /// Staff invited the address.
    Invitation {
        /// What staff wrote to the person.
        message: Option<String>,
    },
    /// Staff switched on portal access ("PE") of a contact.
    AccessGrant,
    /// Register Now.
    Request(RequestDetails),
}

/// What a visitor wrote into Register Now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDetails {
    /// The company, as typed.
    pub company: String,
    /// The telephone number, as typed.
    pub phone: Option<String>,
    /// The message, as typed.
    pub message: Option<String>,
    /// Whether the person held a live activation token for the address when asking.
    pub address_proven: bool,
    /// Who was mailed about it.
    pub notified: Vec<super::StaffId>,
}

codes! {
    /// The doors, by code.
    pub enum OriginKind {
        /// [`Origin::PortalForm`]
        PortalForm = "portal_form",
        /// [`Origin::InviteLink`]
        InviteLink = "invite_link",
        /// [`Origin::Invitation`]
        Invitation = "invitation",
        /// [`Origin::AccessGrant`]
        AccessGrant = "access_grant",
        /// [`Origin::Request`]
        Request = "request",
    }
}

impl Origin {
    /// Which door it is.
    #[must_use]
    pub const fn kind(&self) -> OriginKind {
        match self {
            Self::PortalForm => OriginKind::PortalForm,
            Self::InviteLink { .. } => OriginKind::InviteLink,
            Self::Invitation { .. } => OriginKind::Invitation,
            Self::AccessGrant => OriginKind::AccessGrant,
            Self::Request(_) => OriginKind::Request,
        }
    }
}

/// Why somebody was let in: the rule or the person that admitted them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Basis {
    /// The portal form: the proven address is on this permitted domain.
    PermittedDomain {
        /// The entry that matched.
        domain: DomainName,
    },
    /// An invite link.
    InviteLink {
        /// Which one.
        link: InviteLinkId,
    },
    /// A person decided: an invitation, an access grant or a mapping.
    Decision {
        /// Who.
        by: ActorRef,
        /// For which contact.
        contact: ContactId,
    },
}

impl Basis {
    /// Whether a rule admitted, not a person.
    #[must_use]
    pub const fn is_rule(&self) -> bool {
        !matches!(self, Self::Decision { .. })
    }
}

/// Where a registration is: two pending states, five final ones. A final state never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RegistrationState {
    /// The mail is out; the address waits to be proven.
    AwaitingActivation {
        /// What staff decided; none when a rule decides at activation.
        decision: Option<Basis>,
        /// When it ends by itself.
        expires_at: Timestamp,
    },
    /// A mapper has to decide.
    AwaitingMapping {
        /// Who is at it.
        claim: Option<Claim>,
        /// How often the mappers were reminded.
        reminders: u8,
        /// When it ends by itself.
        expires_at: Timestamp,
    },
    /// The person is in.
    Completed {
        /// When.
        at: Timestamp,
        /// With which account.
        account: AccountId,
        /// As which contact.
        contact: ContactId,
        /// Why.
        basis: Basis,
    },
    /// A mapper said no.
    Declined {
        /// When.
        at: Timestamp,
        /// Who.
        by: ActorRef,
        /// What they wrote.
        reason: String,
    },
    /// It was not used in time.
    Expired {
        /// When it ended.
        at: Timestamp,
    },
    /// Staff revoked it, or what it stood on ended.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// By whom.
        by: ActorRef,
    },
    /// A newer one took its place.
    Superseded {
        /// When.
        at: Timestamp,
        /// Which.
        by: RegistrationId,
    },
}

codes! {
    /// The states, by code.
    pub enum StateKind {
        /// [`RegistrationState::AwaitingActivation`]
        AwaitingActivation = "awaiting_activation",
        /// [`RegistrationState::AwaitingMapping`]
        AwaitingMapping = "awaiting_mapping",
        /// [`RegistrationState::Completed`]
        Completed = "completed",
        /// [`RegistrationState::Declined`]
        Declined = "declined",
        /// [`RegistrationState::Expired`]
        Expired = "expired",
        /// [`RegistrationState::Withdrawn`]
        Withdrawn = "withdrawn",
        /// [`RegistrationState::Superseded`]
        Superseded = "superseded",
    }
}

impl RegistrationState {
    /// Which state it is.
    #[must_use]
    pub const fn kind(&self) -> StateKind {
        match self {
            Self::AwaitingActivation { .. } => StateKind::AwaitingActivation,
            Self::AwaitingMapping { .. } => StateKind::AwaitingMapping,
            Self::Completed { .. } => StateKind::Completed,
            Self::Declined { .. } => StateKind::Declined,
            Self::Expired { .. } => StateKind::Expired,
            Self::Withdrawn { .. } => StateKind::Withdrawn,
            Self::Superseded { .. } => StateKind::Superseded,
        }
    }

    /// When a pending state ends by itself; none for final states.
    #[must_use]
    pub const fn expires_at(&self) -> Option<Timestamp> {
        match self {
            Self::AwaitingActivation { expires_at, .. }
            | Self::AwaitingMapping { expires_at, .. } => Some(*expires_at),
            _ => None,
        }
    }
}

/// A mapper is at a request; others wait or take another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who.
    pub by: ActorRef,
    /// Until when.
    pub until: Timestamp,
}

/// A six-digit code that is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeProof {
    /// Its digest, bound to the registration.
    pub digest: SecretDigest,
    /// From when on it proves nothing.
    pub expires_at: Timestamp,
    /// How many wrong tries are left.
    pub tries_left: u8,
}

impl Registration {
    /// Whether it is pending and not over by time.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state.expires_at().is_some_and(|end| now < end)
    }

    /// What staff decided, while the person has not activated.
    #[must_use]
    pub const fn decision(&self) -> Option<&Basis> {
        match &self.state {
            RegistrationState::AwaitingActivation { decision, .. } => decision.as_ref(),
            _ => None,
        }
    }

    /// The contact it is decided for or was completed as.
    #[must_use]
    pub const fn contact(&self) -> Option<ContactId> {
        match &self.state {
            RegistrationState::AwaitingActivation {
                decision: Some(Basis::Decision { contact, .. }),
                ..
            }
            | RegistrationState::Completed { contact, .. } => Some(*contact),
            _ => None,
        }
    }

    /// The link it came by.
    #[must_use]
    pub const fn link(&self) -> Option<InviteLinkId> {
        match self.origin {
            Origin::InviteLink { link, .. } => Some(link),
            _ => None,
        }
    }

    /// Moves a pending registration to `state`; a final state never changes.
    ///
    /// # Errors
    /// [`RegistrationIsFinal`] when it is final already.
    pub fn moved_to(self, state: RegistrationState) -> Result<Self, RegistrationIsFinal> {
        if self.state.expires_at().is_none() {
            return Err(RegistrationIsFinal(self.state.kind()));
        }
        Ok(Self {
            state,
            code: None,
            ..self
        })
    }
}

/// The registration has ended and cannot change any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this registration is {0} and cannot change any more")]
pub struct RegistrationIsFinal(pub StateKind);
