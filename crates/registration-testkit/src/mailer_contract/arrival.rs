//! What was accepted has arrived: once, with its addressee, whoever and whatever it is.

use super::{Arrived, MailerSubject};
use crate::fixtures::email;
use registration_core::model::{Mail, OutboxMail, Timestamp};
use std::{collections::BTreeSet, sync::Arc};

/// Sends, which has to succeed, and gives what arrived by then.
pub(super) async fn send(subject: &MailerSubject, mail: &OutboxMail) -> Vec<Arrived> {
    let kind = mail.mail.kind();
    subject
        .mailer
        .send(mail)
        .await
        .unwrap_or_else(|error| panic!("a mail ({kind}) is not sent: {error}"));
    subject.inbox.arrived().await
}

/// Texts that people type and that older rows may hold, though parsers refuse some of them now.
pub(super) const HOSTILE: [&str; 8] = [
    "Eve\r\nBcc: all@example.com\r\n\r\nbody",
    "Eve\nSubject: another",
    "Eve\u{0}\u{7}\u{1b}[2J",
    "Eve \u{202E}moc.elpmaxe\u{2066}\u{FEFF}",
    "\"Eve\" <eve@example.com>, \\",
    "<script>alert(1)</script> & <img src=x>",
    "=?utf-8?q?Eve?= {{ 7*7 }} {% raw %} ${x}",
    "",
];

/// One mail of each kind that holds what people typed, with `text` in each place where it can stand.
pub(super) fn typed(subject: &MailerSubject, text: &str) -> Vec<OutboxMail> {
    let make = &subject.make;
    let (text, ann) = (|| text.to_owned(), || crate::fixtures::name("Ann", "Lee"));
    let mails = [
        Mail::StaffInvitation {
            name: text(),
            token: make.secret(),
        },
        Mail::RequestReceived {
            name: ann(),
            company: text(),
        },
        Mail::Declined {
            name: ann(),
            reason: text(),
        },
        Mail::Invitation {
            name: ann(),
            customer: text(),
            message: Some(text()),
            token: make.secret(),
        },
        Mail::ProjectStarted {
            name: text(),
            project: make.id(),
            project_name: text(),
            customer: text(),
            to_owner: true,
        },
    ];
    mails
        .map(|mail| make.outbox_mail(&make.email(), mail))
        .into()
}

/// One mail that was accepted is there once, for its addressee and for nobody else.
pub async fn a_mail_arrives_once(subject: &MailerSubject) {
    let mail = subject.make.activation_mail();
    let arrived = send(subject, &mail).await;
    assert_eq!(arrived.len(), 1, "{arrived:?}");
    assert_eq!(arrived[0].to, [mail.to.as_str()]);
    assert!(!arrived[0].message_id.is_empty(), "it can be recognised");
}

/// A mail that is sent again, because nobody knows whether it arrived, is recognised as the same; another one is not.
pub async fn a_second_sending_is_recognisable(subject: &MailerSubject) {
    let (mail, other) = (
        subject.make.activation_mail(),
        subject.make.activation_mail(),
    );
    let alike = OutboxMail {
        id: subject.make.id(),
        ..mail.clone()
    };
    for mail in [&mail, &mail, &other, &mail, &alike] {
        send(subject, mail).await;
    }
    let arrived = subject.inbox.arrived().await;
    let ids = |to: &str| -> BTreeSet<String> {
        let to_them = arrived.iter().filter(|it| it.to == [to]);
        to_them.map(|it| it.message_id.clone()).collect()
    };
    let others = ids(other.to.as_str());
    assert_eq!(others.len(), 1, "a mail has one Message-ID: {others:?}");
    let both = ids(mail.to.as_str());
    assert_eq!(
        both.len(),
        2,
        "two mails of the same words are two; one that is sent three times is one: {both:?}"
    );
    assert!(both.is_disjoint(&others), "no two mails share a Message-ID");
}

/// Mails of every kind and variant leave, each to its address.
pub async fn every_kind_of_mail_is_sent(subject: &MailerSubject) {
    let make = &subject.make;
    for (count, mail) in make.every_mail().into_iter().enumerate() {
        let mail = make.outbox_mail(&make.email(), mail);
        let arrived = send(subject, &mail).await;
        let kind = mail.mail.kind();
        assert_eq!(arrived.len(), count + 1, "{kind}");
        assert_eq!(arrived[count].to, [mail.to.as_str()], "{kind}");
    }
}

/// The peer is told the stored address, with nothing added, left out, quoted or written in another case.
pub async fn the_recipient_is_the_stored_address_byte_for_byte(subject: &MailerSubject) {
    let longest = format!("{}@{}.example", "l".repeat(64), "d".repeat(63));
    for address in [
        "a@example.com",
        "o'neil+x=y@example.com",
        "#$&'*+-/?=^_`{|}~@example.com",
        "a.b.c@xn--mnchen-3ya.example",
        "A@BÜCHER.example",
        "1@1.example",
        &longest,
    ] {
        let to = email(address);
        let mail = OutboxMail {
            to: to.clone(),
            ..subject.make.activation_mail()
        };
        let arrived = send(subject, &mail).await;
        let last = arrived.last().expect("it arrived");
        assert_eq!(last.to, [to.as_str()]);
    }
}

/// Twenty at once: everybody gets the own mail.
pub async fn a_crowd_of_mails_reaches_everybody(subject: &MailerSubject) {
    let mails: Vec<OutboxMail> = (0..20).map(|_| subject.make.activation_mail()).collect();
    let tasks: Vec<_> = mails
        .iter()
        .cloned()
        .map(|mail| {
            let mailer = Arc::clone(&subject.mailer);
            tokio::spawn(async move { mailer.send(&mail).await })
        })
        .collect();
    for task in tasks {
        let sent = task.await.expect("a mailer does not panic");
        assert!(sent.is_ok(), "{sent:?}");
    }
    let arrived = subject.inbox.arrived().await;
    let mut reached: Vec<&str> = arrived
        .iter()
        .flat_map(|it| &it.to)
        .map(String::as_str)
        .collect();
    reached.sort_unstable();
    let mut expected: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(reached, expected);
    let ids: BTreeSet<&str> = arrived.iter().map(|it| it.message_id.as_str()).collect();
    assert_eq!(ids.len(), mails.len(), "no two mails share a Message-ID");
}

/// When a mail was queued is no reason not to send it: long ago, before 1970, in a year with five digits to come.
pub async fn a_mail_of_any_age_is_sent(subject: &MailerSubject) {
    for queued in [
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "2026-03-29T02:30:00+01:00",
        "9999-12-31T23:59:59.999999Z",
    ] {
        let created_at: Timestamp = queued.parse().expect("it is a moment");
        let mail = OutboxMail {
            created_at,
            ..subject.make.activation_mail()
        };
        let arrived = send(subject, &mail).await;
        let last = arrived.last().expect("it arrived");
        assert_eq!(last.to, [mail.to.as_str()], "{queued}");
    }
}

/// Whatever people typed, the mail arrives: nothing panics, and no line break or quote makes it impossible.
pub async fn what_people_typed_never_stops_a_mail(subject: &MailerSubject) {
    for text in HOSTILE {
        for mail in typed(subject, text) {
            let arrived = send(subject, &mail).await;
            let last = arrived.last().expect("it arrived");
            assert_eq!(last.to, [mail.to.as_str()], "{text:?}");
        }
    }
}
