//! One line of the doctor: how a thing is, and what to do about it.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// As it should be.
    Ok,
    /// The service runs, but somebody should look.
    Warning,
    /// The service does not run, or not rightly.
    Error,
}

/// One line.
#[derive(Debug)]
pub(super) struct Finding {
    /// How bad it is.
    pub(super) level: Level,
    what: &'static str,
    sentence: String,
}

impl Finding {
    pub(super) fn ok(what: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            level: Level::Ok,
            what,
            sentence: sentence.into(),
        }
    }

    pub(super) fn warning(what: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            what,
            sentence: sentence.into(),
        }
    }

    pub(super) fn error(what: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            what,
            sentence: sentence.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Ok => "ok",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        write!(f, "{level:<8} {:<14} {}", self.what, self.sentence)
    }
}
