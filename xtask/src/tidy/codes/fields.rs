//! The codes of fields that stand as literals beside their pointers in use cases and handlers.

use super::{Tree, cell};
use std::collections::BTreeMap;

/// Where fields are refused. Pages pair paths with words too, which are no codes.
const WHERE: [&str; 7] = [
    "crates/registration-core/src/usecase/",
    "crates/registration-http/src/api/",
    "crates/registration-http/src/extract.rs",
    "crates/registration-http/src/merge_patch.rs",
    "crates/registration-http/src/pages/inbox.rs",
    "crates/registration-http/src/paging.rs",
    "crates/registration-http/src/problem.rs",
];

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Text(String),
    Word(String),
    Sign(char),
}
use Token::{Sign, Text, Word};

/// Each code with a sentence it is told with, where that is a literal.
pub(super) fn codes(tree: &Tree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, source) in tree.rust() {
        if !WHERE.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
        let tokens = tokens(shipped);
        let says_serde = path.ends_with("/extract.rs");
        for (index, token) in tokens.iter().enumerate() {
            let Text(code) = token else { continue };
            if !is_code(code) || !is_told(&tokens[..index], &tokens[index + 1..], says_serde) {
                continue;
            }
            let example: &mut String = found.entry(code.clone()).or_default();
            if let [Sign(','), Text(detail), ..] = &tokens[index + 1..]
                && example.is_empty()
            {
                *example = cell(detail);
            }
        }
    }
    found
}

fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// Whether a literal between these is the code of a field.
fn is_told(before: &[Token], after: &[Token], says_serde: bool) -> bool {
    let word =
        |token: &Token, words: &[&str]| matches!(token, Word(one) if words.contains(&one.as_str()));
    match before {
        // ("/pointer", "code"  and  format!("/pointer"), "code"
        [.., Text(pointer), Sign(',')] | [.., Text(pointer), Sign(')'), Sign(',')]
            if pointer.starts_with('/') =>
        {
            true
        }
        // Problem::field(missing, "code"  and  fields.note(&pointer, "code"
        [.., name, Sign('('), Word(_), Sign(',')]
        | [.., name, Sign('('), Sign('&'), Word(_), Sign(',')] => word(name, &["field", "note"]),
        // What serde said, as ("code", Some(field), …
        [.., Sign('(')] if says_serde => {
            matches!(after, [Sign(','), next, ..] if word(next, &["Some", "None"]))
        }
        // fn code(&self) -> String { "code".into()
        [.., kind, Sign('{')] => {
            word(kind, &["String"])
                && matches!(after, [Sign('.'), Word(into), ..] if into == "into")
        }
        _ => false,
    }
}

fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '/' && rest.peek() == Some(&'/') {
            while rest.next_if(|c| *c != '\n').is_some() {}
        } else if c == '\'' && rest.next_if_eq(&'"').is_some() {
            // A quotation mark as a character opens no text.
            rest.next();
        } else if c == '"' {
            let mut text = String::new();
            while let Some(c) = rest.next() {
                match c {
                    '"' => break,
                    '\\' => text.extend(rest.next().filter(|c| *c != '\n')),
                    c => text.push(c),
                }
            }
            found.push(Text(text));
        } else if c.is_alphanumeric() || c == '_' {
            let mut word = String::from(c);
            while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                word.push(c);
            }
            found.push(Word(word));
        } else if !c.is_whitespace() {
            found.push(Sign(c));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_however_they_are_told() {
        let source = r#"
            Error::field("/email", "one", "say it"); // ("/x", "no")
            fields.note(&format!("/steps/{index}"), "two", detail);
            Problem::field(missing, "three", "x");
            let (code, field, detail) = ("four", Some(field), "x");
            fn code(&self) -> String { "five".into() }
            format!("/path", name); other(word, "not"); of("/api", "Not-a code");
            #[cfg(test)] field("/x", "nor_this", "x")
        "#;
        let path = "crates/registration-http/src/extract.rs";
        let found = codes(&Tree::from([(path, source)]));
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(names, ["five", "four", "one", "three", "two"]);
        assert_eq!(found["one"], "say it");
        assert_eq!(
            codes(&Tree::from([("crates/other.rs", source)])),
            BTreeMap::new()
        );
    }
}
