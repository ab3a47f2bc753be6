//! The outbox: mails written with the change that causes them.

use super::{Subject, list::ALL};
use crate::fixtures::{minute, start};
use registration_core::{
    model::{Mail, MailId, MailKind, MailState, OutboxMail},
    ports::{ClaimedMail, OutboxEntry, OutboxFilter, StoreError},
};
use serde_json::Value;
use time::Duration;

/// Queues mails, in one unit of work.
pub(super) async fn queue(subject: &Subject, mails: &[&OutboxMail]) {
    subject
        .write(async |work| {
            for mail in mails {
                work.outbox().enqueue(mail).await?;
            }
            Ok(())
        })
        .await;
}

/// Claims all that is due at `minutes` after the start, for five minutes.
pub(super) async fn claim(subject: &Subject, minutes: i64) -> Vec<ClaimedMail> {
    let claimed = subject
        .queue
        .claim(minute(minutes), minute(minutes + 5), 1000)
        .await;
    claimed.expect("the queue answers")
}

/// Claims what is due and gives up one of it.
async fn give_up(subject: &Subject, id: MailId) {
    let claimed = claim(subject, 1).await;
    let held = claimed.iter().find(|claimed| claimed.mail.id == id);
    let held = held.expect("it is due").claim;
    subject.queue.failed(id, held, "no").await.unwrap();
}

/// The mail as the console shows it.
pub(super) async fn entry(subject: &Subject, id: MailId) -> OutboxEntry {
    let found = subject.directory.mail(id).await.unwrap();
    found.expect("the mail is there")
}

/// Mails compare by their JSON: what they say is no more than that.
fn json(mail: &Mail) -> Value {
    serde_json::to_value(mail).expect("a mail is JSON")
}

async fn listed(subject: &Subject, filter: &OutboxFilter) -> Vec<MailId> {
    let listed = subject.directory.mails(filter, ALL).await.unwrap();
    listed.iter().map(|entry| entry.id).collect()
}

/// A mail of every kind reaches the worker as it was queued, secrets included.
pub async fn a_mail_is_stored_exactly(subject: &Subject) {
    let make = &subject.make;
    for (index, content) in make.every_mail().into_iter().enumerate() {
        let full = index % 2 == 0;
        let mail = OutboxMail {
            locale: full.then(|| crate::fixtures::language("pt-BR")),
            once: full.then(|| format!("once/{index}")),
            expires_at: full.then(|| minute(600).plus(Duration::MICROSECOND)),
            ..make.outbox_mail(&make.email(), content)
        };
        queue(subject, &[&mail]).await;
        let claimed = claim(subject, 1).await;
        assert_eq!(claimed.len(), 1, "{:?}", mail.mail.kind());
        let received = &claimed[0].mail;
        assert_eq!(json(&received.mail), json(&mail.mail));
        assert_eq!((received.id, &received.to), (mail.id, &mail.to));
        assert_eq!(
            (&received.locale, &received.once),
            (&mail.locale, &mail.once)
        );
        assert_eq!(
            (received.created_at, received.expires_at),
            (mail.created_at, mail.expires_at)
        );
    }
}

/// A mail that waits is shown with all that staff want to know of it.
pub async fn a_queued_mail_is_shown(subject: &Subject) {
    let make = &subject.make;
    for content in make.every_mail() {
        let mail = OutboxMail {
            locale: Some(crate::fixtures::language("de-AT")),
            expires_at: Some(minute(600)),
            ..make.outbox_mail(&make.email(), content)
        };
        queue(subject, &[&mail]).await;
        let shown = entry(subject, mail.id).await;
        assert_eq!(
            (shown.id, shown.kind, &shown.to),
            (mail.id, mail.mail.kind(), &mail.to)
        );
        assert_eq!((shown.state, shown.attempts), (MailState::Queued, 0));
        assert_eq!((shown.last_error, shown.sent_at), (None, None));
        assert_eq!(shown.created_at, mail.created_at);
        assert_eq!(
            (&shown.locale, shown.expires_at),
            (&mail.locale, mail.expires_at)
        );
        assert!(shown.next_attempt_at.is_some(), "it is to be sent");
        let content = shown.mail.expect("it is not wiped");
        assert_eq!(json(&content), json(&mail.mail));
    }
    let unknown = subject.directory.mail(make.id()).await.unwrap();
    assert!(unknown.is_none());
}

/// A mail can be claimed if, and only if, the unit of work that queued it was committed.
pub async fn a_mail_is_claimable_if_and_only_if_it_was_committed(subject: &Subject) {
    let mail = subject.make.plain_mail();
    let mut work = subject.begin().await;
    work.outbox().enqueue(&mail).await.unwrap();
    // Somebody claims while it is not committed, and may have to wait until the unit of work has ended.
    let queue_of_worker = std::sync::Arc::clone(&subject.queue);
    let early =
        tokio::spawn(async move { queue_of_worker.claim(minute(1), minute(6), 1000).await });
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    drop(work);
    match early.await.expect("the claimer ends") {
        Ok(claimed) => assert!(claimed.is_empty(), "it was never committed"),
        Err(StoreError::Contention(_)) => {}
        Err(other) => panic!("a claim fails: {other:?}"),
    }
    assert!(claim(subject, 1).await.is_empty());
    let refused = subject
        .try_write(async |work| {
            work.outbox().enqueue(&mail).await?;
            work.outbox().enqueue(&mail).await
        })
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    assert!(claim(subject, 1).await.is_empty());
    queue(subject, &[&mail]).await;
    let claimed = claim(subject, 1).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].mail.id, mail.id);
}

/// A mail whose key was used before is dropped without an error, in the same unit of work and in a later one, even when
/// the first was sent or has failed. Without a key nothing is dropped.
pub async fn a_mail_is_written_once_for_its_key(subject: &Subject) {
    let make = &subject.make;
    let keyed = |key: &str| OutboxMail {
        once: Some(key.to_owned()),
        ..make.plain_mail()
    };
    let (first, second, third) = (keyed("Key"), keyed("Key"), keyed("Key"));
    let (other, lower) = (keyed("Key 2"), keyed("key"));
    let (one, two) = (make.plain_mail(), make.plain_mail());
    queue(subject, &[&first, &second, &other, &one, &two, &lower]).await;
    subject.queue.sent(first.id, minute(1)).await.unwrap();
    give_up(subject, other.id).await;
    let fourth = keyed("Key 2");
    queue(subject, &[&third, &fourth]).await;
    let all = listed(subject, &OutboxFilter::default()).await;
    assert_eq!(all, [two.id, one.id, lower.id, other.id, first.id]);
}

/// A key that was used in a unit of work that is dropped is free.
pub async fn a_key_is_not_used_by_what_is_not_committed(subject: &Subject) {
    let keyed = || OutboxMail {
        once: Some("key".to_owned()),
        ..subject.make.plain_mail()
    };
    let (first, second) = (keyed(), keyed());
    let mut work = subject.begin().await;
    work.outbox().enqueue(&first).await.unwrap();
    drop(work);
    queue(subject, &[&second]).await;
    let all = listed(subject, &OutboxFilter::default()).await;
    assert_eq!(all, [second.id]);
}

/// Only a failed mail that still has its content is queued again, due at the time that was asked for, its attempts
/// counted anew.
pub async fn only_a_failed_mail_is_queued_again(subject: &Subject) {
    let make = &subject.make;
    let mails = [(); 4].map(|()| make.plain_mail());
    let [waiting, failed, sent, wiped] = &mails;
    let wiped = OutboxMail {
        expires_at: Some(minute(2)),
        ..wiped.clone()
    };
    queue(subject, &[waiting, failed, sent, &wiped]).await;
    let claimed = claim(subject, 1).await;
    assert_eq!(claimed.len(), 4);
    let mails = &subject.queue;
    let retry = mails.retry(failed.id, 1, minute(1), "no", true);
    retry.await.unwrap();
    mails.failed(failed.id, 1, "no").await.unwrap();
    mails.failed(wiped.id, 1, "no").await.unwrap();
    mails.sent(sent.id, minute(1)).await.unwrap();
    subject
        .write(async |work| work.outbox().wipe_expired(minute(3)).await)
        .await;
    let unknown = make.id();
    for (id, expected) in [
        (waiting.id, false),
        (failed.id, true),
        (failed.id, false),
        (sent.id, false),
        (wiped.id, false),
        (unknown, false),
    ] {
        let requeued = subject
            .write(async |work| work.outbox().requeue(id, minute(20)).await)
            .await;
        assert_eq!(requeued, expected);
    }
    let shown = entry(subject, failed.id).await;
    assert_eq!((shown.state, shown.attempts), (MailState::Queued, 0));
    assert_eq!(shown.next_attempt_at, Some(minute(20)));
    let early = claim(subject, 19).await;
    assert!(early.iter().all(|claimed| claimed.mail.id != failed.id));
    let claimed = claim(subject, 20).await;
    let again = claimed.iter().find(|claimed| claimed.mail.id == failed.id);
    let again = again.expect("it is due");
    assert_eq!((again.attempt, again.unknown_outcomes), (1, 0));
    assert_eq!(again.claim, 2, "claims are counted on");
}

/// What expired is wiped, whatever its state; what was not sent has failed then, what was sent stays so.
pub async fn expired_mails_are_wiped(subject: &Subject) {
    let make = &subject.make;
    let until = |expires_at| OutboxMail {
        expires_at,
        ..make.activation_mail()
    };
    let now = minute(10);
    let just_after = now.plus(Duration::MICROSECOND);
    let [waiting, held, failed, sent] = [(); 4].map(|()| until(Some(now)));
    let [later, never] = [Some(just_after), None].map(until);
    queue(subject, &[&held, &failed, &sent]).await;
    assert_eq!(claim(subject, 9).await.len(), 3);
    queue(subject, &[&waiting, &later, &never]).await;
    subject.queue.failed(failed.id, 1, "refused").await.unwrap();
    subject.queue.sent(sent.id, minute(9)).await.unwrap();
    subject
        .write(async |work| work.outbox().wipe_expired(now).await)
        .await;
    for (mail, state, has_content) in [
        (&waiting, MailState::Failed, false),
        (&held, MailState::Failed, false),
        (&failed, MailState::Failed, false),
        (&sent, MailState::Sent, false),
        (&later, MailState::Queued, true),
        (&never, MailState::Queued, true),
    ] {
        let shown = entry(subject, mail.id).await;
        assert_eq!((shown.state, shown.mail.is_some()), (state, has_content));
        assert_eq!(shown.kind, MailKind::Activation, "its kind is still known");
        assert_eq!(shown.next_attempt_at.is_some(), has_content);
    }
    // Nothing of it can be claimed any more, even by a clock that is behind.
    let claimed = claim(subject, 9).await;
    let claimed: Vec<_> = claimed.iter().map(|claimed| claimed.mail.id).collect();
    assert_eq!(claimed, [later.id, never.id]);
}

/// Mails are filtered by state, kind and address.
pub async fn mails_are_filtered_by_state_kind_and_address(subject: &Subject) {
    let make = &subject.make;
    let ann = make.email();
    let (mut first, mut second) = (make.activation_mail(), make.plain_mail());
    first.to = ann.clone();
    second.to = ann.clone();
    let (third, fourth) = (make.activation_mail(), make.plain_mail());
    queue(subject, &[&fourth, &third, &second, &first]).await;
    subject.queue.sent(first.id, start()).await.unwrap();
    give_up(subject, second.id).await;
    let by = async |state, kind, to: Option<_>| {
        let filter = OutboxFilter { state, kind, to };
        listed(subject, &filter).await
    };
    assert_eq!(
        by(None, None, None).await,
        [fourth.id, third.id, second.id, first.id]
    );
    for (state, expected) in [
        (MailState::Queued, vec![fourth.id, third.id]),
        (MailState::Failed, vec![second.id]),
        (MailState::Sent, vec![first.id]),
    ] {
        assert_eq!(by(Some(state), None, None).await, expected, "{state}");
    }
    for (kind, expected) in [
        (MailKind::Activation, vec![third.id, first.id]),
        (MailKind::AlreadyRegistered, vec![fourth.id, second.id]),
        (MailKind::Declined, vec![]),
    ] {
        assert_eq!(by(None, Some(kind), None).await, expected, "{kind}");
    }
    assert_eq!(
        by(None, None, Some(ann.clone())).await,
        [second.id, first.id]
    );
    assert_eq!(by(None, None, Some(make.email())).await, []);
    let (sent, activation) = (MailState::Sent, MailKind::Activation);
    assert_eq!(
        by(Some(sent), Some(activation), Some(ann.clone())).await,
        [first.id]
    );
    assert_eq!(
        by(Some(MailState::Queued), Some(activation), Some(ann)).await,
        []
    );
}
