//! Replies that get lost: the commit happened, the caller was told of an error and does everything once more. Nothing
//! may happen twice.

use super::{
    Subject,
    list::ALL,
    outbox::{claim, entry, queue},
    scene::{Scene, each_aggregate},
};
use crate::fixtures::{minute, start};
use registration_core::{
    model::{
        MailKind, MailState, OutboxMail, Revision, Scope, SessionHolder, Stored, TokenPurpose,
    },
    ports::{AuditFilter, CapturedMail, OutboxFilter, StoreError, UnitOfWork},
};

/// A row that was inserted is there; whoever inserts it again, not knowing that, is told that it exists.
pub async fn an_insert_that_is_repeated_is_a_duplicate(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let token = make.token(TokenPurpose::Setup);
    let session = make.session(SessionHolder::Account(scene.account.id));
    let key = make.api_key(Scope::Read);
    let mail = make.plain_mail();
    let (entry, attempt) = (
        make.audit_entry(scene.customer.id.0),
        make.refused_attempt(),
    );
    macro_rules! repeats {
        ($($repository:ident . $insert:ident ( $value:expr ),)+) => { $(
            let call = concat!(stringify!($repository), ".", stringify!($insert));
            let insert = async |work: &mut dyn UnitOfWork| work.$repository().$insert($value).await;
            // The scene is stored already; what is not becomes so now.
            let _ = subject.try_write(insert).await;
            let again = subject.try_write(insert).await;
            assert!(matches!(again, Err(StoreError::Duplicate(_))), "{call}: {again:?}");
        )+ };
    }
    repeats! {
        customers.insert(&scene.customer),
        invite_links.insert(&scene.link),
        registrations.insert(&scene.registration),
        accounts.insert(&scene.account),
        contacts.insert(&scene.contact),
        staff.insert(&scene.staff),
        playbooks.insert(&scene.playbook),
        projects.insert(&scene.project),
        tokens.insert(&token),
        sessions.insert(&session),
        api_keys.insert(&key),
        outbox.enqueue(&mail),
        audit.append(&entry),
        audit.refused(&attempt),
    }
    let directory = &subject.directory;
    let mails = directory.mails(&OutboxFilter::default(), ALL).await;
    assert_eq!(mails.unwrap().len(), 1);
    let entries = directory.audit_entries(&AuditFilter::default(), ALL).await;
    assert_eq!(entries.unwrap(), [entry]);
    assert_eq!(directory.refused_attempts(ALL).await.unwrap(), [attempt]);
    let sessions = directory.sessions_of(session.holder).await.unwrap();
    assert_eq!(sessions, [session]);
}

/// A change that was committed moved the revision; the same change once more is stale and moves nothing.
pub async fn an_update_that_is_repeated_is_stale(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let mut changed = Stored::new($value.clone(), Revision::FIRST);
            $change(&mut changed.value);
            let update =
                async |work: &mut dyn UnitOfWork| work.$repository().update(&changed).await;
            $subject.write(update).await;
            let again = $subject.try_write(update).await;
            assert!(
                matches!(again, Err(StoreError::Stale(_))),
                "{}: {again:?}",
                stringify!($repository)
            );
            let found = $subject.directory.$find($value.id).await.unwrap();
            let kept = Stored::new(changed.value, Revision(2));
            assert_eq!(found, Some(kept), stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// A use case that is run again makes new ids and new secrets: its mail goes out once all the same, by its key.
pub async fn a_mail_is_queued_once_however_often_its_unit_of_work_is_repeated(subject: &Subject) {
    let first = subject.make.plain_mail();
    for attempt in 0..3 {
        let mail = OutboxMail {
            once: Some("reminder/1".to_owned()),
            ..subject.make.outbox_mail(&first.to, first.mail.clone())
        };
        let entry = subject.make.audit_entry(mail.id.0);
        subject
            .write(async |work| {
                work.audit().append(&entry).await?;
                work.outbox().enqueue(&mail).await
            })
            .await;
        assert_eq!(claim(subject, 1).await.len(), usize::from(attempt == 0));
    }
    let mails = subject.directory.mails(&OutboxFilter::default(), ALL).await;
    assert_eq!(mails.unwrap().len(), 1);
}

/// What ends, ends once: whoever ends it again, not knowing that, is told of no error and takes nothing else away.
pub async fn an_end_that_is_repeated_changes_nothing(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let holder = SessionHolder::Account(scene.account.id);
    let (session, kept) = (make.session(holder), make.session(holder));
    let staff = SessionHolder::Staff(scene.staff.id);
    let (here, elsewhere) = (make.session(staff), make.session(staff));
    let token = make.token(TokenPurpose::Activation(scene.registration.id));
    let reset = make.token(TokenPurpose::PasswordReset(scene.account.id));
    subject
        .write(async |work| {
            work.sessions().insert(&session).await?;
            for begun in [&kept, &here, &elsewhere] {
                work.sessions().insert(begun).await?;
            }
            work.tokens().insert(&token).await?;
            work.tokens().insert(&reset).await
        })
        .await;
    for _ in 0..3 {
        subject
            .write(async |work| {
                work.sessions().end(&session.digest).await?;
                work.sessions().end_others(staff, &here.digest).await?;
                work.sessions().end_stranded().await?;
                work.sessions().forget_begun_by(start()).await?;
                work.tokens().end(&token.purpose).await?;
                work.tokens().forget_expired(start()).await?;
                work.audit().forget_refused(start()).await?;
                work.outbox().wipe_expired(start()).await
            })
            .await;
        let directory = &subject.directory;
        let left = directory.sessions_of(holder).await.unwrap();
        assert_eq!(left, std::slice::from_ref(&kept));
        let left = directory.sessions_of(staff).await.unwrap();
        assert_eq!(left, std::slice::from_ref(&here));
        assert_eq!(directory.token(&token.digest).await.unwrap(), None);
        let left = directory.token(&reset.digest).await.unwrap();
        assert_eq!(left, Some(reset.clone()));
    }
}

/// A worker that says twice what became of a mail says nothing new the second time.
pub async fn a_report_that_is_repeated_changes_nothing(subject: &Subject) {
    let (taken, refused) = (subject.make.plain_mail(), subject.make.plain_mail());
    queue(subject, &[&taken, &refused]).await;
    assert_eq!(claim(subject, 1).await.len(), 2);
    for _ in 0..2 {
        subject.queue.sent(taken.id, minute(2)).await.unwrap();
        subject.queue.failed(refused.id, 1, "550").await.unwrap();
        let shown = entry(subject, taken.id).await;
        assert_eq!(
            (shown.state, shown.sent_at, shown.attempts),
            (MailState::Sent, Some(minute(2)), 1)
        );
        let shown = entry(subject, refused.id).await;
        assert_eq!((shown.state, shown.attempts), (MailState::Failed, 1));
        assert_eq!(shown.last_error.as_deref(), Some("550"));
        assert!(claim(subject, 100).await.is_empty());
    }
}

/// A failed mail that staff queue again twice is queued once: the second time it is not failed any more.
pub async fn a_requeue_that_is_repeated_changes_nothing(subject: &Subject) {
    let mail = subject.make.plain_mail();
    queue(subject, &[&mail]).await;
    let held = claim(subject, 1).await[0].claim;
    subject.queue.failed(mail.id, held, "550").await.unwrap();
    for (minutes, expected) in [(2, true), (50, false)] {
        let at = minute(minutes);
        let requeued = subject
            .write(async |work| work.outbox().requeue(mail.id, at).await)
            .await;
        assert_eq!(requeued, expected);
        let shown = entry(subject, mail.id).await;
        assert_eq!(shown.next_attempt_at, Some(minute(2)));
    }
    assert_eq!(claim(subject, 2).await.len(), 1);
}

/// A mail that is captured again, because nobody heard that it was, is kept once and as it was.
pub async fn a_capture_that_is_repeated_keeps_one_mail(subject: &Subject) {
    let to = subject.make.email();
    let mail = subject.make.captured_mail(&to, MailKind::Activation);
    let later = CapturedMail {
        captured_at: minute(9),
        ..mail.clone()
    };
    for again in [&mail, &mail, &later] {
        subject.capture.capture(again).await.unwrap();
        let kept = subject.capture.captured(Some(&to), None).await.unwrap();
        assert_eq!(kept, std::slice::from_ref(&mail));
    }
}
