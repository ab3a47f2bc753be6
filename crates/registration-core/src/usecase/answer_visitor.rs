//! The mail that answers a visitor, and asking for it again.

use super::{
    Error, Registrar, admission_facts::AdmissionFacts, record::Record,
    submit_registration::still_open,
};
use crate::{
    model::{
        ActorRef, AuditAction, CodeProof, Mail, Origin, Registration, RegistrationId,
        RegistrationState, Secret, Stored, SubjectKind, Timestamp, Token, TokenPurpose,
    },
    policy::{admission::Decision, submission, submission::Reply, validity},
    ports::UnitOfWork,
};

impl Registrar {
    /// Sends a visitor's mail again, with a new link and code; the older ones die.
    ///
    /// An unknown id, one that has ended and one of staff's are passed over without a word.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn resend_to_visitor(&self, id: RegistrationId) -> Result<(), Error> {
        let Some(seen) = self.ports.directory.registration(id).await? else {
            return Ok(());
        };
        let is_visitors = matches!(seen.origin, Origin::PortalForm | Origin::InviteLink { .. });
        if !is_visitors || !seen.is_open(self.now()) || !self.may_mail(&seen.email).await {
            return Ok(());
        }
        self.retry(|| self.resend_once(ActorRef::Visitor, &seen))
            .await
    }

    /// Sends the mail of a visitor's registration again, if it is still pending.
    pub(super) async fn resend_once(&self, by: ActorRef, seen: &Registration) -> Result<(), Error> {
        let now = self.now();
        let id = seen.id;
        let link = self.link_of(&seen.origin).await?;
        let facts = self.admission_facts(&seen.email, link).await?;
        let decision = facts.decide(&seen.email, now);
        // Staff sign in at the console, even when it is their link that the rules speak of because it died.
        let can_sign_in = facts.is_staff || self.account_at(&seen.email).await?.is_some();

        let mut work = self.begin().await?;
        let pending = work.registrations().get_pending_of(&seen.email).await?;
        let (own, others): (Vec<_>, Vec<_>) = pending.into_iter().partition(|one| one.id == id);
        let Some(own) = own.into_iter().next() else {
            return Ok(());
        };
        let decided = others
            .into_iter()
            .filter(|one| one.decision().is_some())
            .collect();
        let decided = still_open(decided, own.customer, now);
        let reply = submission::reply(&decision, !decided.is_empty(), can_sign_in);
        let mut registration = own.value.clone();
        self.answer_visitor(
            work.as_mut(),
            &mut registration,
            reply,
            &facts,
            &decision,
            &decided,
            now,
        )
        .await?;
        work.registrations()
            .update(&own.replace(registration))
            .await?;
        let resent = Record::new(
            by,
            AuditAction::RegistrationMailResent,
            SubjectKind::Registration,
            id.0,
        )
        .after(serde_json::json!({ "reply": reply }));
        self.record(work.as_mut(), now, resent).await?;
        self.commit(work).await
    }

    /// Queues the mail that `reply` names and gives the registration a new code; its older links die.
    ///
    /// Every reply draws a code, so that typing one is answered alike whatever was mailed.
    #[expect(
        clippy::too_many_arguments,
        reason = "the two callers have all of it at hand; a struct would be used once"
    )]
    pub(super) async fn answer_visitor(
        &self,
        work: &mut dyn UnitOfWork,
        registration: &mut Registration,
        reply: Reply,
        facts: &AdmissionFacts,
        decision: &Decision,
        decided: &[Stored<Registration>],
        now: Timestamp,
    ) -> Result<(), Error> {
        work.tokens()
            .end(&TokenPurpose::Activation(registration.id))
            .await?;
        let code = self.new_activation_code();
        registration.code = Some(CodeProof {
            digest: code.digest(registration.id),
            expires_at: now.plus(validity::CODE),
            tries_left: validity::CODE_TRIES,
        });
        let name = registration.name.clone();
        let end = registration.state.expires_at().unwrap_or(now);
        let (mail, expires_at) = match reply {
            Reply::AlreadyRegistered => (Mail::AlreadyRegistered { name }, None),
            Reply::Activate => {
                let token = self
                    .new_token(work, TokenPurpose::Activation(registration.id), end)
                    .await?;
                let customer = match decision.admitted() {
                    [only] => facts
                        .customer(only.customer)
                        .map(|customer| customer.name.clone()),
                    _ => None,
                };
                (
                    Mail::Activation {
                        name,
                        customer,
                        token,
                        code,
                    },
                    Some(end),
                )
            }
            Reply::NotSetUp => {
                let token = self
                    .new_token(work, TokenPurpose::Activation(registration.id), end)
                    .await?;
                (Mail::NotSetUp { name, token, code }, Some(end))
            }
            Reply::SendDecisionAgain => {
                for one in decided {
                    self.mail_decision(work, one, now).await?;
                }
                return Ok(());
            }
        };
        let mut mail = self.mail(now, &registration.email, registration.locale.as_ref(), mail);
        mail.expires_at = expires_at;
        Ok(work.outbox().enqueue(&mail).await?)
    }

    /// Mails what staff decided, with an additional link: those that were mailed before stay good.
    pub(super) async fn mail_decision(
        &self,
        work: &mut dyn UnitOfWork,
        registration: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        let Some(customer) = registration.customer else {
            return Ok(());
        };
        let customer = work
            .customers()
            .find(customer)
            .await?
            .map(|customer| customer.name)
            .unwrap_or_default();
        let RegistrationState::AwaitingActivation { expires_at, .. } = registration.state else {
            return Ok(());
        };
        let token = self
            .new_token(work, TokenPurpose::Activation(registration.id), expires_at)
            .await?;
        let mail = decision_mail(registration, customer, token);
        let mut mail = self.mail(now, &registration.email, registration.locale.as_ref(), mail);
        mail.expires_at = Some(expires_at);
        Ok(work.outbox().enqueue(&mail).await?)
    }

    /// A new token of this purpose; the secret goes into a mail, the digest into the store.
    pub(super) async fn new_token(
        &self,
        work: &mut dyn UnitOfWork,
        purpose: TokenPurpose,
        expires_at: Timestamp,
    ) -> Result<Secret, Error> {
        let secret = self.new_secret();
        work.tokens()
            .insert(&Token {
                digest: secret.digest(),
                purpose,
                expires_at,
            })
            .await?;
        Ok(secret)
    }
}

/// The mail that belongs to the door by which staff decided.
fn decision_mail(registration: &Registration, customer: String, token: Secret) -> Mail {
    let name = registration.name.clone();
    match &registration.origin {
        Origin::Invitation { message } => Mail::Invitation {
            name,
            customer,
            message: message.clone(),
            token,
        },
        Origin::Request(_) => Mail::Mapped {
            name,
            customer,
            token,
        },
        Origin::AccessGrant | Origin::PortalForm | Origin::InviteLink { .. } => {
            Mail::AccessGranted {
                name,
                customer,
                token,
            }
        }
    }
}
