//! What holds of the parsers, whatever text a stranger sends. The fuzz targets ask it of texts that they make up, and
//! each build of the texts that were kept (`tests/it/corpus.rs`).

use registration_core::{
    model::{
        ActivationCode, CoverUrl, CustomerId, LinkAudience, Locale, LoginMethod, PortalSettings,
        Timestamp,
        domain_name::DomainName,
        email::EmailAddress,
        permitted_domain::PermittedDomain,
        person_name::PersonName,
        phone::phone,
        text::{line, paragraph},
    },
    policy::settings::{
        DomainProblem, ProposedSettings, acknowledged, narrows_links, resolve, warnings,
    },
};
use std::{collections::HashSet, error::Error, fmt::Display, str::FromStr};

/// Panics where a claim about the parsers that `target` names does not hold of `text`.
pub(crate) fn hold(target: &str, text: &str) {
    match target {
        "address" => address(text),
        "domain" => domain(text),
        "settings" => settings(text),
        "person" => person(text),
        unknown => panic!("nothing is claimed of {unknown}"),
    }
}

fn address(text: &str) {
    let Some(address) = accepted::<EmailAddress>(text) else {
        // Whatever is refused, it isn't for a plain name at a domain that is one.
        if let Some((name, domain)) = text.split_once('@')
            && let Ok(domain) = domain.parse::<DomainName>()
            && (1..=64).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            assert!(name.len() + 1 + domain.as_str().len() > 254, "{text:?}");
        }
        return;
    };
    let canonical = address.as_str();
    assert!(canonical.is_ascii() && canonical.len() <= 254);
    assert!(!canonical.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_whitespace()));
    assert_eq!(canonical.matches('@').count(), 1);
    // Mail goes to the domain that is decided on, and nothing but the case of the name was changed.
    let (typed_name, typed_domain) = text.split_once('@').expect("it was accepted");
    assert_eq!(address.local_part(), typed_name.to_ascii_lowercase());
    assert_eq!(
        address.domain(),
        &typed_domain.parse::<DomainName>().unwrap()
    );
    assert_eq!(
        canonical,
        format!("{}@{}", address.local_part(), address.domain())
    );
    assert_eq!(
        text.to_ascii_uppercase().parse::<EmailAddress>().as_ref(),
        Ok(&address)
    );
    is_domain(address.domain());
    let json = serde_json::to_string(&address).unwrap();
    assert_eq!(
        serde_json::from_str::<EmailAddress>(&json).unwrap(),
        address
    );
}

fn domain(text: &str) {
    let domain = accepted::<DomainName>(text);
    let at = format!("a@{text}").parse::<EmailAddress>();
    if let Some(domain) = &domain {
        is_domain(domain);
        is_spelled_like(domain, text);
        if domain.as_str().len() <= 252 {
            assert_eq!(
                at.unwrap().domain(),
                domain,
                "an address may stand at every domain"
            );
        }
    } else {
        assert!(
            at.is_err(),
            "no address stands at what is no domain: {text:?}"
        );
    }
    if let Some(entry) = accepted::<PermittedDomain>(text) {
        is_permitted(&entry);
    }
}

/// A name of DNS, in a form that leads back to itself however it is written.
fn is_domain(domain: &DomainName) {
    let name = domain.as_str();
    assert!(name.len() <= 253 && domain.label_count() >= 2, "{name}");
    for label in name.split('.') {
        assert!((1..=63).contains(&label.len()), "{name}");
        assert!(!label.starts_with('-') && !label.ends_with('-'), "{name}");
        let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-');
        assert!(label.bytes().all(plain), "{name}");
    }
    assert!(name.parse::<std::net::IpAddr>().is_err(), "{name}");
    let shown = domain.to_unicode();
    assert_eq!(
        shown.parse::<DomainName>().as_ref(),
        Ok(domain),
        "{name}, shown as {shown}"
    );
    assert_eq!(
        name.to_ascii_uppercase().parse::<DomainName>().as_ref(),
        Ok(domain),
        "{name}"
    );
    let json = serde_json::to_string(domain).unwrap();
    assert_eq!(&serde_json::from_str::<DomainName>(&json).unwrap(), domain);

    let above: Vec<DomainName> = domain.suffixes().collect();
    assert_eq!(above.len() + 1, domain.label_count());
    for (index, suffix) in above.iter().enumerate() {
        assert_eq!(suffix.label_count(), domain.label_count() - index);
        assert!(domain.is_within(suffix) && (index == 0 || !suffix.is_within(domain)));
    }
}

/// What is typed outside ASCII stays outside it, and ASCII loses its case and nothing else.
fn is_spelled_like(domain: &DomainName, typed: &str) {
    let (labels, typed) = (domain.as_str().split('.'), typed.split('.'));
    assert_eq!(labels.clone().count(), typed.clone().count());
    for (label, typed) in labels.zip(typed) {
        if typed.is_ascii() {
            assert_eq!(label, typed.to_ascii_lowercase());
        } else {
            assert!(label.starts_with("xn--"), "{typed:?} became {label}");
        }
    }
}

fn is_permitted(entry: &PermittedDomain) {
    let (domain, wide) = (entry.domain(), entry.include_subdomains());
    is_domain(domain);
    assert!(!domain.is_public_suffix(), "{domain}");
    let json = serde_json::to_string(entry).unwrap();
    assert_eq!(
        &serde_json::from_str::<PermittedDomain>(&json).unwrap(),
        entry
    );
    // Only whole labels count. What is too long to be an address is no address to be admitted.
    for (address, admitted) in [
        (format!("a@{domain}"), true),
        (format!("a@b.{domain}"), wide),
        (format!("a@b.c.{domain}"), wide),
        (format!("a@b{domain}"), false),
        (format!("a@b-{domain}"), false),
        (format!("a@{domain}.example"), false),
    ] {
        if let Ok(address) = address.parse::<EmailAddress>() {
            assert_eq!(entry.admits(&address), admitted, "{address} at {entry}");
        }
    }
}

/// `fk:acme.com|*.acme.com, beta.org`: the switches, the list that stands, the list that is pasted over it.
fn settings(text: &str) {
    let (switches, lists) = text.split_once(':').unwrap_or(("", text));
    let (standing, pasted) = lists.split_once('|').unwrap_or(("", lists));
    for (item, result) in PermittedDomain::parse_list(pasted) {
        assert!(!item.is_empty() && !item.contains([',', ';', ' ', '\n']));
        assert_eq!(item.parse(), result);
    }
    let mut seen = HashSet::new();
    let current = PortalSettings {
        permitted_domains: PermittedDomain::parse_list(standing)
            .filter_map(|(_, result)| result.ok())
            .filter(|entry| seen.insert(entry.domain().clone()))
            .collect(),
        ..PortalSettings::default()
    };
    let mut proposed = ProposedSettings {
        self_service_registration: switches.contains('f'),
        permitted_domains: PermittedDomain::parse_list(pasted)
            .map(|(_, result)| result)
            .collect(),
        invite_link_registration: switches.contains('l'),
        link_audience: match switches {
            named if named.contains('a') => Some(LinkAudience::Anyone),
            named if named.contains('p') => Some(LinkAudience::PermittedDomains),
            _ => None,
        },
        login_method: LoginMethod::Password,
        acknowledge: HashSet::new(),
    };
    let saved = match resolve(&current, &proposed) {
        Ok(saved) => saved,
        Err(refused) => {
            let mut after = None;
            for one in &refused {
                assert!(Some(one.index) > after && one.index < proposed.permitted_domains.len());
                after = Some(one.index);
                assert!(
                    one.detail.contains(' '),
                    "{:?} is told in a sentence",
                    one.problem
                );
            }
            // Whoever means it acknowledges what can be, takes the rest out, and is not asked again.
            let mut index = 0;
            proposed.permitted_domains.retain(|entry| {
                let told = refused
                    .iter()
                    .find(|one| one.index == index)
                    .map(|one| one.problem);
                index += 1;
                let Ok(entry) = entry else { return false };
                let code = match told {
                    None => return true,
                    Some(DomainProblem::PublicProvider) => DomainProblem::PublicProvider.code(),
                    Some(DomainProblem::Disposable) => DomainProblem::Disposable.code(),
                    Some(_) => return false,
                };
                proposed
                    .acknowledge
                    .insert(format!("{code}:{}", entry.domain()));
                switches.contains('k')
            });
            let saved = resolve(&current, &proposed);
            saved.unwrap_or_else(|refused| panic!("refused again: {refused:?}"))
        }
    };
    is_saved(&current, &proposed, &saved);
}

fn is_saved(current: &PortalSettings, proposed: &ProposedSettings, saved: &PortalSettings) {
    let wanted: Vec<&PermittedDomain> = proposed.permitted_domains.iter().flatten().collect();
    assert_eq!(saved.permitted_domains.iter().collect::<Vec<_>>(), wanted);
    let domains: HashSet<_> = wanted.iter().map(|entry| entry.domain()).collect();
    assert_eq!(domains.len(), wanted.len(), "each domain stands there once");
    assert!(domains.iter().all(|domain| !domain.is_public_suffix()));

    let shown: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    let read: Vec<_> = PermittedDomain::parse_list(&shown.join(", "))
        .map(|(_, result)| result.unwrap())
        .collect();
    assert_eq!(
        read, saved.permitted_domains,
        "a list that is shown is read back"
    );

    let keys = acknowledged(current, saved);
    assert!(
        keys.iter().all(|key| proposed.acknowledge.contains(key)),
        "{keys:?}"
    );
    let again = ProposedSettings {
        permitted_domains: read.into_iter().map(Ok).collect(),
        link_audience: None,
        acknowledge: HashSet::new(),
        ..proposed.clone()
    };
    assert_eq!(
        resolve(saved, &again).as_ref(),
        Ok(saved),
        "saving twice changes nothing"
    );
    assert!(!narrows_links(saved, saved) && acknowledged(saved, saved).is_empty());
    for told in warnings(CustomerId(Default::default()), current, saved, &[]) {
        assert!(told.detail.contains(' '), "{told:?}");
        let named = told.domain.as_deref();
        assert!(named.is_none_or(|name| domains.iter().any(|domain| domain.as_str() == name)));
    }
}

fn person(text: &str) {
    match PersonName::from_full(text) {
        Ok(name) => {
            let shown = name.to_string();
            assert!(
                !shown.contains(char::is_control) && !shown.contains("://"),
                "{shown:?}"
            );
            assert_eq!(PersonName::from_full(&shown).as_ref(), Ok(&name));
            assert_eq!(
                PersonName::new(name.first(), name.last()).as_ref(),
                Ok(&name)
            );
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
        }
        Err(reason) => is_sentence(&reason),
    }
    match phone(text) {
        Ok(number) => {
            assert!(number.is_ascii() && !number.contains(char::is_control));
            assert!(number.len() <= 40);
            assert!(number.contains(|c: char| c.is_ascii_digit()));
            assert!(!number.contains(['<', '"', '\'', ':', ';', '@', '=']));
            assert_eq!(phone(&number), Ok(number));
        }
        Err(reason) => is_sentence(&reason),
    }
    match line(text, 80) {
        Ok(kept) => {
            assert!(!kept.contains(char::is_control) && kept.chars().count() <= 80);
            assert_eq!(
                paragraph(&kept, 80).as_ref(),
                Ok(&kept),
                "a line is a paragraph"
            );
            assert_eq!(line(&kept, 80), Ok(kept));
        }
        Err(reason) => is_sentence(&reason),
    }
    match paragraph(text, 80) {
        Ok(kept) => {
            let breaks = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!kept.contains(breaks) && kept.chars().count() <= 80);
            assert_eq!(paragraph(&kept, 80), Ok(kept));
        }
        Err(reason) => is_sentence(&reason),
    }
    if let Some(locale) = accepted::<Locale>(text) {
        assert!(
            locale
                .language()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase()),
            "{locale}"
        );
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert_eq!(Timestamp::from_micros(moment.as_micros()), Ok(moment));
    }
    if let Ok(url) = text.parse::<CoverUrl>() {
        assert_eq!(url.as_str(), text);
        assert_eq!(
            url.origin().parse::<CoverUrl>().unwrap().as_str(),
            url.origin()
        );
        assert!(text.starts_with(url.origin()) && !text.contains(['"', '\'', '<', '>', ';', ' ']));
    }
    let code = ActivationCode::typed(text);
    assert!(!code.expose().contains(char::is_whitespace));
}

/// The value that `text` spells, having checked that what is shown of it spells it again; a refusal is a sentence.
fn accepted<T>(text: &str) -> Option<T>
where
    T: FromStr<Err: Error> + Display + PartialEq + std::fmt::Debug,
{
    match text.parse::<T>() {
        Ok(value) => {
            let shown = value.to_string();
            let again = shown.parse::<T>();
            let again =
                again.unwrap_or_else(|reason| panic!("{shown:?}, shown of {text:?}: {reason}"));
            assert_eq!(again, value, "shown of {text:?}");
            assert_eq!(again.to_string(), shown, "what is canonical stays as it is");
            Some(value)
        }
        Err(reason) => {
            is_sentence(&reason);
            None
        }
    }
}

fn is_sentence(reason: &dyn Error) {
    let told = reason.to_string();
    assert!(told.contains(' ') && told.ends_with('.'), "{told}");
}
