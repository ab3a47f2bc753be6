//! Register Now: a visitor who fits no other door asks staff.

use super::{Error, Proof, Registrar, record::Record};
use crate::{
    model::{
        ActorRef, AuditAction, EmailAddress, Locale, Mail, Origin, OriginKind, OutboxMail,
        PersonName, Registration, RegistrationId, RegistrationState, ReminderSubject,
        RequestDetails, Staff, StateKind, SubjectKind, Timestamp,
    },
    policy::{mapping, validity},
    ports::{Page, RegistrationFilter, UnitOfWork},
};

/// What a visitor writes into Register Now.
#[derive(Debug, Clone)]
pub struct RequestAccess {
    /// The name as typed.
    pub name: PersonName,
    /// The address.
    pub email: EmailAddress,
    /// The company as typed.
    pub company: String,
    /// The telephone number as typed.
    pub phone: Option<String>,
    /// The message as typed.
    pub message: Option<String>,
    /// The language for mails.
    pub locale: Option<Locale>,
    /// A live activation token or code for the same address: the person has proven it.
    pub proof: Option<Proof>,
}

impl Registrar {
    /// Takes a request, tells the requester, and mails the mappers. A second open request of one address changes
    /// nothing and answers alike.
    ///
    /// # Errors
    /// [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{Error, model::{Actor, Mail, PersonName}, ports::Page};
    /// use registration_core::usecase::{Conflict, MapRequest, MapTarget, RequestAccess};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let customer = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// let name = PersonName::new("Ann", "Lee")?;
    /// registrar.request_access(RequestAccess {
    ///     name: name.clone(), email: "ann@acme.com".parse()?, company: "ACME".into(),
    ///     phone: None, message: None, locale: None, proof: None,
    /// }).await?;
    /// assert!(matches!(office.mail_to("ann@acme.com").await, Mail::RequestReceived { .. }));
    ///
    /// let request = registrar.requests(&staff, None, Page { limit: 1, before: None }).await?.items[0].id;
    /// let suggested = registrar.request(&staff, request).await?;
    /// assert_eq!(suggested.customers[0].name, "Acme");
    /// let target = MapTarget::NewContact { name, phone: None };
    /// let map = MapRequest { request, customer, target, permit_domain: false, confirm_address: false };
    /// registrar.map_request(&staff, map.clone()).await?;
    /// assert!(matches!(office.mail_to("ann@acme.com").await, Mail::Mapped { .. }));
    /// let late = registrar.map_request(&staff, map).await;
    /// assert!(matches!(late, Err(Error::Conflict(Conflict::AlreadyDecided { decision: "mapped", .. }))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn request_access(&self, command: RequestAccess) -> Result<(), Error> {
        if self
            .ports
            .directory
            .staff_by_email(&command.email)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let proven = self.proven_by(&command, self.now()).await?;
        let locale = self
            .language_at(&command.email, command.locale.as_ref())
            .await?;
        let command = RequestAccess { locale, ..command };
        // Counted before the unit of work begins, which must not wait for anything else, and once.
        let may_mail = self.may_mail(&command.email).await;
        let staff: Vec<Staff> = self
            .ports
            .directory
            .active_staff()
            .await?
            .into_iter()
            .map(|staff| staff.value)
            .collect();
        let in_burst = mapping::comes_in_a_burst(&self.newest_requests().await?, self.now());
        self.retry(|| self.request_once(&command, proven, &staff, may_mail, in_burst))
            .await
    }

    async fn request_once(
        &self,
        command: &RequestAccess,
        proven: Option<RegistrationId>,
        staff: &[Staff],
        may_mail: bool,
        in_burst: bool,
    ) -> Result<(), Error> {
        let now = self.now();
        let (why, recipients) = mapping::recipients(staff);
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let pending = work.registrations().get_pending_of(&command.email).await?;
        let registration = Registration {
            id: self.new_id(now),
            email: command.email.clone(),
            name: command.name.clone(),
            locale: command.locale.clone(),
            origin: Origin::Request(RequestDetails {
                company: command.company.clone(),
                phone: command.phone.clone(),
                message: command.message.clone(),
                address_proven: proven.is_some(),
                notified: recipients.iter().map(|staff| staff.id).collect(),
            }),
            customer: None,
            state: RegistrationState::AwaitingMapping {
                claim: None,
                reminders: 0,
                expires_at: now.plus(validity::REQUEST),
            },
            code: None,
            created_at: now,
        };
        for older in pending {
            let is_request = older.state.kind() == StateKind::AwaitingMapping;
            if is_request && older.is_open(now) {
                return Ok(());
            }
            if is_request {
                self.end_registration(work, older, RegistrationState::Expired { at: now })
                    .await?;
            } else if proven == Some(older.id) && older.decision().is_none() {
                // The refusal became this request: what was refused has ended.
                let state = RegistrationState::Superseded {
                    at: now,
                    by: registration.id,
                };
                self.end_registration(work, older, state).await?;
            }
        }
        work.registrations().insert(&registration).await?;
        if may_mail {
            let mail = Mail::RequestReceived {
                name: command.name.clone(),
                company: command.company.clone(),
            };
            let mail = self.mail(now, &command.email, command.locale.as_ref(), mail);
            work.outbox().enqueue(&mail).await?;
        }
        for mapper in recipients {
            let mail = if in_burst {
                self.burst_notice(mapper, now)
            } else {
                let mail = Mail::MapRegistration {
                    name: mapper.name.clone(),
                    request: registration.id,
                    requester: command.name.clone(),
                    requester_email: command.email.clone(),
                    company: command.company.clone(),
                    recipients: why,
                };
                self.mail(now, &mapper.email, mapper.locale.as_ref(), mail)
            };
            work.outbox().enqueue(&mail).await?;
        }
        self.record_request(work, &registration, now).await?;
        self.commit(begun).await
    }

    /// One mail for all requests of a burst.
    fn burst_notice(&self, mapper: &Staff, now: Timestamp) -> OutboxMail {
        let mail = Mail::Reminder {
            name: mapper.name.clone(),
            about: ReminderSubject::RequestsArrive,
        };
        OutboxMail {
            once: Some(format!(
                "requests-arrive:{}:{}",
                mapper.id,
                mapping::burst_at(now)
            )),
            ..self.mail(now, &mapper.email, mapper.locale.as_ref(), mail)
        }
    }

    /// When the newest requests came, newest first.
    async fn newest_requests(&self) -> Result<Vec<Timestamp>, Error> {
        let filter = RegistrationFilter {
            origin: Some(OriginKind::Request),
            ..RegistrationFilter::default()
        };
        let page = Page {
            limit: mapping::BURST,
            before: None,
        };
        let newest = self.ports.directory.registrations(&filter, page).await?;
        Ok(newest.iter().map(|request| request.created_at).collect())
    }

    async fn record_request(
        &self,
        work: &mut dyn UnitOfWork,
        registration: &Registration,
        now: Timestamp,
    ) -> Result<(), Error> {
        let id = registration.id.0;
        let asked = Record::new(
            ActorRef::Visitor,
            AuditAction::AccessRequested,
            SubjectKind::Registration,
            id,
        );
        let Origin::Request(details) = &registration.origin else {
            return Ok(());
        };
        let asked = asked.after(serde_json::json!({
            "address_proven": details.address_proven, "notified": details.notified,
        }));
        self.record(work, now, asked).await
    }

    /// The registration whose token or code the visitor holds, if it is for the same address.
    async fn proven_by(
        &self,
        command: &RequestAccess,
        now: Timestamp,
    ) -> Result<Option<RegistrationId>, Error> {
        let Some(proof) = &command.proof else {
            return Ok(None);
        };
        match self.prove(proof, now).await {
            Ok(registration) if registration.email == command.email => Ok(Some(registration.id)),
            Ok(_) | Err(Error::TokenUnavailable | Error::WrongCode { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
