//! The vendored lists of public mail providers and disposable domains (`data/README.md`).

use std::sync::LazyLock;

static PUBLIC_PROVIDERS: LazyLock<Vec<&str>> =
    LazyLock::new(|| names(include_str!("../../../data/public_providers.txt")));
static DISPOSABLE: LazyLock<Vec<&str>> =
    LazyLock::new(|| names(include_str!("../../../data/disposable_domains.txt")));

pub(super) fn is_public_provider(name: &str) -> bool {
    PUBLIC_PROVIDERS.binary_search(&name).is_ok()
}

pub(super) fn is_disposable(name: &str) -> bool {
    DISPOSABLE.binary_search(&name).is_ok()
}

fn names(list: &'static str) -> Vec<&'static str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::domain_name::DomainName;

    #[test]
    fn the_lists_are_sorted_and_canonical_and_hold_no_public_suffix() {
        for list in [&*PUBLIC_PROVIDERS, &*DISPOSABLE] {
            assert!(list.len() > 1000);
            assert!(list.is_sorted_by(|a, b| a < b));
            for name in list {
                let domain: DomainName = name.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
                assert_eq!(domain.as_str(), *name);
            }
            // Else each domain below one of them would count as listed.
            let suffixes: Vec<_> = list
                .iter()
                .filter(|name| name.parse::<DomainName>().unwrap().is_public_suffix())
                .collect();
            assert_eq!(suffixes, Vec::<&&str>::new());
        }
    }

    #[test]
    fn no_domain_is_on_both_lists() {
        assert_eq!(
            PUBLIC_PROVIDERS.iter().find(|name| is_disposable(name)),
            None
        );
    }

    #[test]
    fn aliases_of_public_providers_are_known() {
        for name in [
            "gmail.com",
            "googlemail.com",
            "hotmail.com",
            "hotmail.co.uk",
            "outlook.com",
            "outlook.de",
            "live.com",
            "msn.com",
            "proton.me",
            "pm.me",
            "protonmail.com",
            "gmx.net",
            "gmx.de",
            "gmx.at",
            "gmx.ch",
            "gmx.com",
            "web.de",
            "yahoo.com",
            "yahoo.de",
            "yahoo.co.uk",
            "ymail.com",
            "icloud.com",
            "me.com",
            "mac.com",
            "aol.com",
            "tuta.com",
            "fastmail.com",
            "mailbox.org",
            "hey.com",
            "qq.com",
        ] {
            assert!(is_public_provider(name), "{name}");
        }
    }

    #[test]
    fn a_companys_domain_is_on_no_list() {
        for name in [
            "example.com",
            "acme.com",
            "microsoft.com",
            "google.com",
            "apple.com",
            "amazon.com",
            "facebook.com",
            "ibm.com",
            "sap.com",
            "siemens.com",
            "bosch.com",
            "starbucks.com",
            "alibaba.com",
            "telstra.com",
            "eurosport.com",
            "comcast.com",
            "sony.com",
            "disney.com",
        ] {
            assert!(!is_public_provider(name) && !is_disposable(name), "{name}");
        }
    }
}
