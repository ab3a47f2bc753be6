//! Domain names in the one form in which they are decided on, stored and sent mail to.

mod canonical;
mod known_domains;

use std::{borrow::Cow, fmt, str::FromStr};

use psl::Psl as _;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// A domain of at least two labels, as lower-case A-labels.
///
/// What is typed in Unicode becomes A-labels by UTS 46 (non-transitional, STD3, with DNS lengths).
/// An `xn--` label must decode and encode back to itself, and a Unicode character that would turn
/// into ASCII, such as the Kelvin sign, is refused: a look-alike never becomes what it looks like.
///
/// ```
/// use registration_core::model::domain_name::DomainName;
///
/// let typed: DomainName = "Bücher.Example".parse()?;
/// assert_eq!(typed.as_str(), "xn--bcher-kva.example");
/// assert_eq!(typed.to_unicode(), "bücher.example");
/// assert!("127.0.0.1".parse::<DomainName>().is_err());
/// # Ok::<(), registration_core::model::domain_name::InvalidDomainName>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct DomainName(String);

/// Why a text is not a domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidDomainName {
    /// Nothing was given.
    #[error("Enter a domain, such as example.com.")]
    Empty,
    /// The whole name is longer than 253 octets.
    #[error("This domain is too long: use at most 253 characters.")]
    TooLong,
    /// It ends with a dot.
    #[error("Remove the dot at the end of the domain.")]
    TrailingDot,
    /// It begins with a dot or has two in a row.
    #[error("Remove the extra dot from the domain.")]
    EmptyLabel,
    /// It has one label only.
    #[error("Enter the whole domain with its ending, such as example.com.")]
    TooFewLabels,
    /// A label is longer than 63 octets.
    #[error("A part of this domain is too long: use at most 63 characters between dots.")]
    LabelTooLong,
    /// It contains something other than letters, digits, hyphens and dots.
    #[error("Use only letters, digits, hyphens and dots in the domain.")]
    Character,
    /// A label begins or ends with a hyphen, or has one in its third and fourth place.
    #[error(
        "Check the hyphens: no part of a domain begins or ends with one, or has two after its second letter."
    )]
    Hyphen,
    /// It is an IP address.
    #[error("Enter a domain name, not an IP address.")]
    IpAddress,
    /// It contains a control, bidi or zero-width character.
    #[error("Type the domain anew: it contains a character that cannot be seen.")]
    HiddenCharacter,
    /// A character only looks like an ASCII letter, digit or dot.
    #[error(
        "Type the domain anew: it contains a character that only looks like a common letter, digit or dot."
    )]
    LookAlike,
    /// An `xn--` label does not decode and encode back to itself.
    #[error(
        "Check the part of the domain that begins with xn--: it is not a valid international name."
    )]
    Punycode,
    /// UTS 46 refuses the name for another reason.
    #[error("Check the domain: its characters do not form a valid international name.")]
    International,
}

impl InvalidDomainName {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "domain_empty",
            Self::TooLong => "domain_too_long",
            Self::TrailingDot => "domain_trailing_dot",
            Self::EmptyLabel => "domain_empty_label",
            Self::TooFewLabels => "domain_too_few_labels",
            Self::LabelTooLong => "domain_label_too_long",
            Self::Character => "domain_character",
            Self::Hyphen => "domain_hyphen",
            Self::IpAddress => "domain_ip_address",
            Self::HiddenCharacter => "domain_hidden_character",
            Self::LookAlike => "domain_look_alike",
            Self::Punycode => "domain_punycode",
            Self::International => "domain_international",
        }
    }
}

impl DomainName {
    /// The canonical form: lower-case ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many labels the name has: two for `example.com`.
    pub fn label_count(&self) -> usize {
        self.0.split('.').count()
    }

    /// Whether this is `parent` or lies below it, compared label by label.
    ///
    /// ```
    /// # use registration_core::model::domain_name::DomainName;
    /// # let domain = |s: &str| s.parse::<DomainName>().unwrap();
    /// assert!(domain("eu.example.com").is_within(&domain("example.com")));
    /// assert!(!domain("evilexample.com").is_within(&domain("example.com")));
    /// ```
    pub fn is_within(&self, parent: &DomainName) -> bool {
        let mut labels = self.0.rsplit('.');
        parent
            .0
            .rsplit('.')
            .all(|label| labels.next() == Some(label))
    }

    /// The name itself, then each name above it down to two labels: the most specific first.
    ///
    /// These are all the domains under which a permitted domain could admit this one.
    pub fn suffixes(&self) -> impl Iterator<Item = DomainName> + '_ {
        self.suffix_texts().map(|name| DomainName(name.to_owned()))
    }

    fn suffix_texts(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.0.as_str()), |name| {
            let (_, above) = name.split_once('.')?;
            above.contains('.').then_some(above)
        })
    }

    /// Whether anybody can register names directly below it, as with `co.uk` and `github.io`.
    ///
    /// Asks the Public Suffix List, its private section included. Below a top-level domain that the
    /// list does not know, every name of two labels counts as registered by somebody.
    pub fn is_public_suffix(&self) -> bool {
        is_listed_suffix(&self.to_unicode())
    }

    /// Whether the list makes every name directly below this one a public suffix (`*.kawasaki.jp`).
    pub(crate) fn holds_only_public_suffixes(&self) -> bool {
        // No rule of the list names this label, so only a wildcard can match it.
        is_listed_suffix(&format!("any-name-at-all.{}", self.to_unicode()))
    }

    /// Whether everybody can have a mailbox there, as at `gmail.com`.
    pub fn is_public_provider(&self) -> bool {
        self.suffix_texts().any(known_domains::is_public_provider)
    }

    /// Whether it hands out mailboxes to be thrown away.
    pub fn is_disposable(&self) -> bool {
        self.suffix_texts().any(known_domains::is_disposable)
    }

    /// The name as people write it. Never compare it: two scripts can look the same.
    pub fn to_unicode(&self) -> Cow<'_, str> {
        if self.0.contains("xn--") {
            canonical::to_unicode(&self.0)
        } else {
            Cow::Borrowed(&self.0)
        }
    }
}

/// Whether a single label is a top-level domain of the Public Suffix List.
pub(crate) fn is_top_level_domain(typed: &str) -> bool {
    !typed.contains('.') && is_listed_suffix(&typed.to_lowercase())
}

// The list's rules are in Unicode: an A-label would never match one.
fn is_listed_suffix(name: &str) -> bool {
    !name.starts_with('.')
        && psl::List
            .suffix(name.as_bytes())
            .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes().len() == name.len())
}

impl FromStr for DomainName {
    type Err = InvalidDomainName;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        canonical::canonical(typed).map(Self)
    }
}

impl TryFrom<String> for DomainName {
    type Error = InvalidDomainName;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        typed.parse()
    }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DomainName({})", self.0)
    }
}

impl Serialize for DomainName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests;
