//! A mail as the server took it, and as a mail program would show it.

use mailparse::{MailHeaderMap, ParsedMail as Part};

/// A mail as it came over the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Received {
    /// The address in `MAIL FROM`.
    pub from: String,
    /// The addresses in `RCPT TO`, byte for byte.
    pub to: Vec<String>,
    /// Head and body.
    pub data: Vec<u8>,
    /// Whether the client had given the right credentials.
    pub authenticated: bool,
    /// Whether it came over TLS.
    pub over_tls: bool,
}

/// A mail as a mail program would show it, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParsedMail {
    /// The subject.
    pub subject: String,
    /// Every header in order, decoded.
    pub headers: Vec<(String, String)>,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The web addresses in the text part, in order, each once.
    pub links: Vec<String>,
}

impl Received {
    /// Decodes head and body.
    ///
    /// # Panics
    ///
    /// When it is no mail.
    ///
    /// ```
    /// use registration_testkit::servers::Received;
    ///
    /// let mut mail = Received::default();
    /// mail.data = b"Subject: Welcome\r\nX-Trace: 7\r\n\r\nOpen https://portal.example.com/activate/abc\r\n".to_vec();
    /// let shown = mail.parsed();
    /// assert_eq!((&*shown.subject, shown.header("x-trace")), ("Welcome", Some("7")));
    /// assert_eq!(shown.links, ["https://portal.example.com/activate/abc"]);
    /// assert_eq!(shown.token_after("/activate/"), Some("abc"));
    /// ```
    #[must_use]
    pub fn parsed(&self) -> ParsedMail {
        let mail = mailparse::parse_mail(&self.data).expect("a mail");
        let headers = mail
            .headers
            .iter()
            .map(|header| (header.get_key(), header.get_value()))
            .collect();
        let text = body(&mail, "text/plain");
        ParsedMail {
            subject: mail.headers.get_first_value("Subject").unwrap_or_default(),
            headers,
            links: links(&text),
            html: body(&mail, "text/html"),
            text,
        }
    }
}

impl ParsedMail {
    /// The first header of that name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// What follows `path` (`"/activate/"`) in the first link that has it.
    #[must_use]
    pub fn token_after(&self, path: &str) -> Option<&str> {
        self.links
            .iter()
            .find_map(|link| Some(link.split_once(path)?.1))
    }
}

fn body(mail: &Part<'_>, kind: &str) -> String {
    mail.parts()
        .find(|part| part.ctype.mimetype == kind)
        .and_then(|part| part.get_body().ok())
        .unwrap_or_default()
}

fn links(text: &str) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let link = word.trim_end_matches(['.', ',', ')', '>']);
        if ["https://", "http://"].iter().any(|s| link.starts_with(s))
            && !links.iter().any(|known| known == link)
        {
            links.push(link.to_owned());
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoded_mail_is_shown_as_it_was_written() {
        let data = b"Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n\
            --b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Gr=C3=BC=C3=9Fe https://a.example/=\r\nactivate/x\r\n\
            --b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PGI+w7w8L2I+\r\n--b--\r\n";
        let mail = Received {
            data: data.to_vec(),
            ..Received::default()
        }
        .parsed();
        assert_eq!(mail.subject, "Grüße");
        assert_eq!(mail.text.trim(), "Grüße https://a.example/activate/x");
        assert_eq!(mail.html.trim(), "<b>ü</b>");
        assert_eq!(mail.links, ["https://a.example/activate/x"]);
        assert_eq!(mail.token_after("/activate/"), Some("x"));
    }
}
