//! Which layer wins, what is no setting, and every refusal with the sentence that helps.

mod documented;
mod refusals;

use super::*;
use std::{ffi::OsString, fs, path::PathBuf};
use tempfile::TempDir;

/// Settings from flags, variables and the text of a file.
struct Written<'a> {
    flags: &'a [(Key, &'a str)],
    variables: &'a [(&'a str, &'a str)],
    file: &'a str,
}

const NOTHING: Written<'_> = Written {
    flags: &[],
    variables: &[],
    file: "",
};

impl Written<'_> {
    fn layers(&self) -> Result<Layers, Vec<Problem>> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("registration.toml");
        fs::write(&path, self.file).unwrap();
        let flags = self
            .flags
            .iter()
            .map(|(key, text)| (*key, (*text).to_owned()));
        let variables = self.variables.iter();
        let variables =
            variables.map(|(name, value)| (OsString::from(name), OsString::from(value)));
        Layers::gather(flags.collect(), variables, Some(path))
    }

    fn settings(&self) -> Result<Settings, String> {
        let read = self.layers().and_then(|layers| Settings::read(&layers));
        read.map_err(|problems| sentences(&problems))
    }
}

fn sentences(problems: &[Problem]) -> String {
    let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
    all.join("\n")
}

#[test]
fn the_defaults_are_settings_for_this_machine() {
    let settings = NOTHING.settings().unwrap();
    assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        settings.database,
        DatabaseUrl::Sqlite("sqlite://./data/registration.db".into())
    );
    assert!(settings.limits && settings.public_url.is_none() && settings.mail.is_none());
    assert!(settings.trusted_proxies.is_empty());
}

#[test]
fn a_flag_wins_over_the_environment_and_that_over_the_file_and_that_over_the_default() {
    let mut written = NOTHING;
    let brand = |written: &Written<'_>| {
        let layers = written.layers().unwrap();
        let given = layers.get(Key::BrandName).unwrap().clone();
        (given.text, given.source)
    };
    assert_eq!(brand(&written), ("Registration".into(), Source::Default));
    written.file = "brand_name = 'File'";
    let (text, source) = brand(&written);
    assert!(text == "File" && matches!(source, Source::File(_)));
    written.variables = &[("REGISTRATION_BRAND_NAME", "Environment")];
    let variable = Source::Variable("REGISTRATION_BRAND_NAME".into());
    assert_eq!(brand(&written), ("Environment".into(), variable));
    written.flags = &[(Key::BrandName, "Flag")];
    assert_eq!(
        brand(&written),
        ("Flag".into(), Source::Flag("--brand-name".into()))
    );
}

#[test]
fn a_secret_is_read_from_a_file_without_the_end_of_its_line() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("database");
    fs::write(&path, "postgres://u:p@db/r\n").unwrap();
    let path = path.to_str().unwrap();
    let expected = DatabaseUrl::Postgres("postgres://u:p@db/r".into());
    let by_variable = Written {
        variables: &[("REGISTRATION_DATABASE_URL_FILE", path)],
        ..NOTHING
    };
    assert_eq!(by_variable.settings().unwrap().database, expected);
    let file = format!("database_url_file = {path:?}");
    let by_file = Written {
        file: &file,
        ..NOTHING
    };
    assert_eq!(by_file.settings().unwrap().database, expected);
}

#[test]
fn what_is_set_to_nothing_is_not_set_and_what_belongs_to_tests_is_not_read() {
    let written = Written {
        variables: &[
            ("REGISTRATION_MAIL", ""),
            ("REGISTRATION_TEST_POSTGRES", "x"),
            ("PATH", "x"),
        ],
        ..NOTHING
    };
    assert!(written.settings().unwrap().mail.is_none());
}

#[test]
fn a_file_may_use_numbers_booleans_and_lists() {
    let file = "brand_hue = 12\nlimits = false\ntrusted_proxies = ['10.0.0.5', 'fd00::/64']";
    let settings = Written { file, ..NOTHING }.settings().unwrap();
    assert_eq!((settings.brand_hue, settings.limits), (12, false));
    let proxies: Vec<_> = settings
        .trusted_proxies
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(proxies, ["10.0.0.5/32", "fd00::/64"]);
}

#[test]
fn a_file_that_was_named_must_be_there_and_the_usual_one_need_not() {
    let missing = PathBuf::from("no/such/registration.toml");
    let problems = Layers::gather(Vec::new(), [], Some(missing)).err().unwrap();
    assert!(sentences(&problems).contains("no/such/registration.toml cannot be read"));
    let variable = [(
        "REGISTRATION_CONFIG".into(),
        "no/such/registration.toml".into(),
    )];
    assert!(Layers::gather(Vec::new(), variable, None).is_err());
    // The folder of this package, in which tests run, has none.
    assert!(Layers::gather(Vec::new(), [], None).is_ok());
}

#[test]
fn the_effective_configuration_is_a_file_again_and_shows_no_secret() {
    let written = Written {
        flags: &[(Key::Mail, "smtp://u:s3cret@mail.example.com")],
        variables: &[(
            "REGISTRATION_DATABASE_URL",
            "postgres://u:s3cret@db/r?password=s3cret",
        )],
        file: "trusted_proxies = ['10.0.0.5']",
    };
    let shown = written.layers().unwrap().shown();
    assert!(!shown.contains("s3cret"), "{shown}");
    let of = |key: &str| {
        let line = shown.lines().find(|line| line.starts_with(key)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        of("mail ="),
        "mail = \"smtp://u:…@mail.example.com\" # flag --mail"
    );
    assert_eq!(
        of("database_url"),
        "database_url = \"postgres://u:…@db/r?password=…\" # environment REGISTRATION_DATABASE_URL"
    );
    assert_eq!(of("listen"), "listen = \"127.0.0.1:8080\" # default");
    assert_eq!(of("#public_url"), "#public_url is not set");
    let again: toml::Table = shown.parse().unwrap();
    assert_eq!(again["trusted_proxies"].as_array().unwrap().len(), 1);
}
