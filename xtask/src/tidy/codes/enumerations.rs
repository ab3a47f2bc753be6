//! Enumerations with codes: those declared by `codes!`, and those with a `fn code` of their own.

use super::{Tree, cell};
use std::collections::BTreeMap;

/// One enumeration.
pub(super) struct Enumeration {
    pub(super) name: String,
    pub(super) about: String,
    /// Code and meaning, in the order of the source.
    pub(super) codes: Vec<(String, String)>,
}

/// All of core, by name.
pub(super) fn of(tree: &Tree) -> Vec<Enumeration> {
    let mut found = Vec::new();
    for (path, source) in tree.rust() {
        if path.starts_with("crates/registration-core/src/") && !path.ends_with("/codes.rs") {
            found.extend(declared(source));
            found.extend(implemented(source));
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// `codes! { pub enum Name { Variant = "code", } }`.
fn declared(source: &str) -> Vec<Enumeration> {
    let mut found: Vec<Enumeration> = Vec::new();
    for block in source.split("\ncodes! {\n").skip(1).chain(
        // A file may begin with one.
        source.strip_prefix("codes! {\n"),
    ) {
        let block = block.split("\n}\n").next().unwrap_or_default();
        let (mut docs, mut name, mut about) = (Vec::new(), String::new(), String::new());
        let mut codes = Vec::new();
        for line in block.lines().map(str::trim) {
            if let Some(doc) = line.strip_prefix("///") {
                docs.push(doc.trim());
            } else if let Some(rest) = line.strip_prefix("pub enum ") {
                name = rest.trim_end_matches([' ', '{']).to_owned();
                about = docs.join(" ");
                docs.clear();
            } else if let Some((_, code)) = line.split_once(" = \"") {
                let code = code.trim_end_matches(['"', ',']).to_owned();
                codes.push((code, cell(&docs.join(" "))));
                docs.clear();
            }
        }
        found.push(Enumeration { name, about, codes });
    }
    found
}

/// `impl Name { fn code(self) -> &'static str { match self { Self::Variant => "code", } } }`.
fn implemented(source: &str) -> Vec<Enumeration> {
    let mut found = Vec::new();
    let mut owner = "";
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("impl ") {
            owner = rest.trim_end_matches([' ', '{']);
        }
        if !(line.contains("fn code(") && line.contains("-> &'static str")) {
            continue;
        }
        let (about, meanings) = documented(source, owner);
        let mut codes = Vec::new();
        for line in lines.by_ref().take_while(|line| *line != "    }") {
            let Some((pattern, code)) = line.split_once(" => \"") else {
                continue;
            };
            let variant = pattern.trim().trim_start_matches("| ");
            let variant = variant.strip_prefix("Self::").unwrap_or(variant);
            let variant: String = variant
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect();
            let meaning = meanings.get(variant.as_str()).cloned().unwrap_or_default();
            codes.push((code.trim_end_matches(['"', ',']).to_owned(), meaning));
        }
        let name = owner.to_owned();
        found.push(Enumeration { name, about, codes });
    }
    found
}

/// What the documentation says of an enumeration and of its variants.
fn documented<'a>(source: &'a str, name: &str) -> (String, BTreeMap<&'a str, String>) {
    let (mut docs, mut about, mut inside) = (Vec::new(), String::new(), false);
    let mut meanings = BTreeMap::new();
    for line in source.lines() {
        let indent = if inside { "    " } else { "" };
        let Some(text) = line.strip_prefix(indent) else {
            if inside && line == "}" {
                break;
            }
            continue;
        };
        if let Some(doc) = text.strip_prefix("///") {
            docs.push(doc.trim());
        } else if !inside && text.strip_prefix("pub enum ") == Some(&format!("{name} {{")) {
            inside = true;
            about = docs.join(" ");
            docs.clear();
        } else if inside && text.starts_with(|c: char| c.is_uppercase()) {
            let end = text.find(|c: char| !c.is_alphanumeric());
            meanings.insert(&text[..end.unwrap_or(text.len())], cell(&docs.join(" ")));
            docs.clear();
        } else if !text.starts_with('#') {
            docs.clear();
        }
    }
    (about, meanings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_a_match_has_the_meaning_of_its_variant() {
        let source = "/// Why not.\n#[derive(Debug)]\npub enum No {\n    /// Too far.\n    #[error(\"x\")]\n    Far {\n        /// How far.\n        miles: u8,\n    },\n    /// Too late.\n    Late,\n}\n\nimpl No {\n    pub fn code(self) -> &'static str {\n        match self {\n            Self::Far { .. } => \"far\",\n            Self::Late => \"late\",\n        }\n    }\n}\n";
        let found = implemented(source);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].name.as_str(), found[0].about.as_str()),
            ("No", "Why not.")
        );
        let pair = |code: &str, meaning: &str| (code.to_owned(), meaning.to_owned());
        assert_eq!(
            found[0].codes,
            [pair("far", "Too far."), pair("late", "Too late.")]
        );
    }
}
