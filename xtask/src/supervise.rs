//! Runs one command to its end and hands on the signals meant for it, so that we outlive it and can clean up.

use std::io::IsTerminal as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

const POLL: Duration = Duration::from_millis(20);

/// The signals that would have ended this process, caught.
pub(crate) struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// From here on SIGINT, SIGTERM and SIGHUP are noted instead of ending the process.
    pub(crate) fn catch() -> Result<Self, String> {
        let seen = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let number = usize::try_from(signal).expect("signals are positive");
            signal_hook::flag::register_usize(signal, Arc::clone(&seen), number)
                .map_err(|error| format!("cannot watch signal {signal}: {error}"))?;
        }
        Ok(Self(seen))
    }

    /// The last signal since the last call.
    fn take(&self) -> Option<usize> {
        match self.0.swap(0, Ordering::SeqCst) {
            0 => None,
            signal => Some(signal),
        }
    }

    /// Sleeps until a signal comes and returns its number.
    pub(crate) fn wait(&self) -> usize {
        loop {
            if let Some(signal) = self.take() {
                return signal;
            }
            std::thread::sleep(POLL);
        }
    }
}

/// A command that has been started, and how to reach it and its children.
pub(crate) struct Running {
    /// The process, for its pipes.
    pub(crate) child: Child,
    has_own_group: bool,
}

impl Running {
    /// Starts the command. At a terminal it stays in our process group, so that it can read what is typed and gets
    /// Ctrl-C itself; anywhere else it leads a group of its own, so that a signal reaches its children too.
    pub(crate) fn start(mut command: Command) -> Result<Self, String> {
        let has_own_group = !std::io::stdin().is_terminal();
        if has_own_group {
            command.process_group(0);
        }
        let child = command.spawn().map_err(|error| {
            format!(
                "cannot start `{}`: {error}",
                command.get_program().to_string_lossy()
            )
        })?;
        Ok(Self {
            child,
            has_own_group,
        })
    }

    /// What `kill` has to be given: the process, or its whole group.
    pub(crate) fn target(&self) -> String {
        let sign = if self.has_own_group { "-" } else { "" };
        format!("{sign}{}", self.child.id())
    }

    /// Waits for the end and hands on signals meanwhile.
    pub(crate) fn wait(&mut self, signals: &Signals) -> Result<ExitStatus, String> {
        loop {
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Ok(status);
            }
            if let Some(signal) = signals.take() {
                // At a terminal Ctrl-C went to the whole foreground group already.
                if self.has_own_group || signal != usize::try_from(SIGINT).unwrap_or(0) {
                    // A shell's own `kill`: the program of that name is in a package that may be absent.
                    let _ = Command::new("sh")
                        .arg("-c")
                        .arg(format!("kill -{signal} {}", self.target()))
                        .status();
                }
            }
            std::thread::sleep(POLL);
        }
    }
}

/// The exit code a shell would give: the command's own, or 128 and the signal that ended it.
pub(crate) fn code(status: ExitStatus) -> u8 {
    let code = status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal))
        .unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}

/// Runs a command that needs no supervision, to its end.
pub(crate) fn status_of(mut command: Command) -> Result<u8, String> {
    let status = command.status();
    let name = command.get_program().to_string_lossy();
    status
        .map(code)
        .map_err(|error| format!("cannot start {name}: {error}"))
}
