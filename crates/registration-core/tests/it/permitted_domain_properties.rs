//! What holds of permitted domains, whatever they and the addresses are.

use proptest::prelude::*;
use registration_core::model::{
    domain_name::DomainName, email::EmailAddress, permitted_domain::PermittedDomain,
};

/// Few labels, so that one name is often below another or nearly so.
fn name() -> impl Strategy<Value = String> {
    prop::collection::vec("[ab]{1,2}|ex|evil", 1..4)
        .prop_map(|labels| format!("{}.example", labels.join(".")))
}

fn at(domain: &str) -> EmailAddress {
    format!("ann@{domain}").parse().unwrap()
}

fn permitted(domain: &str, include_subdomains: bool) -> PermittedDomain {
    PermittedDomain::new(domain.parse().unwrap(), include_subdomains).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_whole_labels_are_compared(entry in name(), address in name()) {
        let entry_labels: Vec<&str> = entry.split('.').collect();
        let labels: Vec<&str> = address.split('.').collect();
        prop_assert_eq!(permitted(&entry, false).admits(&at(&address)), entry_labels == labels);
        prop_assert_eq!(
            permitted(&entry, true).admits(&at(&address)),
            labels.ends_with(&entry_labels)
        );
    }

    #[test]
    fn a_look_alike_is_never_admitted(entry in name(), glued in "[a-z0-9]{1,8}", other in "[a-z]{1,8}") {
        let wide = permitted(&entry, true);
        let prefixed = at(&format!("{glued}{entry}"));
        let followed = at(&format!("{entry}.{other}.net"));
        let hyphened = at(&format!("{glued}-{entry}"));
        let below = at(&format!("{glued}.{entry}"));
        prop_assert!(!wide.admits(&prefixed) && !wide.admits(&followed) && !wide.admits(&hyphened));
        prop_assert!(wide.admits(&below));
    }

    #[test]
    fn including_sub_domains_never_turns_anybody_away(entry in name(), address in name()) {
        let address = at(&address);
        prop_assert!(!permitted(&entry, false).admits(&address) || permitted(&entry, true).admits(&address));
    }

    #[test]
    fn whatever_admits_an_address_is_among_its_suffixes(entry in name(), address in name()) {
        let entry = permitted(&entry, true);
        let address = at(&address);
        let suffixes: Vec<DomainName> = address.domain().suffixes().collect();
        prop_assert_eq!(entry.admits(&address), suffixes.contains(entry.domain()));
        prop_assert!(suffixes.windows(2).all(|pair| pair[0].label_count() == pair[1].label_count() + 1));
        prop_assert!(suffixes.iter().all(|suffix| address.domain().is_within(suffix)));
        prop_assert!(suffixes.iter().all(|s| &s.as_str().parse::<DomainName>().unwrap() == s));
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same(entry in name(), wide in any::<bool>()) {
        let entry = permitted(&entry, wide);
        prop_assert_eq!(&entry.to_string().parse::<PermittedDomain>().unwrap(), &entry);
        let json = serde_json::to_string(&entry).unwrap();
        prop_assert_eq!(&serde_json::from_str::<PermittedDomain>(&json).unwrap(), &entry);
    }

    #[test]
    fn a_list_is_its_items_and_no_text_makes_it_panic(pasted in any::<String>(), names in prop::collection::vec(name(), 0..6)) {
        for (item, result) in PermittedDomain::parse_list(&pasted) {
            prop_assert_eq!(item.parse::<PermittedDomain>(), result);
        }
        for separator in [",", ";", " ", "\r\n", ", ", "\t;\n"] {
            let joined = names.join(separator);
            let read: Vec<&str> = PermittedDomain::parse_list(&joined).map(|(item, _)| item).collect();
            prop_assert_eq!(&read, &names);
        }
    }

    #[test]
    fn whatever_is_permitted_is_no_public_suffix(typed in "(@|\\*\\.)?([a-z]{1,6}\\.){0,2}(com|co\\.uk|github\\.io|kawasaki\\.jp|dev)") {
        if let Ok(entry) = typed.parse::<PermittedDomain>() {
            prop_assert!(!entry.domain().is_public_suffix());
        }
    }
}
