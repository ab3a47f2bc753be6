//! The two SQL adapters and the two folders of migrations have the same file names, so that they can be compared.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

const MIRRORS: [(&str, &str, &str); 2] = [
    (
        "crates/registration-sqlite/src",
        "crates/registration-postgres/src",
        ".rs",
    ),
    ("migrations/sqlite", "migrations/postgres", ""),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (left, right, ending) in MIRRORS {
        for (here, there) in [(left, right), (right, left)] {
            let others: BTreeSet<&str> = tree.under(there).collect();
            for file in tree.under(here) {
                if file.ends_with(ending) && !others.contains(file) {
                    findings.push(Finding::new(
                        &format!("{here}/{file}"),
                        1,
                        format!("has no counterpart {there}/{file}; both databases get the same files or neither"),
                    ));
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_on_one_side_alone_is_found_on_either_side() {
        let tree = Tree::from([
            ("crates/registration-sqlite/src/lib.rs", ""),
            ("crates/registration-postgres/src/lib.rs", ""),
            ("crates/registration-postgres/src/outbox/claim.rs", ""),
            ("crates/registration-postgres/src/notes.txt", ""),
            ("migrations/sqlite/0001_start.sql", ""),
            ("migrations/sqlite/0002_more.sql", ""),
            ("migrations/postgres/0001_start.sql", ""),
        ]);
        let files: Vec<String> = check(&tree)
            .into_iter()
            .map(|finding| finding.file)
            .collect();
        assert_eq!(
            files,
            [
                "crates/registration-postgres/src/outbox/claim.rs",
                "migrations/sqlite/0002_more.sql"
            ]
        );
    }
}
