//! `cargo xtask fuzz`: makes up texts for core's parsers, guided by what they reach, and keeps what reached something new.
//!
//! What is kept lies in one file a target, one JSON string a line, so that it is read and compared like any text; a test
//! of core asks the same claims of it in each build.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::supervise::code;

const FUZZ: &str = "crates/registration-core/fuzz";
const SECONDS: u32 = 60;
/// The most texts that a target keeps: the next search begins with them, and each build asks of them all.
const MOST: usize = 400;
/// What is longer than any parser takes teaches nothing new.
const LONGEST: &str = "-max_len=1100";
const NIGHTLY: [&str; 4] = ["run", "nightly", "cargo", "fuzz"];
const INSTALL: &str = "this needs a nightly toolchain and cargo-fuzz: rustup toolchain install nightly --profile minimal && cargo install --locked cargo-fuzz";

/// Every target, or the one that is named, for so many seconds each.
pub(crate) fn run(args: &[String]) -> Result<u8, String> {
    let fuzz = crate::cargo::root().join(FUZZ);
    let version = Command::new("rustup")
        .args(NIGHTLY)
        .arg("--version")
        .output();
    if !version.is_ok_and(|version| version.status.success()) {
        return Err(INSTALL.into());
    }
    let (mut seconds, mut chosen) = (SECONDS, None);
    for arg in args {
        match arg.parse() {
            Ok(number) => seconds = number,
            Err(_) => chosen = Some(arg.as_str()),
        }
    }
    let targets = targets(&fuzz)?;
    if let Some(unknown) = chosen.filter(|name| !targets.contains(*name)) {
        return Err(format!("there is no target `{unknown}` but {targets:?}"));
    }
    for target in &targets {
        if chosen.is_none_or(|name| name == target) {
            let ended = keep(&fuzz, target, seconds)?;
            if ended != 0 {
                return Ok(ended);
            }
        }
    }
    Ok(0)
}

fn targets(fuzz: &Path) -> Result<BTreeSet<String>, String> {
    let folder = fuzz.join("fuzz_targets");
    let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let names = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.strip_suffix(".rs").map(str::to_owned)
    });
    Ok(names.collect())
}

fn keep(fuzz: &Path, target: &str, seconds: u32) -> Result<u8, String> {
    let (kept, corpus) = (
        fuzz.join("kept").join(target).with_extension("jsonl"),
        // Under `target`, which neither git nor a check of the house rules looks into.
        fuzz.join("target/corpus").join(target),
    );
    let old = std::fs::read_to_string(&kept).map_err(|e| format!("{}: {e}", kept.display()))?;
    unpack(&old, &corpus).map_err(|e| format!("{}: {e}", corpus.display()))?;

    let limit = format!("-max_total_time={seconds}");
    let search = [&*limit, LONGEST, "-timeout=10", "-print_final_stats=1"];
    let ended = cargo_fuzz(fuzz, "run", target, &corpus, &search)?;
    if ended != 0 {
        println!(
            "{target}: mend what the text in {FUZZ}/artifacts/{target} shows, with a test of its own"
        );
        return Ok(ended);
    }
    // What reaches nothing that a shorter text doesn't reach is dropped.
    let ended = cargo_fuzz(fuzz, "cmin", target, &corpus, &[LONGEST, "-use_counters=0"])?;
    if ended != 0 {
        return Ok(ended);
    }
    let new = pack(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    std::fs::write(&kept, &new).map_err(|error| format!("{}: {error}", kept.display()))?;
    println!(
        "{target}: {} texts are kept, before {}",
        new.lines().count(),
        old.lines().count()
    );
    Ok(0)
}

/// `unsafe` code is forbidden in core, so no sanitizer slows the search down.
fn cargo_fuzz(
    fuzz: &Path,
    what: &str,
    target: &str,
    corpus: &Path,
    libfuzzer: &[&str],
) -> Result<u8, String> {
    let mut command = Command::new("rustup");
    crate::cargo::drop_variables(&mut command, &["CARGO_PKG_", "CARGO_MANIFEST_"]);
    let status = command
        .args(NIGHTLY)
        .args([what, "--sanitizer", "none", "--fuzz-dir", ".", target])
        .arg(corpus)
        .arg("--")
        .args(libfuzzer)
        .current_dir(fuzz)
        .status()
        .map_err(|error| format!("cannot start rustup: {error}"))?;
    Ok(code(status))
}

/// A file for each text, instead of those that lay there.
fn unpack(kept: &str, corpus: &Path) -> std::io::Result<()> {
    if corpus.exists() {
        std::fs::remove_dir_all(corpus)?;
    }
    std::fs::create_dir_all(corpus)?;
    for (number, line) in kept.lines().enumerate() {
        let text: String = serde_json::from_str(line)?;
        std::fs::write(corpus.join(format!("{number:04}")), text)?;
    }
    Ok(())
}

/// What lies there; evenly chosen between the shortest and the longest where that is more than can be kept.
fn pack(corpus: &Path) -> std::io::Result<String> {
    let mut texts = BTreeSet::new();
    for entry in std::fs::read_dir(corpus)?.flatten() {
        // The targets refuse what is no UTF-8, before any parser sees it.
        if let Ok(text) = String::from_utf8(std::fs::read(entry.path())?) {
            texts.insert((text.len(), text));
        }
    }
    let texts: Vec<(usize, String)> = texts.into_iter().collect();
    let most = texts.len().min(MOST);
    let chosen: BTreeSet<&String> = (0..most)
        .map(|index| &texts[index * texts.len() / most].1)
        .collect();
    Ok(chosen.iter().map(|text| in_ascii(text) + "\n").collect())
}

/// A JSON string that shows every character, those that an editor would hide too.
fn in_ascii(text: &str) -> String {
    let mut shown = String::new();
    for c in serde_json::Value::from(text).to_string().chars() {
        if (' '..='~').contains(&c) {
            shown.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_was_found() {
        let corpus = std::env::temp_dir().join(format!("registration-fuzz-{}", std::process::id()));
        let kept = concat!(
            r#""""#,
            "\n",
            r#""a\n\"b\\""#,
            "\n",
            r#""a\u202eb""#,
            "\n",
            r#""\ud83d\udc69\u007f""#,
            "\n"
        );
        unpack("\"gone\"\n", &corpus).unwrap();
        unpack(kept, &corpus).unwrap();
        std::fs::write(corpus.join("bytes"), [0xff, 0xfe]).unwrap();
        let packed = pack(&corpus);
        std::fs::remove_dir_all(&corpus).unwrap();
        assert_eq!(packed.unwrap(), kept);
    }

    #[test]
    fn more_than_can_be_kept_is_chosen_from_evenly() {
        let corpus = std::env::temp_dir().join(format!("registration-many-{}", std::process::id()));
        let all: String = (0..2 * MOST)
            .map(|number| format!("\"{number:04}\"\n"))
            .collect();
        unpack(&all, &corpus).unwrap();
        let packed = pack(&corpus);
        std::fs::remove_dir_all(&corpus).unwrap();
        let packed = packed.unwrap();
        assert_eq!(packed.lines().count(), MOST);
        assert!(packed.starts_with("\"0000\"\n\"0002\"\n"));
    }
}
