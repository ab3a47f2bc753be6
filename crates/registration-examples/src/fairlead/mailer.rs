//! The mailer: what is due goes into Fairlead's own queue, and the job that has always sent that sends it.

use super::{kept::primary_code, store::Fairlead};
use async_trait::async_trait;
use registration_core::{
    model::OutboxMail,
    ports::{Mailer, MailerError},
};
use registration_smtp::Renderer;
use sqlx::{error::DatabaseError, query};

/// Hands mails on to `messages`.
#[derive(Debug, Clone)]
pub struct MessagesMailer {
    fairlead: Fairlead,
    renderer: Renderer,
}

impl MessagesMailer {
    /// A mailer that writes what `renderer` makes of a mail.
    #[must_use]
    pub const fn new(fairlead: Fairlead, renderer: Renderer) -> Self {
        Self { fairlead, renderer }
    }
}

#[async_trait]
impl Mailer for MessagesMailer {
    async fn send(&self, mail: &OutboxMail) -> Result<(), MailerError> {
        let rendered = self.renderer.render(mail);
        let rendered = rendered.map_err(|error| MailerError::Permanent(error.into()))?;
        // The mail's id keeps a second sending out, so that here no outcome is ever unknown: try again and see.
        let statement = query(
            "INSERT INTO messages (recipient, subject, plain, html, portal_mail) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (portal_mail) DO NOTHING",
        )
        .bind(mail.to.as_str())
        .bind(rendered.subject)
        .bind(rendered.text)
        .bind(rendered.html)
        .bind(mail.id.to_string());
        match statement.execute(self.fairlead.writer()).await {
            Ok(_) => Ok(()),
            // What a rule of their tables refuses it refuses next time too. Its words may quote the mail and the secret
            // in it, and staff read why a mail failed: so they are not handed on.
            Err(sqlx::Error::Database(error)) if is_refusal(&*error) => {
                Err(MailerError::Permanent("Fairlead's tables refuse it".into()))
            }
            Err(error) => Err(MailerError::Transient(error.into())),
        }
    }
}

/// `SQLITE_CONSTRAINT` (19): a trigger or a constraint says no.
fn is_refusal(error: &dyn DatabaseError) -> bool {
    primary_code(error) == Some(19)
}
