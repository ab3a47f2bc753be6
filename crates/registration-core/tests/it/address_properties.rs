//! What holds of every address, whatever is typed.

use proptest::prelude::*;
use registration_core::model::{
    domain_name::DomainName,
    email::EmailAddress,
    permitted_domain::PermittedDomain,
    person_name::PersonName,
    text::{line, paragraph},
};
use registration_testkit::strategies::{
    address::{almost_address, typed_address},
    domain::typed_permitted_domain,
};

/// Letters, marks and signs that parsers disagree on, thrown together.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z0-9]{1,6}",
        3 => Just("@".to_owned()),
        3 => Just(".".to_owned()),
        1 => "[-_%!\"'()<>,;:=?\\[\\]\\\\ ]",
        1 => "(com|co\\.uk|xn--|xn--bcher-kva|XN--P1AI|0x7f|127\\.0\\.0\\.1)",
        1 => "[äößüéıİſKＡ．。ﬁ½ß٠א中é\u{308}\u{200B}\u{200C}\u{200D}\u{202E}\u{FE0F}\u{AD}\u{0}\r\n\t]",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..10).prop_map(|pieces| pieces.concat())
}

/// Addresses that are accepted, in any case and with international labels.
fn accepted() -> impl Strategy<Value = String> {
    typed_address().prop_map(|address| address.typed)
}

fn assert_shape(domain: &str) {
    assert!(domain.len() <= 253);
    let labels: Vec<&str> = domain.split('.').collect();
    assert!(labels.len() >= 2, "{domain}");
    for label in &labels {
        assert!((1..=63).contains(&label.len()), "{domain}");
        assert!(
            label
                .bytes()
                .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')),
            "{domain}"
        );
        assert!(!label.starts_with('-') && !label.ends_with('-'), "{domain}");
    }
    assert!(domain.parse::<std::net::IpAddr>().is_err());
}

fn assert_canonical(address: &EmailAddress) {
    let text = address.as_str();
    assert!(text.is_ascii() && text.len() <= 254);
    assert_eq!(text, text.to_ascii_lowercase());
    assert_eq!(text.matches('@').count(), 1);
    // The domain that is decided on is, byte for byte, the one that mail goes to.
    let (local, domain) = text.split_once('@').unwrap();
    assert_eq!(local.as_bytes(), address.local_part().as_bytes());
    assert_eq!(domain.as_bytes(), address.domain().as_str().as_bytes());
    assert_shape(domain);
    let again: EmailAddress = text.parse().unwrap();
    assert_eq!(again.as_str().as_bytes(), text.as_bytes());
    assert_eq!(again.domain().as_str().as_bytes(), domain.as_bytes());
    let json = serde_json::to_string(address).unwrap();
    assert_eq!(json, format!("{text:?}"));
    assert_eq!(
        &serde_json::from_str::<EmailAddress>(&json).unwrap(),
        address
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_accepted_is_canonical(typed in hostile()) {
        if let Ok(address) = typed.parse::<EmailAddress>() {
            assert_canonical(&address);
        }
        if let Ok(domain) = typed.parse::<DomainName>() {
            assert_shape(domain.as_str());
            prop_assert_eq!(&domain.as_str().parse::<DomainName>().unwrap(), &domain);
        }
    }

    #[test]
    fn ordinary_addresses_are_accepted_and_canonical(typed in accepted()) {
        let address: EmailAddress = typed.parse().unwrap();
        assert_canonical(&address);
    }

    #[test]
    fn canonicalising_what_is_canonical_changes_nothing(address in typed_address(), entry in typed_permitted_domain()) {
        let canonical: EmailAddress = address.typed.parse().unwrap();
        let again: EmailAddress = canonical.as_str().parse().unwrap();
        prop_assert_eq!(again.as_str(), canonical.as_str());
        let canonical: PermittedDomain = entry.typed.parse().unwrap();
        let again: PermittedDomain = canonical.to_string().parse().unwrap();
        prop_assert_eq!(again.to_string(), canonical.to_string());
    }

    #[test]
    fn one_defect_is_refused_for_its_reason_and_never_repaired(almost in almost_address()) {
        prop_assert_eq!(almost.typed.parse::<EmailAddress>(), Err(almost.reason));
    }

    #[test]
    fn the_case_of_ascii_letters_makes_no_difference(typed in accepted()) {
        let lower: EmailAddress = typed.to_ascii_lowercase().parse().unwrap();
        let upper: EmailAddress = typed.to_ascii_uppercase().parse().unwrap();
        prop_assert_eq!(lower, upper);
    }

    #[test]
    fn what_a_domain_is_shown_as_leads_back_to_it(typed in accepted()) {
        let domain = typed.parse::<EmailAddress>().unwrap().domain().clone();
        prop_assert_eq!(domain.to_unicode().parse::<DomainName>().unwrap(), domain);
    }

    #[test]
    fn a_character_outside_ascii_never_becomes_ascii(c in prop::char::range('\u{80}', char::MAX), tail in "[a-z]{0,5}") {
        if let Ok(domain) = format!("{c}{tail}.com").parse::<DomainName>() {
            prop_assert!(domain.as_str().starts_with("xn--"), "{}", domain);
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(typed in any::<String>()) {
        let _ = typed.parse::<EmailAddress>();
        let _ = typed.parse::<DomainName>();
        let _ = format!("ann@{typed}.com").parse::<EmailAddress>();
        let _ = format!("xn--{typed}.com").parse::<DomainName>();
        let _ = PersonName::from_full(&typed);
    }

    #[test]
    fn accepted_names_and_texts_are_accepted_again_unchanged(typed in hostile()) {
        if let Ok(name) = PersonName::from_full(&typed) {
            prop_assert_eq!(&PersonName::new(name.first(), name.last()).unwrap(), &name);
            prop_assert!(!name.to_string().contains(char::is_control));
        }
        if let Ok(text) = line(&typed, 40) {
            prop_assert_eq!(&line(&text, 40).unwrap(), &text);
        }
        if let Ok(text) = paragraph(&typed, 40) {
            prop_assert_eq!(&paragraph(&text, 40).unwrap(), &text);
        }
    }
}
