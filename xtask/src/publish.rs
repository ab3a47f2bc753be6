//! What has to hold before the crates can be published: packages that build by themselves, on the stated Rust version.

use std::process::Command;

use crate::supervise::status_of;

/// `rust-version` of the workspace.
const STATED: &str = env!("CARGO_PKG_RUST_VERSION");

/// How the stated Rust version can be tried here.
pub(crate) enum StatedRust {
    /// It is the one in use: every other step tries it.
    InUse,
    /// It is installed beside the one in use.
    Beside,
    /// It isn't here.
    Absent,
}

pub(crate) fn stated_rust() -> StatedRust {
    if says_stated(Command::new("rustc").arg("--version")) {
        StatedRust::InUse
    } else if says_stated(stated_cargo().arg("--version")) {
        StatedRust::Beside
    } else {
        StatedRust::Absent
    }
}

/// What to type where the stated version is absent.
pub(crate) fn how_to_try_it() -> String {
    format!("Rust {STATED} is not tried here. To try it: rustup toolchain install {STATED}")
}

/// Checks the workspace with the stated Rust version.
pub(crate) fn msrv() -> Result<u8, String> {
    let mut command = stated_cargo();
    command
        .args(["check", "--locked", "--workspace", "--all-features"])
        // A folder of its own: two toolchains in one would each throw away what the other built.
        .args(["--target-dir", "target/msrv"]);
    status_of(command)
}

/// Packs every crate that is published and builds each from its package: what it reads must travel with it.
pub(crate) fn package() -> Result<u8, String> {
    let mut command = crate::cargo::command();
    command
        .args(["package", "--locked", "--allow-dirty", "--workspace"])
        .args(["--exclude", "xtask", "--exclude", "registration-examples"])
        // Built to be thrown away, and with each crate's own features: nothing to debug, and half the work.
        .env("CARGO_PROFILE_DEV_DEBUG", "none");
    status_of(command)
}

fn stated_cargo() -> Command {
    // Not the cargo that called us: only rustup's own understands which toolchain is meant.
    let mut command = Command::new("cargo");
    command
        .current_dir(crate::cargo::root())
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN")
        .arg(format!("+{STATED}"));
    command
}

/// Whether `rustc 1.95.0 (…)` or `cargo 1.95.0 (…)` is of the stated version.
fn says_stated(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| {
        String::from_utf8_lossy(&output.stdout)
            .split(' ')
            .nth(1)
            .and_then(|version| version.strip_prefix(STATED))
            .is_some_and(|rest| rest.starts_with('.'))
    })
}
