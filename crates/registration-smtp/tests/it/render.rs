//! What a person reads, for every kind of mail.

use crate::samples::{PORTAL, activation, every_mail, map_registration, queued, renderer, token};
use registration_core::model::{Mail, MailKind, MappingRecipients, PersonName};
use std::collections::BTreeSet;

#[test]
fn every_kind_has_a_sample() {
    let kinds: BTreeSet<_> = every_mail().iter().map(|(m, _)| m.mail.kind()).collect();
    assert_eq!(kinds, MailKind::ALL.iter().copied().collect());
}

#[test]
fn every_mail_says_something_in_three_parts() {
    for (mail, _) in every_mail() {
        let rendered = renderer().render(&mail).unwrap();
        let kind = mail.mail.kind();
        assert!(!rendered.subject.is_empty(), "{kind}");
        assert!(!rendered.subject.contains(char::is_control), "{kind}");
        assert!(rendered.text.contains("\nHello "), "{kind}");
        assert!(rendered.text.contains("help@example.com"), "{kind}");
        assert!(rendered.html.contains("<html lang=\"en\">"), "{kind}");
        assert!(rendered.html.contains("Halden &#38; Cloud"), "{kind}");
        for part in [&rendered.subject, &rendered.text, &rendered.html] {
            assert!(!part.contains("  \n") && !part.contains("None"), "{kind}");
        }
    }
}

#[test]
fn the_link_comes_first_and_begins_with_the_public_address() {
    for (mail, path) in every_mail() {
        let rendered = renderer().render(&mail).unwrap();
        let kind = mail.mail.kind();
        let Some(path) = path else {
            assert!(rendered.links.is_empty(), "{kind}");
            assert!(!rendered.text.contains(PORTAL), "{kind}");
            continue;
        };
        let link = format!("{PORTAL}{path}");
        assert_eq!(rendered.links[0], link, "{kind}");
        assert_eq!(
            rendered.text.lines().filter(|line| *line == link).count(),
            1,
            "{kind}"
        );
        assert_eq!(rendered.text.matches(&link).count(), 1, "{kind}");
        assert_eq!(
            rendered.html.matches(&format!("href=\"{link}\"")).count(),
            2,
            "{kind}"
        );
    }
}

#[test]
fn a_token_stands_in_its_link_only() {
    for (mail, _) in every_mail() {
        let rendered = renderer().render(&mail).unwrap();
        let count = usize::from(mail.mail.token().is_some());
        assert_eq!(rendered.text.matches(token().expose()).count(), count);
        assert_eq!(rendered.subject.matches(token().expose()).count(), 0);
        assert!(!format!("{rendered:?}").contains(token().expose()));
    }
}

#[test]
fn the_code_is_shown_where_there_is_one() {
    for (mail, _) in every_mail() {
        let rendered = renderer().render(&mail).unwrap();
        let shown = matches!(mail.mail.kind(), MailKind::Activation | MailKind::NotSetUp);
        assert_eq!(rendered.text.contains("483 917"), shown);
        assert_eq!(rendered.html.contains("483 917"), shown);
        assert_eq!(
            rendered
                .text
                .contains("works for 10 minutes, the link for 24 hours"),
            shown
        );
    }
}

#[test]
fn nothing_is_fetched_and_nothing_breaks_out() {
    for (mail, _) in every_mail() {
        let html = renderer().render(&mail).unwrap().html;
        let kind = mail.mail.kind();
        for tag in [
            "<script", "<img", "<link", "<iframe", "<object", "<form", "<b>",
        ] {
            assert!(!html.contains(tag), "{kind}: {tag}");
        }
        for fetched in ["src=\"", "@import", "url(", "href=\"http://"] {
            assert!(!html.contains(fetched), "{kind}: {fetched}");
        }
        assert!(
            html.contains("@media (prefers-color-scheme:dark)"),
            "{kind}"
        );
        assert!(html.contains("width=device-width"), "{kind}");
        // What was opened is closed, so that nobody's text moved the structure.
        for tag in ["p", "td", "tr", "table", "div", "a", "blockquote"] {
            let open = html.matches(&format!("<{tag} ")).count()
                + html.matches(&format!("<{tag}>")).count();
            assert_eq!(
                open,
                html.matches(&format!("</{tag}>")).count(),
                "{kind}: {tag}"
            );
        }
    }
}

#[test]
fn text_fits_a_narrow_window() {
    for (mail, _) in every_mail() {
        for line in renderer().render(&mail).unwrap().text.lines() {
            assert!(line.chars().count() <= 76 || !line.contains(' '), "{line}");
        }
    }
}

#[test]
fn what_staff_wrote_is_quoted_line_by_line() {
    let mail = queued(Mail::Declined {
        name: PersonName::from_full("Jonas").unwrap(),
        reason: "Not a customer.\n\nFrom: the boss\n.".to_owned(),
    });
    let text = renderer().render(&mail).unwrap().text;
    assert!(text.contains("\n> Not a customer.\n"), "{text}");
    assert!(text.contains("\n> From: the boss\n> .\n"), "{text}");
}

#[test]
fn login_details_name_portal_and_address_but_no_password() {
    for (mail, _) in every_mail() {
        if !matches!(mail.mail.kind(), MailKind::AccessGranted | MailKind::Mapped) {
            continue;
        }
        let rendered = renderer().render(&mail).unwrap();
        assert!(
            rendered.text.contains(&format!("Portal: {PORTAL}\n")),
            "{}",
            rendered.text
        );
        assert!(
            rendered
                .text
                .contains("Sign-in address: jonas.weber+portal@meridian.example\n")
        );
        assert_eq!(rendered.links[1], PORTAL);
        assert!(!rendered.text.contains("Password:"));
    }
}

#[test]
fn a_mapper_reads_why_and_finds_the_button() {
    let why = [
        (MappingRecipients::OnDuty, "you are on duty"),
        (MappingRecipients::OffDuty, "Nobody is on duty"),
        (MappingRecipients::Administrators, "There is no mapper"),
    ];
    for (recipients, reason) in why {
        let rendered = renderer()
            .render(&queued(map_registration(recipients)))
            .unwrap();
        assert!(rendered.html.contains(">Map Registration</a>"));
        assert!(rendered.html.contains(reason) && rendered.text.contains(reason));
        assert!(rendered.text.contains("jonas@meridian.example"));
    }
}

#[test]
fn a_public_address_with_a_path_is_kept() {
    let mut renderer = renderer();
    renderer.public_url = "http://127.0.0.1:8080/portal/".parse().unwrap();
    let rendered = renderer.render(&activation()).unwrap();
    assert!(rendered.links[0].starts_with("http://127.0.0.1:8080/portal/activate/"));
}

#[test]
fn a_mail_that_never_expires_names_no_time() {
    let mut mail = activation();
    mail.expires_at = None;
    let text = renderer().render(&mail).unwrap().text;
    assert!(text.contains("each only once"), "{text}");
    assert!(!text.contains("hours"), "{text}");
}
