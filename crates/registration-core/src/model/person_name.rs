//! Names of people, safe to be put into a mail to somebody else.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::character::{self, RefusedCharacter};

const MAX_PART: usize = 64;

/// A first and a last name of 1 to 64 characters each; the last may be empty.
///
/// A stranger's name stands in mails that we send, so it carries no links and no characters that
/// reorder, hide or break what is around it. Zero-width joiners stand only between letters of
/// scripts that spell with them (Arabic, the scripts of India, Khmer, Mongolian, Myanmar …).
///
/// ```
/// use registration_core::model::person_name::PersonName;
///
/// let name = PersonName::from_full("Mary Jane Watson")?;
/// assert_eq!((name.first(), name.last()), ("Mary Jane", "Watson"));
/// assert_eq!(PersonName::from_full("Ann")?.to_string(), "Ann");
/// assert!(PersonName::new("Win at https://evil.example", "").is_err());
/// # Ok::<(), registration_core::model::person_name::InvalidName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct PersonName {
    first: String,
    last: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    first: String,
    last: String,
}

/// Why a text is not a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidName {
    /// The first name is missing.
    #[error("Enter a name.")]
    Empty,
    /// The first or the last name has more than 64 characters.
    #[error(
        "This name is too long: use at most 64 characters each for the first and the last name."
    )]
    TooLong,
    /// It contains a control character, a line break for example.
    #[error("Remove line breaks and control characters from the name.")]
    ControlCharacter,
    /// It contains a bidi or zero-width character.
    #[error("Type the name anew: it contains a character that cannot be seen.")]
    HiddenCharacter,
    /// It contains a web address.
    #[error("Enter a name without a web address.")]
    WebAddress,
}

impl InvalidName {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "name_empty",
            Self::TooLong => "name_too_long",
            Self::ControlCharacter => "name_control_character",
            Self::HiddenCharacter => "name_hidden_character",
            Self::WebAddress => "name_web_address",
        }
    }
}

impl From<RefusedCharacter> for InvalidName {
    fn from(refused: RefusedCharacter) -> Self {
        match refused {
            RefusedCharacter::Control => Self::ControlCharacter,
            RefusedCharacter::Hidden => Self::HiddenCharacter,
        }
    }
}

impl PersonName {
    /// A name in its two parts; white space around them is dropped.
    pub fn new(first: &str, last: &str) -> Result<Self, InvalidName> {
        let (first, last) = (first.trim(), last.trim());
        if first.is_empty() {
            return Err(InvalidName::Empty);
        }
        check(first)?;
        check(last)?;
        Ok(Self {
            first: first.to_owned(),
            last: last.to_owned(),
        })
    }

    /// A name in one piece, divided at its last space; without one, the last name is empty.
    pub fn from_full(full: &str) -> Result<Self, InvalidName> {
        let full = full.trim();
        match full.rsplit_once(char::is_whitespace) {
            // Dividing would swallow a line break in the middle, so it is looked for before.
            Some((first, last)) => {
                character::inspect(full, false, takes_joiner)?;
                Self::new(first, last)
            }
            None => Self::new(full, ""),
        }
    }

    /// The first name, with middle names if there are any.
    pub fn first(&self) -> &str {
        &self.first
    }

    /// The last name; empty for people who have one name.
    pub fn last(&self) -> &str {
        &self.last
    }
}

/// What a person changes about a name that was given before: one of its parts, or both.
///
/// ```
/// use registration_core::model::person_name::{NameChange, PersonName};
///
/// let typed = PersonName::new("Jo", "Doe")?;
/// let change = NameChange::of_last("Roe")?;
/// assert_eq!(change.apply(&typed), PersonName::new("Jo", "Roe")?);
/// # Ok::<(), registration_core::model::person_name::InvalidName>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameChange {
    first: Option<String>,
    last: Option<String>,
}

impl NameChange {
    /// Another first name.
    pub fn of_first(first: &str) -> Result<Self, InvalidName> {
        let name = PersonName::new(first, "")?;
        Ok(Self {
            first: Some(name.first),
            last: None,
        })
    }

    /// Another last name; an empty one takes it away.
    pub fn of_last(last: &str) -> Result<Self, InvalidName> {
        let last = last.trim();
        check(last)?;
        Ok(Self {
            first: None,
            last: Some(last.to_owned()),
        })
    }

    /// Both changes; where both speak of one part, `self` wins.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            first: self.first.or(other.first),
            last: self.last.or(other.last),
        }
    }

    /// The name as it is afterwards.
    pub fn apply(&self, name: &PersonName) -> PersonName {
        let part = |changed: &Option<String>, before: &str| {
            changed.clone().unwrap_or_else(|| before.to_owned())
        };
        PersonName {
            first: part(&self.first, &name.first),
            last: part(&self.last, &name.last),
        }
    }
}

fn check(part: &str) -> Result<(), InvalidName> {
    if part.chars().nth(MAX_PART).is_some() {
        return Err(InvalidName::TooLong);
    }
    character::inspect(part, false, takes_joiner)?;
    if contains_web_address(part) {
        Err(InvalidName::WebAddress)
    } else {
        Ok(())
    }
}

// Scripts in which a joiner changes how a word is spelled.
fn takes_joiner(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{8FF}'       // Arabic, Syriac, N'Ko and their neighbours
        | '\u{900}'..='\u{DFF}'     // Devanagari to Sinhala
        | '\u{F00}'..='\u{109F}'    // Tibetan, Myanmar
        | '\u{1780}'..='\u{18AF}') // Khmer, Mongolian
}

// Mail programs turn these into links even where no scheme is written. Endings that are also
// surnames or abbreviations (J.Kim, Mr.Li) are left out.
const LINKED_ENDINGS: [&str; 15] = [
    "app", "biz", "click", "com", "dev", "info", "link", "net", "online", "org", "shop", "site",
    "top", "website", "xyz",
];

fn contains_web_address(part: &str) -> bool {
    let part = part.to_lowercase();
    part.contains("://") || part.split_whitespace().any(is_web_address)
}

fn is_web_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    if word.starts_with("www.") {
        return true;
    }
    let host = word.split_once('/').map(|(host, _)| host);
    match host.unwrap_or(word).rsplit_once('.') {
        Some((_, ending)) => {
            LINKED_ENDINGS.contains(&ending)
                || (host.is_some()
                    && ending.chars().count() >= 2
                    && ending.chars().all(char::is_alphanumeric))
        }
        None => false,
    }
}

impl TryFrom<Unchecked> for PersonName {
    type Error = InvalidName;

    fn try_from(unchecked: Unchecked) -> Result<Self, Self::Error> {
        Self::new(&unchecked.first, &unchecked.last)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.first)?;
        if !self.last.is_empty() {
            write!(f, " {}", self.last)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_is_divided_at_its_last_space() {
        for (full, first, last) in [
            ("Ann Lee", "Ann", "Lee"),
            ("  Mary Jane  Watson ", "Mary Jane", "Watson"),
            ("Ann", "Ann", ""),
            ("山田\u{3000}太郎", "山田", "太郎"),
        ] {
            let name = PersonName::from_full(full).unwrap();
            assert_eq!((name.first(), name.last()), (first, last));
        }
        assert_eq!(
            PersonName::from_full(" Ann   Lee ").unwrap().to_string(),
            "Ann Lee"
        );
    }

    #[test]
    fn names_of_the_world_are_accepted() {
        for name in [
            "O'Hara",
            "Jean-Luc",
            "J.R.R.",
            "J.Kim",
            "Mr.Li",
            "St./Anne",
            "Nguyễn",
            "Þór",
            "علی\u{200C}رضا",
            "ශ්\u{200D}රී",
            "葛\u{E0100}城",
            "X Æ A-12",
            "<b>Bob</b>",
            "Robert'); DROP TABLE",
            "c/o Ann",
            "Null",
            "Dr. No/Yes",
        ] {
            let parsed = PersonName::new(name, "").unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(parsed.first(), name);
        }
    }

    #[test]
    fn a_name_carries_no_web_address() {
        for name in [
            "http://evil.example",
            "HTTPS://EVIL.example",
            "ftp://x",
            "Win www.evil.example",
            "(www.evil.de)",
            "evil.example/x",
            "example.com/",
            "Visit evil.com",
            "evil.COM.",
            "ann@evil.com",
            "https://",
        ] {
            assert_eq!(
                PersonName::new(name, ""),
                Err(InvalidName::WebAddress),
                "{name}"
            );
            assert_eq!(
                PersonName::new("Ann", name),
                Err(InvalidName::WebAddress),
                "{name}"
            );
        }
    }

    #[test]
    fn a_name_carries_nothing_that_cannot_be_seen() {
        for name in [
            "a\u{202E}b",
            "a\u{200B}b",
            "a\u{200D}b",
            "a\u{200C}b",
            "\u{FEFF}Ann",
            "\u{FE0F}",
            "A\u{AD}nn",
            "👩\u{200D}👧",
        ] {
            assert_eq!(
                PersonName::new(name, ""),
                Err(InvalidName::HiddenCharacter),
                "{name:?}"
            );
        }
        for name in ["a\0b", "Ann\r\nBcc: x", "a\tb", "a\u{2028}b", "a\u{7F}b"] {
            assert_eq!(
                PersonName::new(name, ""),
                Err(InvalidName::ControlCharacter),
                "{name:?}"
            );
            assert_eq!(
                PersonName::from_full(name),
                Err(InvalidName::ControlCharacter),
                "{name:?}"
            );
        }
    }

    #[test]
    fn each_part_has_at_most_64_characters() {
        let part = "ä".repeat(64);
        assert!(PersonName::new(&part, &part).is_ok());
        assert_eq!(
            PersonName::new(&format!("{part}ä"), ""),
            Err(InvalidName::TooLong)
        );
        assert_eq!(
            PersonName::new("Ann", &format!("{part}ä")),
            Err(InvalidName::TooLong)
        );
        assert_eq!(PersonName::new(" \u{3000}", "Lee"), Err(InvalidName::Empty));
        assert_eq!(PersonName::from_full(""), Err(InvalidName::Empty));
    }

    #[test]
    fn json_goes_through_the_parser() {
        let name: PersonName = serde_json::from_str(r#"{"first":" Ann ","last":"Lee"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&name).unwrap(),
            r#"{"first":"Ann","last":"Lee"}"#
        );
        assert!(serde_json::from_str::<PersonName>(r#"{"first":"","last":"Lee"}"#).is_err());
    }
}
