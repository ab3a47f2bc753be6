//! The capture: mails that are kept instead of sent.

use super::Subject;
use registration_core::{
    model::{EmailAddress, MailId, MailKind},
    ports::CapturedMail,
};

async fn capture(subject: &Subject, mails: &[&CapturedMail]) {
    for mail in mails {
        subject.capture.capture(mail).await.unwrap();
    }
}

async fn captured(
    subject: &Subject,
    to: Option<&EmailAddress>,
    kind: Option<MailKind>,
) -> Vec<MailId> {
    let captured = subject.capture.captured(to, kind).await.unwrap();
    captured.iter().map(|mail| mail.id).collect()
}

/// A captured mail is read as it was kept, with and without links, token and code.
pub async fn a_captured_mail_is_kept_exactly(subject: &Subject) {
    let make = &subject.make;
    for kind in MailKind::ALL {
        let to = make.email();
        let mut bare = make.captured_mail(&to, *kind);
        bare.links.clear();
        bare.token = None;
        bare.code = None;
        let mut full = make.captured_mail(&to, *kind);
        full.subject = "Willkommen, „Zoë“ 🎉".to_owned();
        full.links.push("https://portal.example/#b".to_owned());
        capture(subject, &[&bare, &full]).await;
        let found = subject.capture.captured(Some(&to), None).await.unwrap();
        assert_eq!(found, [full, bare]);
    }
}

/// Keeping a mail a second time changes nothing: the first one stays.
pub async fn a_mail_is_captured_once(subject: &Subject) {
    let to = subject.make.email();
    let first = subject.make.captured_mail(&to, MailKind::Invitation);
    let mut second = first.clone();
    second.subject = "Another".to_owned();
    capture(subject, &[&first, &second, &first]).await;
    let found = subject.capture.captured(None, None).await.unwrap();
    assert_eq!(found, [first]);
}

/// Captured mails are filtered by address and kind, newest first.
pub async fn captured_mails_are_filtered_by_address_and_kind(subject: &Subject) {
    let make = &subject.make;
    let (ann, ben) = (make.email(), make.email());
    let (one, two) = (MailKind::Activation, MailKind::Declined);
    let mails = [(&ann, one), (&ann, two), (&ben, one), (&ann, one)]
        .map(|(to, kind)| make.captured_mail(to, kind));
    capture(subject, &[&mails[2], &mails[0], &mails[3], &mails[1]]).await;
    let ids =
        |wanted: &[usize]| -> Vec<MailId> { wanted.iter().map(|index| mails[*index].id).collect() };
    for (to, kind, expected) in [
        (None, None, ids(&[3, 2, 1, 0])),
        (Some(&ann), None, ids(&[3, 1, 0])),
        (None, Some(one), ids(&[3, 2, 0])),
        (Some(&ann), Some(one), ids(&[3, 0])),
        (Some(&ben), Some(two), ids(&[])),
        (Some(&make.email()), None, ids(&[])),
    ] {
        assert_eq!(captured(subject, to, kind).await, expected);
    }
}

/// At most a hundred are shown: the newest.
pub async fn at_most_a_hundred_captured_mails_are_shown(subject: &Subject) {
    let to = subject.make.email();
    let mails: Vec<CapturedMail> = (0..103)
        .map(|_| subject.make.captured_mail(&to, MailKind::Reminder))
        .collect();
    capture(subject, &mails.iter().collect::<Vec<_>>()).await;
    let newest: Vec<MailId> = mails.iter().rev().take(100).map(|mail| mail.id).collect();
    assert_eq!(captured(subject, None, None).await, newest);
    assert_eq!(captured(subject, Some(&to), None).await, newest);
}
