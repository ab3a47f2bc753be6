//! Playbooks: templates of projects, and their self-service settings.

use super::{CustomerId, DomainName, MediaId, PlaybookId, StaffId, StepId, Timestamp};
use crate::codes::codes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

codes! {
    /// Who has to do a step.
    pub enum Responsible {
        /// The customer's people.
        Customer = "customer",
        /// The company that runs the portal.
        Provider = "provider",
    }
}

/// A template of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playbook {
    /// Its id.
    pub id: PlaybookId,
    /// What staff call it.
    pub name: String,
    /// What a project made from it consists of, in order.
    pub steps: Vec<Step>,
    /// Whether and how customers see it.
    pub self_service: SelfService,
    /// When it was archived; nobody can start it any more.
    pub archived_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// One step of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// What is to be done.
    pub title: String,
    /// Days after the project's start.
    pub due_after_days: u16,
    /// Whose step it is.
    pub responsible: Responsible,
}

/// "Self-Service Settings" of a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SelfService {
    /// Whether customers can start it.
    pub enabled: bool,
    /// "Default Project Owner": who is assigned when a project is started.
    pub default_project_owner: Option<StaffId>,
    /// "Customer Facing Name".
    pub customer_facing_name: Option<String>,
    /// "Customer Facing Description".
    pub customer_facing_description: Option<String>,
    /// "Portal Cover Image".
    pub cover: Cover,
    /// Who sees it.
    pub audience: PlaybookAudience,
}

/// The picture on a playbook's card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cover {
    /// A drawn pattern.
    #[default]
    None,
    /// An uploaded image.
    Upload {
        /// Which one.
        media: MediaId,
    },
    /// An image hosted elsewhere; browsers load it, the server never does.
    Link {
        /// Where.
        url: CoverUrl,
    },
}

/// Which customers see a playbook.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", content = "customers", rename_all = "snake_case")]
pub enum PlaybookAudience {
    /// Every customer.
    #[default]
    All,
    /// Only these.
    Only(BTreeSet<CustomerId>),
}

/// The address of a hosted cover image: `https`, a host name, no credentials.
///
/// ```
/// use registration_core::model::CoverUrl;
/// let url: CoverUrl = "https://cdn.example.com/covers/a.png?x=1".parse()?;
/// assert_eq!(url.origin(), "https://cdn.example.com", "what Content-Security-Policy has to allow");
/// assert!("http://cdn.example.com/a.png".parse::<CoverUrl>().is_err());
/// assert!("https://127.0.0.1/a.png".parse::<CoverUrl>().is_err());
/// # Ok::<(), registration_core::model::InvalidCoverUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CoverUrl(String);

/// The text isn't an address that a cover may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a cover link begins with https://, names a host and holds no credentials, spaces or quotes"
)]
pub struct InvalidCoverUrl;

impl CoverUrl {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port: all that a page's policy has to allow.
    #[must_use]
    pub fn origin(&self) -> &str {
        let rest = &self.0["https://".len()..];
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        &self.0[.."https://".len() + end]
    }
}

impl std::str::FromStr for CoverUrl {
    type Err = InvalidCoverUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let allowed = |c: char| {
            c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | ';' | ',')
        };
        if text.len() > 2048 || !text.chars().all(allowed) {
            return Err(InvalidCoverUrl);
        }
        let rest = text.strip_prefix("https://").ok_or(InvalidCoverUrl)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
        let port_is_number = port.parse::<u16>().is_ok_and(|port| port > 0);
        let name: DomainName = host.parse().map_err(|_| InvalidCoverUrl)?;
        if !port_is_number || name.as_str() != host {
            return Err(InvalidCoverUrl);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for CoverUrl {
    type Error = InvalidCoverUrl;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CoverUrl> for String {
    fn from(url: CoverUrl) -> Self {
        url.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cover_link_is_plain_https_to_a_named_host() {
        let url: CoverUrl = "https://cdn.example.com:8443/a.png?x=1".parse().unwrap();
        assert_eq!(url.origin(), "https://cdn.example.com:8443");
        assert_eq!(url.as_str(), "https://cdn.example.com:8443/a.png?x=1");
        assert_eq!(String::from(url.clone()), url.as_str());
        for bad in [
            "http://cdn.example.com/a.png",
            "https://user@cdn.example.com/a.png",
            "https://127.0.0.1/a.png",
            "https://cdn.example.com/a b.png",
            "https://cdn.example.com/\"onerror",
            "https://cdn.example.com:0/",
            "javascript:alert(1)",
            "https://",
        ] {
            assert_eq!(bad.parse::<CoverUrl>(), Err(InvalidCoverUrl), "{bad}");
        }
    }

    #[test]
    fn a_cover_link_has_at_most_2048_octets() {
        let of = |length| format!("{:a<length$}", "https://cdn.example.com/");
        assert!(of(2_048).parse::<CoverUrl>().is_ok());
        for length in [2_049, 2_050] {
            assert_eq!(of(length).parse::<CoverUrl>(), Err(InvalidCoverUrl));
        }
    }
}
