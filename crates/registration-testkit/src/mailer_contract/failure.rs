//! What is known when a mail is not accepted: give up, try again, or nobody knows. And that the reason tells no secret.

use super::MailerSubject;
use crate::fixtures::language;
use registration_core::{
    model::{Locale, OutboxMail},
    ports::{BoxError, MailerError},
};
use std::{error::Error, fmt::Write, time::Duration};

/// How long a mailer may wait for a peer that says nothing.
const PATIENCE: Duration = Duration::from_secs(60);

async fn fail(subject: &MailerSubject) -> (OutboxMail, MailerError) {
    fail_in(subject, None).await
}

/// The mail is in this language.
async fn fail_in(subject: &MailerSubject, locale: Option<Locale>) -> (OutboxMail, MailerError) {
    let mail = OutboxMail {
        locale,
        ..subject.make.activation_mail()
    };
    let answer = tokio::time::timeout(PATIENCE, subject.mailer.send(&mail)).await;
    let answer = answer.expect("a mailer waits for nobody for ever");
    let error = answer.expect_err("the mail is not accepted");
    expect_no_secret(subject, &mail, &error);
    (mail, error)
}

/// Neither what is shown of the error and its causes nor its `Debug` holds a token, a code or a credential.
fn expect_no_secret(subject: &MailerSubject, mail: &OutboxMail, error: &MailerError) {
    let mut told = format!("{error} {error:?}");
    let mut cause: Option<&dyn Error> = Some(cause_of(error).as_ref());
    while let Some(error) = cause {
        let _ = write!(told, " {error} {error:?}");
        cause = error.source();
    }
    let unspaced: String = told.chars().filter(|c| !c.is_whitespace()).collect();
    let token = mail.mail.token().map(|token| token.expose());
    let code = mail.mail.code().map(|code| code.expose());
    let credentials = subject.secrets.iter().map(String::as_str);
    for secret in token.into_iter().chain(code).chain(credentials) {
        assert!(
            !told.contains(secret) && !unspaced.contains(secret),
            "the reason tells a secret, and staff and logs see it: {told}"
        );
    }
}

const fn cause_of(error: &MailerError) -> &BoxError {
    match error {
        MailerError::Transient(cause)
        | MailerError::Permanent(cause)
        | MailerError::Unknown(cause) => cause,
    }
}

async fn expect_nothing(subject: &MailerSubject) {
    let arrived = subject.inbox.arrived().await;
    assert!(arrived.is_empty(), "it was not accepted: {arrived:?}");
}

/// Nobody has the address: trying again helps nobody.
pub async fn a_refused_recipient_is_permanent(subject: &MailerSubject) {
    let (_, error) = fail(subject).await;
    assert!(matches!(error, MailerError::Permanent(_)), "{error:?}");
    expect_nothing(subject).await;
}

/// The peer says: later.
pub async fn a_recipient_that_is_put_off_is_transient(subject: &MailerSubject) {
    let (_, error) = fail(subject).await;
    assert!(matches!(error, MailerError::Transient(_)), "{error:?}");
    expect_nothing(subject).await;
}

/// Nobody is there, so no mail is lost by it.
pub async fn an_unreachable_peer_is_transient(subject: &MailerSubject) {
    let (_, error) = fail(subject).await;
    assert!(matches!(error, MailerError::Transient(_)), "{error:?}");
    expect_nothing(subject).await;
}

/// A peer that never says a word does not hold the mailer for ever; since nothing was handed over, it is tried again.
pub async fn a_silent_peer_is_left_in_time_and_transient(subject: &MailerSubject) {
    let (_, error) = fail(subject).await;
    assert!(matches!(error, MailerError::Transient(_)), "{error:?}");
    expect_nothing(subject).await;
}

/// The peer may have taken it: calling that a failure would send it again and again, calling it sent would lose it.
pub async fn a_drop_after_the_data_is_unknown(subject: &MailerSubject) {
    let (mail, error) = fail(subject).await;
    assert!(matches!(error, MailerError::Unknown(_)), "{error:?}");
    let arrived = subject.inbox.arrived().await;
    assert!(
        arrived.iter().all(|it| it.to == [mail.to.as_str()]),
        "{arrived:?}"
    );
}

/// A filter that quotes what it dislikes sends the token and the code back: they stop here, whatever
/// language they stand in.
pub async fn a_refusal_that_quotes_the_mail_tells_no_secret(subject: &MailerSubject) {
    let locales = ["en", "de", "fr", "pt-BR", "ja"].map(language).map(Some);
    for locale in [None].into_iter().chain(locales) {
        let (_, error) = fail_in(subject, locale).await;
        assert!(matches!(error, MailerError::Permanent(_)), "{error:?}");
    }
}
