//! What must not stand in a file: postponed work, switched-off tests, and places that exist on one machine alone.

use super::Finding;
use super::tree::Tree;

// Each needle is written in two parts, or this file would be the first finding.
const POSTPONED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
];
const UNFINISHED: &str = concat!("to", "do!");
const SWITCHED_OFF: &str = concat!("#[", "ignore");
const MACHINE: [&str; 2] = [concat!("/ho", "me/"), concat!("/ro", "ot/")];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, content) in tree.rust() {
        for (number, line) in numbered(content) {
            if let Some(word) = POSTPONED.iter().find(|word| has_word(line, word)) {
                findings.push(Finding::new(
                    path,
                    number,
                    format!(
                        "`{word}`: do it now, or put it on the open list of docs/contributing.md"
                    ),
                ));
            }
            if line.contains(UNFINISHED) {
                findings.push(Finding::new(
                    path,
                    number,
                    format!("`{UNFINISHED}` is not finished code"),
                ));
            }
            if line.contains(SWITCHED_OFF) {
                findings.push(Finding::new(
                    path,
                    number,
                    "a test that is switched off proves nothing; make it pass or remove it",
                ));
            }
        }
    }
    for (path, content) in tree.files().filter(|(path, _)| !path.contains("/tests/")) {
        for (number, line) in numbered(content) {
            if let Some(place) = MACHINE.iter().find(|place| line.contains(*place)) {
                findings.push(Finding::new(path, number, format!("`{place}` is somebody's own folder; use a relative path or an environment variable")));
            }
        }
    }
    findings
}

fn numbered(content: &str) -> impl Iterator<Item = (usize, &str)> {
    content
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

/// Whether the word stands alone, so that a token such as a base64 text may contain its letters.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        ![before, after]
            .into_iter()
            .flatten()
            .any(|neighbour| neighbour.is_alphanumeric() || neighbour == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings_in(path: &str, line: &str) -> usize {
        let content = format!("//! A module.\n{line}\n");
        let findings = check(&Tree::from([(path, content.as_str())]));
        assert!(findings.iter().all(|finding| finding.line == 2));
        findings.len()
    }

    #[test]
    fn postponed_and_unfinished_work_is_found() {
        for word in POSTPONED {
            assert_eq!(
                findings_in("crates/a/src/b.rs", &format!("// {word}: later")),
                1,
                "{word}"
            );
        }
        assert_eq!(
            findings_in("crates/a/tests/b.rs", &format!("{UNFINISHED}()")),
            1
        );
    }

    #[test]
    fn the_same_letters_inside_a_word_are_allowed() {
        let token = format!("let token = \"a{}b\";", POSTPONED[2]);
        assert_eq!(findings_in("crates/a/src/b.rs", &token), 0);
    }

    #[test]
    fn a_test_that_is_switched_off_is_found() {
        assert_eq!(
            findings_in(
                "crates/a/tests/b.rs",
                &format!("{SWITCHED_OFF} = \"slow\"]")
            ),
            1
        );
    }

    #[test]
    fn a_place_on_one_machine_is_found_outside_of_tests() {
        let line = format!("see {}somebody/notes", MACHINE[0]);
        assert_eq!(findings_in("docs/architecture.md", &line), 1);
        assert_eq!(findings_in("crates/a/tests/b.rs", &line), 0);
    }
}
