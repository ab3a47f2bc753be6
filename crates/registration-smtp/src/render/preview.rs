//! Shows staff what a mail says, without what would let them in.

use super::Renderer;
use registration_core::{
    model::{MASK, OutboxMail},
    ports::{BoxError, MailPreview, OutboxEntry, PreviewedMail},
};

impl MailPreview for Renderer {
    fn preview(&self, entry: &OutboxEntry) -> Result<Option<PreviewedMail>, BoxError> {
        let Some(mail) = &entry.mail else {
            return Ok(None);
        };
        let rendered = self.render(&OutboxMail {
            id: entry.id,
            to: entry.to.clone(),
            locale: entry.locale.clone(),
            mail: mail.masked(),
            once: None,
            created_at: entry.created_at,
            expires_at: entry.expires_at,
        })?;
        // In a link the mask is percent-encoded, which nobody would take for one.
        let mask = percent_encoding::utf8_percent_encode(MASK, percent_encoding::NON_ALPHANUMERIC);
        let mask = mask.to_string();
        let readable = |text: String| text.replace(&mask, MASK);
        Ok(Some(PreviewedMail {
            subject: rendered.subject,
            text: readable(rendered.text),
            html: readable(rendered.html),
            links: rendered.links.into_iter().map(readable).collect(),
        }))
    }
}
