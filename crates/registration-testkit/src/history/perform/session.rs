//! People sign in and out and choose new passwords.

use super::answered;
use crate::history::world::{Broken, Effects, Outcome, World};
use registration_core::{
    Error,
    model::{AuditAction, MailKind, Secret},
};

impl World {
    pub(super) async fn sign_in(&mut self, person: usize) -> Outcome<Effects> {
        let may = !self.ledger.access(&self.model, person).is_empty();
        let answer = self
            .registrar
            .sign_in(&self.email(person), self.password(person))
            .await;
        let Some(signed_in) = answered(answer, may)? else {
            return Ok(Effects::none());
        };
        self.opened(person, signed_in.secret);
        Ok(Effects::recorded(AuditAction::SignedIn))
    }

    pub(super) async fn sign_out(&mut self, person: usize) -> Outcome<Effects> {
        let Some(session) = self.ledger.session(person).cloned() else {
            return Ok(Effects::none());
        };
        let visit = session.visit.expect("it opens something");
        self.registrar.sign_out(&visit.session).await?;
        for one in &mut self.ledger.sessions {
            one.is_over |= one.secret.expose() == session.secret.expose();
        }
        Ok(Effects::recorded(AuditAction::SignedOut))
    }

    pub(super) async fn request_reset(&mut self, person: usize) -> Outcome<Effects> {
        let to = self.email(person);
        self.registrar.request_password_reset(&to).await?;
        let is_known = self.ledger.accounts.contains_key(&person);
        Ok(if is_known {
            Effects::none().mailed(MailKind::PasswordReset, &to)
        } else {
            Effects::none()
        })
    }

    pub(super) async fn reset_password(&mut self, person: usize) -> Outcome<Effects> {
        let Some((token, end)) = self.ledger.resets.get(&person).cloned() else {
            return Ok(Effects::none());
        };
        let number = self
            .ledger
            .passwords
            .get(&person)
            .copied()
            .unwrap_or_default();
        self.ledger.passwords.insert(person, number + 1);
        let answer = self
            .registrar
            .reset_password(&token, self.password(person))
            .await;
        if answered(answer, self.model.now < end)?.is_none() {
            self.ledger.passwords.insert(person, number);
            return Ok(Effects::none());
        }
        self.must_be_used_up(&token, person).await?;
        self.ledger.resets.remove(&person);
        for session in self
            .ledger
            .sessions
            .iter_mut()
            .filter(|one| one.person == person)
        {
            session.is_over = true;
        }
        Ok(Effects::recorded(AuditAction::PasswordReset))
    }

    async fn must_be_used_up(&self, token: &Secret, person: usize) -> Outcome {
        match self
            .registrar
            .reset_password(token, self.password(person))
            .await
        {
            Err(Error::TokenUnavailable) => Ok(()),
            answer => Err(Broken::by(
                "a_reset_link_is_used_once",
                format!("{answer:?}"),
            )),
        }
    }
}
