//! The audit trail: what was changed, by whom, and how each person came in.

use super::{ActorRef, AuditEntryId, CustomerId, EmailAddress, OriginKind, Timestamp};
use crate::codes::codes;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

codes! {
    /// What was done.
    #[non_exhaustive]
    pub enum AuditAction {
        /// A customer was created.
        CustomerCreated = "customer_created",
        /// A customer's name or reference was changed.
        CustomerChanged = "customer_changed",
        /// A customer was archived.
        CustomerArchived = "customer_archived",
        /// Portal settings were saved.
        PortalSettingsChanged = "portal_settings_changed",
        /// An invite link was created.
        InviteLinkCreated = "invite_link_created",
        /// An invite link was changed.
        InviteLinkChanged = "invite_link_changed",
        /// An invite link's code was replaced.
        InviteLinkRotated = "invite_link_rotated",
        /// A contact was created.
        ContactCreated = "contact_created",
        /// A contact was changed.
        ContactChanged = "contact_changed",
        /// Portal access was granted.
        PortalAccessGranted = "portal_access_granted",
        /// Portal access was switched off.
        PortalAccessSuspended = "portal_access_suspended",
        /// An address was invited.
        InvitationSent = "invitation_sent",
        /// A visitor submitted a registration.
        RegistrationSubmitted = "registration_submitted",
        /// A registration's mail was sent again.
        RegistrationMailResent = "registration_mail_resent",
        /// A registration was revoked.
        RegistrationRevoked = "registration_revoked",
        /// A registration expired.
        RegistrationExpired = "registration_expired",
        /// A person came in.
        RegistrationCompleted = "registration_completed",
        /// A visitor asked for access.
        AccessRequested = "access_requested",
        /// A mapper took a request.
        RequestClaimed = "request_claimed",
        /// A mapper let a request go.
        RequestReleased = "request_released",
        /// A request was mapped.
        RequestMapped = "request_mapped",
        /// A request was declined.
        RequestDeclined = "request_declined",
        /// An account was created.
        AccountCreated = "account_created",
        /// Somebody chose the language to be written to in.
        LanguageChosen = "language_chosen",
        /// An account's holder changed the name it goes by.
        AccountChanged = "account_changed",
        /// Somebody signed in chose a new password.
        PasswordChanged = "password_changed",
        /// A password was reset.
        PasswordReset = "password_reset",
        /// Somebody signed in.
        SignedIn = "signed_in",
        /// Somebody signed out.
        SignedOut = "signed_out",
        /// A playbook was created.
        PlaybookCreated = "playbook_created",
        /// A playbook was changed.
        PlaybookChanged = "playbook_changed",
        /// A playbook was archived.
        PlaybookArchived = "playbook_archived",
        /// A playbook's self-service settings were saved.
        SelfServiceChanged = "self_service_changed",
        /// A picture was uploaded.
        MediaUploaded = "media_uploaded",
        /// A project was started.
        ProjectStarted = "project_started",
        /// A contact was invited to a project.
        ProjectMemberInvited = "project_member_invited",
        /// A contact was removed from a project.
        ProjectMemberRemoved = "project_member_removed",
        /// A staff member was created.
        StaffCreated = "staff_created",
        /// A staff member was changed.
        StaffChanged = "staff_changed",
        /// A staff member set the first password.
        StaffActivated = "staff_activated",
        /// A setup link was made.
        SetupLinkCreated = "setup_link_created",
        /// An API key was created.
        ApiKeyCreated = "api_key_created",
        /// An API key was revoked.
        ApiKeyRevoked = "api_key_revoked",
        /// A failed mail was queued again.
        MailRetried = "mail_retried",
    }
}

codes! {
    /// What kind of thing an entry is about.
    #[non_exhaustive]
    pub enum SubjectKind {
        /// A customer.
        Customer = "customer",
        /// An invite link.
        InviteLink = "invite_link",
        /// A contact.
        Contact = "contact",
        /// An account.
        Account = "account",
        /// A registration.
        Registration = "registration",
        /// A playbook.
        Playbook = "playbook",
        /// An uploaded picture.
        Media = "media",
        /// A project.
        Project = "project",
        /// A staff member.
        Staff = "staff",
        /// An API key.
        ApiKey = "api_key",
        /// A mail in the outbox.
        Mail = "mail",
    }
}

/// An append-only record of one change, written with the change.
///
/// It names people by id only; values hold no names, addresses or secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its id.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: ActorRef,
    /// What was done.
    pub action: AuditAction,
    /// To what kind of thing.
    pub subject_kind: SubjectKind,
    /// To which one.
    pub subject: Uuid,
    /// At which customer.
    pub customer: Option<CustomerId>,
    /// What was so before.
    pub before: Option<Value>,
    /// What is so after; for memberships also how the person came in.
    pub after: Option<Value>,
}

/// An attempt that a rule refused; kept for 30 days, apart from the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedAttempt {
    /// Its id.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// The door that was tried.
    pub door: OriginKind,
    /// The address.
    pub email: EmailAddress,
    /// The customer whose rule refused, where it was one.
    pub customer: Option<CustomerId>,
    /// The code of the rule that refused.
    pub reason: String,
}
