//! How long what we mail stays good (`security.md` 10).

use time::Duration;

/// An activation link of the portal form or an invite link.
pub const ACTIVATION: Duration = Duration::hours(24);
/// An invitation.
pub const INVITATION: Duration = Duration::days(14);
/// The activation link after an access grant or a mapping.
pub const DECISION: Duration = Duration::hours(72);
/// A request that nobody decided.
pub const REQUEST: Duration = Duration::days(30);
/// A link to choose a new password.
pub const PASSWORD_RESET: Duration = Duration::hours(1);
/// The invitation of a staff member and a setup link.
pub const STAFF_INVITATION: Duration = Duration::days(14);
/// A six-digit code.
pub const CODE: Duration = Duration::minutes(10);
/// How many wrong tries a six-digit code stands.
pub const CODE_TRIES: u8 = 5;
/// How long a mapper's claim keeps others off a request.
pub const CLAIM: Duration = Duration::minutes(15);
/// How long after its upload a picture can become a cover.
pub const UNUSED_PICTURE: Duration = Duration::hours(24);
/// How long refused attempts are kept.
pub const REFUSED_ATTEMPTS: Duration = Duration::days(30);
