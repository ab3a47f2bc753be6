//! The kinds of problem: slug, status, title, and what `/problems/{slug}` says about each.
//!
//! ```
//! use registration_http::problem::Slug;
//! assert_eq!((Slug::Stale.code(), Slug::Stale.status().as_u16()), ("stale", 412));
//! assert!(Slug::ALL.iter().all(|slug| !slug.title().is_empty() && !slug.about().is_empty()));
//! ```

use axum::http::StatusCode;

macro_rules! catalogue {
    ($($(#[$meta:meta])* $variant:ident = $slug:literal, $status:ident, $title:literal, $about:literal;)+) => {
        /// The kinds of problem. The slug is the last part of a problem's `type`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Slug { $(#[doc = $about] $variant,)+ }

        impl Slug {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The slug: kebab-case, stable.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)+ }
            }

            /// A short title, the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What it means and what to do.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)+ }
            }
        }
    };
}

catalogue! {
    Malformed = "malformed-request", BAD_REQUEST, "The request cannot be read",
        "The body is not JSON, or the request breaks HTTP's rules. Send UTF-8 JSON with Content-Type: application/json.";
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Sign in first",
        "There is no live session or API key. Sign in, or send Authorization: Bearer with an API key.";
    SignInFailed = "sign-in-failed", UNAUTHORIZED, "Address and password don't go together",
        "The address is unknown, the password is wrong, or there is no access any more: one answer for all.";
    Forbidden = "forbidden", FORBIDDEN, "Not allowed",
        "You are known, but none of your roles allows this.";
    ForeignOrigin = "foreign-origin", FORBIDDEN, "The request comes from another site",
        "A browser said that another site caused this request, or a cookie came without Sec-Fetch-Site or Origin. Programs send an API key instead of a cookie.";
    NotFound = "not-found", NOT_FOUND, "There is no such thing",
        "It does not exist, or exists but not for you: both are answered alike.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Not this method",
        "The path exists, but not with this method.";
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "The body is too large",
        "A body has at most 64 KiB. An uploaded picture has at most 5 MiB and 25 megapixels.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Not this kind of body",
        "Send JSON with Content-Type: application/json; a picture as multipart/form-data, and as PNG, JPEG or WebP.";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "Some fields cannot be accepted",
        "errors[] names each field by a JSON pointer, with a stable code and a sentence that says what to do.";
    WrongCode = "wrong-code", UNPROCESSABLE_ENTITY, "The code is not right",
        "attempts_left says how many tries remain; then ask for a new code.";
    WeakPassword = "weak-password", UNPROCESSABLE_ENTITY, "The password is not good enough",
        "Choose at least 15 characters that are hard to guess. Nothing was used up.";
    PreconditionRequired = "precondition-required", PRECONDITION_REQUIRED, "Say which version you saw",
        "Send If-Match with the ETag of the version you read, so that two editors never overwrite each other.";
    Stale = "stale", PRECONDITION_FAILED, "It was changed in the meantime",
        "The ETag in If-Match is not the current one. Read it again and decide again.";
    LinkUnavailable = "link-unavailable", GONE, "The invite link does not work any more",
        "reason says why: disabled, expired, used_up or replaced; unknown when there never was such a link. Ask whoever gave it to you, or ask for access.";
    TokenUnavailable = "token-unavailable", GONE, "The link or code does not work any more",
        "It is unknown, used, expired or replaced: one answer for all. Ask for a new one.";
    NotAdmitted = "not-admitted", CONFLICT, "No rule admits this address now",
        "reason names the rule. Nothing was used up: ask staff for access with the same proof.";
    CustomerRequired = "customer-required", CONFLICT, "Choose a customer",
        "Several customers are possible; send customer_id with one of those listed.";
    AlreadyPending = "already-pending", CONFLICT, "Invited already",
        "The address has an open invitation, grant or mapping at this customer. Resend its mail instead.";
    AlreadyMember = "already-member", CONFLICT, "Has access already",
        "The address has portal access at this customer.";
    ContactHasAccess = "contact-has-access", CONFLICT, "Switch portal access off first",
        "An address can be changed only while the contact has no portal access.";
    ContactNotAtCustomer = "contact-not-at-customer", UNPROCESSABLE_ENTITY, "The contact is not one of this customer",
        "contact_id names a contact of another customer, or of none. Choose one of the customer's contacts, or create one.";
    ContactConflict = "contact-conflict", CONFLICT, "Address and contact don't go together",
        "The address belongs to another contact of this customer, or the chosen contact has access with another address.";
    AlreadyDecided = "already-decided", CONFLICT, "Somebody was faster",
        "decision and decided_by say what became of the request.";
    Claimed = "claimed", CONFLICT, "Another mapper is at it",
        "claimed_by and claimed_until say who and until when.";
    LastAdministrator = "last-administrator", CONFLICT, "The last administrator stays",
        "Make somebody else an administrator first.";
    OwnerUnavailable = "owner-unavailable", CONFLICT, "The playbook cannot be started at the moment",
        "Its default owner is not available. The administrators have been told.";
    RegistrationEnded = "registration-ended", CONFLICT, "The registration has ended",
        "state says how; a final state never changes.";
    MailNotRetriable = "mail-not-retriable", CONFLICT, "The mail cannot be retried",
        "Only a failed mail whose content is still there can be retried.";
    AlreadyExists = "already-exists", CONFLICT, "There is one already",
        "Another one has the same address.";
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS, "Too often",
        "Wait as long as Retry-After says.";
    Busy = "busy", SERVICE_UNAVAILABLE, "Busy",
        "Many people are signing in at this moment. Try again after Retry-After.";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not available at the moment",
        "The database cannot be reached, or the request took too long. Nothing was changed that was not acknowledged.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something went wrong on our side",
        "It has been written down under request_id.";
}
