//! Every package takes the workspace's lints.

use super::Finding;
use super::tree::Tree;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .filter(|(path, _)| path.ends_with("/Cargo.toml"))
        .filter(|(_, manifest)| !inherits(manifest) && !is_workspace(manifest))
        .map(|(path, _)| {
            Finding::new(
                path,
                1,
                "does not take the workspace's lints; add `[lints]` with `workspace = true`",
            )
        })
        .collect()
}

/// What is a workspace of its own has nobody to inherit from, and is no part of what is shipped.
fn is_workspace(manifest: &str) -> bool {
    manifest.lines().any(|line| line.trim() == "[workspace]")
}

fn inherits(manifest: &str) -> bool {
    let mut section = "";
    manifest.lines().map(str::trim).any(|line| {
        if line.starts_with('[') {
            section = line;
        }
        section == "[lints]" && line.replace(' ', "") == "workspace=true"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_the_lints_is_found() {
        let tree = Tree::from([
            ("Cargo.toml", "[workspace]\n"),
            (
                "crates/a/Cargo.toml",
                "[package]\n[lints]\nworkspace = true\n",
            ),
            ("crates/a/fuzz/Cargo.toml", "[package]\n[workspace]\n"),
            (
                "crates/b/Cargo.toml",
                "[package]\n[dependencies]\nworkspace = true\n[lints]\n",
            ),
        ]);
        let files: Vec<String> = check(&tree)
            .into_iter()
            .map(|finding| finding.file)
            .collect();
        assert_eq!(files, ["crates/b/Cargo.toml"]);
    }
}
