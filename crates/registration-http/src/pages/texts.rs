//! The catalogue: every word that people see on pages, one folder a language under `locales/`.
//!
//! A template asks by key: `{{ c.t("sign-in-title") }}`, `{{ c.t1("count-people", "count", people.len()) }}`,
//! `{{ c.say("day").with("day", 1).with("month", month).with("year", 2026) }}`. A key that
//! a language lacks falls back to English and is found by the tests of this module.

use super::language::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::sync::LazyLock;

type Bundle = FluentBundle<FluentResource>;

/// The files of a language, by area, so that one area is found in one place.
macro_rules! catalogues {
    ($($area:literal)+) => {
        const ENGLISH: &[&str] = &[$(include_str!(concat!("../../locales/en/", $area, ".ftl"))),+];
        const GERMAN: &[&str] = &[$(include_str!(concat!("../../locales/de/", $area, ".ftl"))),+];
    };
}

catalogues! {
    "common"
    "problems"
    "portal-door"
    "portal-home"
    "console-customers"
    "console-contacts"
    "console-requests"
    "console-work"
    "console-operations"
}

static BUNDLES: LazyLock<[Bundle; 2]> =
    LazyLock::new(|| [bundle(Language::English), bundle(Language::German)]);

fn bundle(language: Language) -> Bundle {
    let tag = language.tag().parse().expect("our own tag is well formed");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // The marks that separate directions would stand in the middle of mail addresses that people copy.
    bundle.set_use_isolating(false);
    for text in sources(language) {
        let resource = FluentResource::try_new((*text).to_owned());
        let resource = resource.unwrap_or_else(|(_, errors)| {
            panic!(
                "the catalogue of {} cannot be read: {errors:?}",
                language.tag()
            )
        });
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("a key of {} stands there twice: {errors:?}", language.tag());
        }
    }
    bundle
}

const fn sources(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
    }
}

/// What may be handed to a text from a template, however often it is borrowed there.
pub(crate) trait Place {
    fn value(&self) -> Value<'static>;
}

impl<T: Place + ?Sized> Place for &T {
    fn value(&self) -> Value<'static> {
        (**self).value()
    }
}

impl Place for str {
    fn value(&self) -> Value<'static> {
        self.to_owned().into()
    }
}

impl Place for String {
    fn value(&self) -> Value<'static> {
        self.clone().into()
    }
}

macro_rules! numbers {
    ($($number:ty)+) => { $(
        impl Place for $number {
            fn value(&self) -> Value<'static> {
                (*self).into()
            }
        }
    )+ };
}

numbers! { u8 u16 u32 u64 usize i64 }

/// The catalogue of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Texts(pub(crate) Language);

/// What stands in a place of a text: a name, or a number that decides the plural.
pub(crate) type Value<'a> = FluentValue<'a>;

impl Texts {
    /// The text of a key.
    pub(crate) fn get(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with its places filled.
    pub(crate) fn with(self, key: &str, places: &[(&str, Value<'_>)]) -> String {
        self.find(key, places).unwrap_or_else(|| {
            debug_assert!(false, "no text has the key {key}");
            key.to_owned()
        })
    }

    /// The text of a key that may be missing.
    pub(crate) fn find(self, key: &str, places: &[(&str, Value<'_>)]) -> Option<String> {
        let args: FluentArgs<'_> = places
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let [english, german] = &*BUNDLES;
        let bundles = match self.0 {
            Language::English => [english, english],
            Language::German => [german, english],
        };
        let (bundle, pattern) = bundles
            .into_iter()
            .find_map(|bundle| Some((bundle, bundle.get_message(key)?.value()?)))?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
        debug_assert!(
            errors.is_empty(),
            "the text {key} cannot be filled: {errors:?}"
        );
        Some(text.into_owned())
    }
}

#[cfg(test)]
mod tests;
