//! A mailer as an embedder writes one, over the API of a provider who plays every peer; and one that is wrong on request.

use async_trait::async_trait;
use registration_core::{
    model::{MailKind, OutboxMail},
    ports::{Mailer, MailerError},
};
use registration_testkit::{
    fixtures::minute,
    mailer_contract::{Arrived, Inbox, Peer},
};
use serde_json::Value;
use std::{fmt, sync::Mutex, time::Duration};

/// What the provider knows the embedder by.
pub(crate) const API_KEY: &str = "key-0815";

/// What is wrong with a mailer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    SendsTwice,
    CopiesTheSender,
    IsAnotherMailEachTime,
    KnowsMailsByTheirWords,
    LeavesRemindersOut,
    TakesTagsAway,
    SendsToWhoeverCameLast,
    CannotDateTheOld,
    RefusesLineBreaks,
    HasNoHtml,
    HasNoText,
    ForgetsTheCodeInText,
    PutsTheCodeIntoTheSubject,
    EscapesNothing,
    BreaksHeaders,
    TurnsSubjectsRound,
    NeedsAKnownLanguage,
    NeverGivesUp,
    AlwaysGivesUp,
    NeverKnows,
    SaysSentWhenItIsNot,
    SendsAgainAfterADrop,
    WaitsForEver,
    TellsTheToken,
    TellsTheCodeInGroups,
    TellsItsKey,
    TellsItsKeyInTheCause,
}

pub(crate) struct Provider {
    peer: Peer,
    flaw: Flaw,
    arrived: Mutex<Vec<Arrived>>,
    last: Mutex<Option<String>>,
}

impl Provider {
    pub(crate) fn new(peer: Peer, flaw: Flaw) -> Self {
        Self {
            peer,
            flaw,
            arrived: Mutex::default(),
            last: Mutex::default(),
        }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }

    fn take(&self, mail: Arrived) {
        self.arrived.lock().expect("nobody panics here").push(mail);
    }

    async fn written(&self, mail: &OutboxMail) -> Result<Arrived, MailerError> {
        let impossible = |why: &str| Err(MailerError::Permanent(why.into()));
        let words = words(mail);
        if self.has(Flaw::RefusesLineBreaks) && words.contains('\r') {
            return impossible("a line break");
        }
        if self.has(Flaw::CannotDateTheOld) && mail.created_at < minute(-100_000_000) {
            return impossible("a date before 1970");
        }
        if self.has(Flaw::NeedsAKnownLanguage)
            && mail.locale.as_ref().is_some_and(|it| it.as_str() == "tlh")
        {
            return impossible("no templates");
        }
        let mut to = mail.to.as_str().to_owned();
        if self.has(Flaw::TakesTagsAway)
            && let Some((before, after)) = mail.to.local_part().split_once('+')
        {
            let _ = after;
            to = format!("{before}@{}", mail.to.domain());
        }
        if self.has(Flaw::SendsToWhoeverCameLast) {
            *self.last.lock().expect("nobody panics here") = Some(to.clone());
            tokio::time::sleep(Duration::from_millis(20)).await;
            to = self
                .last
                .lock()
                .expect("nobody panics here")
                .clone()
                .unwrap_or(to);
        }
        let mut recipients = vec![to.clone()];
        if self.has(Flaw::CopiesTheSender) {
            recipients.push("portal@example.com".to_owned());
        }
        let count = self.arrived.lock().expect("nobody panics here").len();
        let id = match self.flaw {
            Flaw::IsAnotherMailEachTime => format!("{}-{count}", mail.id),
            Flaw::KnowsMailsByTheirWords => words.clone(),
            _ => mail.id.to_string(),
        };
        let first = words.lines().next().unwrap_or_default();
        let code = mail.mail.code().map_or("", |code| code.expose());
        let subject = match self.flaw {
            Flaw::PutsTheCodeIntoTheSubject => format!("Your code {code}"),
            Flaw::TurnsSubjectsRound => format!("{}: {first}", mail.mail.kind()),
            _ => format!("{}: {}", mail.mail.kind(), one_line(first)),
        };
        let mut headers = vec![
            ("To".to_owned(), to),
            ("Subject".to_owned(), subject.clone()),
        ];
        if self.has(Flaw::BreaksHeaders) && words.contains("Bcc: ") {
            headers.push(("Bcc".to_owned(), "all@example.com".to_owned()));
        }
        let html = match self.flaw {
            Flaw::HasNoHtml => String::new(),
            Flaw::EscapesNothing => format!("<p>{words}</p>"),
            _ => format!(
                "<p>{}</p>",
                words.replace('&', "&amp;").replace('<', "&lt;")
            ),
        };
        let text = match self.flaw {
            Flaw::HasNoText => html.clone(),
            Flaw::ForgetsTheCodeInText if !code.is_empty() => words.replace(code, ""),
            _ => words,
        };
        Ok(Arrived::new(id, recipients)
            .saying(subject, text, html)
            .with_headers(headers))
    }

    /// What the provider answers, and what is known then.
    async fn handed_over(&self, mail: &OutboxMail, written: Arrived) -> Result<(), MailerError> {
        let code = mail.mail.code().map_or("", |code| code.expose());
        let token = mail.mail.token().map_or("", |token| token.expose());
        match self.peer {
            Peer::RefusesTheRecipient => Err(MailerError::Permanent("422: no such mailbox".into())),
            Peer::PutsOff => Err(MailerError::Transient("429: later".into())),
            Peer::IsUnreachable => Err(MailerError::Transient(match self.flaw {
                Flaw::TellsItsKey => format!("cannot connect with {API_KEY}").into(),
                Flaw::TellsItsKeyInTheCause => Box::new(Caused(Cause)),
                _ => "cannot connect".into(),
            })),
            Peer::SaysNothing if self.has(Flaw::WaitsForEver) => std::future::pending().await,
            Peer::SaysNothing => {
                let silence = std::future::pending::<()>();
                let answer = tokio::time::timeout(Duration::from_millis(50), silence).await;
                answer.map_err(|silent| MailerError::Transient(silent.into()))
            }
            Peer::DropsAfterTheData => {
                self.take(written);
                Err(MailerError::Unknown("the connection broke".into()))
            }
            Peer::QuotesTheMail => {
                let quoted = match self.flaw {
                    Flaw::TellsTheToken => written.text.replace(code, "…"),
                    Flaw::TellsTheCodeInGroups => format!("{} {}", &code[..3], &code[3..]),
                    _ => written.text.replace(code, "…").replace(token, "…"),
                };
                Err(MailerError::Permanent(format!("400: {quoted}").into()))
            }
            _ => {
                if self.has(Flaw::SendsTwice) {
                    self.take(written.clone());
                }
                self.take(written);
                Ok(())
            }
        }
    }
}

#[async_trait]
impl Mailer for Provider {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        if self.has(Flaw::LeavesRemindersOut) && mail.mail.kind() == MailKind::Reminder {
            return Ok(());
        }
        let written = self.written(mail).await?;
        let answer = self.handed_over(mail, written).await;
        match (self.flaw, answer) {
            (Flaw::SaysSentWhenItIsNot, Err(_)) => Ok(()),
            (Flaw::NeverGivesUp, Err(error)) => Err(MailerError::Transient(error.into())),
            (Flaw::AlwaysGivesUp, Err(error)) => Err(MailerError::Permanent(error.into())),
            (Flaw::NeverKnows, Err(error)) => Err(MailerError::Unknown(error.into())),
            (Flaw::SendsAgainAfterADrop, Err(MailerError::Unknown(why))) => {
                Err(MailerError::Transient(why))
            }
            (_, answer) => answer,
        }
    }
}

#[async_trait]
impl Inbox for Provider {
    async fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().expect("nobody panics here").clone()
    }
}

/// An error whose cause says too much.
#[derive(Debug)]
struct Caused(Cause);

impl fmt::Display for Caused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot connect")
    }
}

impl std::error::Error for Caused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[derive(Debug)]
struct Cause;

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the provider does not know {API_KEY}")
    }
}

impl std::error::Error for Cause {}

/// Everything that stands in a mail, a line each: enough for a law, if not for a person.
fn words(mail: &OutboxMail) -> String {
    fn collect(value: &Value, lines: &mut Vec<String>) {
        match value {
            Value::String(text) => lines.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                // What people typed comes first, into the subject; secrets come last.
                fields.sort_by_key(|(name, _)| match name.as_str() {
                    "company" | "reason" => 0,
                    "code" | "token" => 2,
                    _ => 1,
                });
                fields.iter().for_each(|(_, item)| collect(item, lines));
            }
            _ => {}
        }
    }
    let mut lines = Vec::new();
    let value = serde_json::to_value(&mail.mail).expect("a mail is JSON");
    collect(&value, &mut lines);
    lines.join("\n")
}

/// One line without what breaks it or turns it round.
fn one_line(text: &str) -> String {
    let seen = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(seen).collect()
}
