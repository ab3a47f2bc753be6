//! Staff resend or revoke a pending registration.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Basis, Registration, RegistrationId, RegistrationState, StateKind,
        Stored, SubjectKind, TokenPurpose,
    },
    policy::{access::Permission, validity},
};

impl Registrar {
    /// Sends the mail of a pending registration again; its older links die. What staff decided is good for its full
    /// time again.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::RegistrationEnded`].
    pub async fn resend_mail(&self, actor: &Actor, id: RegistrationId) -> Result<(), Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let seen = self.pending(id).await?;
        if seen.decision().is_none() {
            // A visitor's own form: the rules of this moment choose the mail, as they do for the visitor.
            return match seen.state.kind() {
                // Staff are not throttled: only mails that visitors cause are.
                StateKind::AwaitingActivation => {
                    self.retry(|| self.resend_once(actor.reference(), &seen))
                        .await
                }
                kind => Err(Conflict::RegistrationEnded(kind).into()),
            };
        }
        self.retry(|| self.resend_decision_once(actor, id)).await
    }

    async fn resend_decision_once(&self, actor: &Actor, id: RegistrationId) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let stored = work
            .registrations()
            .get(id)
            .await?
            .ok_or(Error::NotFound("registration"))?;
        let mut renewed = stored.value.clone();
        if !renewed.is_open(now) {
            return Err(ended(&renewed).into());
        }
        let RegistrationState::AwaitingActivation {
            expires_at,
            decision: Some(_),
        } = &mut renewed.state
        else {
            return Err(Conflict::RegistrationEnded(renewed.state.kind()).into());
        };
        let is_invitation = renewed.origin.kind() == crate::model::OriginKind::Invitation;
        *expires_at = now.plus(if is_invitation {
            validity::INVITATION
        } else {
            validity::DECISION
        });
        work.registrations()
            .update(&stored.replace(renewed.clone()))
            .await?;
        work.tokens().end(&TokenPurpose::Activation(id)).await?;
        self.mail_decision(work, &renewed, now).await?;
        let resent = self.about(actor, AuditAction::RegistrationMailResent, &renewed);
        self.record(work, now, resent).await?;
        self.commit(begun).await
    }

    /// Ends a pending registration; its links die, and the contact of an unused invitation has no access.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::RegistrationEnded`].
    pub async fn revoke_registration(
        &self,
        actor: &Actor,
        id: RegistrationId,
    ) -> Result<Stored<Registration>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.revoke_once(actor, id)).await
    }

    async fn revoke_once(
        &self,
        actor: &Actor,
        id: RegistrationId,
    ) -> Result<Stored<Registration>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let stored = work
            .registrations()
            .get(id)
            .await?
            .ok_or(Error::NotFound("registration"))?;
        let seen = stored.value.clone();
        let state = RegistrationState::Withdrawn {
            at: now,
            by: actor.reference(),
        };
        let withdrawn = self.end_registration(work, stored, state).await?;
        let contact = match seen.decision() {
            Some(Basis::Decision { contact, .. }) => Some(*contact),
            _ => None,
        };
        self.withdraw_grant(work, contact).await?;
        let revoked = self.about(actor, AuditAction::RegistrationRevoked, &seen);
        self.record(work, now, revoked).await?;
        self.commit(begun).await?;
        Ok(withdrawn)
    }

    async fn pending(&self, id: RegistrationId) -> Result<Registration, Error> {
        let seen = self
            .ports
            .directory
            .registration(id)
            .await?
            .ok_or(Error::NotFound("registration"))?
            .value;
        if !seen.is_open(self.now()) {
            return Err(ended(&seen).into());
        }
        Ok(seen)
    }

    fn about(&self, actor: &Actor, action: AuditAction, registration: &Registration) -> Record {
        let record = Record::new(
            actor.reference(),
            action,
            SubjectKind::Registration,
            registration.id.0,
        );
        match registration.customer {
            Some(customer) => record.at(customer),
            None => record,
        }
    }
}

/// What to say of a registration that has ended: by its state, or by time though nobody swept it yet.
fn ended(registration: &Registration) -> Conflict {
    let state = &registration.state;
    Conflict::RegistrationEnded(match state.expires_at() {
        Some(_) => StateKind::Expired,
        None => state.kind(),
    })
}
