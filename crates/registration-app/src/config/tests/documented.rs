//! `config.default.toml` documents every setting, and `docs/operations.md` says the same.

use super::*;

/// A setting as `config.default.toml` documents it.
struct Documented {
    name: String,
    /// Its default, or an example.
    value: String,
    is_default: bool,
    text: String,
}

fn documented() -> Vec<Documented> {
    let mut found = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in DEFAULTS.lines() {
        if line.is_empty() {
            comment.clear();
        } else if let Some(text) = line.strip_prefix("# ") {
            comment.push(text);
        } else if let Some((name, value)) = line.trim_start_matches('#').split_once(" = ") {
            found.push(Documented {
                name: name.to_owned(),
                value: value.to_owned(),
                is_default: !line.starts_with('#'),
                text: comment.join(" "),
            });
        }
    }
    found
}

fn table() -> String {
    let rows = documented().into_iter().map(|setting| {
        let (key, _) = Key::named(&setting.name).unwrap();
        let (flag, variable) = (key.flag(), key.variable());
        let also = if key.is_secret() {
            format!(", `{variable}_FILE`")
        } else {
            String::new()
        };
        let value = if setting.is_default {
            format!("`{}`", setting.value)
        } else {
            format!("none; such as `{}`", setting.value)
        };
        let (name, text) = (setting.name, setting.text);
        format!("| `{name}` | `{flag}`, `{variable}`{also} | {value} | {text} |\n")
    });
    let head = "| setting | flag, environment | default | what it is |\n|---|---|---|---|\n";
    std::iter::once(head.to_owned()).chain(rows).collect()
}

#[test]
fn every_setting_is_documented_once_and_in_order() {
    let documented = documented();
    let names: Vec<_> = documented
        .iter()
        .map(|setting| setting.name.as_str())
        .collect();
    let keys: Vec<_> = Key::ALL.iter().map(|key| key.name()).collect();
    assert_eq!(names, keys);
    for setting in documented {
        assert!(
            setting.text.ends_with('.'),
            "{} has no sentence",
            setting.name
        );
    }
}

#[test]
fn every_example_is_one_that_can_be_used() {
    let lines = documented()
        .into_iter()
        .map(|one| format!("{} = {}\n", one.name, one.value));
    let file: String = lines.collect();
    let settings = Written {
        file: &file,
        ..NOTHING
    }
    .settings()
    .unwrap();
    assert_eq!(
        settings.public_url.unwrap().as_str(),
        "https://portal.example.com"
    );
    assert_eq!(settings.trusted_proxies.len(), 2);
}

#[test]
fn the_operators_guide_has_the_same_table() {
    const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operations.md");
    const BEGIN: &str = "<!-- settings: written by a test from config.default.toml -->\n";
    const END: &str = "<!-- end of settings -->\n";
    let guide = fs::read_to_string(GUIDE).unwrap();
    let begin = guide.find(BEGIN).unwrap() + BEGIN.len();
    let end = guide.find(END).unwrap();
    let expected = table();
    if guide[begin..end] == expected {
        return;
    }
    if std::env::var_os("REGISTRATION_TEST_WRITE").is_some() {
        let written = format!("{}{expected}{}", &guide[..begin], &guide[end..]);
        fs::write(GUIDE, written).unwrap();
        return;
    }
    panic!(
        "docs/operations.md differs from config.default.toml; write it with\n\
         REGISTRATION_TEST_WRITE=1 cargo test -p registration-app the_operators_guide"
    );
}
