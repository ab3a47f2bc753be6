//! Mails: typed messages that wait in the outbox and are rendered only by the mail adapter.

use super::{
    ActivationCode, CustomerId, EmailAddress, Locale, MailId, PersonName, PlaybookId, ProjectId,
    RegistrationId, Secret, Timestamp,
};
use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// What a mail says. Stored as tagged JSON; a test pins the JSON of every variant.
///
/// ```
/// use registration_core::model::{ActivationCode, MASK, Mail, MailKind, PersonName, Secret};
/// let mail = Mail::Activation {
///     name: PersonName::new("Ann", "Lee")?, customer: None,
///     token: Secret::from_bytes([7; 32]), code: ActivationCode::typed("123 456"),
/// };
/// assert_eq!((mail.kind(), mail.code().map(|code| code.expose())), (MailKind::Activation, Some("123456")));
/// let shown = mail.masked();
/// assert_eq!(shown.token().map(|token| token.expose()), Some(MASK), "whoever reads the outbox cannot come in with it");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mail {
    /// Prove the address: link and code.
    Activation {
        /// The addressee.
        name: PersonName,
        /// The customer, where it is one only.
        customer: Option<String>,
        /// Proves the address.
        token: Secret,
        /// Proves it where the registration began.
        code: ActivationCode,
    },
    /// The address has an account already; nothing to gain.
    AlreadyRegistered {
        /// The addressee.
        name: PersonName,
    },
    /// No rule admits the address: ask for access.
    NotSetUp {
        /// The addressee.
        name: PersonName,
        /// Proves the address.
        token: Secret,
        /// Proves it where the registration began.
        code: ActivationCode,
    },
    /// Staff invite the address.
    Invitation {
        /// The addressee.
        name: PersonName,
        /// Where to.
        customer: String,
        /// What staff wrote.
        message: Option<String>,
        /// Proves the address.
        token: Secret,
    },
    /// Portal access was switched on: login details.
    AccessGranted {
        /// The addressee.
        name: PersonName,
        /// Where to.
        customer: String,
        /// Proves the address and leads to the choice of a password.
        token: Secret,
    },
    /// Register Now was received.
    RequestReceived {
        /// The addressee.
        name: PersonName,
        /// The company, as typed.
        company: String,
    },
    /// To a mapper: somebody asks for access.
    MapRegistration {
        /// The mapper.
        name: String,
        /// Which request.
        request: RegistrationId,
        /// Who asks.
        requester: PersonName,
        /// With which address.
        requester_email: EmailAddress,
        /// For which company, as typed.
        company: String,
        /// Why this mapper is told.
        recipients: MappingRecipients,
    },
    /// The request was mapped: login details.
    Mapped {
        /// The addressee.
        name: PersonName,
        /// Where to.
        customer: String,
        /// Proves the address and leads to the choice of a password.
        token: Secret,
    },
    /// The request was declined.
    Declined {
        /// The addressee.
        name: PersonName,
        /// What the mapper wrote.
        reason: String,
    },
    /// Choose a new password.
    PasswordReset {
        /// The addressee.
        name: String,
        /// Lets a new password be set.
        token: Secret,
        /// Whether it is for the console.
        console: bool,
    },
    /// A new staff member sets a first password.
    StaffInvitation {
        /// The addressee.
        name: String,
        /// Lets the password be set.
        token: Secret,
    },
    /// A project was started, to its owner and its starter.
    ProjectStarted {
        /// The addressee.
        name: String,
        /// Which project.
        project: ProjectId,
        /// What it is called.
        project_name: String,
        /// Whose it is.
        customer: String,
        /// Whether the addressee owns it (and so reads it in the console).
        to_owner: bool,
    },
    /// Staff invited a contact to a project.
    ProjectInvitation {
        /// The addressee.
        name: PersonName,
        /// Which project.
        project: ProjectId,
        /// What it is called.
        project_name: String,
        /// Whose it is.
        customer: String,
    },
    /// Staff are reminded of something that waits for them.
    Reminder {
        /// The addressee.
        name: String,
        /// What waits.
        about: ReminderSubject,
    },
}

/// What staff are reminded of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "subject", rename_all = "snake_case")]
pub enum ReminderSubject {
    /// A request that nobody decided.
    RequestWaits {
        /// Which one.
        request: RegistrationId,
        /// For which company, as typed.
        company: String,
        /// Since when.
        since: Timestamp,
    },
    /// Many requests arrive at once: instead of a mail for each.
    RequestsArrive,
    /// A customer could not start a playbook because its default owner left.
    OwnerUnavailable {
        /// Which playbook.
        playbook: PlaybookId,
        /// Its name.
        playbook_name: String,
        /// Who tried.
        customer: CustomerId,
    },
}

codes! {
    /// Who is mailed about a request, and why.
    pub enum MappingRecipients {
        /// Mappers on duty.
        OnDuty = "on_duty",
        /// Nobody is on duty: the mappers off duty.
        OffDuty = "off_duty",
        /// There is no mapper: the administrators.
        Administrators = "administrators",
    }
}

codes! {
    /// The kinds of mail, by code.
    pub enum MailKind {
        /// [`Mail::Activation`]
        Activation = "activation",
        /// [`Mail::AlreadyRegistered`]
        AlreadyRegistered = "already_registered",
        /// [`Mail::NotSetUp`]
        NotSetUp = "not_set_up",
        /// [`Mail::Invitation`]
        Invitation = "invitation",
        /// [`Mail::AccessGranted`]
        AccessGranted = "access_granted",
        /// [`Mail::RequestReceived`]
        RequestReceived = "request_received",
        /// [`Mail::MapRegistration`]
        MapRegistration = "map_registration",
        /// [`Mail::Mapped`]
        Mapped = "mapped",
        /// [`Mail::Declined`]
        Declined = "declined",
        /// [`Mail::PasswordReset`]
        PasswordReset = "password_reset",
        /// [`Mail::StaffInvitation`]
        StaffInvitation = "staff_invitation",
        /// [`Mail::ProjectStarted`]
        ProjectStarted = "project_started",
        /// [`Mail::ProjectInvitation`]
        ProjectInvitation = "project_invitation",
        /// [`Mail::Reminder`]
        Reminder = "reminder",
    }
}

impl Mail {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> MailKind {
        match self {
            Self::Activation { .. } => MailKind::Activation,
            Self::AlreadyRegistered { .. } => MailKind::AlreadyRegistered,
            Self::NotSetUp { .. } => MailKind::NotSetUp,
            Self::Invitation { .. } => MailKind::Invitation,
            Self::AccessGranted { .. } => MailKind::AccessGranted,
            Self::RequestReceived { .. } => MailKind::RequestReceived,
            Self::MapRegistration { .. } => MailKind::MapRegistration,
            Self::Mapped { .. } => MailKind::Mapped,
            Self::Declined { .. } => MailKind::Declined,
            Self::PasswordReset { .. } => MailKind::PasswordReset,
            Self::StaffInvitation { .. } => MailKind::StaffInvitation,
            Self::ProjectStarted { .. } => MailKind::ProjectStarted,
            Self::ProjectInvitation { .. } => MailKind::ProjectInvitation,
            Self::Reminder { .. } => MailKind::Reminder,
        }
    }

    /// The token in it, where there is one.
    #[must_use]
    pub const fn token(&self) -> Option<&Secret> {
        match self {
            Self::Activation { token, .. }
            | Self::NotSetUp { token, .. }
            | Self::Invitation { token, .. }
            | Self::AccessGranted { token, .. }
            | Self::Mapped { token, .. }
            | Self::PasswordReset { token, .. }
            | Self::StaffInvitation { token, .. } => Some(token),
            _ => None,
        }
    }

    /// The mail with its token and code hidden: whoever looks at the outbox must not come in with them.
    #[must_use]
    pub fn masked(&self) -> Self {
        let mut mail = self.clone();
        match &mut mail {
            Self::Activation { token, code, .. } | Self::NotSetUp { token, code, .. } => {
                *token = Secret::presented(MASK);
                *code = ActivationCode::typed(MASK);
            }
            Self::Invitation { token, .. }
            | Self::AccessGranted { token, .. }
            | Self::Mapped { token, .. }
            | Self::PasswordReset { token, .. }
            | Self::StaffInvitation { token, .. } => *token = Secret::presented(MASK),
            Self::AlreadyRegistered { .. }
            | Self::RequestReceived { .. }
            | Self::MapRegistration { .. }
            | Self::Declined { .. }
            | Self::ProjectStarted { .. }
            | Self::ProjectInvitation { .. }
            | Self::Reminder { .. } => {}
        }
        mail
    }

    /// The six-digit code in it, where there is one.
    #[must_use]
    pub const fn code(&self) -> Option<&ActivationCode> {
        match self {
            Self::Activation { code, .. } | Self::NotSetUp { code, .. } => Some(code),
            _ => None,
        }
    }
}

/// What stands for a secret that is not shown.
pub const MASK: &str = "••••••";

/// A mail that is to be written with the change that caused it.
#[derive(Debug, Clone)]
pub struct OutboxMail {
    /// Its id; the `Message-ID` comes from it.
    pub id: MailId,
    /// To whom.
    pub to: EmailAddress,
    /// In which language.
    pub locale: Option<Locale>,
    /// What it says.
    pub mail: Mail,
    /// Written at most once: a second mail with the same key is dropped without a word.
    pub once: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// From when on sending it is pointless, since its token is dead; its payload is wiped then.
    pub expires_at: Option<Timestamp>,
}

codes! {
    /// Where a mail is.
    pub enum MailState {
        /// Waits to be sent, for the first time or again.
        Queued = "queued",
        /// The server took it.
        Sent = "sent",
        /// Given up; staff can retry while its payload lives.
        Failed = "failed",
    }
}
