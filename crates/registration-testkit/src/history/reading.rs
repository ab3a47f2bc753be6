//! Reads what a command caused: contacts, mails and the trail.

use super::{
    command::PEOPLE,
    ledger::{Mailed, MailedCode},
    world::{ALL, Broken, Outcome, World, ensure},
};
use registration_core::{
    model::{AuditAction, EmailAddress, MailKind},
    policy::validity,
    ports::{AuditFilter, OutboxEntry, OutboxFilter},
    usecase::Proof,
};

impl World {
    /// Looks up who is known where, and as what.
    pub(super) async fn look_at_contacts(&mut self) -> Outcome {
        self.contacts.clear();
        for (place, customer) in self.customers.iter().enumerate() {
            for contact in self.directory.contacts(*customer, None, ALL).await? {
                let known = PEOPLE
                    .iter()
                    .position(|text| *text == contact.email.as_str());
                let person = known.ok_or_else(|| {
                    Broken::by(
                        "nobody_appears_from_nowhere",
                        format!("{} is nobody's address", contact.email),
                    )
                })?;
                self.ledger.contacts.insert((place, person), contact.id);
                self.contacts.push((place, contact.value));
            }
        }
        Ok(())
    }

    pub(super) async fn new_mails(&mut self) -> Outcome<Vec<OutboxEntry>> {
        let mut rows = self.directory.mails(&OutboxFilter::default(), ALL).await?;
        rows.retain(|row| self.seen_mails.insert(row.id));
        rows.reverse();
        Ok(rows)
    }

    pub(super) async fn new_entries(&mut self) -> Outcome<Vec<AuditAction>> {
        let rows = self
            .directory
            .audit_entries(&AuditFilter::default(), ALL)
            .await?;
        let fresh = rows
            .into_iter()
            .filter(|row| self.seen_entries.insert(row.id));
        Ok(fresh.map(|row| row.action).collect())
    }

    /// Compares the new mails with the expected ones, and keeps what can be done with them.
    pub(super) async fn read_mail(
        &mut self,
        mut expected: Vec<(MailKind, EmailAddress)>,
    ) -> Outcome {
        let mails = self.new_mails().await?;
        let mut told: Vec<_> = mails
            .iter()
            .map(|mail| (mail.kind, mail.to.clone()))
            .collect();
        told.sort();
        expected.sort();
        ensure(
            told == expected,
            "every_event_has_exactly_its_mails",
            || format!("mailed {told:?} instead of {expected:?}"),
        )?;
        for mail in &mails {
            self.keep(mail).await?;
        }
        Ok(())
    }

    async fn keep(&mut self, entry: &OutboxEntry) -> Outcome {
        let person = PEOPLE.iter().position(|text| *text == entry.to.as_str());
        let (Some(person), Some(mail)) = (person, &entry.mail) else {
            return Ok(());
        };
        let Some(secret) = mail.token() else {
            return Ok(());
        };
        if entry.kind == MailKind::PasswordReset {
            let end = self.model.now + validity::PASSWORD_RESET.whole_seconds();
            self.ledger.resets.insert(person, (secret.clone(), end));
            return Ok(());
        }
        let seen = self
            .registrar
            .inspect_activation(&Proof::Token(secret.clone()))
            .await?;
        ensure(
            seen.email == entry.to,
            "a_mailed_link_proves_the_address_it_was_mailed_to",
            || {
                format!(
                    "a {} mail to {} proves {}",
                    entry.kind, entry.to, seen.email
                )
            },
        )?;
        let lives = match entry.kind {
            MailKind::Invitation => validity::INVITATION,
            MailKind::AccessGranted | MailKind::Mapped => validity::DECISION,
            _ => validity::ACTIVATION,
        };
        self.ledger.tokens.push(Mailed {
            person,
            secret: secret.clone(),
            registration: seen.registration,
            is_replaced: false,
            dead_from: self.model.now + lives.whole_seconds(),
        });
        if let Some(code) = mail.code() {
            let code = MailedCode {
                registration: seen.registration,
                code: code.clone(),
                dead_from: self.model.now + validity::CODE.whole_seconds(),
                wrong_tries: 0,
            };
            self.ledger.codes.insert(person, code);
        }
        Ok(())
    }

    /// Compares the new entries of the trail with the expected ones.
    pub(super) async fn read_trail(&mut self, mut expected: Vec<AuditAction>) -> Outcome {
        let mut written = self.new_entries().await?;
        written.sort();
        expected.sort();
        ensure(written == expected, "every_change_is_in_the_trail", || {
            format!("the trail says {written:?} instead of {expected:?}")
        })
    }
}
