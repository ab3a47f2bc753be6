//! Each kind of mail in each language: complete, and in that language only.

use crate::{
    delivery::mailer,
    samples::{PORTAL, activation, every_mail, renderer, to_reader_of, token},
};
use registration_core::{
    model::{Mail, MailKind, OutboxMail, PersonName},
    ports::Mailer,
};
use registration_smtp::Rendered;
use registration_testkit::servers::{Behaviour, TestSmtp};
use std::{collections::BTreeSet, time::Duration};

/// Words that any English sentence of ours has some of, and that no German one has.
const ENGLISH: &[&str] = &[
    "the", "you", "your", "to", "and", "of", "is", "for", "this", "it", "not", "with", "hello",
    "if", "do", "nothing", "has", "have", "are", "been", "a",
];
/// The same the other way round.
const GERMAN: &[&str] = &[
    "die", "der", "das", "und", "sie", "ihr", "ihre", "ist", "nicht", "wenn", "mit", "zu", "um",
    "für", "ein", "eine", "guten", "wurde", "haben", "brauchen", "nichts",
];

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphabetic())
        .map(str::to_lowercase)
        .collect()
}

fn among<'a>(text: &str, list: &[&'a str]) -> Vec<&'a str> {
    let words = words(text);
    let found = list.iter().filter(|word| words.contains(**word));
    found.copied().collect()
}

/// What a reader sees of the HTML, without tags.
fn visible(html: &str) -> String {
    let body = html.split_once("<body").unwrap().1;
    let mut text = String::new();
    let mut in_tag = true;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

fn in_language(tag: &str) -> Vec<(MailKind, Rendered)> {
    let mails = every_mail().into_iter().map(|(mail, _)| {
        let rendered = renderer().render(&to_reader_of(tag, &mail)).unwrap();
        (mail.mail.kind(), rendered)
    });
    mails.collect()
}

#[test]
fn every_kind_is_written_in_each_language_and_in_no_other() {
    for (tag, own, other) in [("en-GB", ENGLISH, GERMAN), ("de-AT", GERMAN, ENGLISH)] {
        for (kind, mail) in in_language(tag) {
            assert!(tag.starts_with(mail.language), "{kind}");
            let title = mail.html.split_once("<title>").unwrap().1;
            let title = title.split_once("</title>").unwrap().0;
            for part in [&*mail.subject, &*mail.text, &visible(&mail.html), title] {
                // The samples' own text is no language.
                let part = part.replace("It’s", "");
                assert_eq!(among(&part, other), [""; 0], "{kind} in {tag}: {part}");
            }
            assert!(among(&mail.text, own).len() >= 6, "{kind}: {}", mail.text);
            let html = visible(&mail.html);
            assert!(among(&html, own).len() >= 6, "{kind}: {html}");
        }
    }
}

#[test]
fn no_sentence_is_shared_by_two_languages() {
    let english = in_language("en");
    for ((kind, german), (_, english)) in in_language("de").iter().zip(&english) {
        assert_ne!(german.subject, english.subject, "{kind}");
        let sentences = |mail: &Rendered| -> BTreeSet<String> {
            let lines = mail.text.replace("\n> ", "\n").replace('\n', " ");
            let parts = lines.split(['.', ':']).map(|part| part.trim().to_owned());
            parts.filter(|part| part.split(' ').count() > 3).collect()
        };
        let (german, english) = (sentences(german), sentences(english));
        let shared: Vec<_> = german.intersection(&english).collect();
        // What somebody typed, and the operator's own foot.
        let typed_by_somebody = |one: &&&String| {
            let typed = ["<script>", "{{ 7*7 }}", "Quayside"];
            typed.iter().any(|words| one.contains(words))
        };
        assert_eq!(
            shared.iter().filter(|one| !typed_by_somebody(one)).count(),
            0,
            "{kind}: {shared:?}"
        );
    }
}

#[test]
fn links_secrets_and_structure_are_the_same_in_every_language() {
    let english = in_language("en");
    for ((kind, german), (_, english)) in in_language("de").iter().zip(&english) {
        assert_eq!(german.links, english.links, "{kind}");
        assert!(german.html.contains("<html lang=\"de\">"), "{kind}");
        assert!(german.text.contains("\nGuten Tag "), "{kind}");
        for tag in [
            "<p",
            "<a ",
            "<td",
            "<table",
            "<blockquote",
            "<h1",
            "style=\"",
        ] {
            let count = |mail: &Rendered| mail.html.matches(tag).count();
            assert_eq!(count(german), count(english), "{kind}: {tag}");
        }
        for secret in [token().expose(), "483 917", PORTAL, "help@example.com"] {
            let count = |mail: &Rendered| mail.text.matches(secret).count();
            assert_eq!(count(german), count(english), "{kind}: {secret}");
        }
        for line in german.text.lines() {
            assert!(line.chars().count() <= 76 || !line.contains(' '), "{line}");
        }
    }
}

#[test]
fn somebody_who_reads_neither_reads_english() {
    for tag in ["fr", "pt-BR"] {
        let mail = renderer().render(&to_reader_of(tag, &activation()));
        assert_eq!(mail.unwrap().language, "en");
    }
}

#[tokio::test]
async fn umlauts_survive_the_way_through_a_server() {
    let server = TestSmtp::start(Behaviour::Normal).await;
    let mail = OutboxMail {
        mail: Mail::AlreadyRegistered {
            name: PersonName::new("Jürgen", "Größmann").unwrap(),
        },
        ..to_reader_of("de", &activation())
    };
    let reset = OutboxMail {
        mail: Mail::PasswordReset {
            name: "Änne Öğüt-Müßig 日本".to_owned(),
            token: token(),
            console: false,
        },
        ..mail.clone()
    };
    let activation = to_reader_of("de", &activation());
    for (nth, mail) in [mail, reset, activation].into_iter().enumerate() {
        mailer(&server.url()).send(&mail).await.unwrap();
        let taken = server.wait_for(nth + 1, Duration::from_secs(5)).await;
        // RFC 2047 in the head, quoted-printable or base64 below: seven bits on the way, the same text at the end.
        assert!(taken[nth].data.is_ascii());
        let head = String::from_utf8_lossy(&taken[nth].data).to_lowercase();
        let parsed = taken[nth].parsed();
        let rendered = renderer().render(&mail).unwrap();
        assert!(rendered.subject.is_ascii() || head.contains("=?utf-8?"));
        assert_eq!(parsed.subject, rendered.subject);
        assert_eq!(
            parsed.text.replace("\r\n", "\n").trim(),
            rendered.text.trim()
        );
        assert_eq!(parsed.header("Content-Language"), Some("de"));
    }
}
