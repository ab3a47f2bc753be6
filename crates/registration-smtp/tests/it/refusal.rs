//! What is known when a mail is not delivered: try again, give up, or nobody knows.

use crate::{
    delivery::{SENDER, mailer, send},
    samples::{activation, renderer, token},
};
use registration_core::ports::{Mailer, MailerError};
use registration_smtp::{InvalidSmtpConfig, SmtpConfig, SmtpMailer};
use registration_testkit::servers::{Behaviour, TestSmtp};
use std::time::{Duration, Instant};

fn transient(outcome: Result<(), MailerError>) -> String {
    match outcome {
        Err(MailerError::Transient(reason)) => reason.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_password_is_a_fault_of_the_configuration_and_loses_no_mail() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let url = server.url_with("relay:hunter2-hunter2@", "");
    let reason = transient(mailer(&url).send(&activation()).await);
    assert!(
        reason.contains("signing in") && reason.contains("535"),
        "{reason}"
    );
    assert!(
        !reason.contains("hunter2") && !reason.contains("relay"),
        "{reason}"
    );
    assert!(server.inbox().is_empty());
}

#[tokio::test]
async fn missing_credentials_lose_no_mail() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let reason = transient(mailer(&server.url_with("", "")).send(&activation()).await);
    assert!(reason.contains("naming the sender"), "{reason}");
}

#[tokio::test]
async fn a_refused_recipient_is_permanent() {
    let server = TestSmtp::start(Behaviour::RefuseRecipients).await;
    let Err(MailerError::Permanent(reason)) = send(&server).await else {
        panic!("not permanent")
    };
    assert!(reason.to_string().contains("550"), "{reason}");
    assert!(!reason.to_string().contains(token().expose()));
}

#[tokio::test]
async fn a_greylisted_recipient_is_tried_again() {
    let server = TestSmtp::start(Behaviour::Greylist).await;
    let reason = transient(send(&server).await);
    assert!(reason.contains("451"), "{reason}");
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_again() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let mailer = mailer(&server.url());
    mailer.send(&activation()).await.unwrap();
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let reason = transient(mailer.send(&activation()).await);
    assert!(reason.starts_with("connecting: "), "{reason}");
}

#[tokio::test]
async fn a_server_that_drops_after_the_data_leaves_it_unknown() {
    let server = TestSmtp::start(Behaviour::DropAfterData).await;
    let outcome = send(&server).await;
    assert!(
        matches!(outcome, Err(MailerError::Unknown(_))),
        "{outcome:?}"
    );
    assert_eq!(server.inbox().len(), 1, "the server took it");
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_credentials_nor_mail() {
    let server = TestSmtp::start(Behaviour::NoTls).await;
    for options in ["", "&tls=required", "&tls=opportunistic"] {
        let url = server.url_with("relay:s3cret@", options);
        let reason = transient(mailer(&url).send(&activation()).await);
        assert!(reason.contains("TLS"), "{reason}");
    }
    let said = server.said_in_the_clear();
    assert!(
        said.iter().all(|line| line.starts_with("EHLO ")),
        "{said:?}"
    );
    assert!(server.inbox().is_empty());
}

#[tokio::test]
async fn a_certificate_of_another_host_is_refused() {
    let server = TestSmtp::start(Behaviour::WrongName).await;
    let reason = transient(send(&server).await);
    assert!(reason.contains("certificate"), "{reason}");
    assert!(server.inbox().is_empty());
}

#[tokio::test]
async fn an_unknown_root_is_refused() {
    let server = TestSmtp::start(Behaviour::ImplicitTls).await;
    let url = format!("smtps://relay:s3cret@localhost:{}", server.address().port());
    let reason = transient(mailer(&url).send(&activation()).await);
    assert!(reason.contains("certificate"), "{reason}");
}

#[tokio::test]
async fn a_reply_forged_before_tls_is_not_taken_for_one_from_inside() {
    let server = TestSmtp::start(Behaviour::ForgedReply).await;
    let reason = transient(send(&server).await);
    assert!(reason.starts_with("starting TLS: "), "{reason}");
    assert!(server.inbox().is_empty());
}

#[tokio::test]
async fn a_silent_server_is_left_in_time() {
    let server = TestSmtp::start(Behaviour::Silent).await;
    for url in [server.url(), server.url().replace("smtp:", "smtps:")] {
        let config: SmtpConfig = url.parse().unwrap();
        let config = config.with_timeouts(Duration::from_millis(200), Duration::from_millis(300));
        let mailer = SmtpMailer::new(config, SENDER.parse().unwrap(), renderer()).unwrap();
        let began = Instant::now();
        let reason = transient(mailer.send(&activation()).await);
        assert!(reason.contains("in time"), "{reason}");
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_missing_or_broken_root_certificate_is_told_at_start() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let missing: SmtpConfig = "smtp://mail.example?ca=/nowhere/root.pem".parse().unwrap();
    let broken: SmtpConfig = server.url().parse().unwrap();
    let broken = broken
        .with_root_certificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let empty: SmtpConfig = "smtp://mail.example".parse().unwrap();
    for config in [missing, broken, empty.with_root_certificate("no pem")] {
        let error = SmtpMailer::new(config, SENDER.parse().unwrap(), renderer()).unwrap_err();
        assert!(matches!(error, InvalidSmtpConfig::RootCertificate(_)));
    }
}

#[tokio::test]
async fn a_mailer_shows_no_credentials() {
    let shown = format!("{:?}", mailer("smtp://relay:s3cret@mail.example"));
    assert!(
        !shown.contains("s3cret") && !shown.contains("relay"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_probe_tells_what_a_mail_would_meet_and_sends_none() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    mailer(&server.url()).probe().await.unwrap();
    let wrong = mailer(&server.url_with("relay:hunter2-hunter2@", ""));
    let reason = transient(wrong.probe().await);
    assert!(reason.contains("signing in"), "{reason}");
    assert!(!reason.contains("hunter2"), "{reason}");
    assert!(server.inbox().is_empty());
}
