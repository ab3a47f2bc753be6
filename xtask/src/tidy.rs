//! `cargo xtask tidy`: the house rules as tests. Each finding names a place, what is wrong there and the remedy.

mod argued;
mod code_map;
pub(crate) mod codes;
mod core_tree;
mod dependencies;
mod lints;
mod mirrors;
mod modules;
mod quotes;
mod text;
mod tree;

use std::fmt;

use serde_json::Value;
use tree::Tree;

/// One place where the tree breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    /// Counted from 1.
    line: usize,
    what: String,
}

impl Finding {
    fn new(file: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

pub(crate) fn run() -> Result<u8, String> {
    let tree = Tree::read(&crate::cargo::root())?;
    let metadata = metadata()?;
    let mut findings = all(&tree, &metadata);
    findings.extend(core_tree::check(&tree, &core_tree::names()?));
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} files, {} findings", tree.len(), findings.len());
    Ok(u8::from(!findings.is_empty()))
}

fn all(tree: &Tree, metadata: &Value) -> Vec<Finding> {
    [
        dependencies::check(tree, metadata),
        argued::check(tree),
        code_map::check(tree, metadata),
        codes::check(tree),
        lints::check(tree),
        mirrors::check(tree),
        modules::check(tree),
        quotes::check(tree),
        text::check(tree),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The graph with default features, as a user of the crates gets it.
fn metadata() -> Result<Value, String> {
    let output = crate::cargo::command()
        .args(["metadata", "--format-version", "1"])
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}
