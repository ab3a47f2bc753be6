//! Mails that are kept instead of sent.

use crate::samples::{activation, every_mail, renderer, token};
use async_trait::async_trait;
use registration_core::{
    model::{EmailAddress, MailKind, Timestamp},
    ports::{CapturedMail, Clock, MailCapture, Mailer, MailerError, StoreError},
};
use registration_smtp::CapturingMailer;
use std::sync::{Arc, Mutex};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        "2026-03-01T12:00:01Z".parse().unwrap()
    }
}

#[derive(Default)]
struct Shelf {
    mails: Mutex<Vec<CapturedMail>>,
    full: bool,
}

#[async_trait]
impl MailCapture for Shelf {
    async fn capture(&self, mail: &CapturedMail) -> Result<(), StoreError> {
        if self.full {
            return Err(StoreError::Unavailable("full".into()));
        }
        self.mails.lock().unwrap().push(mail.clone());
        Ok(())
    }

    async fn captured(
        &self,
        _: Option<&EmailAddress>,
        _: Option<MailKind>,
    ) -> Result<Vec<CapturedMail>, StoreError> {
        Ok(self.mails.lock().unwrap().clone())
    }
}

fn mailer(shelf: &Arc<Shelf>) -> CapturingMailer {
    CapturingMailer {
        renderer: renderer(),
        sender: Some(crate::delivery::SENDER.parse().unwrap()),
        capture: shelf.clone(),
        clock: Arc::new(Noon),
    }
}

#[tokio::test]
async fn a_kept_mail_is_what_a_person_would_have_received() {
    let shelf = Arc::new(Shelf::default());
    for (mail, _) in every_mail() {
        mailer(&shelf).send(&mail).await.unwrap();
        let kept = shelf.mails.lock().unwrap().pop().unwrap();
        let rendered = renderer().render(&mail).unwrap();
        assert_eq!(
            (kept.id, kept.kind, &kept.to),
            (mail.id, mail.mail.kind(), &mail.to)
        );
        assert_eq!((kept.subject, kept.text), (rendered.subject, rendered.text));
        assert_eq!((kept.html, kept.links), (rendered.html, rendered.links));
        assert_eq!(kept.captured_at, Noon.now());
        assert_eq!(kept.token.is_some(), mail.mail.token().is_some());
        assert_eq!(kept.code.is_some(), mail.mail.code().is_some());
    }
    mailer(&shelf).send(&activation()).await.unwrap();
    let kept = shelf.mails.lock().unwrap().pop().unwrap();
    assert_eq!(kept.token.as_deref(), Some(token().expose()));
    assert_eq!(kept.code.as_deref(), Some("483917"));
}

#[tokio::test]
async fn a_store_that_fails_loses_no_mail() {
    let shelf = Arc::new(Shelf {
        full: true,
        ..Shelf::default()
    });
    let outcome = mailer(&shelf).send(&activation()).await;
    assert!(matches!(outcome, Err(MailerError::Transient(_))));
}
