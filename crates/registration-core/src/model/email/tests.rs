//! What is an address, what is refused and by which name, and what an accepted one becomes.

use super::{EmailAddress, InvalidEmailAddress as Invalid};
use crate::model::domain_name::InvalidDomainName as Name;

#[test]
fn an_ordinary_address_is_accepted_in_its_canonical_form() {
    for (typed, canonical) in [
        ("ann@example.com", "ann@example.com"),
        ("Ann.Lee@Example.COM", "ann.lee@example.com"),
        ("ann+portal@example.com", "ann+portal@example.com"),
        ("o'hara@example.com", "o'hara@example.com"),
        ("a@b.co", "a@b.co"),
        ("ann_lee-2@eu.example.co.uk", "ann_lee-2@eu.example.co.uk"),
        (
            "#$&'*+-/=^_`{|}~?@example.com",
            "#$&'*+-/=^_`{|}~?@example.com",
        ),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
    ] {
        let address: EmailAddress = typed.parse().unwrap_or_else(|e| panic!("{typed}: {e}"));
        assert_eq!(address.as_str(), canonical);
        assert_eq!(
            format!("{}@{}", address.local_part(), address.domain()),
            canonical
        );
    }
}

#[test]
fn an_address_that_two_programs_could_read_in_two_ways_is_refused() {
    use Invalid::*;
    for (typed, reason) in [
        ("", Empty),
        ("ann", MissingAt),
        ("example.com", MissingAt),
        ("@", LocalPartEmpty),
        ("@example.com", LocalPartEmpty),
        ("ann@", Domain(Name::Empty)),
        // a second address, a route, another domain behind the first
        ("ann@example.com@evil.net", SecondAt),
        ("ann@evil.net@example.com", SecondAt),
        ("ann@@example.com", SecondAt),
        ("@evil.net:ann@example.com", LocalPartEmpty),
        ("@evil.net,@example.net:ann@example.com", LocalPartEmpty),
        ("ann%evil.net@example.com", Routing),
        ("evil.net!ann@example.com", Routing),
        ("ann@evil.net!example.com", Domain(Name::Character)),
        ("ann@example.com%evil.net", Domain(Name::Character)),
        ("ann@example.com,bob@evil.net", SecondAt),
        ("ann@example.com;bob@evil.net", SecondAt),
        ("ann@example.com,evil.net", Domain(Name::Character)),
        ("ann,bob@example.com", LocalPartCharacter),
        ("ann;bob@example.com", LocalPartCharacter),
        ("ann:bob@example.com", LocalPartCharacter),
        ("mailto:ann@example.com", LocalPartCharacter),
        // quotes, comments, display names
        ("\"ann\"@example.com", Quoted),
        ("\"ann@evil.net\"@example.com", Quoted),
        ("\"@evil.net\"@example.com", Quoted),
        ("\"ann\\\"@evil.net\"@example.com", Quoted),
        ("ann.\"lee\"@example.com", Quoted),
        ("ann\\@evil.net@example.com", Quoted),
        ("ann(comment)@example.com", Comment),
        ("(comment)ann@example.com", Comment),
        ("ann)@example.com", Comment),
        ("ann@(comment)example.com", Domain(Name::Character)),
        ("ann@example.com(comment)", Domain(Name::Character)),
        ("<ann@example.com>", LocalPartCharacter),
        ("ann@example.com>", Domain(Name::Character)),
        ("Ann<ann@example.com>", LocalPartCharacter),
        ("Ann <ann@example.com>", Space),
        ("ann@example.com> SIZE=1", Space),
        (
            "ann@example.com>\r\nRCPT TO:<bob@evil.net",
            ControlCharacter,
        ),
        // encoded words: the decoded text is another address
        (
            "=?utf-8?q?ann=40evil.net=3e=00?=foo@example.com",
            EncodedWord,
        ),
        ("=?iso-8859-1?q?=61=62?=@example.com", EncodedWord),
        ("=?x?q?=41=42?=ann@example.com", EncodedWord),
        ("=?utf-7?q?&AGEAYg-?=@example.com", EncodedWord),
        ("ann@=?utf-8?q?evil?=.example.com", Domain(Name::Character)),
        ("ann=?@example.com", EncodedWord),
        // space and control
        (" ann@example.com", Space),
        ("ann@example.com ", Space),
        ("ann @example.com", Space),
        ("ann@ example.com", Space),
        ("ann lee@example.com", Space),
        ("ann\t@example.com", ControlCharacter),
        ("ann@example.com\n", ControlCharacter),
        ("ann@example.com\r\nBcc: bob@evil.net", ControlCharacter),
        ("ann\0@example.com", ControlCharacter),
        ("ann@example.com\0.evil.net", ControlCharacter),
        ("ann\u{7F}@example.com", ControlCharacter),
        ("ann\u{85}@example.com", ControlCharacter),
        ("ann@exam\u{2028}ple.com", ControlCharacter),
        ("ann\u{1B}[31m@example.com", ControlCharacter),
        // what cannot be seen
        ("ann\u{200B}@example.com", HiddenCharacter),
        ("ann@exam\u{200B}ple.com", HiddenCharacter),
        ("ann@exam\u{200D}ple.com", HiddenCharacter),
        ("ann@example.com\u{FEFF}", HiddenCharacter),
        ("\u{202E}moc.elpmaxe@nna", HiddenCharacter),
        ("ann@example\u{2066}.com", HiddenCharacter),
        ("ann\u{AD}@example.com", HiddenCharacter),
        ("ann\u{FE0F}@example.com", HiddenCharacter),
        ("ann\u{E0061}@example.com", HiddenCharacter),
        // look-alikes
        ("аnn@example.com", LocalPartNotAscii),
        ("änn@example.com", LocalPartNotAscii),
        ("\u{212A}ate@example.com", LocalPartNotAscii),
        ("ann\u{A0}@example.com", LocalPartNotAscii),
        ("ann＠example.com", MissingAt),
        ("ann﹫example.com", MissingAt),
        ("ann@evil.net＠example.com", Domain(Name::LookAlike)),
        ("mı\u{307}ke@example.com", LocalPartNotAscii),
        ("ann@\u{212A}elvin.com", Domain(Name::LookAlike)),
        ("ann@ｅｘａｍｐｌｅ.com", Domain(Name::LookAlike)),
        ("ann@example。com", Domain(Name::LookAlike)),
        ("ann@g\u{17F}k.com", Domain(Name::LookAlike)),
        ("ann@evil.c℀.example.com", Domain(Name::LookAlike)),
        ("ann@example\u{2024}com", Domain(Name::International)),
        // dots
        (".ann@example.com", LocalPartDots),
        ("ann.@example.com", LocalPartDots),
        ("ann..lee@example.com", LocalPartDots),
        ("ann@example.com.", Domain(Name::TrailingDot)),
        ("ann@.example.com", Domain(Name::EmptyLabel)),
        ("ann@example..com", Domain(Name::EmptyLabel)),
        // domains that are none
        ("ann@localhost", Domain(Name::TooFewLabels)),
        ("ann@[127.0.0.1]", Domain(Name::IpAddress)),
        ("ann@[IPv6:2001:db8::1]", Domain(Name::IpAddress)),
        ("ann@127.0.0.1", Domain(Name::IpAddress)),
        ("ann@2130706433", Domain(Name::IpAddress)),
        ("ann@127.1", Domain(Name::IpAddress)),
        ("ann@0x7f.0x1", Domain(Name::IpAddress)),
        ("ann@example.com:25", Domain(Name::Character)),
        ("ann@example.com/evil", Domain(Name::Character)),
        ("ann@example.com?cc=bob", Domain(Name::Character)),
        ("ann@example.com#evil", Domain(Name::Character)),
        ("ann@example_1.com", Domain(Name::Character)),
        ("ann@-example.com", Domain(Name::Hyphen)),
        ("ann@xn--.com", Domain(Name::Punycode)),
        ("ann@xn--a.com", Domain(Name::Punycode)),
        ("ann@xn--example-.com", Domain(Name::Punycode)),
        ("ann@xn--0000.com", Domain(Name::Punycode)),
    ] {
        assert_eq!(typed.parse::<EmailAddress>(), Err(reason), "{typed:?}");
    }
}

#[test]
fn lengths_are_those_of_smtp() {
    let local = "a".repeat(64);
    assert!(
        format!("{local}@example.com")
            .parse::<EmailAddress>()
            .is_ok()
    );
    assert_eq!(
        format!("a{local}@example.com").parse::<EmailAddress>(),
        Err(Invalid::LocalPartTooLong)
    );
    let label = "b".repeat(60);
    let domain = format!("{label}.{label}.{label}.com");
    let rest = 254 - domain.len() - 1;
    assert!(
        format!("{}@{domain}", &local[..rest.min(64)])
            .parse::<EmailAddress>()
            .is_ok()
    );
    let long = format!("{}.{domain}", "c".repeat(254 - 65 - domain.len() - 1));
    assert!(format!("{local}@{long}").parse::<EmailAddress>().is_ok());
    assert_eq!(
        format!("{local}@c{long}").parse::<EmailAddress>(),
        Err(Invalid::TooLong)
    );
}

#[test]
fn no_reason_repeats_what_was_typed() {
    let reasons = [
        "ann\u{1B}[31m@example.com",
        "ann@exam\0ple.com",
        "\u{202E}ann@example.com",
    ]
    .map(|typed| typed.parse::<EmailAddress>().unwrap_err().to_string());
    for reason in reasons {
        assert!(
            reason.is_ascii() && !reason.contains(|c: char| c.is_control()),
            "{reason:?}"
        );
    }
}

#[test]
fn json_goes_through_the_parser() {
    let read: EmailAddress = serde_json::from_str("\"Ann@EXAMPLE.com\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"ann@example.com\"");
    assert!(serde_json::from_str::<EmailAddress>("\"ann\"").is_err());
    assert!(serde_json::from_str::<EmailAddress>("[\"ann@example.com\"]").is_err());
}

#[test]
fn an_address_is_named_in_a_log() {
    let address: EmailAddress = "Ann@Example.com".parse().unwrap();
    assert_eq!(format!("{address:?}"), "EmailAddress(ann@example.com)");
}
