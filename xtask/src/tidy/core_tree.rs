//! What core depends on, however deep, is listed and justified in a decision.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

const DECISION: &str = "docs/adr/0014-what-core-depends-on.md";

/// The names of all normal dependencies of core on Linux, with default features.
pub(super) fn names() -> Result<BTreeSet<String>, String> {
    let output = crate::cargo::command()
        .args([
            "tree",
            "--package",
            "registration-core",
            "--edges",
            "normal",
        ])
        .args(["--target", "x86_64-unknown-linux-gnu"])
        .args(["--prefix", "none", "--format", "{p}"])
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("cargo tree\n{said}"));
    }
    let listed = String::from_utf8_lossy(&output.stdout);
    let names = listed.lines().filter_map(|line| line.split(' ').next());
    Ok(names
        .filter(|name| !name.is_empty() && *name != "registration-core")
        .map(str::to_owned)
        .collect())
}

/// Compares the crates in the first column of the decision's table, and those named after it, with what is there.
pub(super) fn check(tree: &Tree, names: &BTreeSet<String>) -> Vec<Finding> {
    let text = tree.get(DECISION).unwrap_or_default();
    let listed: BTreeSet<String> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .flat_map(|line| line.splitn(4, '|').skip(1).take(2))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    let missing = names.difference(&listed).map(|name| {
        format!("does not list `{name}`, which core depends on by now; say what for, or drop it")
    });
    let gone = listed
        .difference(names)
        .map(|name| format!("lists `{name}`, which core does not depend on any more"));
    missing
        .chain(gone)
        .map(|what| Finding::new(DECISION, 1, what))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_came_and_one_that_went_are_found() {
        let text = "`prose` is not looked at\n| `a` | `b`, `c` | for `dyn` |\n";
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let tree = Tree::from([(DECISION, text)]);
        assert_eq!(check(&tree, &names(&["a", "b", "c"])), []);
        let findings = check(&tree, &names(&["a", "b", "d"]));
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].what.contains("does not list `d`"));
        assert!(findings[1].what.contains("lists `c`"));
    }
}
