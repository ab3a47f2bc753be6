//! Languages that people wish for, as browsers and forms name them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// The longest tag that anybody needs (RFC 5646 § 4.4.1).
const MAX: usize = 35;
/// The longest part between two hyphens.
const LONGEST_PART: usize = 8;

/// A language tag (BCP 47) such as `de` or `pt-BR`: a person's wish, whether or not we speak that language.
///
/// Parts of letters and digits, divided by hyphens, the first of letters only. An underscore, as other systems write
/// it, counts as a hyphen; otherwise the tag is kept as it was sent.
///
/// ```
/// use registration_core::model::Locale;
///
/// assert_eq!("pt_BR".parse::<Locale>()?.as_str(), "pt-BR");
/// assert!("de, en;q=0.5".parse::<Locale>().is_err());
/// # Ok::<(), registration_core::model::InvalidLocale>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale(String);

/// The text is no language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("Write a language as in de or pt-BR: letters, digits and hyphens, at most 35 of them.")]
pub struct InvalidLocale;

impl InvalidLocale {
    /// A stable name of the reason, for programs.
    pub fn code(self) -> &'static str {
        "invalid_locale"
    }
}

impl Locale {
    /// The whole tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language alone, without region or script, in lower case.
    #[must_use]
    pub fn language(&self) -> String {
        let language = self.0.split('-').next().unwrap_or_default();
        language.to_ascii_lowercase()
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let tag = text.trim().replace('_', "-");
        let is_part = |part: &str| {
            (1..=LONGEST_PART).contains(&part.len())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let begins_with_a_language = tag
            .split('-')
            .next()
            .is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_alphabetic()));
        if tag.len() <= MAX && begins_with_a_language && tag.split('-').all(is_part) {
            Ok(Self(tag))
        } else {
            Err(InvalidLocale)
        }
    }
}

impl TryFrom<String> for Locale {
    type Error = InvalidLocale;

    fn try_from(tag: String) -> Result<Self, Self::Error> {
        tag.parse()
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_kept_and_anything_else_refused() {
        for good in [
            "de",
            "DE-at",
            "pt-BR",
            "zh-Hant-TW",
            "sl-rozaj-biske-1994",
            "es-419",
            "x-klingon",
        ] {
            assert_eq!(good.parse::<Locale>().unwrap().as_str(), good);
        }
        assert_eq!(" DE_de ".parse::<Locale>().unwrap().as_str(), "DE-de");
        for bad in [
            "",
            "-",
            "de-",
            "-de",
            "de--AT",
            "419",
            "de AT",
            "de;q=1",
            "dé",
            "de\nen",
            "*",
            "abcdefghi",
            &"abcdefg-".repeat(5)[..36],
        ] {
            assert!(bad.parse::<Locale>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_language_is_the_first_part_in_lower_case() {
        let locale: Locale = "DE_de".parse().unwrap();
        assert_eq!(locale.language(), "de");
        assert_eq!(locale.to_string(), "DE-de");
    }
}
