//! What is a domain name, what is refused and by which name, and what an accepted one becomes.

use super::{DomainName, InvalidDomainName as Invalid};

fn domain(name: &str) -> DomainName {
    name.parse()
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn a_domain_becomes_lower_case_a_labels() {
    for (typed, canonical) in [
        ("example.com", "example.com"),
        ("EXAMPLE.Com", "example.com"),
        ("a-b.c--d.example", "a-b.c--d.example"),
        ("123.example.c1", "123.example.c1"),
        ("münchen.de", "xn--mnchen-3ya.de"),
        ("MÜNCHEN.DE", "xn--mnchen-3ya.de"),
        ("mu\u{308}nchen.de", "xn--mnchen-3ya.de"),
        ("XN--MNCHEN-3YA.de", "xn--mnchen-3ya.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("ıbm.com", "xn--bm-gpa.com"),
    ] {
        assert_eq!(domain(typed).as_str(), canonical, "{typed}");
        assert_eq!(domain(canonical).as_str(), canonical, "{typed}, again");
    }
}

#[test]
fn what_is_no_domain_is_refused_with_its_reason() {
    let label = "a".repeat(64);
    let name = format!(
        "{}.{}.{}.{}.com",
        &label[1..],
        &label[1..],
        &label[1..],
        &label[1..]
    );
    for (typed, reason) in [
        ("", Invalid::Empty),
        ("com", Invalid::TooFewLabels),
        ("localhost", Invalid::TooFewLabels),
        ("example.com.", Invalid::TrailingDot),
        ("bücher.example.", Invalid::TrailingDot),
        (".", Invalid::TrailingDot),
        (".example.com", Invalid::EmptyLabel),
        ("example..com", Invalid::EmptyLabel),
        (&format!("{label}.com"), Invalid::LabelTooLong),
        (&name, Invalid::TooLong),
        (&"ü".repeat(600), Invalid::TooLong),
        ("ex_ample.com", Invalid::Character),
        ("exa mple.com", Invalid::Character),
        (" example.com", Invalid::Character),
        ("example.com:25", Invalid::Character),
        ("exa%mple.com", Invalid::Character),
        ("bü/cher.com", Invalid::Character),
        ("*.example.com", Invalid::Character),
        ("-example.com", Invalid::Hyphen),
        ("example-.com", Invalid::Hyphen),
        ("ab--cd.com", Invalid::Hyphen),
        ("127.0.0.1", Invalid::IpAddress),
        ("[127.0.0.1]", Invalid::IpAddress),
        ("[IPv6:::1]", Invalid::IpAddress),
        ("2130706433", Invalid::IpAddress),
        ("example.123", Invalid::IpAddress),
        ("example.0x7f", Invalid::IpAddress),
        ("example.0x", Invalid::IpAddress),
        ("exam\0ple.com", Invalid::HiddenCharacter),
        ("example.com\r\n", Invalid::HiddenCharacter),
        ("exam\u{200B}ple.com", Invalid::HiddenCharacter),
        ("exam\u{AD}ple.com", Invalid::HiddenCharacter),
        ("bü\u{200D}cher.com", Invalid::HiddenCharacter),
        ("نامه\u{200C}ای.com", Invalid::HiddenCharacter),
        ("xn--mgba3gch31f060k.com", Invalid::HiddenCharacter),
        ("\u{202E}example.com", Invalid::HiddenCharacter),
        ("a\u{FE0F}b.com", Invalid::HiddenCharacter),
        ("e\u{212A}ample.com", Invalid::LookAlike),
        ("e\u{17F}ample.com", Invalid::LookAlike),
        ("ｅｘａｍｐｌｅ.com", Invalid::LookAlike),
        ("example。com", Invalid::LookAlike),
        ("example．com", Invalid::LookAlike),
        ("of\u{FB01}ce.com", Invalid::LookAlike),
        ("example.c℀m", Invalid::LookAlike),
        ("İstanbul.com", Invalid::LookAlike),
        ("１２７.０.０.１", Invalid::LookAlike),
        ("exam\u{A0}ple.com", Invalid::LookAlike),
        ("xn--.com", Invalid::Punycode),
        ("xn--a.com", Invalid::Punycode),
        ("xn--example-.com", Invalid::Punycode),
        ("xn--99999999.com", Invalid::Punycode),
        ("xn--MNCHEN-3ya-.de", Invalid::Punycode),
        ("xn--xn--mnchen-3ya-.de", Invalid::Punycode),
        ("\u{308}a.com", Invalid::International),
        ("\u{FFFD}.com", Invalid::International),
        ("☃\u{10FFFE}.com", Invalid::International),
        ("aא.com", Invalid::International),
    ] {
        assert_eq!(typed.parse::<DomainName>(), Err(reason), "{typed:?}");
    }
}

#[test]
fn a_name_of_253_octets_is_the_longest() {
    let label = "a".repeat(63);
    let longest = format!("{label}.{label}.{label}.{}", &label[..61]);
    assert_eq!(domain(&longest).as_str().len(), 253);
    for (typed, reason) in [
        (format!("{longest}a"), Invalid::TooLong),
        (format!("{longest}aa"), Invalid::TooLong),
        (format!("{longest}."), Invalid::TrailingDot),
        (format!("{}.", "a".repeat(1_015)), Invalid::TrailingDot),
        (format!("{}.", "a".repeat(1_016)), Invalid::TooLong),
        (format!("{}.", "a".repeat(1_017)), Invalid::TooLong),
    ] {
        assert_eq!(typed.parse::<DomainName>(), Err(reason), "{}", typed.len());
    }
}

#[test]
fn an_international_name_is_limited_by_what_it_is_sent_as() {
    // Repeating a character costs one octet more in an A-label, and four as it is typed.
    let label = "\u{20000}".repeat(54);
    let typed = format!("{label}.{label}.{label}.{label}");
    assert!(typed.len() > 800 && domain(&typed).as_str().len() <= 253);
    let typed = format!("{label}.{typed}");
    assert_eq!(typed.parse::<DomainName>(), Err(Invalid::TooLong));
}

#[test]
fn each_international_label_leads_back_to_itself_where_all_are_international() {
    assert_eq!(domain("xn--r8jz45g.xn--zckzah").label_count(), 2);
    for typed in ["xn--a.xn--zckzah", "xn--zckzah.xn--a"] {
        assert_eq!(
            typed.parse::<DomainName>(),
            Err(Invalid::Punycode),
            "{typed}"
        );
    }
}

#[test]
fn a_look_alike_domain_is_not_within() {
    let parent = domain("example.com");
    for (name, within) in [
        ("example.com", true),
        ("eu.example.com", true),
        ("a.b.example.com", true),
        ("evilexample.com", false),
        ("example.com.evil.net", false),
        ("example.org", false),
        ("xn--exmple-cua.com", false),
    ] {
        assert_eq!(domain(name).is_within(&parent), within, "{name}");
    }
    assert!(!parent.is_within(&domain("eu.example.com")));
}

#[test]
fn suffixes_run_from_the_most_specific_to_two_labels() {
    let names: Vec<String> = domain("a.b.example.com")
        .suffixes()
        .map(|name| name.to_string())
        .collect();
    assert_eq!(names, ["a.b.example.com", "b.example.com", "example.com"]);
    assert_eq!(domain("a.b.example.com").label_count(), 4);
}

#[test]
fn public_suffixes_are_known_in_both_sections() {
    for name in [
        "co.uk",
        "github.io",
        "com.au",
        "xn--55qx5d.cn",
        "blogspot.com",
        "uk.com",
    ] {
        assert!(domain(name).is_public_suffix(), "{name}");
    }
    for name in [
        "example.com",
        "example.co.uk",
        "someone.github.io",
        "corp.internal",
        "a.unknown-tld",
    ] {
        assert!(!domain(name).is_public_suffix(), "{name}");
    }
    assert!(domain("kawasaki.jp").holds_only_public_suffixes());
    assert!(!domain("example.jp").holds_only_public_suffixes());
}

#[test]
fn a_name_below_a_listed_one_is_listed_too() {
    assert!(domain("mailinator.com").is_disposable());
    assert!(domain("team.mailinator.com").is_disposable());
    assert!(domain("gmail.com").is_public_provider());
    assert!(!domain("notgmail.com").is_public_provider());
}

#[test]
fn json_goes_through_the_parser() {
    let read: DomainName = serde_json::from_str("\"EXAMPLE.com\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"example.com\"");
    assert!(serde_json::from_str::<DomainName>("\"com\"").is_err());
    assert!(serde_json::from_str::<DomainName>("[\"example.com\"]").is_err());
}

#[test]
fn a_domain_is_named_in_a_log() {
    let shown = format!("{:?}", domain("Example.com"));
    assert_eq!(shown, "DomainName(example.com)");
}
