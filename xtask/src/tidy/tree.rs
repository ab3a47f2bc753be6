//! The text files of the workspace, held in memory, so that a check is a function of them and a test makes them up.

use std::collections::BTreeMap;
use std::path::Path;

/// Relative path, with slashes, to content.
#[derive(Debug, Default)]
pub(super) struct Tree(BTreeMap<String, String>);

/// What somebody's own server leaves at the root.
const NOT_OURS: [&str; 2] = ["data", "registration.toml"];

/// The hidden folders that are ours; the others are git's, an editor's or a tool's.
const OUR_HIDDEN: [&str; 2] = [".cargo", ".ci"];

impl Tree {
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let mut tree = Self::default();
        tree.visit(root, "")?;
        Ok(tree)
    }

    fn visit(&mut self, root: &Path, folder: &str) -> Result<(), String> {
        let here = root.join(folder);
        let entries =
            std::fs::read_dir(&here).map_err(|error| format!("{}: {error}", here.display()))?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let is_hidden =
                kind.is_dir() && name.starts_with('.') && !OUR_HIDDEN.contains(&name.as_str());
            let is_left = folder.is_empty() && NOT_OURS.contains(&name.as_str());
            if name == "target" || is_hidden || is_left {
                continue;
            }
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            if kind.is_dir() {
                self.visit(root, &path)?;
            } else if kind.is_file()
                && let Ok(content) = std::fs::read_to_string(entry.path())
            {
                // What is not UTF-8 is an image or a database, of which no rule speaks.
                self.0.insert(path, content);
            }
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_str()))
    }

    /// Our own Rust files: those of the crates and of this tool.
    pub(super) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| {
            path.ends_with(".rs") && (path.starts_with("crates/") || path.starts_with("xtask/"))
        })
    }

    /// The files under a folder, by their path within it.
    pub(super) fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .keys()
            .filter_map(move |path| path.strip_prefix(folder)?.strip_prefix('/'))
    }
}

#[cfg(test)]
impl<const N: usize> From<[(&str, &str); N]> for Tree {
    fn from(files: [(&str, &str); N]) -> Self {
        Self(
            files
                .into_iter()
                .map(|(path, content)| (path.to_owned(), content.to_owned()))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_skips_what_is_not_ours_and_what_is_no_text() {
        let root = std::env::temp_dir().join(format!("registration-tidy-{}", std::process::id()));
        for folder in ["target", ".git", ".ci", "data", "crates/a/data"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        std::fs::write(root.join("target/made.rs"), "made").unwrap();
        std::fs::write(root.join(".git/HEAD"), "head").unwrap();
        std::fs::write(root.join("data/mine.txt"), "mine").unwrap();
        std::fs::write(root.join(".ci/run"), "kept").unwrap();
        std::fs::write(root.join("crates/a/data/list.txt"), "kept").unwrap();
        std::fs::write(root.join("logo.png"), [0xff, 0xfe, 0x00]).unwrap();
        let tree = Tree::read(&root);
        std::fs::remove_dir_all(&root).unwrap();
        let tree = tree.unwrap();
        assert_eq!(
            tree.files().collect::<Vec<_>>(),
            [(".ci/run", "kept"), ("crates/a/data/list.txt", "kept")]
        );
    }
}
