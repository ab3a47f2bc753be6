//! The one table of what a use case can answer instead of doing what it was asked.

use crate::{
    model::{ActorRef, CustomerId, StateKind, Timestamp},
    policy::{access::Denied, admission::Refusal, passwords::Weakness},
    ports::{HashError, HookError, RetryAfter, StoreError},
};

/// A field that cannot be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where it is: a JSON pointer (RFC 6901) into the request.
    pub pointer: String,
    /// What is wrong, as a stable code.
    pub code: String,
    /// What to do, in a sentence.
    pub detail: String,
}

impl FieldError {
    /// Joins the three.
    pub fn new(
        pointer: impl Into<String>,
        code: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            code: code.into(),
            detail: detail.into(),
        }
    }
}

/// The request is well formed, but what is there now stands against it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// No rule admits the proven address now; nothing was used up.
    #[error("no rule admits this address now: {0}")]
    NotAdmitted(Refusal),
    /// Several customers are possible: name one.
    #[error("several customers are possible: choose one")]
    CustomerRequired(Vec<(CustomerId, String)>),
    /// The address has an open invitation, grant or mapping at this customer.
    #[error("this address has been invited already and has not activated yet")]
    AlreadyPending,
    /// The address has access at this customer.
    #[error("this address has access already")]
    AlreadyMember,
    /// The address cannot be changed while there is access.
    #[error("switch portal access off before changing the address")]
    ContactHasAccess,
    /// The request's address and the contact's don't go together.
    #[error(
        "the address belongs to another contact of this customer, or the contact has access with another address"
    )]
    ContactConflict,
    /// Somebody was faster.
    #[error("this request has been {decision} already")]
    AlreadyDecided {
        /// What was decided: `mapped`, `declined`, `expired`, `withdrawn` or `superseded`.
        decision: &'static str,
        /// By whom, where it was somebody.
        decided_by: Option<ActorRef>,
    },
    /// Another mapper is at it.
    #[error("another mapper has claimed this request")]
    Claimed {
        /// Who.
        by: ActorRef,
        /// Until when.
        until: Timestamp,
    },
    /// There would be no administrator left.
    #[error("the last active administrator cannot be removed")]
    LastAdministrator,
    /// The playbook's default owner is not an active staff member any more.
    #[error(
        "this playbook cannot be started at the moment: its owner is not available; we have been told"
    )]
    OwnerUnavailable,
    /// The registration has ended.
    #[error("this registration is {0} and cannot change any more")]
    RegistrationEnded(StateKind),
    /// A mail can be retried only when it failed and its content is still there.
    #[error("only a failed mail whose content is still there can be retried")]
    MailNotRetriable,
    /// There is one already.
    #[error("{0} already exists")]
    AlreadyExists(&'static str),
}

/// What a use case answers instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor may not do this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is none, or none that this actor may see.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It was changed since the caller read it.
    #[error("this was changed in the meantime; read it again")]
    Stale,
    /// Fields that cannot be accepted.
    #[error("some fields cannot be accepted")]
    Invalid(Vec<FieldError>),
    /// The contact of a mapping is not one of the chosen customer.
    #[error("choose a contact of the chosen customer")]
    ContactNotAtCustomer,
    /// What is there now stands against it.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The invite link is dead or never was.
    #[error("this invite link does not work any more")]
    LinkUnavailable(Option<Refusal>),
    /// The token is unknown, used, expired or replaced: one answer for all.
    #[error("this link or code does not work any more; ask for a new one")]
    TokenUnavailable,
    /// The six-digit code is wrong.
    #[error("this code is not right; {attempts_left} tries are left")]
    WrongCode {
        /// How many tries are left.
        attempts_left: u8,
    },
    /// The password is not good enough.
    #[error("{}", .0.advice())]
    WeakPassword(Weakness),
    /// Address and password don't go together, or the account has no access: one answer for all.
    #[error("this address and password do not go together")]
    SignInFailed,
    /// Too often.
    #[error(transparent)]
    Throttled(#[from] RetryAfter),
    /// Hashing passwords takes longer than the queue is.
    #[error("too many people are signing in at this moment; try again")]
    Busy,
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[source] HashError),
    /// The admission hook did not answer; nothing was used up.
    #[error(transparent)]
    HookUnavailable(#[from] HookError),
    /// The store did not do what it was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// One field that cannot be accepted.
    ///
    /// ```
    /// use registration_core::{Error, usecase::FieldError};
    /// let error = Error::field("/name", "text_empty", "Enter some text.");
    /// assert!(matches!(error, Error::Invalid(fields) if fields == [FieldError::new("/name", "text_empty", "Enter some text.")]));
    /// ```
    pub fn field(
        pointer: impl Into<String>,
        code: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// Whether another unit of work was in the way, so that the same command may succeed when tried again.
    ///
    /// A duplicate counts: what was just inserted by somebody else is found at the next try.
    pub(crate) const fn was_raced(&self) -> bool {
        matches!(
            self,
            Self::Store(
                StoreError::Contention(_) | StoreError::Duplicate(_) | StoreError::Stale(_)
            )
        )
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Failed(_) => Self::Hash(error),
        }
    }
}
