//! A captured mail as a person reads it: who, when, and its text with the links in it to be clicked.

use registration_core::{
    model::{EmailAddress, MailId, MailKind, Timestamp},
    ports::CapturedMail,
};

pub(super) struct Letter {
    pub(super) id: MailId,
    pub(super) subject: String,
    pub(super) from: String,
    pub(super) to: EmailAddress,
    pub(super) at: Timestamp,
    pub(super) kind: MailKind,
    pub(super) text: Vec<Piece>,
}

/// A part of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) is_link: bool,
}

impl From<CapturedMail> for Letter {
    fn from(mail: CapturedMail) -> Self {
        Self {
            text: pieces(&mail.text, &mail.links),
            id: mail.id,
            subject: mail.subject,
            from: mail.from,
            to: mail.to,
            at: mail.captured_at,
            kind: mail.kind,
        }
    }
}

/// Cuts `text` at the links that the mail says it has. What a stranger typed is not among them.
fn pieces(text: &str, links: &[String]) -> Vec<Piece> {
    let piece = |text: &str, is_link| Piece {
        text: text.to_owned(),
        is_link,
    };
    let is_web = |link: &&String| link.starts_with("http://") || link.starts_with("https://");
    let mut pieces = Vec::new();
    let mut rest = text;
    loop {
        let found = links.iter().filter(is_web).filter_map(|link| {
            let at = rest.find(link.as_str())?;
            Some((at, link.as_str()))
        });
        // Of two that begin at one place the longer one is meant.
        let first = found.min_by_key(|(at, link)| (*at, usize::MAX - link.len()));
        let Some((at, link)) = first else {
            break;
        };
        if at > 0 {
            pieces.push(piece(&rest[..at], false));
        }
        pieces.push(piece(link, true));
        rest = &rest[at + link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(piece(rest, false));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_links() {
        let links = [
            "https://p.example/a".to_owned(),
            "https://p.example/a/b".to_owned(),
        ];
        let cut = pieces("Go: https://p.example/a/b or https://p.example/a.", &links);
        let cut: Vec<_> = cut
            .iter()
            .map(|one| (one.text.as_str(), one.is_link))
            .collect();
        assert_eq!(
            cut,
            [
                ("Go: ", false),
                ("https://p.example/a/b", true),
                (" or ", false),
                ("https://p.example/a", true),
                (".", false)
            ]
        );
        let script = pieces("javascript:x", &["javascript:x".to_owned()]);
        assert!(script.iter().all(|one| !one.is_link));
    }
}
