//! Asks the admission hook, with no unit of work open, and remembers about whom it was asked.

use super::{Error, Registrar, admission_facts::AdmissionFacts};
use crate::{
    model::{CustomerId, EmailAddress, OriginKind, Registration, Timestamp},
    policy::admission::{Decision, Finding},
    ports::{AdmissionQuestion, StoreError},
};
use std::borrow::Cow;

/// What the hook said.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Option<Answer>);

#[derive(Debug, Clone)]
struct Answer {
    about: Vec<CustomerId>,
    findings: Vec<Finding>,
}

impl Heard {
    /// Narrows what the rules decided. Without a hook, or where it had nothing to be asked about, it stands.
    ///
    /// # Errors
    /// [`StoreError::Contention`] when the rules admit now where the hook was not asked: its silence is no consent.
    pub(super) fn narrow(&self, decision: Decision) -> Result<Decision, StoreError> {
        let Some(answer) = &self.0 else {
            return Ok(decision);
        };
        let admitted = decision.admitted();
        if admitted.is_empty() {
            return Ok(decision);
        }
        let mut customers = admitted.iter().map(|admitted| admitted.customer);
        if customers.all(|customer| answer.about.contains(&customer)) {
            Ok(decision.heeding(&answer.findings))
        } else {
            let why = "other customers admit than those that the admission hook was asked about";
            Err(StoreError::Contention(why.into()))
        }
    }
}

impl Registrar {
    /// What the hook says of those whom the rules admit now.
    ///
    /// # Errors
    /// [`Error::HookUnavailable`].
    pub(super) async fn consult(
        &self,
        address: &EmailAddress,
        facts: &AdmissionFacts,
        decision: &Decision,
    ) -> Result<Heard, Error> {
        let Some(hook) = &self.hook else {
            return Ok(Heard::default());
        };
        let admitted = decision.admitted().iter();
        let about: Vec<CustomerId> = admitted.map(|admitted| admitted.customer).collect();
        let mut question = AdmissionQuestion::new(address, &about);
        if let Some((link, _)) = &facts.link {
            question.door = OriginKind::InviteLink;
            question.link = Some(link.id);
        }
        let findings = if about.is_empty() {
            Vec::new()
        } else {
            hook.findings(question).await?
        };
        Ok(Heard(Some(Answer { about, findings })))
    }

    /// The same for a registration. What a person decided is no rule's, so nobody is asked.
    pub(super) async fn consult_about(
        &self,
        registration: &Registration,
        facts: &AdmissionFacts,
        now: Timestamp,
    ) -> Result<Heard, Error> {
        if registration.decision().is_some() {
            return Ok(Heard::default());
        }
        let decision = facts.decide(&registration.email, now);
        self.consult(&registration.email, facts, &decision).await
    }

    /// What was heard before, or, when the rules admit elsewhere by now, what the hook says of that. Called before a
    /// unit of work begins; what changes after that is met by [`Heard::narrow`] under the locks.
    pub(super) async fn still_heard<'a>(
        &self,
        heard: &'a Heard,
        registration: &Registration,
        facts: &AdmissionFacts,
        now: Timestamp,
    ) -> Result<Cow<'a, Heard>, Error> {
        let decision = facts.decide(&registration.email, now);
        if registration.decision().is_some() || heard.narrow(decision).is_ok() {
            return Ok(Cow::Borrowed(heard));
        }
        let anew = self.consult_about(registration, facts, now).await?;
        Ok(Cow::Owned(anew))
    }
}
