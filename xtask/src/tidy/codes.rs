//! The catalogue of codes, `docs/codes.md`: written from the sources by `cargo xtask codes`, compared by `cargo xtask tidy`.

mod enumerations;
mod fields;

use super::Finding;
use super::tree::Tree;
use enumerations::Enumeration;

const CATALOGUE: &str = "docs/codes.md";
const PROBLEMS: &str = "crates/registration-http/src/problem/catalogue.rs";

const HEAD: &str = "\
# Codes

Written from the sources by `cargo xtask codes`. Programs may rely on every code here: one is never renamed and never
given another meaning; new ones appear, so treat one that you don't know like its neighbours (`docs/semver.md`).
";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    if tree.get(CATALOGUE) == Some(&document(tree)) {
        return Vec::new();
    }
    let what = "is not what the sources say; write it anew with `cargo xtask codes`";
    vec![Finding::new(CATALOGUE, 1, what)]
}

/// Writes the catalogue.
pub(crate) fn run() -> Result<u8, String> {
    let root = crate::cargo::root();
    let tree = Tree::read(&root)?;
    let file = root.join(CATALOGUE);
    std::fs::write(&file, document(&tree))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    println!("wrote {CATALOGUE}");
    Ok(0)
}

fn document(tree: &Tree) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n## Problems\n\nThe last part of a problem's `type`.\n\n");
    text.push_str("| slug | status | means |\n|---|---|---|\n");
    for (slug, status, about) in problems(tree.get(PROBLEMS).unwrap_or_default()) {
        text.push_str(&format!("| `{slug}` | {status} | {about} |\n"));
    }
    text.push_str("\n## Fields\n\n`errors[].code`, beside the reasons of the parsers (`Invalid…`) and of the policies below.\n\n");
    text.push_str("| code | for example |\n|---|---|\n");
    for (code, example) in fields::codes(tree) {
        text.push_str(&format!("| `{code}` | {example} |\n"));
    }
    text.push_str("\n## Enumerations\n\nValues in bodies, in the database, in the audit trail and in the trace of a decision.\n");
    for enumeration in enumerations::of(tree) {
        let Enumeration { name, about, codes } = enumeration;
        text.push_str(&format!(
            "\n### {name}\n\n{about}\n\n| code | means |\n|---|---|\n"
        ));
        for (code, meaning) in codes {
            text.push_str(&format!("| `{code}` | {meaning} |\n"));
        }
    }
    text
}

/// Slug, status and meaning of each kind of problem.
fn problems(source: &str) -> Vec<(String, String, String)> {
    let entries = source
        .split_once("\ncatalogue! {")
        .map_or("", |(_, entries)| entries);
    let mut found = Vec::new();
    let mut lines = entries.lines();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.split_once(" = \"") else {
            continue;
        };
        let mut parts = rest.splitn(3, ',');
        let slug = parts.next().unwrap_or_default().trim_matches('"');
        let status = parts.next().unwrap_or_default().trim();
        let about = lines.next().unwrap_or_default().trim();
        let about = about.trim_matches(['"', ';']);
        found.push((slug.into(), status.into(), cell(about)));
    }
    found
}

/// A text as it stands in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(code: &str) -> String {
        format!(
            "codes! {{\n    /// What it is.\n    pub enum Colour {{\n        /// Of blood.\n        Red = \"{code}\",\n    }}\n}}\n"
        )
    }

    #[test]
    fn a_code_that_is_new_in_the_sources_makes_the_catalogue_old() {
        let (one, two) = (tree("red"), tree("blue"));
        let file = "crates/registration-core/src/model/colour.rs";
        let written = document(&Tree::from([(file, &*one)]));
        assert!(written.contains("### Colour\n\nWhat it is.\n"), "{written}");
        assert!(written.contains("| `red` | Of blood. |"), "{written}");
        let same = Tree::from([(file, &*one), (CATALOGUE, &*written)]);
        assert_eq!(check(&same), []);
        let other = Tree::from([(file, &*two), (CATALOGUE, &*written)]);
        assert_eq!(check(&other).len(), 1);
        assert_eq!(check(&Tree::from([(file, &*one)])).len(), 1);
    }

    #[test]
    fn a_problem_is_read_with_its_status_and_meaning() {
        let source = "}\n\ncatalogue! {\n    Stale = \"stale\", PRECONDITION_FAILED, \"It was, changed\",\n        \"Read it again.\";\n}\n";
        let found = problems(source);
        let stale = ["stale", "PRECONDITION_FAILED", "Read it again."].map(String::from);
        assert_eq!(found, [stale.into()]);
    }
}
