//! What arrived can be read, and says what it should and nothing that somebody made it say.

use super::{
    Arrived, MailerSubject,
    arrival::{HOSTILE, send, typed},
};
use crate::fixtures::language;
use registration_core::model::OutboxMail;

async fn last(subject: &MailerSubject, mail: &OutboxMail) -> Arrived {
    let mut arrived = send(subject, mail).await;
    arrived.pop().expect("it arrived")
}

/// Mails of every kind have a subject of one line, and say something in plain text and in HTML.
pub async fn every_mail_has_a_subject_a_text_and_an_html_part(subject: &MailerSubject) {
    let make = &subject.make;
    for mail in make.every_mail() {
        let mail = make.outbox_mail(&make.email(), mail);
        let kind = mail.mail.kind();
        let read = last(subject, &mail).await;
        assert!(!read.subject.trim().is_empty(), "{kind} has no subject");
        assert!(!read.text.trim().is_empty(), "{kind} has no text part");
        assert!(!read.html.trim().is_empty(), "{kind} has no HTML part");
        assert_ne!(read.text.trim(), read.html.trim(), "{kind}: both are one");
    }
}

/// Whoever reads only one of the parts finds the link's token and the code in it.
pub async fn the_secret_of_a_mail_can_be_read_in_both_parts(subject: &MailerSubject) {
    let make = &subject.make;
    let unspaced = |part: &str| part.replace(|c: char| c.is_whitespace() || c == '\u{a0}', "");
    for mail in make.every_mail() {
        let mail = make.outbox_mail(&make.email(), mail);
        let kind = mail.mail.kind();
        let read = last(subject, &mail).await;
        let token = mail.mail.token().map(|token| token.expose());
        let code = mail.mail.code().map(|code| code.expose());
        for (name, part) in [("text", &read.text), ("HTML", &read.html)] {
            for secret in [token, code].into_iter().flatten() {
                // A code may be written in groups.
                let there = part.contains(secret) || unspaced(part).contains(secret);
                assert!(there, "{kind}: its secret is missing in the {name} part");
            }
        }
        for secret in [token, code].into_iter().flatten() {
            assert!(
                !read.subject.contains(secret),
                "{kind}: a subject is shown where nobody signed in"
            );
        }
    }
}

/// What somebody typed into a name, a message or a reason is text in the HTML part too.
pub async fn what_people_typed_is_no_html(subject: &MailerSubject) {
    for mail in typed(subject, "<script>alert(1)</script><img src=x>&") {
        let read = last(subject, &mail).await;
        for tag in ["<script", "<img src=x"] {
            assert!(
                !read.html.contains(tag),
                "{}: {tag} is markup",
                mail.mail.kind()
            );
        }
    }
}

/// Line breaks, control and bidi characters in a name add no header, end none, and turn no subject round.
pub async fn what_people_typed_never_becomes_a_header(subject: &MailerSubject) {
    let usual = {
        let mail = subject.make.plain_mail();
        names(&last(subject, &mail).await)
    };
    for text in HOSTILE {
        for mail in typed(subject, text) {
            let read = last(subject, &mail).await;
            assert_eq!(read.to, [mail.to.as_str()], "{text:?}");
            let mut lines: Vec<(&str, &str)> = vec![("Subject", &read.subject)];
            lines.extend(read.headers.iter().map(|(name, it)| (&**name, &**it)));
            for (name, line) in lines {
                let bad = line.chars().find(|c| c.is_control() || turns_round(*c));
                assert_eq!(bad, None, "{name} is {line:?} for {text:?}");
            }
            assert_eq!(names(&read), usual, "the headers for {text:?}");
        }
    }
}

fn names(read: &Arrived) -> Vec<String> {
    let names = read.headers.iter().map(|(name, _)| name.to_lowercase());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

const fn turns_round(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A reader whose language nobody wrote mails in, or whose browser sent what is hardly one, is written to all the same.
pub async fn an_unknown_language_is_no_reason_to_stay_silent(subject: &MailerSubject) {
    for locale in [
        "tlh",
        "x-klingon",
        "de-CH-1996",
        "a-1-2-3-4-5-6-7-8-9",
        "DE_at",
    ] {
        let mail = OutboxMail {
            locale: Some(language(locale)),
            ..subject.make.activation_mail()
        };
        let read = last(subject, &mail).await;
        assert!(!read.text.trim().is_empty(), "{locale}");
    }
}
