//! Installs what a test needs from Debian's packages, where this account may.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::user::is_root;

/// Runs `script` as root: directly, or by a `sudo` that asks nothing. Otherwise the error is `remedy`: what to type.
pub(crate) fn install(package: &str, script: &str, remedy: &str) -> Result<(), String> {
    let mut command = if !Path::new("/usr/bin/apt-get").exists() {
        return Err(remedy.into());
    } else if is_root() {
        Command::new("sh")
    } else if sudo_asks_nothing() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "sh"]);
        sudo
    } else {
        return Err(remedy.into());
    };
    eprintln!("xtask: installing Debian's package `{package}`, which the tests need");
    // What apt says must not mix with the output of the command that we are to run.
    let status = command
        .arg("-c")
        .arg(format!("{{ {script} }} >&2"))
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("cannot install: {error}\n{remedy}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the installation failed; {remedy}"))
    }
}

/// Whether `program --version` can be run.
pub(crate) fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    let quiet = command
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok()
}

fn sudo_asks_nothing() -> bool {
    Command::new("sudo")
        .args(["-n", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
