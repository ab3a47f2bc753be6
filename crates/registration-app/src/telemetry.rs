//! Logs on stderr, for people or for machines. What is logged never holds a secret: callers name things by id.

use crate::config::{LogFormat, Settings};
use std::io::{self, IsTerminal as _};
use tracing_subscriber::{EnvFilter, fmt};

/// Logs from here on as the settings say.
pub(crate) fn start(settings: &Settings) {
    // The filter was read with the settings; a second reading cannot fail.
    let filter = EnvFilter::new(&settings.log);
    let logs = fmt().with_env_filter(filter).with_writer(io::stderr);
    // A second subscriber in one process is an accident of tests, and changes nothing.
    let _ = match settings.log_format {
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
        LogFormat::Text => logs.with_ansi(io::stderr().is_terminal()).try_init(),
    };
}
