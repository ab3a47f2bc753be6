//! The browser that the pages are tested in: sees that it is there, and lets it take the documents' pictures.

use crate::debian;
use crate::supervise::code;

const INSTALL: &str = "set -e; export DEBIAN_FRONTEND=noninteractive; apt-get update -q; \
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 chromium chromium-driver;";

const REMEDY: &str = "\
the pages are tested in Chromium, driven by ChromeDriver, and not both are here. Either

    sudo apt-get update && sudo apt-get install --no-install-recommends chromium chromium-driver

or set CHROMIUM and CHROMEDRIVER to the programs, of one version";

/// What each program is called, and the variable that names another.
const PROGRAMS: [(&str, &str); 2] = [("CHROMEDRIVER", "chromedriver"), ("CHROMIUM", "chromium")];

/// Finds Chromium and its driver or, on Debian where it may, installs them.
pub(crate) fn require() -> Result<(), String> {
    let mut is_complete = true;
    for (variable, program) in PROGRAMS {
        match std::env::var(variable) {
            // A wrong answer is worse than none: what was asked for is not quietly replaced.
            Ok(named) if !debian::is_there(&named) => {
                return Err(format!("{variable} is {named}, which cannot be run"));
            }
            Ok(_) => {}
            Err(_) => is_complete &= debian::is_there(program),
        }
    }
    if is_complete {
        Ok(())
    } else {
        debian::install("chromium-driver", INSTALL, REMEDY)
    }
}

/// `cargo xtask screenshots`: has the test that checks the pictures of the documents take them.
pub(crate) fn screenshots() -> Result<u8, String> {
    require()?;
    let mut command = crate::cargo::command();
    crate::cargo::drop_variables(&mut command, &["REGISTRATION_"]);
    let status = command
        // As `cargo xtask test` builds it, so that the two share their builds.
        .args(["test", "--quiet", "--workspace", "--all-features"])
        .args(["--test", "browser", "screenshots"])
        .env("REGISTRATION_TEST_WRITE", "1")
        .status()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    Ok(code(status))
}
