//! Both catalogues have the same keys and places, and the pages use them all.

use super::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Keys that are put together at run time: a prefix and a code.
const FAMILIES: &[&str] = &["done-", "error-", "month-", "problem-"];

/// Each key with the places in its text.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in sources(language).iter().flat_map(|text| text.lines()) {
        let begins = line.starts_with(|first: char| first.is_ascii_alphabetic());
        if let Some((name, _)) = line.split_once(" =").filter(|_| begins) {
            key = name.to_owned();
            found.entry(key.clone()).or_default();
        }
        if key.is_empty() || line.starts_with('#') {
            continue;
        }
        for place in line.split('$').skip(1) {
            let name = place.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
            let name = name.into_iter().next().unwrap_or_default().to_owned();
            found.entry(key.clone()).or_default().insert(name);
        }
    }
    found
}

/// What the templates and the pages say in their code.
struct Named {
    /// Keys in calls that ask for a text.
    asked: BTreeSet<String>,
    /// Beginnings of keys that are put together from a family and a code.
    families: BTreeSet<String>,
    /// Every quoted text: a key may pass through a constant.
    quoted: BTreeSet<String>,
}

fn named() -> Named {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["templates", "src/pages"] {
        read(&root.join(folder), &mut texts);
    }
    let after = |calls: &[&str]| {
        let mut found = BTreeSet::new();
        for (text, call) in texts
            .iter()
            .flat_map(|text| calls.iter().map(move |call| (text, call)))
        {
            let quoted = text.split(call).skip(1);
            found.extend(quoted.map(|rest| rest.split('"').next().unwrap_or_default().to_owned()));
        }
        found
    };
    let families = after(&[".of(\""]).into_iter().map(|family| family + "-");
    Named {
        asked: after(&[
            ".t(\"",
            ".t1(\"",
            ".say(\"",
            "texts.get(\"",
            "texts.with(\"",
        ]),
        families: families
            .chain(FAMILIES.iter().map(|one| (*one).to_owned()))
            .collect(),
        quoted: after(&["\""]),
    }
}

fn read(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, texts);
        } else if !path.ends_with("texts/tests.rs") {
            // rustfmt may break a line between the parenthesis and the key.
            let text = fs::read_to_string(&path).unwrap();
            let words: Vec<&str> = text.split_whitespace().collect();
            texts.push(words.join(" ").replace("( \"", "(\""));
        }
    }
}

#[test]
fn both_languages_say_everything() {
    let (english, german) = (keys(Language::English), keys(Language::German));
    let names = |of: &BTreeMap<String, BTreeSet<String>>| {
        of.keys()
            .filter(|key| !is_only_german(key))
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let (one, other) = (names(&english), names(&german));
    let differing: Vec<_> = one.symmetric_difference(&other).collect();
    assert!(differing.is_empty(), "not in both languages: {differing:?}");
    for key in one {
        assert_eq!(english[&key], german[&key], "the places of {key} differ");
    }
}

/// In English the API's own sentences stand on the pages: they are its source.
fn is_only_german(key: &str) -> bool {
    key.starts_with("error-") || key.starts_with("problem-")
}

#[test]
fn every_key_that_is_asked_for_exists_and_every_one_that_exists_is_asked_for() {
    let known: BTreeSet<String> = keys(Language::English).into_keys().collect();
    let Named {
        asked,
        families,
        quoted,
    } = named();
    let missing: Vec<_> = asked
        .difference(&known)
        .filter(|key| !key.ends_with('-'))
        .collect();
    assert!(missing.is_empty(), "not in the catalogue: {missing:?}");
    let is_of_family = |key: &&String| families.iter().any(|family| key.starts_with(family));
    let idle: Vec<_> = known
        .difference(&quoted)
        .filter(|key| !is_of_family(key))
        .collect();
    assert!(idle.is_empty(), "nobody asks for: {idle:?}");
}

#[test]
fn a_number_decides_the_plural() {
    let people =
        |count: usize| Texts(Language::German).with("count-people", &[("count", count.into())]);
    assert_eq!(people(1), "1 Person");
    assert_eq!(people(3), "3 Personen");
}
