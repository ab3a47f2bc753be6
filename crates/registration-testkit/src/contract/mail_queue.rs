//! The queue: a mail is held by one worker at a time, until its lease ends.

use super::{
    Subject,
    outbox::{claim, entry, queue},
};
use crate::fixtures::minute;
use registration_core::{
    model::{MailId, MailState, OutboxMail},
    ports::StoreError,
};
use std::sync::Arc;
use time::Duration;

/// Ten workers claim at the same time, several at once, until nothing is left: each of a hundred mails is held by one.
pub async fn no_mail_is_held_by_two_workers(subject: &Subject) {
    let mails: Vec<OutboxMail> = (0..100).map(|_| subject.make.plain_mail()).collect();
    queue(subject, &mails.iter().collect::<Vec<_>>()).await;
    let workers = (0..10).map(|_| {
        let queue = Arc::clone(&subject.queue);
        tokio::spawn(async move {
            let mut held: Vec<MailId> = Vec::new();
            loop {
                match queue.claim(minute(1), minute(6), 3).await {
                    Ok(claimed) if claimed.is_empty() => return held,
                    Ok(claimed) => {
                        assert!(claimed.len() <= 3, "no more than the limit");
                        held.extend(claimed.iter().map(|claimed| claimed.mail.id));
                        assert!(held.len() <= 100, "a worker holds a mail twice");
                    }
                    Err(StoreError::Contention(_)) => {}
                    Err(other) => panic!("a claim fails: {other:?}"),
                }
                tokio::task::yield_now().await;
            }
        })
    });
    let workers: Vec<_> = workers.collect();
    let mut held = Vec::new();
    for worker in workers {
        held.extend(worker.await.expect("a worker ends"));
    }
    held.sort();
    let mut expected: Vec<MailId> = mails.iter().map(|mail| mail.id).collect();
    // Where a worker may pass over mails that another one is looking at, some can be left for the next round.
    held.extend(claim(subject, 1).await.iter().map(|it| it.mail.id));
    held.sort();
    expected.sort();
    assert_eq!(held, expected, "each mail is held exactly once");
    assert!(claim(subject, 1).await.is_empty(), "nothing is left");
}

/// No more mails are claimed than were asked for, the oldest first.
pub async fn the_oldest_mails_are_claimed_first(subject: &Subject) {
    let mails: Vec<OutboxMail> = (0..5).map(|_| subject.make.plain_mail()).collect();
    for index in [3, 0, 4, 1, 2] {
        queue(subject, &[&mails[index]]).await;
    }
    for (limit, expected) in [(2, vec![0, 1]), (0, vec![]), (9, vec![2, 3, 4])] {
        let claimed = subject.queue.claim(minute(1), minute(6), limit).await;
        let claimed: Vec<MailId> = claimed.unwrap().iter().map(|it| it.mail.id).collect();
        let expected: Vec<MailId> = expected.into_iter().map(|it: usize| mails[it].id).collect();
        assert_eq!(claimed, expected);
    }
}

/// Nothing is due in an empty queue.
pub async fn an_empty_queue_gives_nothing(subject: &Subject) {
    assert!(claim(subject, 1).await.is_empty());
}

/// A mail is held until its lease ends, not a moment less; then it is claimed again, and what became of the first
/// attempt is unknown.
pub async fn a_lease_that_ran_out_is_an_unknown_outcome(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    let lease = minute(5);
    let first = subject.queue.claim(minute(1), lease, 9).await.unwrap();
    assert_eq!((first[0].attempt, first[0].unknown_outcomes), (1, 0));
    assert_eq!(first[0].claim, 1);
    let just_before = lease.plus(-Duration::MICROSECOND);
    let early = subject.queue.claim(just_before, minute(9), 9).await;
    assert!(early.unwrap().is_empty(), "it is still held");
    let second = subject.queue.claim(lease, minute(10), 9).await.unwrap();
    assert_eq!((second[0].attempt, second[0].unknown_outcomes), (2, 1));
    assert_eq!(second[0].claim, 2);
    let third = subject.queue.claim(minute(11), minute(15), 9).await;
    let third = third.unwrap();
    assert_eq!((third[0].attempt, third[0].unknown_outcomes), (3, 2));
    assert_eq!(entry(subject, mail.id).await.attempts, 3);
}

/// A mail that the server took is sent for ever, and nothing of what it said is left.
pub async fn a_sent_mail_is_wiped_and_never_sent_again(subject: &Subject) {
    let mail = subject.make.activation_mail();
    queue(subject, &[&mail]).await;
    claim(subject, 1).await;
    subject.queue.sent(mail.id, minute(2)).await.unwrap();
    // What a worker says who comes too late changes nothing.
    let late = &subject.queue;
    let retry = late.retry(mail.id, 1, minute(3), "late", true);
    retry.await.unwrap();
    late.failed(mail.id, 1, "late").await.unwrap();
    let shown = entry(subject, mail.id).await;
    assert_eq!((shown.state, shown.attempts), (MailState::Sent, 1));
    assert!(shown.mail.is_none(), "its secrets are gone");
    assert_eq!(
        (shown.sent_at, shown.next_attempt_at),
        (Some(minute(2)), None)
    );
    assert!(claim(subject, 100).await.is_empty());
}

/// A mail is tried again at the time that was set, not before; a known failure is no unknown outcome, and nobody else's.
pub async fn a_mail_is_tried_again_at_its_time(subject: &Subject) {
    let (mail, other) = (subject.make.plain_mail(), subject.make.plain_mail());
    queue(subject, &[&mail, &other]).await;
    assert_eq!(claim(subject, 1).await.len(), 2);
    let at = minute(30);
    let retry = subject.queue.retry(mail.id, 1, at, "451 later", false);
    retry.await.unwrap();
    subject.queue.sent(other.id, minute(2)).await.unwrap();
    let shown = entry(subject, mail.id).await;
    assert_eq!((shown.state, shown.attempts), (MailState::Queued, 1));
    assert_eq!(shown.last_error.as_deref(), Some("451 later"));
    assert_eq!(shown.next_attempt_at, Some(at));
    let just_before = at.plus(-Duration::MICROSECOND);
    let early = subject.queue.claim(just_before, minute(90), 9).await;
    assert!(early.unwrap().is_empty(), "it is not due");
    let again = subject.queue.claim(at, minute(35), 9).await.unwrap();
    assert_eq!((again[0].attempt, again[0].unknown_outcomes), (2, 0));
}

/// Whoever lost the connection after the data says so, and the next worker knows.
pub async fn an_unknown_outcome_is_counted_when_it_is_told(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    claim(subject, 1).await;
    let retry = subject.queue.retry(mail.id, 1, minute(2), "dropped", true);
    retry.await.unwrap();
    let again = claim(subject, 2).await;
    assert_eq!((again[0].attempt, again[0].unknown_outcomes), (2, 1));
}

/// A mail that was given up keeps what it says, so that staff can try again, and is not claimed by itself.
pub async fn a_failed_mail_keeps_its_content(subject: &Subject) {
    let mail = subject.make.activation_mail();
    queue(subject, &[&mail]).await;
    claim(subject, 1).await;
    let error = "550 no such user: \"ann\" — 'never'";
    subject.queue.failed(mail.id, 1, error).await.unwrap();
    let shown = entry(subject, mail.id).await;
    assert_eq!((shown.state, shown.attempts), (MailState::Failed, 1));
    assert_eq!(shown.last_error.as_deref(), Some(error));
    assert_eq!((shown.sent_at, shown.next_attempt_at), (None, None));
    let token = shown.mail.as_ref().and_then(|mail| mail.token());
    assert_eq!(
        token.map(|token| token.expose()),
        mail.mail.token().map(|token| token.expose())
    );
    assert!(claim(subject, 1000).await.is_empty());
}

/// The server took it in the end, although it had been given up meanwhile: then it is sent.
pub async fn a_mail_that_was_given_up_can_still_turn_out_to_be_sent(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    claim(subject, 1).await;
    subject.queue.failed(mail.id, 1, "gave up").await.unwrap();
    subject.queue.sent(mail.id, minute(2)).await.unwrap();
    let shown = entry(subject, mail.id).await;
    assert_eq!(
        (shown.state, shown.sent_at),
        (MailState::Sent, Some(minute(2)))
    );
    assert!(shown.mail.is_none());
}

/// A mail whose token is dead is not claimed, from the moment on at which it died.
pub async fn an_expired_mail_is_not_claimed(subject: &Subject) {
    let end = minute(10);
    let mails = [(); 2].map(|()| OutboxMail {
        expires_at: Some(end),
        ..subject.make.activation_mail()
    });
    queue(subject, &[&mails[0], &mails[1]]).await;
    let just_before = end.plus(-Duration::MICROSECOND);
    let claimed = subject.queue.claim(just_before, minute(11), 1).await;
    assert_eq!(claimed.unwrap().len(), 1);
    for now in [end, minute(12)] {
        let claimed = subject.queue.claim(now, minute(20), 9).await;
        assert!(claimed.unwrap().is_empty(), "at {now}");
    }
}

/// A worker that stalled past its lease takes nothing from the one that holds the mail now: it stays held until its
/// lease ends, its outcome is counted once, and it can be neither delayed nor given up by the late one.
pub async fn a_late_report_of_an_older_claim_changes_nothing(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    let stalled = claim(subject, 1).await[0].claim;
    let held = claim(subject, 6).await;
    assert_eq!((held[0].attempt, held[0].unknown_outcomes), (2, 1));
    report_late(subject, mail.id, stalled).await;
    let shown = entry(subject, mail.id).await;
    assert_eq!((shown.state, shown.attempts), (MailState::Queued, 2));
    assert_eq!(shown.last_error, None);
    assert!(claim(subject, 10).await.is_empty(), "it is still held");
    // Nor does it once the one that held the mail has let go of it.
    let (at, held) = (minute(30), held[0].claim);
    let retry = subject.queue.retry(mail.id, held, at, "451 later", false);
    retry.await.unwrap();
    report_late(subject, mail.id, stalled).await;
    let shown = entry(subject, mail.id).await;
    assert_eq!(shown.last_error.as_deref(), Some("451 later"));
    assert_eq!(
        (shown.state, shown.next_attempt_at),
        (MailState::Queued, Some(at))
    );
    let last = claim(subject, 30).await;
    assert_eq!((last[0].attempt, last[0].unknown_outcomes), (3, 1));
}

/// A mail that is queued again has a first attempt again: what is said of the first one before is not taken for it.
pub async fn a_late_report_from_before_a_requeue_changes_nothing(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    let stalled = claim(subject, 1).await[0].claim;
    let held = claim(subject, 6).await[0].claim;
    subject.queue.failed(mail.id, held, "550").await.unwrap();
    let requeued = subject
        .write(async |work| work.outbox().requeue(mail.id, minute(7)).await)
        .await;
    assert!(requeued);
    let again = claim(subject, 7).await;
    assert_eq!((again[0].attempt, again[0].unknown_outcomes), (1, 0));
    for older in [stalled, held] {
        report_late(subject, mail.id, older).await;
        let shown = entry(subject, mail.id).await;
        assert_eq!((shown.state, shown.attempts), (MailState::Queued, 1));
        assert!(claim(subject, 11).await.is_empty(), "it is still held");
    }
    let last = claim(subject, 12).await;
    assert_eq!((last[0].attempt, last[0].unknown_outcomes), (2, 1));
}

/// What a worker says that does not know that others have claimed the mail since: first this, then that.
async fn report_late(subject: &Subject, id: MailId, claim: u32) {
    let retry = subject.queue.retry(id, claim, minute(1), "late", true);
    retry.await.unwrap();
    subject.queue.failed(id, claim, "late").await.unwrap();
}

/// A worker that reports on a mail that is not there is told nothing.
pub async fn a_report_on_an_unknown_mail_is_no_error(subject: &Subject) {
    let id: MailId = subject.make.id();
    subject.queue.sent(id, minute(1)).await.unwrap();
    let retry = subject.queue.retry(id, 1, minute(1), "?", false);
    retry.await.unwrap();
    subject.queue.failed(id, 1, "?").await.unwrap();
    assert!(subject.directory.mail(id).await.unwrap().is_none());
}
