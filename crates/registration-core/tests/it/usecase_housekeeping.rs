//! What time does by itself, and delivery.

use crate::office::{ALL, Office, boss, conflict, mapper, refused};
use registration_core::{
    model::{AuditAction, Mail, MailKind, MailState, ReminderSubject, Role, StateKind},
    policy::{delivery, validity},
    ports::{Directory, Mailer, OutboxFilter},
    usecase::{Conflict, Delivery, Error, Postman},
};
use registration_testkit::doubles::{Outcome, RecordingMailer};
use std::sync::Arc;
use time::Duration;

async fn reminders(office: &Office, address: &str) -> usize {
    let kinds = office.kinds(address).await;
    kinds
        .iter()
        .filter(|kind| **kind == MailKind::Reminder)
        .count()
}

#[tokio::test]
async fn pending_registrations_expire_and_say_so() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let form = office.submit("ann@acme.com").await.registration_id;
    let invitation = office.invite(&acme, "bob@b.com").await.unwrap().id;
    office.request("kim@c.com").await;
    let request = office.request_of("kim@c.com").await;
    assert_eq!(office.registrar.expire_pending().await.unwrap(), 0);
    for (after, id) in [
        (validity::ACTIVATION, form),
        (validity::INVITATION, invitation),
        (validity::REQUEST, request),
    ] {
        office
            .clock
            .set(office.registration(id).await.created_at.plus(after));
        assert_eq!(office.registrar.expire_pending().await.unwrap(), 1);
        assert_eq!(
            office.registration(id).await.state.kind(),
            StateKind::Expired
        );
    }
    let trail = office.trail().await;
    let expired: Vec<_> = trail
        .iter()
        .filter(|one| one.action == AuditAction::RegistrationExpired)
        .collect();
    assert_eq!(expired.len(), 3);
    assert!(
        expired
            .iter()
            .any(|one| one.subject == invitation.0 && one.customer == Some(acme.id))
    );
}

#[tokio::test]
async fn a_waiting_request_is_remembered_after_four_hours_and_a_day_and_never_more() {
    let office = Office::new();
    office.staff("on@portal.example", mapper(), true).await;
    office
        .staff("boss@portal.example", [Role::Administrator], false)
        .await;
    office.request("ann@a.com").await;
    let asked = office.registrar.now();
    for (after, mapper, boss) in [
        (Duration::hours(4) - Duration::SECOND, 0, 0),
        (Duration::hours(4), 1, 0),
        (Duration::hours(23), 1, 0),
        (Duration::hours(24), 2, 1),
        (Duration::days(20), 2, 1),
    ] {
        office.clock.set(asked.plus(after));
        office.registrar.remind_of_requests().await.unwrap();
        office.registrar.remind_of_requests().await.unwrap();
        let sent = (
            reminders(&office, "on@portal.example").await,
            reminders(&office, "boss@portal.example").await,
        );
        assert_eq!(sent, (mapper, boss), "after {after}");
    }
    let letter = office.letter("boss@portal.example").await;
    assert!(matches!(
        letter.mail,
        Mail::Reminder {
            about: ReminderSubject::RequestWaits { .. },
            ..
        }
    ));
}

#[tokio::test]
async fn without_a_mapper_each_administrator_is_reminded_once_each_time() {
    let office = Office::new();
    for address in ["a@portal.example", "b@portal.example"] {
        office.staff(address, [Role::Administrator], false).await;
    }
    office.request("ann@a.com").await;
    // The service was down for a day: one mail, not both at once.
    office.advance(Duration::days(2));
    assert_eq!(office.registrar.remind_of_requests().await.unwrap(), 1);
    assert_eq!(office.registrar.remind_of_requests().await.unwrap(), 0);
    for address in ["a@portal.example", "b@portal.example"] {
        assert_eq!(reminders(&office, address).await, 1);
    }
}

#[tokio::test]
async fn a_decided_request_is_not_remembered() {
    let office = Office::new();
    office.staff("on@portal.example", mapper(), true).await;
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    office
        .later()
        .decline_request(&boss(), id, "no", false)
        .await
        .unwrap();
    office.advance(Duration::days(2));
    assert_eq!(office.registrar.remind_of_requests().await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    office.submit("bob@other.com").await;
    let ann = office.join("kim@acme.com").await;
    let holder = registration_core::model::SessionHolder::Account(ann.account);
    let digest = letter.secret().digest();
    office.registrar.forget().await.unwrap();
    assert!(office.store.token(&digest).await.unwrap().is_some());
    office.advance(validity::ACTIVATION);
    office.registrar.forget().await.unwrap();
    assert!(office.store.token(&digest).await.unwrap().is_none());
    let mails = office.outbox(&OutboxFilter::default()).await;
    assert!(
        mails
            .iter()
            .all(|row| row.mail.is_none() && row.state == MailState::Failed),
        "no secret stays at rest"
    );
    assert_eq!(office.store.refused_attempts(ALL).await.unwrap().len(), 1);
    office.advance(validity::REFUSED_ATTEMPTS);
    office.registrar.forget().await.unwrap();
    assert!(office.store.refused_attempts(ALL).await.unwrap().is_empty());
    assert!(office.store.sessions_of(holder).await.unwrap().is_empty());
}

fn postman(office: &Office, mailer: &RecordingMailer) -> Postman {
    let store = Arc::new(office.store.clone());
    Postman::new(
        store,
        Arc::new(mailer.clone()),
        Arc::new(office.clock.clone()),
    )
}

/// Delivers what is due until nothing is, moving time on to the next try.
async fn deliver_all(office: &Office, postman: &Postman) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    loop {
        let claimed = postman.claim(10).await.unwrap();
        if claimed.is_empty() {
            return deliveries;
        }
        for mail in claimed {
            let delivery = postman.deliver(&mail).await.unwrap();
            if let Delivery::Retried(_, at, _) = &delivery {
                assert!(*at > office.registrar.now());
                office.clock.set(*at);
            }
            deliveries.push(delivery);
        }
    }
}

#[tokio::test]
async fn a_mail_that_is_delivered_keeps_no_secret() {
    let office = Office::new();
    office.submit("ann@a.com").await;
    let mailer = RecordingMailer::scripted([Outcome::Transient, Outcome::Transient]);
    let deliveries = deliver_all(&office, &postman(&office, &mailer)).await;
    assert!(matches!(
        deliveries[..],
        [
            Delivery::Retried(..),
            Delivery::Retried(..),
            Delivery::Sent(_)
        ]
    ));
    assert_eq!((mailer.attempts().len(), mailer.sent().len()), (3, 1));
    let ids: std::collections::HashSet<_> = mailer.attempts().iter().map(|mail| mail.id).collect();
    assert_eq!(ids.len(), 1, "one Message-ID");
    let row = office.outbox(&OutboxFilter::default()).await.remove(0);
    assert_eq!(
        (row.state, row.attempts, row.mail.is_none()),
        (MailState::Sent, 3, true)
    );
}

#[tokio::test]
async fn a_refused_mail_is_kept_and_can_be_retried_by_staff() {
    let office = Office::new();
    office.request("ann@a.com").await;
    let mailer = RecordingMailer::scripted([Outcome::Permanent]);
    let postman = postman(&office, &mailer);
    assert!(matches!(
        deliver_all(&office, &postman).await[..],
        [Delivery::Failed(..)]
    ));
    let row = office.outbox(&OutboxFilter::default()).await.remove(0);
    assert_eq!((row.state, row.mail.is_some()), (MailState::Failed, true));
    office.registrar.retry_mail(&boss(), row.id).await.unwrap();
    assert!(matches!(
        deliver_all(&office, &postman).await[..],
        [Delivery::Sent(_)]
    ));
    assert_eq!(
        conflict(office.registrar.retry_mail(&boss(), row.id).await),
        Conflict::MailNotRetriable
    );
    refused!(
        office
            .registrar
            .retry_mail(&boss(), registration_core::model::MailId(uuid::Uuid::nil()))
            .await,
        Error::NotFound("mail")
    );
}

#[tokio::test]
async fn a_mail_of_unknown_outcome_is_sent_at_most_twice() {
    let office = Office::new();
    office.request("ann@a.com").await;
    let mailer = RecordingMailer::scripted([
        Outcome::UnknownButTaken,
        Outcome::Transient,
        Outcome::UnknownButTaken,
    ]);
    let deliveries = deliver_all(&office, &postman(&office, &mailer)).await;
    assert!(matches!(deliveries.last(), Some(Delivery::Failed(..))));
    assert_eq!(mailer.sent().len(), 2);
    // A worker that dies without a word counts as unknown too.
    let office = Office::new();
    office.request("bob@a.com").await;
    let mailer = RecordingMailer::default();
    let postman = postman(&office, &mailer);
    for _ in 0..2 {
        assert_eq!(postman.claim(1).await.unwrap().len(), 1);
        assert!(postman.claim(1).await.unwrap().is_empty(), "leased");
        office.advance(Duration::HOUR);
    }
    assert!(matches!(
        deliver_all(&office, &postman).await[..],
        [Delivery::Failed(..)]
    ));
    assert!(mailer.attempts().is_empty());
}

#[tokio::test]
async fn a_worker_that_stalled_brings_about_no_third_sending() {
    let office = Office::new();
    office.request("ann@a.com").await;
    let mailer = RecordingMailer::scripted([
        Outcome::Permanent,
        Outcome::Delivered,
        Outcome::Transient,
        Outcome::Delivered,
    ]);
    let postman = postman(&office, &mailer);
    let claim = async || postman.claim(1).await.unwrap().pop().expect("it is due");
    let stalled = claim().await;
    office.advance(Duration::HOUR);
    let refused = claim().await;
    postman.deliver(&refused).await.unwrap();
    office
        .registrar
        .retry_mail(&boss(), refused.mail.id)
        .await
        .unwrap();
    // Sent, but its worker dies before it can say so. Its first attempt is not that of the one that reports at last.
    mailer.send(&claim().await.mail).await.unwrap();
    postman.deliver(&stalled).await.unwrap();
    office.advance(Duration::MINUTE);
    assert!(postman.claim(1).await.unwrap().is_empty(), "leased");
    office.advance(Duration::HOUR);
    mailer.send(&claim().await.mail).await.unwrap();
    office.advance(Duration::HOUR);
    assert!(matches!(
        deliver_all(&office, &postman).await[..],
        [Delivery::Failed(..)]
    ));
    assert_eq!(mailer.sent().len(), 2);
}

#[tokio::test]
async fn a_server_that_stays_down_ends_in_a_failed_mail() {
    let office = Office::new();
    office.request("ann@a.com").await;
    let mailer = RecordingMailer::scripted([Outcome::Transient; 50]);
    let deliveries = deliver_all(&office, &postman(&office, &mailer)).await;
    assert_eq!(deliveries.len(), delivery::MAX_ATTEMPTS as usize);
    assert!(matches!(deliveries.last(), Some(Delivery::Failed(..))));
}
