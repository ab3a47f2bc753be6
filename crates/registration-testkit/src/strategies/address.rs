//! E-mail addresses.

use super::{Almost, domain};
use proptest::prelude::*;
use registration_core::model::{EmailAddress, InvalidDomainName, InvalidEmailAddress as Invalid};

/// What may stand before the `@`; shrinks to `a`. Only people: never a role mailbox such as `support`.
fn local_part() -> impl Strategy<Value = String> + Clone {
    "[a-z][a-z0-9]{0,7}(\\.[a-z0-9]{1,6})?([+_-][a-z0-9]{1,4})?".prop_filter(
        "it is a function's",
        |local| {
            let address = format!("{local}@a.aa").parse::<EmailAddress>();
            address.is_ok_and(|address| !address.is_role_mailbox())
        },
    )
}

/// An address of a person on any domain; shrinks to `a@a.aa`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::address::email_address;
///
/// proptest!(|(address in email_address())| prop_assert!(!address.is_role_mailbox()));
/// ```
pub fn email_address() -> impl Strategy<Value = EmailAddress> + Clone {
    (local_part(), domain::domain_name()).prop_map(|(local, domain)| {
        format!("{local}@{domain}")
            .parse()
            .expect("it is an address")
    })
}

/// An address of a person on one of `domains`, so that several of them share one; shrinks to `a@` the first.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::address::address_on;
///
/// proptest!(|(address in address_on(&["acme.com", "eu.acme.com"]))| {
///     prop_assert!(address.as_str().ends_with("acme.com"));
/// });
/// ```
pub fn address_on(domains: &'static [&'static str]) -> impl Strategy<Value = EmailAddress> + Clone {
    (local_part(), prop::sample::select(domains)).prop_map(|(local, domain)| {
        format!("{local}@{domain}")
            .parse()
            .expect("it is an address")
    })
}

/// An address of a function, which no rule admits.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::address::role_mailbox;
///
/// proptest!(|(address in role_mailbox())| prop_assert!(address.is_role_mailbox()));
/// ```
pub fn role_mailbox() -> impl Strategy<Value = EmailAddress> + Clone {
    let functions = &[
        "info",
        "support",
        "noreply",
        "no-reply",
        "postmaster",
        "abuse",
        "webmaster",
    ];
    (prop::sample::select(&functions[..]), domain::domain_name()).prop_map(|(local, domain)| {
        format!("{local}@{domain}")
            .parse()
            .expect("it is an address")
    })
}

/// An address as it is typed: capitals, and international domains in Unicode.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::EmailAddress;
/// use registration_testkit::strategies::address::typed_address;
///
/// proptest!(|(address in typed_address())| {
///     prop_assert_eq!(address.typed.parse::<EmailAddress>(), Ok(address.value));
/// });
/// ```
pub fn typed_address() -> impl Strategy<Value = domain::Typed<EmailAddress>> + Clone {
    let plain = domain::domain_name().prop_map(|value| domain::Typed {
        typed: value.to_string(),
        value,
    });
    let domain = prop_oneof![2 => plain, 1 => domain::international_domain()];
    (local_part(), domain, any::<bool>()).prop_map(|(local, domain, capitals)| {
        let typed = if capitals {
            local.to_ascii_uppercase()
        } else {
            local.clone()
        };
        domain::Typed {
            typed: format!("{typed}@{}", domain.typed),
            value: format!("{local}@{}", domain.value)
                .parse()
                .expect("it is an address"),
        }
    })
}

/// A text that one defect keeps from being an address: before the `@`, at it, or behind it.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::EmailAddress;
/// use registration_testkit::strategies::address::almost_address;
///
/// proptest!(|(almost in almost_address())| {
///     prop_assert_eq!(almost.typed.parse::<EmailAddress>(), Err(almost.reason));
/// });
/// ```
pub fn almost_address() -> impl Strategy<Value = Almost<Invalid>> + Clone {
    prop_oneof![3 => almost_local_part(), 1 => behind_the_at()]
}

fn almost_local_part() -> impl Strategy<Value = Almost<Invalid>> + Clone {
    let defects: &[fn(&str, &str) -> Almost<Invalid>] = &[
        |local, domain| Almost::new(format!("{local}{domain}"), Invalid::MissingAt),
        |_, _| Almost::new("", Invalid::Empty),
        |local, domain| Almost::new(format!("{local}@{local}@{domain}"), Invalid::SecondAt),
        |local, domain| Almost::new(format!("{local} a@{domain}"), Invalid::Space),
        |local, domain| Almost::new(format!("{local}@{domain}\r\n"), Invalid::ControlCharacter),
        |local, domain| {
            Almost::new(
                format!("{local}\u{200B}@{domain}"),
                Invalid::HiddenCharacter,
            )
        },
        |local, domain| {
            Almost::new(
                format!("{local}@\u{202E}{domain}"),
                Invalid::HiddenCharacter,
            )
        },
        |local, domain| Almost::new(format!("\"{local}\"@{domain}"), Invalid::Quoted),
        |local, domain| Almost::new(format!("{local}\\@{domain}"), Invalid::Quoted),
        |local, domain| Almost::new(format!("{local}(a)@{domain}"), Invalid::Comment),
        |local, domain| Almost::new(format!("{local}%a.aa@{domain}"), Invalid::Routing),
        |local, domain| Almost::new(format!("a!{local}@{domain}"), Invalid::Routing),
        |local, domain| Almost::new(format!("=?{local}@{domain}"), Invalid::EncodedWord),
        |_, domain| Almost::new(format!("@{domain}"), Invalid::LocalPartEmpty),
        |_, domain| {
            Almost::new(
                format!("{}@{domain}", "a".repeat(65)),
                Invalid::LocalPartTooLong,
            )
        },
        |local, domain| Almost::new(format!(".{local}@{domain}"), Invalid::LocalPartDots),
        |local, domain| Almost::new(format!("{local}.@{domain}"), Invalid::LocalPartDots),
        |local, domain| Almost::new(format!("{local}..a@{domain}"), Invalid::LocalPartDots),
        |local, domain| Almost::new(format!("ä{local}@{domain}"), Invalid::LocalPartNotAscii),
        |local, domain| Almost::new(format!("{local},a@{domain}"), Invalid::LocalPartCharacter),
        |local, domain| Almost::new(format!("<{local}@{domain}"), Invalid::LocalPartCharacter),
        |_, _| {
            let domain = [
                "a".repeat(63),
                "a".repeat(63),
                "a".repeat(63),
                "aa".to_owned(),
            ]
            .join(".");
            Almost::new(format!("{}@{domain}", "a".repeat(64)), Invalid::TooLong)
        },
    ];
    (
        "[a-z]{1,6}",
        domain::domain_text(),
        prop::sample::select(defects),
    )
        .prop_map(|(local, domain, defect)| defect(&local, &domain))
}

fn behind_the_at() -> impl Strategy<Value = Almost<Invalid>> + Clone {
    ("[a-z]{1,6}", domain::almost_domain()).prop_map(|(local, almost)| {
        let reason = match almost.reason {
            // Looked for on both sides of the sign.
            InvalidDomainName::HiddenCharacter => Invalid::HiddenCharacter,
            reason => Invalid::Domain(reason),
        };
        Almost::new(format!("{local}@{}", almost.typed), reason)
    })
}
