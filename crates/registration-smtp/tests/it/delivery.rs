//! Mails that a real SMTP server takes.

use crate::samples::{activation, every_mail, queued, renderer, token};
use registration_core::{
    model::{Mail, MailId, OutboxMail},
    ports::{Mailer, MailerError},
};
use registration_smtp::SmtpMailer;
use registration_testkit::servers::{Behaviour, TestSmtp};
use std::time::Duration;
use uuid::Uuid;

pub(crate) const SENDER: &str = "\"Halden Cloud\" <portal@halden.example>";

pub(crate) fn mailer(url: &str) -> SmtpMailer {
    SmtpMailer::new(url.parse().unwrap(), SENDER.parse().unwrap(), renderer()).unwrap()
}

pub(crate) async fn send(server: &TestSmtp) -> Result<(), MailerError> {
    mailer(&server.url()).send(&activation()).await
}

#[tokio::test]
async fn a_mail_arrives_over_starttls_with_credentials_and_as_it_was_rendered() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let mail = activation();
    mailer(&server.url()).send(&mail).await.unwrap();

    let taken = server.wait_for(1, Duration::from_secs(5)).await;
    assert!(taken[0].over_tls && taken[0].authenticated);
    assert_eq!(taken[0].from, "portal@halden.example");
    assert_eq!(taken[0].to, [mail.to.as_str()]);
    assert!(taken[0].data.is_ascii());

    let parsed = taken[0].parsed();
    let rendered = renderer().render(&mail).unwrap();
    assert_eq!(parsed.subject, rendered.subject);
    assert_eq!(
        parsed.text.replace("\r\n", "\n").trim(),
        rendered.text.trim()
    );
    assert_eq!(
        parsed.html.replace("\r\n", "\n").trim(),
        rendered.html.trim()
    );
    assert_eq!(parsed.links, rendered.links);
    assert_eq!(parsed.token_after("/activate/"), Some(token().expose()));
    for (name, value) in [
        ("From", "\"Halden Cloud\" <portal@halden.example>"),
        ("Message-ID", &*format!("<{}@halden.example>", mail.id)),
        ("Date", "Sun, 01 Mar 2026 12:00:00 +0000"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "en"),
    ] {
        assert_eq!(parsed.header(name), Some(value), "{name}");
    }
    let to = parsed.header("To").unwrap();
    assert!(
        to.ends_with("<jonas.weber+portal@meridian.example>"),
        "{to}"
    );
    assert!(to.contains("Wébér"), "{to}");
    assert!(
        parsed
            .header("Content-Type")
            .unwrap()
            .starts_with("multipart/alternative")
    );
}

#[tokio::test]
async fn no_secret_and_no_mail_is_sent_before_tls() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    send(&server).await.unwrap();
    assert_eq!(
        server.said_in_the_clear(),
        ["EHLO halden.example", "STARTTLS"]
    );
}

#[tokio::test]
async fn every_kind_of_mail_can_be_delivered_over_one_mailer() {
    let server = TestSmtp::start(Behaviour::ImplicitTls).await;
    let mailer = mailer(&server.url());
    let mails = every_mail();
    for (mail, _) in &mails {
        mailer.send(mail).await.unwrap();
    }
    let taken = server.wait_for(mails.len(), Duration::from_secs(5)).await;
    for ((mail, _), taken) in mails.iter().zip(taken) {
        let rendered = renderer().render(mail).unwrap();
        let parsed = taken.parsed();
        assert!(taken.over_tls && taken.authenticated);
        assert_eq!(parsed.subject, rendered.subject);
        assert_eq!(
            parsed.html.replace("\r\n", "\n").trim(),
            rendered.html.trim()
        );
    }
}

#[tokio::test]
async fn the_recipient_is_the_stored_address_byte_for_byte() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let mailer = mailer(&server.url());
    let addresses = [
        "a@example.com",
        "o'neil+x=y@example.com",
        "#$&'*+-/?=^_`{|}~@example.com",
        "a.b.c@xn--mnchen-3ya.example",
        "A@BÜCHER.example",
        "1@1.example",
    ];
    for (n, address) in addresses.iter().enumerate() {
        let mail = OutboxMail {
            id: MailId(Uuid::from_u128(n as u128)),
            to: address.parse().unwrap(),
            ..activation()
        };
        mailer.send(&mail).await.unwrap();
        let taken = server.wait_for(n + 1, Duration::from_secs(5)).await;
        assert_eq!(taken[n].to, [mail.to.as_str()]);
        let shown = taken[n].parsed();
        let to = shown.header("To").unwrap();
        assert!(to.ends_with(&format!("<{}>", mail.to)), "{to}");
    }
}

#[tokio::test]
async fn a_bad_name_neither_panics_nor_adds_a_header() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let mail = queued(Mail::StaffInvitation {
        name: "Eve\r\nBcc: all@example.com\r\n\r\n\u{0}body".to_owned(),
        token: token(),
    });
    mailer(&server.url()).send(&mail).await.unwrap();
    let parsed = server.inbox()[0].parsed();
    assert_eq!(parsed.header("Bcc"), None);
    assert_eq!(parsed.header("Auto-Submitted"), Some("auto-generated"));
}

#[tokio::test]
async fn a_server_on_this_machine_may_do_without_tls() {
    let server = TestSmtp::start(Behaviour::NoTls).await;
    for options in ["&tls=none", "&tls=opportunistic"] {
        mailer(&server.url_with("", options))
            .send(&activation())
            .await
            .unwrap();
    }
    assert_eq!(server.inbox().len(), 2);
}

#[tokio::test]
async fn opportunistic_tls_is_used_where_it_is_offered() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let url = server.url_with("relay:s3cret@", "&tls=opportunistic");
    mailer(&url).send(&activation()).await.unwrap();
    assert!(server.inbox()[0].over_tls);
}

#[tokio::test]
async fn a_root_certificate_can_be_given_as_text() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let url = format!("smtp://relay:s3cret@localhost:{}", server.address().port());
    let config: registration_smtp::SmtpConfig = url.parse().unwrap();
    let config = config.with_root_certificate(server.root_pem());
    let mailer = SmtpMailer::new(config, SENDER.parse().unwrap(), renderer()).unwrap();
    mailer.send(&activation()).await.unwrap();
}
