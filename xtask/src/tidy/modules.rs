//! What a module looks like from outside: its opening sentence, its name, its place and its length.

use super::Finding;
use super::tree::Tree;

const LONGEST: usize = 400;

/// Files that may be longer, each with the reason why two files would be worse.
const MAY_BE_LONGER: [(&str, &str); 0] = [];

/// Words that say how a thing is built or that nobody knew what it is; the plural counts too.
const NO_NAMES: [&str; 5] = ["manager", "helper", "util", "impl", "dto"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, content) in tree.rust() {
        if is_source(path) && !opens_with_a_sentence(content) {
            findings.push(Finding::new(
                path,
                1,
                "does not open with a sentence; say in a `//!` line what the module is",
            ));
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "mod.rs" {
            findings.push(Finding::new(
                path,
                1,
                "name it after its folder: `foo.rs` beside `foo/`",
            ));
        }
        for part in path.split(['/', '_', '.']) {
            let singular = part.strip_suffix('s').unwrap_or(part);
            if NO_NAMES.contains(&singular) {
                findings.push(Finding::new(
                    path,
                    1,
                    format!("`{part}` says nothing; name it after what it is or does"),
                ));
            }
        }
        let is_excused = MAY_BE_LONGER.iter().any(|(excused, _)| *excused == path);
        if content.lines().count() > LONGEST && !is_in_tests(path) && !is_excused {
            findings.push(Finding::new(
                path,
                LONGEST + 1,
                format!("goes past {LONGEST} lines; it wants to be two files (or, with a reason, to be in MAY_BE_LONGER in xtask/src/tidy/modules.rs)"),
            ));
        }
    }
    for (excused, _) in MAY_BE_LONGER {
        if tree
            .get(excused)
            .is_some_and(|content| content.lines().count() <= LONGEST)
        {
            findings.push(Finding::new(
                excused,
                1,
                "is no longer too long; take it out of MAY_BE_LONGER",
            ));
        }
    }
    findings
}

fn is_source(path: &str) -> bool {
    path.starts_with("xtask/src/") || path.split('/').nth(2) == Some("src")
}

fn is_in_tests(path: &str) -> bool {
    path.split('/')
        .any(|part| part == "tests" || part == "tests.rs")
}

fn opens_with_a_sentence(content: &str) -> bool {
    content.lines().next().is_some_and(|line| {
        line.strip_prefix("//! ")
            .is_some_and(|text| text.split_whitespace().nth(1).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what_is_wrong_with(path: &str, content: &str) -> Vec<String> {
        check(&Tree::from([(path, content)]))
            .into_iter()
            .map(|finding| finding.what)
            .collect()
    }

    #[test]
    fn a_module_opens_with_a_sentence() {
        for silent in [
            "",
            "use std::fmt;\n",
            "// Not for rustdoc.\n",
            "//!\n",
            "//! Word\n",
        ] {
            assert_eq!(
                what_is_wrong_with("crates/a/src/b/c.rs", silent).len(),
                1,
                "{silent:?}"
            );
        }
        assert!(what_is_wrong_with("crates/a/src/b.rs", "//! Says what it is.\n").is_empty());
        assert!(what_is_wrong_with("crates/a/tests/b.rs", "use std::fmt;\n").is_empty());
    }

    #[test]
    fn a_module_is_beside_its_folder() {
        let wrong = what_is_wrong_with("crates/a/src/b/mod.rs", "//! Says what it is.\n");
        assert!(wrong[0].contains("`foo.rs` beside `foo/`"), "{wrong:?}");
    }

    #[test]
    fn empty_words_are_no_names() {
        for path in [
            "crates/a/src/utils.rs",
            "crates/a/src/mail_helper.rs",
            "crates/a/src/dto/customer.rs",
            "crates/a/tests/manager.rs",
        ] {
            assert_eq!(
                what_is_wrong_with(path, "//! Says what it is.\n").len(),
                1,
                "{path}"
            );
        }
        assert!(
            what_is_wrong_with("crates/a/src/utility_bill.rs", "//! Says what it is.\n").is_empty()
        );
    }

    #[test]
    fn a_long_file_wants_to_be_two_except_in_tests() {
        let mut long = "//! Says what it is.\n".repeat(LONGEST);
        assert!(what_is_wrong_with("crates/a/src/b.rs", &long).is_empty());
        long.push_str("// one more\n");
        assert_eq!(what_is_wrong_with("crates/a/src/b.rs", &long).len(), 1);
        assert!(what_is_wrong_with("crates/a/tests/it/b.rs", &long).is_empty());
        assert!(what_is_wrong_with("crates/a/src/b/tests.rs", &long).is_empty());
    }
}
