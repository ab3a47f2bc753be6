//! Why a command did not do what it was asked: one sentence, its causes, and the exit code.

use crate::config::Problem;
use registration_core::ports::BoxError;
use std::{error::Error, fmt, process::ExitCode};

/// What a command answers instead.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    causes: Vec<String>,
    code: u8,
}

impl Failure {
    /// A sentence that says what is wrong and what to do.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            causes: Vec::new(),
            code: 1,
        }
    }

    /// The command was called wrongly.
    pub(crate) fn usage(sentence: impl Into<String>) -> Self {
        Self {
            code: 2,
            ..Self::new(sentence)
        }
    }

    /// Adds an error and all that is behind it.
    pub(crate) fn because(mut self, cause: impl Into<BoxError>) -> Self {
        let cause: BoxError = cause.into();
        let mut next: Option<&dyn Error> = Some(&*cause);
        while let Some(error) = next {
            let text = error.to_string();
            // Many errors repeat their source in their own text.
            if !self.causes.last().is_some_and(|last| last.contains(&text)) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    /// Tells the person at the terminal.
    #[allow(
        clippy::print_stderr,
        reason = "this is the command line's way to say what is wrong"
    )]
    pub(crate) fn tell(&self) -> ExitCode {
        eprintln!("registration: {self}");
        ExitCode::from(self.code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        self.causes
            .iter()
            .try_for_each(|cause| write!(f, "\n  because: {cause}"))
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        let sentences: Vec<_> = problems.iter().map(ToString::to_string).collect();
        match &sentences[..] {
            [one] => Self::new(one),
            all => Self::new(format!(
                "the configuration cannot be used:\n  - {}",
                all.join("\n  - ")
            )),
        }
    }
}

impl From<registration_core::Error> for Failure {
    fn from(error: registration_core::Error) -> Self {
        use registration_core::Error as E;
        match error {
            E::Invalid(fields) => {
                let details: Vec<_> = fields.into_iter().map(|field| field.detail).collect();
                Self::new(details.join("; "))
            }
            E::Store(error) => {
                Self::new("the database did not do what it was asked").because(error)
            }
            other => Self::new(other.to_string()),
        }
    }
}
