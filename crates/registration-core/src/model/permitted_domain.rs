//! Domains whose addresses a customer admits by rule.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{
    domain_name::{DomainName, InvalidDomainName, is_top_level_domain},
    email::EmailAddress,
};

/// A domain that admits its addresses, and those of its sub-domains only if it says so.
///
/// ```
/// use registration_core::model::permitted_domain::PermittedDomain;
///
/// let exact: PermittedDomain = "@example.com".parse()?;
/// let wide: PermittedDomain = "*.example.com".parse()?;
/// let address = "ann@eu.example.com".parse()?;
/// assert!(!exact.admits(&address));
/// assert!(wide.admits(&address));
/// assert!("co.uk".parse::<PermittedDomain>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct PermittedDomain {
    domain: DomainName,
    include_subdomains: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    domain: DomainName,
    include_subdomains: bool,
}

/// Why a text is not a domain that can be permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidPermittedDomain {
    /// It is not a domain name.
    #[error(transparent)]
    InvalidDomain(#[from] InvalidDomainName),
    /// Anybody can register a name below it.
    #[error("Enter a domain of your own: anybody can register a name below this one.")]
    PublicSuffix,
}

impl InvalidPermittedDomain {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidDomain(_) => "invalid_domain",
            Self::PublicSuffix => "public_suffix",
        }
    }
}

/// Why permitting a domain needs an explicit acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainConcern {
    /// Everybody can have a mailbox there.
    PublicProvider,
    /// It hands out mailboxes to be thrown away.
    Disposable,
}

impl DomainConcern {
    /// A stable name of the concern, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::PublicProvider => "public_provider",
            Self::Disposable => "disposable",
        }
    }
}

impl PermittedDomain {
    /// Permits a domain, unless anybody can register a name below it.
    pub fn new(
        domain: DomainName,
        include_subdomains: bool,
    ) -> Result<Self, InvalidPermittedDomain> {
        if domain.is_public_suffix() || (include_subdomains && domain.holds_only_public_suffixes())
        {
            return Err(InvalidPermittedDomain::PublicSuffix);
        }
        Ok(Self {
            domain,
            include_subdomains,
        })
    }

    /// A domain that was permitted before, as a store loads it.
    ///
    /// The Public Suffix List grows: a domain that it gained later must not make the customer that
    /// permitted it unreadable.
    pub fn restore(domain: DomainName, include_subdomains: bool) -> Self {
        Self {
            domain,
            include_subdomains,
        }
    }

    /// The domain itself.
    pub fn domain(&self) -> &DomainName {
        &self.domain
    }

    /// Whether addresses below the domain are admitted too.
    pub fn include_subdomains(&self) -> bool {
        self.include_subdomains
    }

    /// Whether an address is at the domain or, if so permitted, below it.
    pub fn admits(&self, address: &EmailAddress) -> bool {
        if self.include_subdomains {
            address.domain().is_within(&self.domain)
        } else {
            address.domain() == &self.domain
        }
    }

    /// What staff must acknowledge before the domain is permitted.
    pub fn concern(&self) -> Option<DomainConcern> {
        if self.domain.is_disposable() {
            Some(DomainConcern::Disposable)
        } else if self.domain.is_public_provider() {
            Some(DomainConcern::PublicProvider)
        } else {
            None
        }
    }

    /// Reads a pasted list, separated by commas, semicolons or white space.
    ///
    /// Each item comes with its own result, in the order given; nothing is left out but empty items.
    ///
    /// ```
    /// # use registration_core::model::permitted_domain::PermittedDomain;
    /// let results: Vec<_> = PermittedDomain::parse_list("@a.com, *.b.com;\nco.uk").collect();
    /// assert_eq!(results.len(), 3);
    /// assert_eq!(results[0].1.as_ref().unwrap().to_string(), "a.com");
    /// assert_eq!(results[2].0, "co.uk");
    /// assert!(results[2].1.is_err());
    /// ```
    pub fn parse_list(
        pasted: &str,
    ) -> impl Iterator<Item = (&str, Result<Self, InvalidPermittedDomain>)> {
        pasted
            .split(|c: char| c == ',' || c == ';' || c.is_whitespace())
            .filter(|item| !item.is_empty())
            .map(|item| (item, item.parse()))
    }
}

impl FromStr for PermittedDomain {
    type Err = InvalidPermittedDomain;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let typed = typed.trim();
        let (name, include_subdomains) = match typed.strip_prefix("*.") {
            Some(name) => (name, true),
            None => (typed.strip_prefix('@').unwrap_or(typed), false),
        };
        match name.parse() {
            Ok(domain) => Self::new(domain, include_subdomains),
            // `com` is no domain of ours, but "enter the whole domain" would mislead who meant it.
            Err(InvalidDomainName::TooFewLabels) if is_top_level_domain(name) => {
                Err(InvalidPermittedDomain::PublicSuffix)
            }
            Err(reason) => Err(reason.into()),
        }
    }
}

impl TryFrom<Unchecked> for PermittedDomain {
    type Error = InvalidPermittedDomain;

    fn try_from(unchecked: Unchecked) -> Result<Self, Self::Error> {
        Self::new(unchecked.domain, unchecked.include_subdomains)
    }
}

impl fmt::Display for PermittedDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.include_subdomains {
            f.write_str("*.")?;
        }
        fmt::Display::fmt(self.domain.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permitted(typed: &str) -> PermittedDomain {
        typed
            .parse()
            .unwrap_or_else(|error| panic!("{typed}: {error}"))
    }

    fn reason(typed: &str) -> &'static str {
        typed.parse::<PermittedDomain>().expect_err(typed).code()
    }

    #[test]
    fn the_three_notations_have_one_canonical_form_each() {
        for (typed, shown) in [
            ("example.com", "example.com"),
            ("@example.com", "example.com"),
            (" @Example.COM\r\n", "example.com"),
            ("*.example.com", "*.example.com"),
            ("@bücher.example", "xn--bcher-kva.example"),
        ] {
            assert_eq!(permitted(typed).to_string(), shown, "{typed}");
            assert_eq!(permitted(shown), permitted(typed), "{typed}");
        }
    }

    #[test]
    fn a_public_suffix_is_refused() {
        for typed in [
            "com",
            "@com",
            "*.com",
            "COM",
            "рф",
            "co.uk",
            "*.co.uk",
            "github.io",
            "@github.io",
            "*.kawasaki.jp",
            "xn--55qx5d.cn",
            "公司.cn",
        ] {
            assert_eq!(reason(typed), "public_suffix", "{typed}");
        }
        assert!(permitted("someone.github.io").concern().is_none());
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for typed in [
            "",
            "@",
            "*",
            "*.",
            "@@example.com",
            "*@example.com",
            "@*.example.com",
            "*.*.example.com",
            "ex*mple.com",
            ".example.com",
            "example.com.",
            "https://example.com",
            "ann@example.com",
            "localhost",
            "10.0.0.1",
            "^.*$",
            "example.com|evil.net",
            "xn--a.com",
        ] {
            assert_eq!(reason(typed), "invalid_domain", "{typed}");
        }
    }

    #[test]
    fn a_look_alike_domain_is_not_admitted() {
        for name in [
            "evilexample.com",
            "example.com.evil.net",
            "example.co",
            "xn--exmple-cua.com",
        ] {
            let address = format!("ann@{name}").parse().unwrap();
            assert!(!permitted("example.com").admits(&address), "{name}");
            assert!(!permitted("*.example.com").admits(&address), "{name}");
        }
    }

    #[test]
    fn sub_domains_are_admitted_only_if_the_entry_says_so() {
        let below = "ann@eu.example.com".parse().unwrap();
        let at = "ann@example.com".parse().unwrap();
        assert!(permitted("example.com").admits(&at) && permitted("*.example.com").admits(&at));
        assert!(!permitted("example.com").admits(&below));
        assert!(permitted("*.example.com").admits(&below));
        assert!(!permitted("*.eu.example.com").admits(&at));
        assert!(permitted("*.example.com").include_subdomains());
        assert!(!permitted("example.com").include_subdomains());
    }

    #[test]
    fn each_item_of_a_pasted_list_has_its_own_result() {
        let pasted = "a.com, @b.com;*.c.com\r\n\td.com e.com,,;com\nnot_a_domain.com";
        let results: Vec<String> = PermittedDomain::parse_list(pasted)
            .map(|(_, result)| result.map_or_else(|e| e.code().into(), |d| d.to_string()))
            .collect();
        let expected = [
            "a.com",
            "b.com",
            "*.c.com",
            "d.com",
            "e.com",
            "public_suffix",
            "invalid_domain",
        ];
        assert_eq!(results, expected);
        assert_eq!(PermittedDomain::parse_list(" ,;\n").count(), 0);
    }

    #[test]
    fn a_provider_and_a_disposable_domain_raise_a_concern() {
        let code = |typed| permitted(typed).concern().map(DomainConcern::code);
        assert_eq!(code("@gmail.com"), Some("public_provider"));
        assert_eq!(code("mailinator.com"), Some("disposable"));
        assert_eq!(code("*.mail.mailinator.com"), Some("disposable"));
        assert_eq!(code("example.com"), None);
    }

    #[test]
    fn json_goes_through_the_parser() {
        let json = r#"{"domain":"example.com","include_subdomains":true}"#;
        let read: PermittedDomain = serde_json::from_str(json).unwrap();
        assert_eq!(read, permitted("*.example.com"));
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        for refused in [
            r#"{"domain":"co.uk","include_subdomains":false}"#,
            r#"{"domain":"example.com"}"#,
            r#"{"domain":"example.com","include_subdomains":false,"verified":true}"#,
        ] {
            assert!(
                serde_json::from_str::<PermittedDomain>(refused).is_err(),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_was_permitted_before_stays_readable() {
        let restored = PermittedDomain::restore("github.io".parse().unwrap(), false);
        assert!(restored.admits(&"ann@github.io".parse().unwrap()));
    }
}
