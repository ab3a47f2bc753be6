//! `cargo xtask ci`: what has to pass before a change lands, in the order in which it fails cheapest.

use std::time::{Duration, Instant};

use crate::publish::StatedRust;
use crate::supervise::status_of;

type Step = (&'static str, fn() -> Result<u8, String>);

/// Every step runs, so that one visit shows all that is wrong.
const STEPS: [Step; 6] = [
    ("format", || cargo(&["fmt", "--all", "--check"], "rustfmt")),
    ("tidy", crate::tidy::run),
    ("clippy", || {
        cargo(
            &[
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--all-features",
                "--",
                "-D",
                "warnings",
            ],
            "clippy",
        )
    }),
    ("docs", docs),
    ("test", || crate::test::run(&["--locked".into()])),
    ("package", crate::publish::package),
];

pub(crate) fn run() -> Result<u8, String> {
    let mut steps = STEPS.to_vec();
    let rust = crate::publish::stated_rust();
    if matches!(rust, StatedRust::Beside) {
        steps.push(("msrv", crate::publish::msrv));
    }
    let mut report = Vec::new();
    for (name, step) in steps {
        println!("\n=== {name}");
        let started = Instant::now();
        let verdict = match step() {
            Ok(0) => Ok(()),
            Ok(status) => Err(format!("exit status {status}")),
            Err(reason) => {
                eprintln!("{reason}");
                Err("could not run".into())
            }
        };
        let took = started.elapsed();
        println!("=== {}", line(name, &verdict, took));
        // Ctrl-C ends the whole, not one step.
        if matches!(&verdict, Err(reason) if reason == "exit status 130") {
            return Ok(130);
        }
        report.push((name, verdict, took));
    }
    println!();
    for (name, verdict, took) in &report {
        println!("{}", line(name, verdict, *took));
    }
    if matches!(rust, StatedRust::Absent) {
        println!("{}", crate::publish::how_to_try_it());
    }
    Ok(u8::from(
        report.iter().any(|(_, verdict, _)| verdict.is_err()),
    ))
}

fn line(name: &str, verdict: &Result<(), String>, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    match verdict {
        Ok(()) => format!("{name:<8} ok      {seconds:>7.1} s"),
        Err(reason) => format!("{name:<8} FAILED  {seconds:>7.1} s  {reason}"),
    }
}

fn docs() -> Result<u8, String> {
    let mut command = crate::cargo::command();
    command
        .args([
            "doc",
            "--locked",
            "--workspace",
            "--no-deps",
            "--all-features",
        ])
        .env("RUSTDOCFLAGS", "-D warnings");
    status_of(command)
}

/// Runs a cargo subcommand that belongs to a component of the toolchain.
fn cargo(args: &[&str], component: &str) -> Result<u8, String> {
    let mut probe = crate::cargo::command();
    let there = probe
        .args([args[0], "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !there {
        return Err(format!(
            "`cargo {}` is missing. Add it:\n\n    rustup component add {component}\n",
            args[0]
        ));
    }
    let mut command = crate::cargo::command();
    command.args(args);
    status_of(command)
}
