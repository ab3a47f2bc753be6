//! One ChromeDriver for all tests of this program, which ends with it, however it ends.

use crate::leash::Leash;
use std::{
    io::{BufRead as _, BufReader, Read as _},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};
use tempfile::TempDir;

const MISSING: &str = "the pages are tested in Chromium, and it cannot be started here; `cargo xtask test` installs it where it may:\n\n    \
    sudo apt-get install --no-install-recommends chromium chromium-driver\n\n\
    CHROMEDRIVER and CHROMIUM name programs that are elsewhere";

/// The process, and what ends it.
pub(crate) struct Driver {
    pub(crate) port: u16,
    _process: Child,
    _leash: Leash,
}

impl Driver {
    /// The one of this program, started when it is first asked for.
    pub(crate) fn get() -> &'static Self {
        static ONE: OnceLock<Driver> = OnceLock::new();
        ONE.get_or_init(Self::start)
    }

    fn start() -> Self {
        // Removed by the leash: a static is never dropped.
        let folder = TempDir::with_prefix("registration-browser-")
            .unwrap()
            .keep();
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut process = Command::new(program)
            .arg("--port=0")
            // Chromium leaves things in both, whatever its profile.
            .env("HOME", &folder)
            .env("TMPDIR", &folder)
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{error}: {MISSING}"));
        let leash = Leash::on(&process, &folder);
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let port = output
            .by_ref()
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            });
        let port = port.unwrap_or_else(|| panic!("ChromeDriver names no port: {MISSING}"));
        // Nobody may find the pipe full.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Self {
            port,
            _process: process,
            _leash: leash,
        }
    }
}
