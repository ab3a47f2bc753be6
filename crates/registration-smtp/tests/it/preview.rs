//! What staff see of a mail in the outbox.

use crate::samples::{every_mail, renderer, to_reader_of, token};
use registration_core::{
    model::{MASK, MailState, OutboxMail},
    ports::{MailPreview, OutboxEntry},
};

fn entry(mail: &OutboxMail) -> OutboxEntry {
    OutboxEntry {
        id: mail.id,
        kind: mail.mail.kind(),
        to: mail.to.clone(),
        locale: mail.locale.clone(),
        state: MailState::Queued,
        attempts: 0,
        last_error: None,
        created_at: mail.created_at,
        next_attempt_at: None,
        expires_at: mail.expires_at,
        sent_at: None,
        mail: Some(mail.mail.clone()),
    }
}

#[test]
fn a_preview_is_the_mail_without_its_secrets() {
    for (mail, _) in every_mail() {
        let mail = to_reader_of("de", &mail);
        let kind = mail.mail.kind();
        let shown = renderer().preview(&entry(&mail)).unwrap().unwrap();
        let sent = renderer().render(&mail).unwrap();
        let hidden = |text: &str| {
            text.replace(token().expose(), MASK)
                .replace("483 917", "••• •••")
        };
        assert_eq!(shown.subject, sent.subject, "{kind}");
        assert_eq!(shown.html, hidden(&sent.html), "{kind}");
        // A mask is shorter than a token, so lines may end elsewhere.
        let unwrapped = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(unwrapped(&shown.text), unwrapped(&hidden(&sent.text)));
        let links: Vec<String> = sent.links.iter().map(|link| hidden(link)).collect();
        assert_eq!(shown.links, links, "{kind}");
        for part in [&shown.subject, &shown.text, &shown.html] {
            assert!(!part.contains(token().expose()) && !part.contains("483"));
        }
    }
}

#[test]
fn a_mail_that_was_wiped_has_no_preview() {
    let (mail, _) = every_mail().swap_remove(0);
    let wiped = OutboxEntry {
        mail: None,
        ..entry(&mail)
    };
    assert_eq!(renderer().preview(&wiped).unwrap(), None);
}
