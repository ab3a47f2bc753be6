//! A visitor submits the portal form or the form of an invite link.

use super::{
    Conflict, Error, FieldError, Registrar, admission_facts::AdmissionFacts, record::Record,
};
use crate::{
    model::{
        Account, ActorRef, AuditAction, CustomerId, EmailAddress, InviteLink, LinkCode, Locale,
        Origin, OriginKind, PersonName, Registration, RegistrationId, RegistrationState, Stored,
        SubjectKind, Timestamp, TokenPurpose,
    },
    policy::{
        admission::{Decision, Refusal},
        submission, validity,
    },
    ports::UnitOfWork,
};

/// Name and address, and the code of a link if one was opened.
#[derive(Debug, Clone)]
pub struct SubmitRegistration {
    /// The name as typed.
    pub name: PersonName,
    /// The address that is claimed.
    pub email: EmailAddress,
    /// The code of the invite link.
    pub link_code: Option<LinkCode>,
    /// The language for the mail.
    pub locale: Option<Locale>,
}

/// What was looked up before the unit of work.
struct Seen {
    facts: AdmissionFacts,
    decision: Decision,
    account: Option<Account>,
    may_mail: bool,
}

/// The answer, the same for every address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitted {
    /// An id of its own, with which the mail can be asked for again and the code be typed.
    pub registration_id: RegistrationId,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Registrar {
    /// Takes a visitor's registration and mails the address what the rules of this moment say.
    ///
    /// # Errors
    /// [`Error::LinkUnavailable`] for a dead link; [`Error::Invalid`] with `domain_not_permitted` for an address outside
    /// of a link's permitted domains; [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{model::{Mail, PersonName}, usecase::SubmitRegistration};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// // Acme permits acme.com.
    /// # let acme = registration_testkit::fixtures::Fixtures::default().customer_permitting(&["acme.com"]);
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.customers().insert(&acme).await?;
    /// # work.commit().await?;
    /// for (address, company_is_set_up) in [("ann@acme.com", true), ("eve@evilacme.com", false)] {
    ///     let (name, email) = (PersonName::new("Ann", "Lee")?, address.parse()?);
    ///     let form = SubmitRegistration { name, email, link_code: None, locale: None };
    ///     registrar.submit_registration(form).await?; // the page says the same to both: only the mail differs
    ///     assert_eq!(matches!(office.mail_to(address).await, Mail::Activation { .. }), company_is_set_up);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn submit_registration(
        &self,
        command: SubmitRegistration,
    ) -> Result<Submitted, Error> {
        let now = self.now();
        let link = match &command.link_code {
            Some(code) => Some(self.link_by_code(code).await?),
            None => None,
        };
        let facts = self.admission_facts(&command.email, link).await?;
        let decision = facts.decide(&command.email, now);
        if let (Some(refusal), Some((link, _))) = (decision.refusal(), &facts.link) {
            self.refuse_at_the_link(&command.email, link, &facts, refusal)
                .await?;
        }
        // Looked up before the unit of work begins, which must not wait for a second connection; and counted once,
        // however often the unit of work is tried.
        let seen = Seen {
            account: self.account_at(&command.email).await?,
            may_mail: self.may_mail(&command.email).await,
            facts,
            decision,
        };
        self.retry(|| self.submit_once(&command, &seen)).await
    }

    async fn submit_once(
        &self,
        command: &SubmitRegistration,
        seen: &Seen,
    ) -> Result<Submitted, Error> {
        let now = self.now();
        let facts = &seen.facts;
        let registration = Registration {
            id: self.new_id(now),
            email: command.email.clone(),
            name: command.name.clone(),
            locale: (seen.account.as_ref())
                .and_then(|account| account.locale.clone())
                .or_else(|| command.locale.clone()),
            origin: match &facts.link {
                Some((link, code)) => Origin::InviteLink {
                    link: link.id,
                    code: code.clone(),
                },
                None => Origin::PortalForm,
            },
            customer: facts.link.as_ref().map(|(link, _)| link.customer),
            state: RegistrationState::AwaitingActivation {
                decision: None,
                expires_at: now.plus(validity::ACTIVATION),
            },
            code: None,
            created_at: now,
        };
        let submitted = Submitted {
            registration_id: registration.id,
            expires_at: now.plus(validity::ACTIVATION),
        };
        let mut work = self.begin().await?;
        if let Some(refusal) = seen.decision.refusal() {
            // With the registration, not before: an unknown domain must not cost a commit more than a known one.
            let (door, at) = (registration.origin.kind(), registration.customer);
            let attempt = self.refused_attempt(&registration.email, door, at, refusal);
            work.audit().refused(&attempt).await?;
        }
        self.take_in(work.as_mut(), registration, seen, now).await?;
        self.commit(work).await?;
        Ok(submitted)
    }

    /// The link behind a code, with the code that was presented.
    pub(super) async fn link_by_code(
        &self,
        code: &LinkCode,
    ) -> Result<(InviteLink, LinkCode), Error> {
        let link = self.ports.directory.invite_link_by_code(code).await?;
        link.map(|link| (link.value, code.clone()))
            .ok_or(Error::LinkUnavailable(None))
    }

    /// Who holds a link already knows the customer: a dead link and an unlisted domain are said, not mailed.
    async fn refuse_at_the_link(
        &self,
        email: &EmailAddress,
        link: &InviteLink,
        facts: &AdmissionFacts,
        refusal: Refusal,
    ) -> Result<(), Error> {
        let is_dead = refusal.link_reason().is_some();
        if is_dead || refusal == Refusal::DomainNotPermitted {
            let door = OriginKind::InviteLink;
            self.record_refusal(email, door, Some(link.customer), refusal)
                .await?;
        }
        if is_dead {
            return Err(Error::LinkUnavailable(Some(refusal)));
        }
        if refusal == Refusal::DomainNotPermitted {
            let permitted = facts
                .customer(link.customer)
                .map(|customer| &customer.settings.permitted_domains);
            let names: Vec<String> = permitted
                .into_iter()
                .flatten()
                .map(ToString::to_string)
                .collect();
            let detail = format!("this link is for addresses at {}", names.join(", "));
            return Err(Error::Invalid(vec![FieldError::new(
                "/email",
                refusal.code(),
                detail,
            )]));
        }
        Ok(())
    }

    /// Writes a visitor's registration in the place of an older one of its kind, and mails the answer.
    async fn take_in(
        &self,
        work: &mut dyn UnitOfWork,
        mut registration: Registration,
        seen: &Seen,
        now: Timestamp,
    ) -> Result<(), Error> {
        let answered = seen.may_mail;
        let pending = work
            .registrations()
            .get_pending_of(&registration.email)
            .await?;
        let (decided, own): (Vec<_>, Vec<_>) = pending
            .into_iter()
            .filter(|one| matches!(one.state, RegistrationState::AwaitingActivation { .. }))
            .partition(|one| one.decision().is_some());
        let (decided, over): (Vec<_>, Vec<_>) =
            decided.into_iter().partition(|one| one.is_open(now));
        for one in over {
            // Over by time, though nobody swept it yet: it must not hold the place that this one takes.
            if one.customer == registration.customer {
                let contact = one.contact();
                self.end_registration(work, one, RegistrationState::Expired { at: now })
                    .await?;
                self.withdraw_grant(work, contact).await?;
            }
        }
        let decided = still_open(decided, registration.customer, now);
        if decided
            .iter()
            .any(|one| one.customer == registration.customer)
        {
            // What staff decided keeps its place at that customer; the visitor's attempt stands beside it, undecided.
            registration.customer = None;
        }
        let older = own
            .into_iter()
            .find(|one| one.customer == registration.customer);
        if let Some(older) = older {
            if !answered && older.is_open(now) {
                // Too many mails for one address: the older attempt and its link stay as they are, so that whoever
                // typed somebody's address too often does not lock its owner out.
                registration.state = RegistrationState::Superseded {
                    at: now,
                    by: older.id,
                };
            } else {
                let state = RegistrationState::Superseded {
                    at: now,
                    by: registration.id,
                };
                self.end_registration(work, older, state).await?;
            }
        }
        let has_account = seen.account.is_some();
        let reply = submission::reply(&seen.decision, !decided.is_empty(), has_account);
        if answered {
            self.answer_visitor(
                work,
                &mut registration,
                reply,
                &seen.facts,
                &seen.decision,
                &decided,
                now,
            )
            .await?;
        }
        let record = Record::new(
            ActorRef::Visitor,
            AuditAction::RegistrationSubmitted,
            SubjectKind::Registration,
            registration.id.0,
        )
        .after(serde_json::json!({ "origin": registration.origin.kind(), "reply": reply, "mailed": answered }));
        self.record(work, now, record).await?;
        Ok(work.registrations().insert(&registration).await?)
    }

    pub(super) async fn account_at(&self, email: &EmailAddress) -> Result<Option<Account>, Error> {
        let account = self.ports.directory.account_by_email(email).await?;
        Ok(account.map(|account| account.value))
    }

    /// Moves a pending registration to a final state, which is answered; its links die with it.
    pub(super) async fn end_registration(
        &self,
        work: &mut dyn UnitOfWork,
        registration: Stored<Registration>,
        state: RegistrationState,
    ) -> Result<Stored<Registration>, Error> {
        let id = registration.value.id;
        let revision = registration.revision;
        let ended = registration
            .value
            .moved_to(state)
            .map_err(|ended| Error::Conflict(Conflict::RegistrationEnded(ended.0)))?;
        let ended = Stored::new(ended, revision);
        let revision = work.registrations().update(&ended).await?;
        work.tokens().end(&TokenPurpose::Activation(id)).await?;
        Ok(Stored { revision, ..ended })
    }
}

/// What staff decided and a form must not displace: at the link's customer, or anywhere for the portal form.
pub(super) fn still_open(
    decided: Vec<Stored<Registration>>,
    customer: Option<CustomerId>,
    now: Timestamp,
) -> Vec<Stored<Registration>> {
    decided
        .into_iter()
        .filter(|one| one.is_open(now) && (customer.is_none() || one.customer == customer))
        .collect()
}
