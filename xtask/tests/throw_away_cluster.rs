//! The throw-away Postgres is gone however its owner ends.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts `xtask postgres -- sh -c SCRIPT`, which has to print the cluster's folder first.
fn start(script: &str) -> (Child, BufReader<std::process::ChildStdout>, PathBuf) {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c"])
        .arg(format!("echo $PGHOST; {script}"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(xtask.stdout.take().unwrap());
    let mut folder = String::new();
    lines.read_line(&mut folder).unwrap();
    let folder = PathBuf::from(folder.trim());
    assert!(
        folder.join("data/PG_VERSION").exists(),
        "no cluster in {}",
        folder.display()
    );
    (xtask, lines, folder)
}

fn signal(process: &Child, name: &str) {
    let sent = Command::new("sh")
        .arg("-c")
        .arg(format!("kill -{name} {}", process.id()))
        .status()
        .unwrap();
    assert!(sent.success());
}

#[track_caller]
fn assert_vanishes(folder: &Path) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while folder.exists() {
        assert!(
            Instant::now() < deadline,
            "{} is still there",
            folder.display()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn the_exit_code_is_the_commands_and_the_cluster_is_gone_by_then() {
    for (script, code) in [("exit 0", 0), ("exit 7", 7), ("kill -KILL $$", 137)] {
        let (mut xtask, _, folder) = start(script);
        assert_eq!(xtask.wait().unwrap().code(), Some(code), "{script}");
        assert!(!folder.exists());
    }
}

#[test]
fn a_signal_ends_the_command_and_then_the_cluster() {
    for name in ["INT", "TERM", "HUP"] {
        let (mut xtask, _, folder) = start("exec sleep 300");
        signal(&xtask, name);
        assert!(xtask.wait().unwrap().code().unwrap() > 128, "{name}");
        assert!(!folder.exists());
    }
}

#[test]
fn even_a_killed_owner_leaves_neither_cluster_nor_command() {
    let (mut xtask, mut lines, folder) = start("sleep 300; echo survived");
    signal(&xtask, "KILL");
    xtask.wait().unwrap();
    assert_vanishes(&folder);
    // The command's output ends only when every process that holds it is gone.
    let mut rest = String::new();
    lines.read_line(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn the_address_has_the_form_that_sqlx_takes() {
    let (mut xtask, mut lines, folder) = start("echo $REGISTRATION_TEST_POSTGRES");
    let mut address = String::new();
    lines.read_line(&mut address).unwrap();
    xtask.wait().unwrap();
    let host = folder.to_str().unwrap().replace('/', "%2F");
    assert_eq!(
        address.trim(),
        format!("postgres://postgres@localhost:5432/postgres?host={host}")
    );
}
