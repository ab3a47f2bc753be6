//! The address under which people reach the service, and the links that lead into it.

use registration_core::model::{Mail, ReminderSubject};
use std::{fmt, str::FromStr};
use url::Url;

/// The configured public address of the service: the only thing that links in mails are built from.
///
/// ```
/// use registration_smtp::PublicUrl;
///
/// let url: PublicUrl = "https://portal.example.com/".parse()?;
/// assert_eq!(url.as_str(), "https://portal.example.com");
/// assert!("portal.example.com".parse::<PublicUrl>().is_err());
/// # Ok::<(), registration_smtp::InvalidPublicUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// Why a text is not a public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPublicUrl {
    /// It is no web address at all.
    #[error("write the public URL as in https://portal.example.com")]
    NotAWebAddress,
    /// It has a user name, a query or a fragment.
    #[error(
        "the public URL has no user name, `?` or `#`: write it as in https://portal.example.com"
    )]
    TooMuch,
}

impl FromStr for PublicUrl {
    type Err = InvalidPublicUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| InvalidPublicUrl::NotAWebAddress)?;
        if !matches!(url.scheme(), "https" | "http") || !url.has_host() {
            return Err(InvalidPublicUrl::NotAWebAddress);
        }
        let credentials = !url.username().is_empty() || url.password().is_some();
        if credentials || url.query().is_some() || url.fragment().is_some() {
            return Err(InvalidPublicUrl::TooMuch);
        }
        Ok(Self(url))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PublicUrl {
    /// The address without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The address of a page; the segments are encoded, so that none of them can leave its place.
    #[must_use]
    pub fn page(&self, segments: &[&str]) -> String {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url.into()
    }

    /// Where the button of a mail leads, if it has one.
    pub(crate) fn link_of(&self, mail: &Mail) -> Option<String> {
        let page = |segments: &[&str]| Some(self.page(segments));
        match mail {
            Mail::Activation { token, .. }
            | Mail::NotSetUp { token, .. }
            | Mail::Invitation { token, .. }
            | Mail::AccessGranted { token, .. }
            | Mail::Mapped { token, .. } => page(&["activate", token.expose()]),
            Mail::AlreadyRegistered { .. } => page(&["sign-in"]),
            Mail::RequestReceived { .. } | Mail::Declined { .. } => None,
            Mail::MapRegistration { request, .. } => {
                page(&["admin", "requests", &request.to_string()])
            }
            Mail::PasswordReset { token, console, .. } => {
                if *console {
                    page(&["admin", "reset-password", token.expose()])
                } else {
                    page(&["reset-password", token.expose()])
                }
            }
            Mail::StaffInvitation { token, .. } => page(&["admin", "activate", token.expose()]),
            Mail::ProjectStarted {
                project, to_owner, ..
            } => {
                let project = project.to_string();
                if *to_owner {
                    page(&["admin", "projects", &project])
                } else {
                    page(&["projects", &project])
                }
            }
            Mail::ProjectInvitation { project, .. } => page(&["projects", &project.to_string()]),
            Mail::Reminder { about, .. } => match about {
                ReminderSubject::RequestWaits { request, .. } => {
                    page(&["admin", "requests", &request.to_string()])
                }
                ReminderSubject::RequestsArrive => page(&["admin", "requests"]),
                ReminderSubject::OwnerUnavailable { playbook, .. } => {
                    page(&["admin", "playbooks", &playbook.to_string()])
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stays_below_the_public_address() {
        let url: PublicUrl = "https://example.com/portal/".parse().unwrap();
        assert_eq!(url.as_str(), "https://example.com/portal");
        assert_eq!(
            url.page(&["activate", "a/../b?c#d"]),
            "https://example.com/portal/activate/a%2F..%2Fb%3Fc%23d"
        );
    }

    #[test]
    fn what_is_no_plain_web_address_is_refused() {
        for text in [
            "",
            "example.com",
            "ftp://example.com",
            "https://u@example.com",
            "https://u:p@example.com",
            "https://example.com/?a",
            "https://example.com/#a",
            "javascript:alert(1)",
            "https://",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
