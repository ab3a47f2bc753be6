//! Codes and sentences, which programs and people know a reason by: each has its own, and a code is spelled like its name.

use registration_core::{
    model::{
        InvalidLocale, domain_name::InvalidDomainName, email::InvalidEmailAddress,
        person_name::InvalidName, phone::InvalidPhone, text::InvalidText,
    },
    policy::{mapping::Misfit, passwords::Weakness, provisioning::Hidden},
};
use std::{collections::HashSet, fmt::Debug};

/// `TooLong { max: 9 }` to `too_long`.
fn spelled(variant: &impl Debug) -> String {
    let shown = format!("{variant:?}");
    let name = shown.split([' ', '(']).next().unwrap_or_default();
    let mut code = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

#[test]
fn the_code_of_a_refused_address_is_spelled_like_its_name() {
    use InvalidEmailAddress as Address;
    for reason in [
        Address::Empty,
        Address::TooLong,
        Address::ControlCharacter,
        Address::HiddenCharacter,
        Address::Space,
        Address::MissingAt,
        Address::SecondAt,
        Address::Quoted,
        Address::Comment,
        Address::Routing,
        Address::EncodedWord,
        Address::LocalPartEmpty,
        Address::LocalPartTooLong,
        Address::LocalPartDots,
        Address::LocalPartNotAscii,
        Address::LocalPartCharacter,
    ] {
        assert_eq!(reason.code(), spelled(&reason));
    }
    use InvalidDomainName as Domain;
    for reason in [
        Domain::Empty,
        Domain::TooLong,
        Domain::TrailingDot,
        Domain::EmptyLabel,
        Domain::TooFewLabels,
        Domain::LabelTooLong,
        Domain::Character,
        Domain::Hyphen,
        Domain::IpAddress,
        Domain::HiddenCharacter,
        Domain::LookAlike,
        Domain::Punycode,
        Domain::International,
    ] {
        assert_eq!(reason.code(), format!("domain_{}", spelled(&reason)));
        assert_eq!(Address::Domain(reason).code(), reason.code());
    }
}

#[test]
fn the_code_of_a_refused_name_text_phone_or_language_is_spelled_like_its_name() {
    for reason in [
        InvalidName::Empty,
        InvalidName::TooLong,
        InvalidName::ControlCharacter,
        InvalidName::HiddenCharacter,
        InvalidName::WebAddress,
    ] {
        assert_eq!(reason.code(), format!("name_{}", spelled(&reason)));
    }
    for reason in [
        InvalidText::Empty,
        InvalidText::TooLong { max: 9 },
        InvalidText::ControlCharacter,
        InvalidText::HiddenCharacter,
    ] {
        assert_eq!(reason.code(), format!("text_{}", spelled(&reason)));
    }
    assert_eq!(InvalidPhone.code(), spelled(&InvalidPhone));
    assert_eq!(InvalidLocale.code(), spelled(&InvalidLocale));
}

#[test]
fn each_reason_is_told_in_a_sentence_of_its_own() {
    fn told_apart<T>(all: &[T], sentence: impl Fn(&T) -> &'static str) {
        let sentences: HashSet<&str> = all.iter().map(sentence).collect();
        assert_eq!(sentences.len(), all.len(), "{sentences:?}");
        assert!(
            sentences.iter().all(|told| told.contains(' ')),
            "{sentences:?}"
        );
    }
    told_apart(Misfit::ALL, |misfit| misfit.advice());
    told_apart(Weakness::ALL, |weakness| weakness.advice());
    told_apart(Hidden::ALL, |hidden| hidden.why());
}
