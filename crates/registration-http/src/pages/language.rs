//! The languages that the pages speak, and whose wish counts.

use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::CookieJar;

/// A language with a catalogue under `locales/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

/// The cookie that keeps a visitor's choice.
pub(crate) const COOKIE: &str = "language";

impl Language {
    /// Every language, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::German];

    /// BCP 47.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    pub(crate) const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag such as `de-AT`: its first part decides.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|one| one.tag().eq_ignore_ascii_case(primary))
    }

    /// What the visitor chose here before, or what the browser asks for.
    pub(crate) fn wished(headers: &HeaderMap) -> Self {
        let chosen = CookieJar::from_headers(headers)
            .get(COOKIE)
            .and_then(|cookie| Self::of_tag(cookie.value()));
        let accepted = || {
            let asked = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
            Self::accepted(asked)
        };
        chosen.or_else(accepted).unwrap_or_default()
    }

    /// The best of `Accept-Language` (RFC 9110 § 12.5.4): the highest weight, the first of equals.
    fn accepted(header: &str) -> Option<Self> {
        let weighed = header.split(',').filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.trim().strip_prefix("q=");
            let weight = weight.map_or(Some(1.0), |text| text.parse::<f32>().ok())?;
            let language = if tag.trim() == "*" {
                Self::default()
            } else {
                Self::of_tag(tag)?
            };
            (weight > 0.0).then_some((language, weight))
        });
        weighed
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
            .map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        let chosen = |header| Language::accepted(header);
        assert_eq!(chosen("de-AT, en;q=0.8"), Some(Language::German));
        assert_eq!(chosen("fr, en;q=0.5, de;q=0.7"), Some(Language::German));
        assert_eq!(chosen("en, de"), Some(Language::English));
        assert_eq!(chosen("fr;q=1, *;q=0.1"), Some(Language::English));
        assert_eq!(chosen("de;q=0"), None);
        assert_eq!(chosen("fr, tlh"), None);
        assert_eq!(chosen(";;,q=,de;q=x"), None);
    }

    #[test]
    fn a_choice_counts_more_than_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, "en".parse().unwrap());
        headers.insert(header::COOKIE, "language=de".parse().unwrap());
        assert_eq!(Language::wished(&headers), Language::German);
        headers.insert(header::COOKIE, "language=klingon".parse().unwrap());
        assert_eq!(Language::wished(&headers), Language::English);
    }
}
