//! `cargo xtask mutants`: changes core's model and policies in one place at a time, and asks its tests to notice.
//!
//! What no test can notice is argued in a list. It fails on a survivor that is not on the list, and on a line of the
//! list whose mutant is noticed or is no more. `.cargo/mutants.toml` says what is changed and which tests are asked.

pub(crate) mod argued;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use argued::{Argued, LIST};
use serde_json::Value;

const PACKAGE: &str = "registration-core";
const INSTALL: &str = "there is no cargo-mutants here: cargo install --locked cargo-mutants";

/// How often each mutant, by its name without line and column, is there or survived.
type Counts = BTreeMap<String, usize>;

/// Runs all of them, or those that `args` choose (`-f FILE`, `-F REGEX`, `--shard 1/4`, `--jobs 2`).
pub(crate) fn run(args: &[String]) -> Result<u8, String> {
    let root = crate::cargo::root();
    let list = std::fs::read_to_string(root.join(LIST)).map_err(|e| format!("{LIST}: {e}"))?;
    let argued: Vec<Argued> = argued::read(&list).collect::<Result<_, _>>()?;
    let all = counts(array(&listed()?)?.iter());

    // Under `target`, which is no part of what is copied and changed.
    let output = root.join("target/mutants");
    std::fs::create_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    let status = mutants()
        .arg("--output")
        .args([output.as_os_str()])
        .args(args)
        .status()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    // 2: some survived, 3: some took too long. Both are judged here.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err("cargo mutants did not come to its end".into());
    }
    let outcomes = read_json(&output.join("mutants.out/outcomes.json"))?;
    let outcomes = array(&outcomes["outcomes"])?;
    let ended = |summary: &str| {
        let ended = outcomes.iter().filter(|one| one["summary"] == summary);
        counts(ended.map(|one| &one["scenario"]["Mutant"]))
    };
    let (survived, caught) = (ended("MissedMutant"), ended("CaughtMutant"));
    let findings = compare(&argued, &all, &survived, &caught);
    for finding in &findings {
        println!("{finding}");
    }
    println!(
        "mutants: {} of {}: {} caught, {} out of time, {} do not compile, {} survived, {} of them argued; {} findings",
        outcomes.len().saturating_sub(1),
        total(&all),
        total(&caught),
        total(&ended("Timeout")),
        total(&ended("Unviable")),
        total(&survived),
        argued.len(),
        findings.len()
    );
    Ok(u8::from(!findings.is_empty()))
}

fn mutants() -> std::process::Command {
    let mut command = crate::cargo::command();
    command.args(["mutants", "--package", PACKAGE]);
    command
}

/// Every mutant that there is.
fn listed() -> Result<Value, String> {
    let output = mutants()
        .args(["--list", "--json"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if !output.status.success() {
        return Err(INSTALL.into());
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo mutants --list --json: {error}"))
}

fn compare(argued: &[Argued], all: &Counts, survived: &Counts, caught: &Counts) -> Vec<String> {
    let mut lines = Counts::new();
    for one in argued {
        *lines.entry(one.mutant.clone()).or_default() += 1;
    }
    let of = |counts: &Counts, mutant: &str| counts.get(mutant).copied().unwrap_or_default();
    let unlisted = survived
        .iter()
        .filter(|(mutant, count)| **count > of(&lines, mutant))
        .map(|(mutant, _)| format!("{mutant}\n  survived: write the test that notices it, or argue in {LIST} that none can"));
    let stale = lines.iter().filter_map(|(mutant, count)| {
        let there = of(all, mutant);
        if there < *count {
            Some(format!(
                "{mutant}\n  is argued {count} times and there {there} times: {LIST}"
            ))
        } else if of(survived, mutant) < *count && of(caught, mutant) > there - count {
            Some(format!("{mutant}\n  is caught now: take it out of {LIST}"))
        } else {
            None
        }
    });
    unlisted.chain(stale).collect()
}

/// Lines and columns change with every edit above, so that a mutant is known without them.
fn counts<'a>(mutants: impl Iterator<Item = &'a Value>) -> Counts {
    let mut counts = Counts::new();
    for name in mutants.filter_map(|mutant| mutant["name"].as_str()) {
        *counts.entry(argued::without_place(name)).or_default() += 1;
    }
    counts
}

fn total(counts: &Counts) -> usize {
    counts.values().sum()
}

fn array(value: &Value) -> Result<&Vec<Value>, String> {
    let array = value.as_array();
    array.ok_or_else(|| "cargo mutants writes another format now".into())
}

fn read_json(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAME: &str = "a.rs: replace < with <= in is_live";

    fn found(lines: usize, there: usize, survived: usize, caught: usize) -> Vec<String> {
        let list = format!("{SAME} -- why\n").repeat(lines);
        let argued: Vec<Argued> = argued::read(&list).collect::<Result<_, _>>().unwrap();
        let of = |count| match count {
            0 => Counts::new(),
            count => Counts::from([(SAME.to_owned(), count)]),
        };
        compare(&argued, &of(there), &of(survived), &of(caught))
    }

    #[test]
    fn a_survivor_is_argued_and_what_is_argued_survives() {
        assert_eq!(found(0, 1, 0, 1), [""; 0]);
        assert_eq!(found(1, 1, 1, 0), [""; 0]);
        assert!(found(0, 1, 1, 0)[0].contains("write the test"));
        assert!(found(1, 1, 0, 1)[0].contains("is caught now"));
        assert!(found(1, 0, 0, 0)[0].contains("there 0 times"));
    }

    #[test]
    fn each_of_several_alike_needs_its_own_line() {
        assert_eq!(found(1, 2, 1, 1), [""; 0]);
        assert!(found(1, 2, 2, 0)[0].contains("write the test"));
        assert!(found(2, 2, 1, 1)[0].contains("is caught now"));
    }

    #[test]
    fn a_run_of_some_says_nothing_of_the_others() {
        assert_eq!(found(1, 1, 0, 0), [""; 0]);
    }

    #[test]
    fn a_mutant_is_known_without_line_and_column() {
        let list = serde_json::json!([{"name": "a.rs:27:45: replace < with <= in is_live"}]);
        let counted = counts(list.as_array().unwrap().iter());
        assert_eq!(counted, Counts::from([(SAME.to_owned(), 1)]));
    }
}
