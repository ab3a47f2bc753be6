//! `cargo xtask test`: every test of the workspace, in one feature set, around one throw-away Postgres.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::debian;
use crate::postgres::Cluster;
use crate::supervise::{Running, Signals, code};

/// Runs `cargo test` with the arguments added; its exit status is ours.
pub(crate) fn run(args: &[String]) -> Result<u8, String> {
    require_c_compiler()?;
    require_curl()?;
    crate::browser::require()?;
    let mut cluster = Cluster::start()?;
    let signals = Signals::catch()?;
    let mut command = crate::cargo::command();
    command.arg("test").args(cargo_arguments(args));
    // A setting of the caller's own server must not reach a server under test.
    crate::cargo::drop_variables(&mut command, &["REGISTRATION_"]);
    cluster.describe_to(&mut command);
    command.stdout(Stdio::piped());
    let mut running = Running::start(command)?;
    cluster.guard(&running);
    let tally = running
        .child
        .stdout
        .take()
        .map(|output| std::thread::spawn(move || pass_on_and_count(output)));
    let status = running.wait(&signals)?;
    cluster.unguard();
    let Some(tally) = tally.and_then(finish) else {
        return Ok(code(status));
    };
    // The last line of a run over many test programs is the last program's alone.
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if status.success() && tally.passed == 0 && !args.iter().any(|arg| arg == "--no-run") {
        return Err("no test ran; is the filter right?".into());
    }
    Ok(code(status))
}

/// Plain `cargo test` needs nothing installed and runs unit, integration and documentation tests from one build.
fn cargo_arguments(args: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    let for_cargo = args.iter().take_while(|arg| *arg != "--");
    // Cargo lets `--workspace` win over a choice of packages without a word.
    if !for_cargo
        .clone()
        .any(|arg| arg.starts_with("-p") || arg.starts_with("--package") || arg == "--workspace")
    {
        all.push("--workspace".to_owned());
    }
    all.push("--all-features".to_owned());
    all.push("--no-fail-fast".to_owned());
    all.extend(args.iter().cloned());
    all
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Reads lines such as `test result: ok. 3 passed; 0 failed; 0 ignored; …`.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        else {
            return;
        };
        for count in counts.split(';') {
            match count.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

fn pass_on_and_count(output: impl std::io::Read) -> Tally {
    let mut tally = Tally::default();
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    while matches!(lines.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        // Even when nobody reads us any more the tests' own pipe has to be emptied.
        let _ = std::io::stdout().write_all(&line);
        tally.add(&String::from_utf8_lossy(&line));
        line.clear();
    }
    tally
}

/// The tally, unless a process that a test left behind still holds the pipe.
fn finish(reader: std::thread::JoinHandle<Tally>) -> Option<Tally> {
    let deadline = Instant::now() + Duration::from_secs(5);
    while !reader.is_finished() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    if reader.is_finished() {
        reader.join().ok()
    } else {
        eprintln!("xtask: a process started by a test is still running and holds its output");
        None
    }
}

/// SQLite and ring are built from C.
fn require_c_compiler() -> Result<(), String> {
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    let program = compiler.split_whitespace().next().unwrap_or("cc");
    if debian::is_there(program) {
        Ok(())
    } else {
        Err(format!(
            "SQLite is built from C, and there is no `{program}` here. Install one:\n\n    \
             sudo apt-get install --no-install-recommends gcc libc6-dev\n"
        ))
    }
}

/// The demonstration prints commands to copy, and a test copies them.
fn require_curl() -> Result<(), String> {
    if debian::is_there("curl") {
        return Ok(());
    }
    let script = "set -e; apt-get update -q; \
        apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 curl;";
    let remedy = "the demonstration is tried with curl, and there is none here:\n\n    \
        sudo apt-get install --no-install-recommends curl\n";
    debian::install("curl", script, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(args: &[&str]) -> Vec<String> {
        cargo_arguments(&args.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn everything_is_tested_unless_packages_are_named() {
        assert_eq!(
            arguments(&["a_claim"]),
            ["--workspace", "--all-features", "--no-fail-fast", "a_claim"]
        );
        assert_eq!(
            arguments(&["-p", "registration-core"]),
            [
                "--all-features",
                "--no-fail-fast",
                "-p",
                "registration-core"
            ]
        );
    }

    #[test]
    fn arguments_of_the_test_programs_choose_no_package() {
        assert!(arguments(&["--", "-p"]).contains(&"--workspace".to_owned()));
    }

    #[test]
    fn the_tally_sums_all_test_programs() {
        let output = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: FAILED. 40 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s
";
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.add(line));
        assert_eq!(
            tally,
            Tally {
                passed: 43,
                failed: 2
            }
        );
    }
}
