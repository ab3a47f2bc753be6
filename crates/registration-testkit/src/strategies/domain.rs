//! Domains and what is typed for permitted ones.

use super::Almost;
use proptest::prelude::*;
use registration_core::model::{
    DomainName, InvalidDomainName as Invalid, InvalidPermittedDomain, PermittedDomain,
};

/// International labels in Unicode, and as they are sent.
const INTERNATIONAL: &[(&str, &str)] = &[
    ("bücher", "xn--bcher-kva"),
    ("例え", "xn--r8jz45g"),
    ("пример", "xn--e1afmkfd"),
    ("straße", "xn--strae-oqa"),
];

/// A domain as it is typed, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed<T> {
    /// What somebody typed.
    pub typed: String,
    /// What it is.
    pub value: T,
}

fn label() -> impl Strategy<Value = String> + Clone {
    prop_oneof![4 => "[a-z][a-z0-9]{0,7}", 1 => "[a-z][a-z0-9]{0,3}-[a-z0-9]{1,4}"]
        .prop_filter("a hyphen in the fourth place is for A-labels", |label| {
            label.as_bytes().get(2..4) != Some(b"--")
        })
}

fn ending() -> impl Strategy<Value = String> + Clone {
    "[a-z]{2,4}"
}

/// The text of a domain of two to four labels, in the canonical form; shrinks to `a.aa`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::domain::domain_text;
///
/// proptest!(|(text in domain_text())| prop_assert!(text.contains('.')));
/// ```
pub fn domain_text() -> impl Strategy<Value = String> + Clone {
    (prop::collection::vec(label(), 1..4), ending())
        .prop_map(|(labels, ending)| format!("{}.{ending}", labels.join(".")))
}

/// A domain of two to four labels, one in eight with an international one; shrinks to `a.aa`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::domain::domain_name;
///
/// proptest!(|(domain in domain_name())| prop_assert!(domain.label_count() >= 2));
/// ```
pub fn domain_name() -> impl Strategy<Value = DomainName> + Clone {
    let plain = domain_text().prop_map(|text| text.parse().expect("it is a domain"));
    prop_oneof![7 => plain, 1 => international_domain().prop_map(|typed| typed.value)]
}

/// A domain with an international label, typed in Unicode or as an A-label, in either case.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::DomainName;
/// use registration_testkit::strategies::domain::international_domain;
///
/// proptest!(|(domain in international_domain())| {
///     prop_assert!(domain.value.as_str().contains("xn--"));
///     prop_assert_eq!(domain.typed.parse::<DomainName>(), Ok(domain.value));
/// });
/// ```
pub fn international_domain() -> impl Strategy<Value = Typed<DomainName>> + Clone {
    let typed = (prop::sample::select(INTERNATIONAL), ending(), 0..3_u8);
    typed.prop_map(|((unicode, ascii), ending, how)| Typed {
        typed: match how {
            0 => format!("{unicode}.{ending}"),
            1 => format!("{ascii}.{ending}"),
            _ => format!(
                "{}.{}",
                ascii.to_ascii_uppercase(),
                ending.to_ascii_uppercase()
            ),
        },
        value: format!("{ascii}.{ending}").parse().expect("it is a domain"),
    })
}

/// A text that one defect keeps from being a domain.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::DomainName;
/// use registration_testkit::strategies::domain::almost_domain;
///
/// proptest!(|(almost in almost_domain())| {
///     prop_assert_eq!(almost.typed.parse::<DomainName>(), Err(almost.reason));
/// });
/// ```
pub fn almost_domain() -> impl Strategy<Value = Almost<Invalid>> + Clone {
    let defects: &[fn(&str, &str) -> Almost<Invalid>] = &[
        |label, _| Almost::new(label, Invalid::TooFewLabels),
        |_, _| Almost::new("", Invalid::Empty),
        |label, top| Almost::new(format!("{label}.{top}."), Invalid::TrailingDot),
        |label, top| Almost::new(format!("{label}..{top}"), Invalid::EmptyLabel),
        |label, top| Almost::new(format!(".{label}.{top}"), Invalid::EmptyLabel),
        |_, top| Almost::new(format!("{}.{top}", "a".repeat(64)), Invalid::LabelTooLong),
        |_, top| Almost::new(format!("{}{top}", "abcdefg.".repeat(32)), Invalid::TooLong),
        |label, top| Almost::new(format!("{label}_b.{top}"), Invalid::Character),
        |label, top| Almost::new(format!("-{label}.{top}"), Invalid::Hyphen),
        |label, top| Almost::new(format!("{label}-.{top}"), Invalid::Hyphen),
        |_, top| Almost::new(format!("ab--cd.{top}"), Invalid::Hyphen),
        |_, _| Almost::new("127.0.0.1", Invalid::IpAddress),
        |label, _| Almost::new(format!("{label}.0x7f"), Invalid::IpAddress),
        |label, top| Almost::new(format!("{label}\u{200B}b.{top}"), Invalid::HiddenCharacter),
        |label, top| Almost::new(format!("{label}\u{212A}.{top}"), Invalid::LookAlike),
        |label, top| Almost::new(format!("{label}。{top}"), Invalid::LookAlike),
        |_, top| Almost::new(format!("xn--a.{top}"), Invalid::Punycode),
        |_, top| Almost::new(format!("\u{308}a.{top}"), Invalid::International),
    ];
    (
        "[a-z][a-z0-9]{0,5}",
        ending(),
        prop::sample::select(defects),
    )
        .prop_map(|(label, top, defect)| defect(&label, &top))
}

/// A permitted domain, with its sub-domains or without; shrinks to `a.aa`, exact.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::PermittedDomain;
/// use registration_testkit::strategies::domain::permitted_domain;
///
/// proptest!(|(entry in permitted_domain())| {
///     prop_assert_eq!(entry.to_string().parse::<PermittedDomain>(), Ok(entry));
/// });
/// ```
pub fn permitted_domain() -> impl Strategy<Value = PermittedDomain> + Clone {
    (domain_name(), any::<bool>())
        .prop_filter_map("anybody can register below it", |(domain, wide)| {
            PermittedDomain::new(domain, wide).ok()
        })
}

/// A permitted domain in one of the notations that people type: as it is, with `@`, with `*.`, in capitals, with blanks.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::PermittedDomain;
/// use registration_testkit::strategies::domain::typed_permitted_domain;
///
/// proptest!(|(entry in typed_permitted_domain())| {
///     prop_assert_eq!(entry.typed.parse::<PermittedDomain>(), Ok(entry.value));
/// });
/// ```
pub fn typed_permitted_domain() -> impl Strategy<Value = Typed<PermittedDomain>> + Clone {
    (
        permitted_domain(),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(value, at, capitals, blanks)| {
            let mut typed = value.to_string();
            if at && !value.include_subdomains() {
                typed.insert(0, '@');
            }
            if capitals {
                typed = typed.to_ascii_uppercase();
            }
            if blanks {
                typed = format!(" {typed}\t");
            }
            Typed { typed, value }
        })
}

/// A text that one defect keeps from being permitted: no domain, or one below which anybody can register a name.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::PermittedDomain;
/// use registration_testkit::strategies::domain::almost_permitted_domain;
///
/// proptest!(|(almost in almost_permitted_domain())| {
///     prop_assert_eq!(almost.typed.parse::<PermittedDomain>(), Err(almost.reason));
/// });
/// ```
pub fn almost_permitted_domain() -> impl Strategy<Value = Almost<InvalidPermittedDomain>> + Clone {
    let suffixes = &[
        "com",
        "@com",
        "co.uk",
        "*.co.uk",
        "github.io",
        "*.kawasaki.jp",
        "CO.UK",
    ];
    let public = prop::sample::select(&suffixes[..])
        .prop_map(|text| Almost::new(text, InvalidPermittedDomain::PublicSuffix));
    let broken = almost_domain()
        .prop_filter("a single label may be a public suffix", |almost| {
            almost.reason != Invalid::TooFewLabels
        })
        .prop_map(|almost| Almost::new(almost.typed, almost.reason.into()));
    prop_oneof![1 => public, 2 => broken]
}
