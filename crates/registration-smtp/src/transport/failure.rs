//! What a failure means: try again, give up, or nobody knows.

use lettre::transport::smtp::Error;
use registration_core::ports::MailerError;
use std::{error, fmt};

/// How far the dialogue with the server has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Connecting,
    StartingTls,
    SigningIn,
    Sender,
    Recipient,
    Data,
    /// The final dot may have left: without a reply, nobody knows whether the server took the mail.
    Sent,
}

impl Stage {
    const fn name(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::StartingTls => "starting TLS",
            Self::SigningIn => "signing in",
            Self::Sender => "naming the sender",
            Self::Recipient => "naming the recipient",
            Self::Data => "sending the data",
            Self::Sent => "waiting for the reply to the data",
        }
    }

    /// Without a reply: nothing is lost by trying again, as long as the final dot has not left.
    pub(super) fn failed(self, reason: &str, secrets: &[&str]) -> MailerError {
        let failure = Box::new(Failure::new(self, reason, secrets));
        match self {
            Self::Sent => MailerError::Unknown(failure),
            _ => MailerError::Transient(failure),
        }
    }

    // Up to the sender, a refusal is about us (credentials, our address, our network): the same for every mail, and
    // none of them should be lost by it. From the recipient on it is about this mail.
    const fn is_about_the_mail(self) -> bool {
        matches!(self, Self::Recipient | Self::Data | Self::Sent)
    }
}

/// A dialogue that did not end well: the server's reply, or a connection that broke.
pub(super) struct Refusal(Error);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl Refusal {
    pub(super) fn at(&self, stage: Stage, secrets: &[&str]) -> MailerError {
        let reason = self.0.to_string();
        let Some(code) = self.0.status().map(u16::from) else {
            return stage.failed(&reason, secrets);
        };
        let failure = Box::new(Failure::new(stage, &reason, secrets));
        let permanent = self.0.is_permanent() && stage.is_about_the_mail();
        if permanent && !wants_credentials(code) {
            MailerError::Permanent(failure)
        } else {
            // A reply after the data says that the mail was not taken, so this is never unknown.
            MailerError::Transient(failure)
        }
    }
}

// RFC 4954: some servers ask for AUTH only when they see the recipient.
const fn wants_credentials(code: u16) -> bool {
    matches!(code, 530 | 534 | 535 | 538)
}

/// A failure in words for the console and the log.
#[derive(Debug)]
struct Failure {
    stage: Stage,
    reason: String,
}

/// How much of a server's reply is kept.
const LONGEST_REASON: usize = 500;

impl Failure {
    fn new(stage: Stage, reason: &str, secrets: &[&str]) -> Self {
        let mut reason: String = reason
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        for secret in secrets {
            reason = reason.replace(secret, "…");
        }
        if let Some((end, _)) = reason.char_indices().nth(LONGEST_REASON) {
            reason.truncate(end);
        }
        Self { stage, reason }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.stage.name(), self.reason)
    }
}

impl error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_short_and_keeps_secrets() {
        let reply = format!("550 no\r\n s3cret tok {}", "ü".repeat(1000));
        let error = Stage::Recipient.failed(&reply, &["s3cret", "tok"]);
        let text = error.to_string();
        assert!(
            text.contains("naming the recipient: 550 no   … … ü"),
            "{text}"
        );
        assert!(text.chars().count() < 600);
    }

    #[test]
    fn only_a_silence_after_the_data_is_unknown() {
        for stage in [Stage::Connecting, Stage::SigningIn, Stage::Data] {
            assert!(matches!(stage.failed("", &[]), MailerError::Transient(_)));
        }
        assert!(matches!(
            Stage::Sent.failed("", &[]),
            MailerError::Unknown(_)
        ));
    }
}
