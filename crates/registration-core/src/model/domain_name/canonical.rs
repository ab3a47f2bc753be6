//! How a typed domain becomes its canonical form, or is refused.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::InvalidDomainName as Invalid;
use crate::model::character;

const MAX_NAME: usize = 253;
const MAX_LABEL: usize = 63;
/// Four octets for each character of the longest name and of a dot behind it; the exact length is checked later.
const MAX_TYPED: usize = 1_016;

/// The canonical form of `typed`; giving it the result again returns the same.
pub(super) fn canonical(typed: &str) -> Result<String, Invalid> {
    // A pasted megabyte is not copied before it is refused.
    if typed.len() > MAX_TYPED {
        return Err(Invalid::TooLong);
    }
    let name = if typed.is_ascii() {
        typed.to_ascii_lowercase()
    } else {
        from_unicode(typed)?
    };
    // Most domains end here: nothing in them needs Unicode tables.
    if check_shape(&name)? == Labels::International {
        check_international(&name)?;
    }
    Ok(name)
}

/// The name with its A-labels decoded.
pub(super) fn to_unicode(name: &str) -> Cow<'_, str> {
    Uts46::new()
        .to_unicode(name.as_bytes(), AsciiDenyList::STD3, Hyphens::Check)
        .0
}

#[derive(PartialEq)]
enum Labels {
    Plain,
    International,
}

fn check_shape(name: &str) -> Result<Labels, Invalid> {
    if name.is_empty() {
        return Err(Invalid::Empty);
    }
    if name.starts_with('[') {
        return Err(Invalid::IpAddress);
    }
    if name.ends_with('.') {
        return Err(Invalid::TrailingDot);
    }
    if name.len() > MAX_NAME {
        return Err(Invalid::TooLong);
    }
    let (mut labels, mut count, mut last) = (Labels::Plain, 0, "");
    for label in name.split('.') {
        if check_label(label.as_bytes())? == Labels::International {
            labels = Labels::International;
        }
        count += 1;
        last = label;
    }
    if is_number(last) {
        return Err(Invalid::IpAddress);
    }
    if count < 2 {
        return Err(Invalid::TooFewLabels);
    }
    Ok(labels)
}

fn check_label(label: &[u8]) -> Result<Labels, Invalid> {
    let (Some(first), Some(last)) = (label.first(), label.last()) else {
        return Err(Invalid::EmptyLabel);
    };
    for &byte in label {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => {}
            0..=0x1f | 0x7f => return Err(Invalid::HiddenCharacter),
            _ => return Err(Invalid::Character),
        }
    }
    if label.len() > MAX_LABEL {
        return Err(Invalid::LabelTooLong);
    }
    if *first == b'-' || *last == b'-' {
        // An A-label never ends with a hyphen either: there is nothing encoded in it.
        return Err(if label.starts_with(b"xn--") {
            Invalid::Punycode
        } else {
            Invalid::Hyphen
        });
    }
    match label {
        [b'x', b'n', b'-', b'-', ..] => Ok(Labels::International),
        [_, _, b'-', b'-', ..] => Err(Invalid::Hyphen),
        _ => Ok(Labels::Plain),
    }
}

// Resolvers read a name whose last label is a decimal or hexadecimal number as an IPv4 address.
fn is_number(label: &str) -> bool {
    match label.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => label.bytes().all(|b| b.is_ascii_digit()),
    }
}

fn from_unicode(typed: &str) -> Result<String, Invalid> {
    for c in typed.chars() {
        check_character(c)?;
    }
    if typed.ends_with('.') {
        return Err(Invalid::TrailingDot);
    }
    encode(typed).ok_or(Invalid::International)
}

fn check_character(c: char) -> Result<(), Invalid> {
    if is_unseen(c) {
        return Err(Invalid::HiddenCharacter);
    }
    if c.is_ascii() {
        let plain = c.is_ascii_alphanumeric() || c == '-' || c == '.';
        return if plain {
            Ok(())
        } else {
            Err(Invalid::Character)
        };
    }
    // UTS 46 would repair these: full-width letters, ligatures, the Kelvin sign, other full stops.
    let mapped = c.to_string();
    let (mapped, _) =
        Uts46::new().to_unicode(mapped.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
    if mapped.is_empty() || mapped.contains(|c: char| c.is_ascii()) {
        return Err(Invalid::LookAlike);
    }
    Ok(())
}

fn is_unseen(c: char) -> bool {
    character::is_control(c)
        || character::is_hidden(c)
        || character::is_joiner(c)
        || character::is_variation_selector(c)
}

// The `idna` crate's answer alone is not trusted: what an A-label stands for must lead back to it.
fn check_international(name: &str) -> Result<(), Invalid> {
    for label in name.split('.') {
        let Some(encoded) = label.strip_prefix("xn--") else {
            continue;
        };
        let decoded = idna::punycode::decode_to_string(encoded).ok_or(Invalid::Punycode)?;
        if decoded.is_ascii() || encode(&decoded).as_deref() != Some(label) {
            return Err(Invalid::Punycode);
        }
        // UTS 46 lets a joiner stand in some words; we don't, however the name is written.
        if decoded.chars().any(is_unseen) {
            return Err(Invalid::HiddenCharacter);
        }
    }
    // The rules for right-to-left names look at all labels together.
    if encode(name).as_deref() == Some(name) {
        Ok(())
    } else {
        Err(Invalid::International)
    }
}

fn encode(name: &str) -> Option<String> {
    Uts46::new()
        .to_ascii(
            name.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::Check,
            DnsLength::Verify,
        )
        .ok()
        .map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_uts_46_on_plain_names() {
        let pieces = [
            "a", "ab-c", "a--b", "ab--c", "-a", "a-", "0", "0x1", "_a", "a b", "",
        ];
        for first in pieces {
            for last in ["com", "c-m", "c_m", "co--m"] {
                let name = format!("{first}.{last}");
                assert_eq!(
                    check_shape(&name).is_ok(),
                    encode(&name).is_some(),
                    "{name:?}"
                );
            }
        }
    }
}
