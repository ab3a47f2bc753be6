//! Turns a mail of the outbox into what a person reads.

mod language;
mod letters;
mod plain_text;
mod preview;

pub(crate) use plain_text::one_line;

use crate::{Brand, PublicUrl, brand::Colours};
use language::Language;
use plain_text::wrapped;
use registration_core::{
    model::{Mail, OutboxMail},
    policy::validity,
};
use std::fmt;

/// Renders mails; every link begins with the public address.
///
/// ```
/// use registration_smtp::{Brand, Renderer};
/// # let make = registration_testkit::fixtures::Fixtures::default();
/// let mail = make.activation_mail();
/// let renderer = Renderer { brand: Brand::named("Halden Cloud"), public_url: "https://portal.example.com".parse()? };
/// let rendered = renderer.render(&mail)?;
/// assert_eq!(rendered.language, "en");
/// assert!(rendered.links[0].starts_with("https://portal.example.com/"));
/// assert!(rendered.text.contains(&rendered.links[0]), "both parts say the same");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renderer {
    /// Who signs.
    pub brand: Brand,
    /// Where the service is.
    pub public_url: PublicUrl,
}

/// A mail as a person reads it. `Debug` shows the subject only: the rest holds the token.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The text part, wrapped.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The links that we put into it, in order, each once. Addresses that somebody typed into a message or a company's
    /// name are not among them.
    pub links: Vec<String>,
    /// The language it is in (BCP 47).
    pub language: &'static str,
}

impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rendered({:?}, …)", self.subject)
    }
}

/// A template failed.
#[derive(Debug, thiserror::Error)]
#[error("the mail could not be rendered")]
pub struct RenderError(#[from] askama::Error);

/// What the layouts know beside the words of one kind of mail.
struct Frame<'a> {
    language: Language,
    brand: &'a Brand,
    colours: Colours,
    initial: String,
    /// The addressee's first name: how friendly languages greet.
    name: &'a str,
    /// The addressee's whole name: how polite languages greet.
    full_name: String,
    /// The addressee's address, with which he or she signs in.
    address: &'a str,
    /// The public address itself.
    portal: &'a str,
    /// Where the button leads.
    link: Option<String>,
    /// The six digits, in two groups.
    code: Option<String>,
    /// For how long the link works; only links with a token end.
    lifetime: Option<String>,
    /// How long the six-digit code is good: the rule's own number.
    code_lifetime: String,
    /// Whether the link works once.
    single_use: bool,
}

/// The three parts, as the templates gave them.
struct Parts {
    subject: String,
    text: String,
    html: String,
}

impl Renderer {
    /// Renders one mail in its reader's language.
    ///
    /// # Errors
    ///
    /// When a template fails, which no mail that was ever queued makes them do.
    pub fn render(&self, mail: &OutboxMail) -> Result<Rendered, RenderError> {
        let language = Language::for_locale(mail.locale.as_ref());
        let token = mail.mail.token();
        let lifetime = token
            .and(mail.expires_at)
            .map(|end| end.since(mail.created_at));
        let frame = Frame {
            language,
            brand: &self.brand,
            colours: self.brand.colours(),
            initial: self.brand.initial(),
            name: first_name(&mail.mail),
            full_name: full_name(&mail.mail),
            address: mail.to.as_str(),
            portal: self.public_url.as_str(),
            link: self.public_url.link_of(&mail.mail),
            code: mail.mail.code().map(|code| in_two_groups(code.expose())),
            lifetime: lifetime.map(|lifetime| language.duration(lifetime)),
            code_lifetime: language.duration(validity::CODE),
            single_use: token.is_some(),
        };
        let parts = letters::parts(&frame, &mail.mail)?;
        Ok(Rendered {
            subject: one_line(&parts.subject),
            text: wrapped(&parts.text),
            html: parts.html,
            links: links(&frame, &mail.mail),
            language: language.tag(),
        })
    }
}

// People are greeted by their first name; staff have one name in one piece.
fn first_name(mail: &Mail) -> &str {
    match mail {
        Mail::Activation { name, .. }
        | Mail::AlreadyRegistered { name }
        | Mail::NotSetUp { name, .. }
        | Mail::Invitation { name, .. }
        | Mail::AccessGranted { name, .. }
        | Mail::RequestReceived { name, .. }
        | Mail::Mapped { name, .. }
        | Mail::Declined { name, .. }
        | Mail::ProjectInvitation { name, .. } => name.first(),
        Mail::MapRegistration { name, .. }
        | Mail::PasswordReset { name, .. }
        | Mail::StaffInvitation { name, .. }
        | Mail::ProjectStarted { name, .. }
        | Mail::Reminder { name, .. } => name,
    }
}

/// The whole name of the addressee.
pub(crate) fn full_name(mail: &Mail) -> String {
    match mail {
        Mail::Activation { name, .. }
        | Mail::AlreadyRegistered { name }
        | Mail::NotSetUp { name, .. }
        | Mail::Invitation { name, .. }
        | Mail::AccessGranted { name, .. }
        | Mail::RequestReceived { name, .. }
        | Mail::Mapped { name, .. }
        | Mail::Declined { name, .. }
        | Mail::ProjectInvitation { name, .. } => name.to_string(),
        Mail::MapRegistration { name, .. }
        | Mail::PasswordReset { name, .. }
        | Mail::StaffInvitation { name, .. }
        | Mail::ProjectStarted { name, .. }
        | Mail::Reminder { name, .. } => name.clone(),
    }
}

/// The code as a mail shows it.
pub(crate) fn in_two_groups(code: &str) -> String {
    match code.char_indices().nth(3) {
        Some((middle, _)) => format!("{} {}", &code[..middle], &code[middle..]),
        None => code.to_owned(),
    }
}

// Login details name the portal too, below the link that sets the password.
fn links(frame: &Frame<'_>, mail: &Mail) -> Vec<String> {
    let portal = matches!(mail, Mail::AccessGranted { .. } | Mail::Mapped { .. });
    frame
        .link
        .iter()
        .cloned()
        .chain(portal.then(|| frame.portal.to_owned()))
        .collect()
}
