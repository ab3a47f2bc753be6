//! What stands around every page: language, brand, theme, who is signed in, and what was just done.

use super::{
    assets,
    language::Language,
    texts::{Place, Texts, Value},
};
use crate::{brand::Brand, state::App};
use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use axum_extra::extract::cookie::CookieJar;
use registration_core::model::{CustomerId, Locale, Timestamp};
use std::{convert::Infallible, fmt, sync::Arc};
use time::{Date, OffsetDateTime};

/// The surroundings of a page; a template calls it `c`.
#[derive(Debug, Clone)]
pub(crate) struct Chrome {
    pub(crate) texts: Texts,
    pub(crate) brand: Arc<Brand>,
    /// Light or dark, where the visitor chose; the system's wish otherwise.
    pub(crate) theme: Option<&'static str>,
    uri: Uri,
    /// Who is signed in.
    pub(crate) person: Option<Person>,
    /// The pages in the head or at the side.
    pub(crate) nav: Vec<NavItem>,
    /// The customers among which an account can switch, and whether one is looked at now; empty when there is one.
    pub(crate) customers: Vec<(CustomerId, String, bool)>,
}

/// Who is signed in, as the head of a page shows it.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    /// The customer that a contact acts for, or the role of a staff member.
    pub(crate) standing: String,
}

impl Person {
    /// The letters in the round picture.
    pub(crate) fn initials(&self) -> String {
        initials(&self.name)
    }
}

/// A page that the navigation leads to.
#[derive(Debug, Clone)]
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) label: String,
    pub(crate) is_current: bool,
    /// How much waits there.
    pub(crate) count: Option<String>,
    /// Whether it belongs to the second group.
    pub(crate) is_administration: bool,
}

impl FromRequestParts<App> for Chrome {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.headers, &parts.uri, app))
    }
}

impl Chrome {
    /// The surroundings that a request asks for, with nobody signed in.
    pub(crate) fn read(headers: &axum::http::HeaderMap, uri: &Uri, app: &App) -> Self {
        let jar = CookieJar::from_headers(headers);
        let theme = jar.get("theme").map(|cookie| cookie.value().to_owned());
        Self {
            texts: Texts(Language::wished(headers)),
            brand: app.settings.brand.clone(),
            theme: ["light", "dark"]
                .into_iter()
                .find(|one| Some(*one) == theme.as_deref()),
            uri: uri.clone(),
            person: None,
            nav: Vec::new(),
            customers: Vec::new(),
        }
    }

    /// Speaks the language that a signed-in person chose, wherever that was, if it is one of ours.
    pub(crate) fn speak(&mut self, own: Option<&Locale>) {
        if let Some(language) = own.and_then(|own| Language::of_tag(own.as_str())) {
            self.texts = Texts(language);
        }
    }

    /// The text of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.texts.get(key)
    }

    /// The text of a key with one place filled.
    pub(crate) fn t1(&self, key: &str, name: &str, value: impl Place) -> String {
        self.texts.with(key, &[(name, value.value())])
    }

    /// What stands beside the label of a field that may stay empty.
    pub(crate) fn note(&self, optional: bool) -> String {
        if optional {
            self.t("optional")
        } else {
            String::new()
        }
    }

    /// The text of a key with several places: `c.say(KEY).with("a", one).with("b", other)`.
    pub(crate) fn say<'a>(&self, key: &'a str) -> Saying<'a> {
        Saying {
            texts: self.texts,
            key,
            places: Vec::new(),
        }
    }

    /// The text of a family of keys, such as the name of a state; the code itself where there is none.
    pub(crate) fn of(&self, family: &str, code: &str) -> String {
        let key = format!("{family}-{}", code.replace('_', "-"));
        self.texts
            .find(&key, &[])
            .unwrap_or_else(|| code.to_owned())
    }

    /// BCP 47.
    pub(crate) fn language(&self) -> &'static str {
        self.texts.0.tag()
    }

    /// Every language, and whether it is this page's.
    pub(crate) fn languages(&self) -> [(&'static str, &'static str, bool); 2] {
        Language::ALL.map(|one| (one.tag(), one.own_name(), one == self.texts.0))
    }

    /// A day, as people write it.
    pub(crate) fn day(&self, date: impl Into<Day>) -> String {
        let Day(date) = date.into();
        let month = self.t(&format!("month-{}", u8::from(date.month())));
        let day = self.say("day").with("day", date.day().to_string());
        let day = day.with("month", month);
        day.with("year", date.year().to_string()).to_string()
    }

    /// A moment in UTC, to the minute. The script turns it into the reader's own time.
    pub(crate) fn moment(&self, at: &Timestamp) -> String {
        let at = OffsetDateTime::from(*at);
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        let moment = self.say("moment").with("day", self.day(at.date()));
        moment.with("time", time).to_string()
    }

    /// What was just done, from `?done=`, when the catalogue knows it.
    pub(crate) fn done(&self) -> Option<String> {
        let done = self.query("done")?;
        self.texts.find(&format!("done-{done}"), &[])
    }

    /// A parameter of the address.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.uri.query()?.as_bytes());
        pairs
            .find(|(one, _)| one == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Whether the navigation has a second group.
    pub(crate) fn has_administration(&self) -> bool {
        self.nav.iter().any(|item| item.is_administration)
    }

    /// The path of this page.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The path and parameters of this page, to come back to.
    pub(crate) fn here(&self) -> &str {
        self.uri.path_and_query().map_or("/", |path| path.as_str())
    }

    /// The address of a file under `/assets`, which changes with its content.
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("/assets/{name}?v={}", *assets::VERSION)
    }

    /// At most two letters of a name, for a round picture.
    pub(crate) fn initials(&self, name: &str) -> String {
        initials(name)
    }

    /// Puts a page into the navigation. Of those whose address begins this page's, the longest is the current one.
    pub(crate) fn add_nav(
        &mut self,
        href: &'static str,
        icon: &'static str,
        text_key: &str,
    ) -> &mut NavItem {
        let path = self.uri.path();
        let leads_here = path == href || path.starts_with(&format!("{href}/"));
        let is_current = leads_here
            && self
                .nav
                .iter()
                .all(|one| !one.is_current || one.href.len() < href.len());
        if is_current {
            self.nav.iter_mut().for_each(|one| one.is_current = false);
        }
        self.nav.push(NavItem {
            href,
            icon,
            label: self.t(text_key),
            is_current,
            count: None,
            is_administration: false,
        });
        self.nav.last_mut().expect("it was pushed above")
    }
}

/// A text whose places are being filled.
#[derive(Debug, Clone)]
pub(crate) struct Saying<'a> {
    texts: Texts,
    key: &'a str,
    places: Vec<(&'a str, Value<'static>)>,
}

impl<'a> Saying<'a> {
    /// Fills a place.
    pub(crate) fn with(mut self, name: &'a str, value: impl Place) -> Self {
        self.places.push((name, value.value()));
        self
    }
}

impl fmt::Display for Saying<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.texts.with(self.key, &self.places))
    }
}

/// A day, or the day of a moment.
pub(crate) struct Day(Date);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl From<&Date> for Day {
    fn from(date: &Date) -> Self {
        Self(*date)
    }
}

impl From<&Timestamp> for Day {
    fn from(at: &Timestamp) -> Self {
        Self(at.date())
    }
}

/// At most two letters of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letter = |word: &str| word.chars().next().into_iter().flat_map(char::to_uppercase);
    let first = words.next().into_iter().flat_map(letter);
    let last = words.next_back().into_iter().flat_map(letter);
    first.chain(last).collect()
}
