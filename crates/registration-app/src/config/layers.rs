//! Finds the text of each setting and where it stands: flag, environment, file or default.

use super::{DEFAULTS, Key, Problem};
use std::{
    collections::BTreeMap,
    ffi::OsString,
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// What the names of our environment variables begin with.
pub(crate) const ENV_PREFIX: &str = "REGISTRATION_";

/// Variables of the tests, which mean nothing here.
const TEST_PREFIX: &str = "REGISTRATION_TEST_";

/// The file that is read when none is named.
const FILE: &str = "registration.toml";

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// On the command line.
    Flag(String),
    /// In the environment.
    Variable(String),
    /// In a configuration file.
    File(PathBuf),
    /// In `config.default.toml`.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "flag {flag}"),
            Self::Variable(name) => write!(f, "environment {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value as it was written, and where.
#[derive(Clone)]
pub(crate) struct Given {
    /// The text.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) source: Source,
}

/// The text of every setting that has one.
#[derive(Clone)]
pub(crate) struct Layers {
    values: BTreeMap<Key, Given>,
    /// The file that was read, if there was one.
    pub(crate) file: Option<PathBuf>,
}

impl Layers {
    /// Reads all layers: `flags` by key, the variables of the environment, and `file` or `registration.toml`.
    ///
    /// # Errors
    /// Every name that isn't known, and every file that cannot be read.
    pub(crate) fn gather(
        flags: Vec<(Key, String)>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        file: Option<PathBuf>,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let (environment, named_file) = environment(variables, &mut problems);
        let asked = file.or(named_file);
        let mut layers = Self {
            values: table(DEFAULTS, Path::new("config.default.toml"), &mut problems),
            file: None,
        };
        for given in layers.values.values_mut() {
            given.source = Source::Default;
        }
        let path = asked.clone().unwrap_or_else(|| PathBuf::from(FILE));
        match fs::read_to_string(&path) {
            Ok(text) => {
                layers.values.extend(table(&text, &path, &mut problems));
                layers.file = Some(path);
            }
            Err(error) if asked.is_none() && error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => problems.push(Problem::Unreadable {
                what: "the configuration file".into(),
                path,
                error,
            }),
        }
        layers.values.extend(environment);
        for (key, text) in flags {
            let source = Source::Flag(key.flag());
            layers.values.insert(key, Given { text, source });
        }
        if problems.is_empty() {
            Ok(layers)
        } else {
            Err(problems)
        }
    }

    /// The text of a setting.
    pub(crate) fn get(&self, key: Key) -> Option<&Given> {
        self.values.get(&key)
    }

    /// Replaces what a setting says, as a flag would.
    pub(crate) fn set(&mut self, key: Key, text: impl Into<String>, source: Source) {
        let text = text.into();
        self.values.insert(key, Given { text, source });
    }

    /// Takes a setting away.
    pub(crate) fn clear(&mut self, key: Key) {
        self.values.remove(&key);
    }
}

fn environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
    problems: &mut Vec<Problem>,
) -> (BTreeMap<Key, Given>, Option<PathBuf>) {
    let mut found = BTreeMap::new();
    let mut file = None;
    for (variable, value) in variables {
        let Some(variable) = variable.to_str().map(str::to_owned) else {
            continue;
        };
        let Some(rest) = variable.strip_prefix(ENV_PREFIX) else {
            continue;
        };
        // What is set to nothing is not set: compose files and unit files write it that way.
        if variable.starts_with(TEST_PREFIX) || value.is_empty() {
            continue;
        }
        if rest == "CONFIG" {
            file = Some(PathBuf::from(value));
            continue;
        }
        let name = rest.to_lowercase();
        let known = Key::named(&name).filter(|_| rest == name.to_uppercase());
        let Some((key, in_file)) = known else {
            let nearest = Key::nearest(&name);
            problems.push(Problem::Unknown {
                suggestion: nearest.map(|name| format!("{ENV_PREFIX}{}", name.to_uppercase())),
                place: format!("the environment variable {variable}"),
            });
            continue;
        };
        let source = Source::Variable(variable.clone());
        let Some(text) = value.to_str() else {
            let what = "this is not UTF-8".to_owned();
            let (key, place) = (key.name(), source);
            problems.push(Problem::Value { key, place, what });
            continue;
        };
        add(&mut found, key, text, in_file, source, problems);
    }
    (found, file)
}

fn table(text: &str, path: &Path, problems: &mut Vec<Problem>) -> BTreeMap<Key, Given> {
    let mut found = BTreeMap::new();
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            let path = path.to_owned();
            problems.push(Problem::Toml { path, error });
            return found;
        }
    };
    for (name, value) in &table {
        let Some((key, in_file)) = Key::named(name) else {
            problems.push(Problem::Unknown {
                place: format!("`{name}` in {}", path.display()),
                suggestion: Key::nearest(name).map(|name| format!("`{name}`")),
            });
            continue;
        };
        let source = Source::File(path.to_owned());
        match as_text(value) {
            Some(text) => add(&mut found, key, &text, in_file, source, problems),
            None => problems.push(Problem::Value {
                key: key.name(),
                place: source,
                what: "write text in quotes, a whole number, true or false, or a list of texts"
                    .into(),
            }),
        }
    }
    found
}

/// One form for all layers: the environment and the command line know nothing but text.
fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(on) => Some(if *on { "on" } else { "off" }.into()),
        toml::Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(toml::Value::as_str).collect();
            Some(items?.join(","))
        }
        _ => None,
    }
}

fn add(
    found: &mut BTreeMap<Key, Given>,
    key: Key,
    text: &str,
    in_file: bool,
    source: Source,
    problems: &mut Vec<Problem>,
) {
    let text = if in_file {
        match fs::read_to_string(text) {
            Ok(secret) => secret.trim_end_matches(['\r', '\n']).to_owned(),
            Err(error) => {
                problems.push(Problem::Unreadable {
                    what: format!("the file of {}", key.name()),
                    path: text.into(),
                    error,
                });
                return;
            }
        }
    } else {
        text.to_owned()
    };
    if let Some(other) = found.get(&key) {
        problems.push(Problem::Twice {
            one: other.source.to_string(),
            other: source.to_string(),
        });
        return;
    }
    found.insert(key, Given { text, source });
}
