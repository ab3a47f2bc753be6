//! What a guide quotes from a program is what the program says, line by line.

use super::Finding;
use super::tree::Tree;

const GUIDE: &str = "docs/embedding.md";

/// Each block of Rust or SQL in the guide is quoted from the file that was linked last before it. `// …` stands for lines that
/// were left out.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(guide) = tree.get(GUIDE) else {
        return vec![Finding::new(
            GUIDE,
            1,
            "is missing; it shows how to embed the crates",
        )];
    };
    let mut findings = Vec::new();
    let mut source: Option<(&str, Vec<&str>)> = None;
    let mut is_quoting = false;
    for (index, line) in guide.lines().enumerate() {
        let text = line.trim();
        if text.starts_with("```") {
            is_quoting = ["```rust", "```sql"].contains(&text);
            continue;
        }
        if !is_quoting {
            if let Some(path) = linked(line) {
                source = tree
                    .get(path)
                    .map(|file| (path, file.lines().map(str::trim).collect()));
                if source.is_none() {
                    let what = format!("links `{path}`, which is not there");
                    findings.push(Finding::new(GUIDE, index + 1, what));
                }
            }
            continue;
        }
        if text.is_empty() || text == "// …" {
            continue;
        }
        let what = match &mut source {
            None => "quotes nothing: link the program before the block".to_owned(),
            Some((path, lines)) => match lines.iter().position(|one| *one == text) {
                Some(at) => {
                    lines.drain(..=at);
                    continue;
                }
                None => format!("is not, or not in this place, a line of `{path}`"),
            },
        };
        findings.push(Finding::new(GUIDE, index + 1, what));
    }
    findings
}

/// The path of the last file of Rust or SQL that a line of the guide links.
fn linked(line: &str) -> Option<&str> {
    let links = line.split("](../").skip(1);
    let paths = links.filter_map(|rest| rest.split(')').next());
    let is_source = |path: &&str| path.ends_with(".rs") || path.ends_with(".sql");
    paths.filter(is_source).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn findings(guide: &str) -> Vec<usize> {
        let tree = Tree::from([
            (GUIDE, guide),
            ("a.rs", "fn a() {\n    one();\n    two();\n}\n"),
            ("a.sql", "SELECT 1;\n"),
        ]);
        check(&tree)
            .into_iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn lines_are_quoted_in_their_order_and_indented_at_will() {
        let link = "See [a](../a.rs):\n\n```rust\n";
        assert_eq!(findings(&format!("{link}one();\n// …\n}}\n```\n")), NONE);
        assert_eq!(findings(&format!("{link}two();\none();\n```\n")), [5]);
        assert_eq!(findings(&format!("{link}three();\n```\n")), [4]);
    }

    #[test]
    fn sql_is_quoted_as_rust_is() {
        let link = "See [a](../a.sql):\n\n```sql\n";
        assert_eq!(findings(&format!("{link}SELECT 1;\n```\n")), NONE);
        assert_eq!(findings(&format!("{link}SELECT 2;\n```\n")), [4]);
    }

    #[test]
    fn a_block_without_a_program_is_found_and_other_languages_are_not_looked_at() {
        assert_eq!(findings("```rust\none();\n```\n"), [2]);
        assert_eq!(findings("[b](../b.rs)\n```rust\none();\n```\n"), [1, 3]);
        assert_eq!(findings("```toml\nwhatever\n```\n"), NONE);
        assert_eq!(check(&Tree::default()).len(), 1);
    }
}
