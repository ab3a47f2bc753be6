//! A rendered mail as a document of its own, to be shown in a frame under a policy without `unsafe-inline`.
//!
//! Mail programs want `style="…"` on each element; our policy forbids exactly that. So each becomes a class in the
//! mail's one `<style>`, and the policy names the digest of that. The rewrite reads tags by `<` and `>`: mails come
//! from our own templates, in which what people typed is escaped.

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A mail that can be framed by our own pages: no script, nothing fetched, no form, its links lead the whole window.
pub(crate) struct MailDocument {
    html: String,
    /// What its style is known by.
    digest: String,
}

impl MailDocument {
    /// The document of a mail's HTML part.
    pub(crate) fn of(html: &str) -> Self {
        // A parser reads line ends as one character each; the digest is taken of what it reads.
        let html = html.replace("\r\n", "\n");
        let mut rules = Rules::default();
        let body = rules.gather(&html);
        let css = rules.css();
        // In front of the mail's own style, which overrides inline styles by `!important` and classes alike.
        let (start, end) = match body.split_once("<style>") {
            Some((before, after)) => (before.to_owned(), after.to_owned()),
            None => (String::new(), format!("</style>{body}")),
        };
        let own = end.split_once("</style>").map_or("", |(own, _)| own);
        let digest = Base64::encode_string(&Sha256::digest(format!("{css}{own}")));
        Self {
            html: format!("{start}<base target=\"_top\"><style>{css}{end}"),
            digest,
        }
    }
}

impl IntoResponse for MailDocument {
    fn into_response(self) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; frame-ancestors 'self'; base-uri 'none'; \
             form-action 'none'; sandbox allow-top-navigation-by-user-activation",
            self.digest
        );
        let mut response = Html(self.html).into_response();
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Declarations that stood inline, each once; the class of one is its place.
#[derive(Default)]
struct Rules(Vec<String>);

impl Rules {
    /// The document with classes in the place of inline styles.
    fn gather(&mut self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let Some(length) = rest[start..].find('>') else {
                break;
            };
            let (before, tag) = rest[..=start + length].split_at(start);
            out.push_str(before);
            out.push_str(&self.restyled(tag));
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        out
    }

    fn restyled(&mut self, tag: &str) -> String {
        let Some((before, declarations, after)) = attribute(tag, " style=\"") else {
            return tag.to_owned();
        };
        let bare = format!("{before}{after}");
        let class = self.class_of(declarations);
        match attribute(&bare, " class=\"") {
            Some((before, classes, after)) => {
                format!("{before} class=\"{classes} {class}\"{after}")
            }
            None => format!("{before} class=\"{class}\"{after}"),
        }
    }

    fn class_of(&mut self, declarations: &str) -> String {
        let known = self.0.iter().position(|one| one == declarations);
        let place = known.unwrap_or_else(|| {
            self.0.push(declarations.to_owned());
            self.0.len() - 1
        });
        format!("inline-{place}")
    }

    fn css(&self) -> String {
        let mut css = String::new();
        for (place, declarations) in self.0.iter().enumerate() {
            // Nothing that could leave its rule or the element; our templates write no such thing.
            if !declarations.contains(['{', '}', '<', '&', '\\']) {
                let _ = write!(css, ".inline-{place}{{{declarations}}}");
            }
        }
        css
    }
}

/// What stands before, within and after an attribute; its name is given with the space and the quote around it.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, value) = tag.split_once(name)?;
    let (value, after) = value.split_once('"')?;
    Some((before, value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_styles_become_classes_each_once() {
        let document = MailDocument::of(
            "<head><style>p{color:red!important}</style></head>\
             <p class=\"t1\" style=\"margin:0;\">a</p><td style=\"margin:0;\" class=\"t2\">b</td>\
             <i style=\"color:#fff;\">c</i><b>d</b>",
        );
        assert_eq!(
            document.html,
            "<head><base target=\"_top\"><style>.inline-0{margin:0;}.inline-1{color:#fff;}\
             p{color:red!important}</style></head>\
             <p class=\"t1 inline-0\">a</p><td class=\"t2 inline-0\">b</td>\
             <i class=\"inline-1\">c</i><b>d</b>"
        );
    }

    #[test]
    fn what_people_typed_stays_text() {
        let typed = "<p style=\"margin:0;\">&#60;i style=&#34;color:red&#34;&#62; style=\"x\"</p>";
        let document = MailDocument::of(typed);
        assert!(
            document
                .html
                .ends_with(">&#60;i style=&#34;color:red&#34;&#62; style=\"x\"</p>"),
            "{}",
            document.html
        );
    }

    #[test]
    fn a_declaration_never_leaves_its_rule() {
        let document = MailDocument::of("<p style=\"}</style><script>\">a</p><p style=\"a:b}c{\">");
        assert!(!document.html.contains("a:b}"), "{}", document.html);
        assert!(
            document
                .html
                .starts_with("<base target=\"_top\"><style></style>")
        );
    }

    #[test]
    fn the_policy_knows_the_style_by_its_digest() {
        let document = MailDocument::of("<style>\r\np{}</style><p style=\"margin:0;\">a</p>");
        let style = document.html.split_once("<style>").unwrap().1;
        let style = style.split_once("</style>").unwrap().0.to_owned();
        let digest = Base64::encode_string(&Sha256::digest(style));
        let response = document.into_response();
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str();
        let policy = policy.unwrap();
        assert!(
            policy.contains(&format!("style-src 'sha256-{digest}'")),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}
