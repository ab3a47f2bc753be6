//! What the service does by itself: it sweeps up what is over, reminds, and delivers.

use crate::history::world::{ALL, Effects, Outcome, World, ensure};
use registration_core::{
    model::{AuditAction, EmailAddress, MailKind, MailState, RegistrationState},
    ports::{OutboxFilter, RegistrationFilter},
};
use std::collections::BTreeMap;
use time::Duration;

impl World {
    pub(super) async fn sweep(&mut self) -> Outcome<Effects> {
        let rows = self
            .directory
            .registrations(&RegistrationFilter::default(), ALL)
            .await?;
        let now = self.now();
        let mut effects = Effects::none();
        for row in rows
            .into_iter()
            .filter(|row| row.state.expires_at().is_some())
        {
            if !row.is_open(now) {
                effects.trail.push(AuditAction::RegistrationExpired);
            } else if let RegistrationState::AwaitingMapping { reminders, .. } = row.state {
                for to in self.reminded(now.since(row.created_at), reminders) {
                    effects = effects.mailed(MailKind::Reminder, &to);
                }
            }
        }
        self.registrar.expire_pending().await?;
        self.registrar.remind_of_requests().await?;
        self.registrar.forget().await?;
        Ok(effects)
    }

    /// Who is reminded of a request that waits so long: the mappers after 4 hours, the administrators too after 24.
    fn reminded(&self, waited: Duration, reminders: u8) -> Vec<EmailAddress> {
        let mappers = self
            .told_of_requests()
            .into_iter()
            .map(|mapper| mapper.email.clone());
        if waited >= Duration::hours(24) && reminders < 2 {
            mappers
                .chain([self.crew.administrator.email.clone()])
                .collect()
        } else if waited >= Duration::hours(4) && reminders < 1 {
            mappers.collect()
        } else {
            Vec::new()
        }
    }

    pub(super) async fn deliver(&mut self) -> Outcome<Effects> {
        let rows = self.directory.mails(&OutboxFilter::default(), ALL).await?;
        let queued: Vec<_> = rows
            .into_iter()
            .filter(|row| row.state == MailState::Queued)
            .collect();
        loop {
            let claimed = self.postman.claim(100).await?;
            if claimed.is_empty() {
                break;
            }
            for mail in &claimed {
                self.postman.deliver(mail).await?;
            }
        }
        let mut times = BTreeMap::new();
        for mail in self.mailer.sent() {
            *times.entry(mail.id).or_insert(0_u32) += 1;
        }
        for mail in &queued {
            // A link that is dead is not worth a mail: the shortest lives for an hour.
            let is_due = mail.mail.as_ref().is_some_and(|it| it.token().is_none())
                || self.now().since(mail.created_at) < Duration::HOUR;
            let count = times.get(&mail.id).copied().unwrap_or_default();
            ensure(
                count == 1 || (count == 0 && !is_due),
                "a_mail_is_delivered_once",
                || format!("a {} mail to {} was sent {count} times", mail.kind, mail.to),
            )?;
        }
        Ok(Effects::none())
    }
}
