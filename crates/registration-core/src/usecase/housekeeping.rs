//! What time does by itself: pending registrations expire, neglected requests are remembered, old secrets go.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        ActorRef, AuditAction, Mail, Origin, RegistrationState, ReminderSubject, Staff, SubjectKind,
    },
    policy::{mapping, sessions, validity},
};
use time::Duration;
/// How many rows one step takes, so that it never holds many locks.
const BATCH: u32 = 50;

impl Registrar {
    /// Ends pending registrations that are over by time; says how many. Their state at use never depends on this.
    ///
    /// # Errors
    /// [`Error::Store`].
    ///
    /// ```
    /// use registration_core::model::{Actor, StateKind};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let acme = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// # let ann = registration_core::usecase::Invite { email: "ann@acme.com".parse()?, name: None, message: None };
    /// let invited = registrar.invite(&staff, acme, ann).await?.id;
    /// office.clock.advance(time::Duration::days(15)); // an invitation holds for fourteen
    ///
    /// // What a host calls every minute or so:
    /// assert_eq!(registrar.expire_pending().await?, 1);
    /// registrar.remind_of_requests().await?;
    /// registrar.forget().await?;
    /// assert_eq!(registrar.registration(&staff, invited).await?.state.kind(), StateKind::Expired);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn expire_pending(&self) -> Result<usize, Error> {
        self.retry(|| self.expire_once()).await
    }

    async fn expire_once(&self) -> Result<usize, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let overdue = work.registrations().get_overdue(now, BATCH).await?;
        let count = overdue.len();
        for registration in overdue {
            let (id, contact) = (registration.id, registration.contact());
            let customer = registration.customer;
            self.end_registration(work, registration, RegistrationState::Expired { at: now })
                .await?;
            self.withdraw_grant(work, contact).await?;
            let mut expired = Record::new(
                ActorRef::System,
                AuditAction::RegistrationExpired,
                SubjectKind::Registration,
                id.0,
            );
            expired.customer = customer;
            self.record(work, now, expired).await?;
        }
        self.commit(begun).await?;
        Ok(count)
    }

    /// Reminds of requests that nobody decided: the mappers, then the administrators; says how many.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn remind_of_requests(&self) -> Result<usize, Error> {
        let staff: Vec<Staff> = self
            .ports
            .directory
            .active_staff()
            .await?
            .into_iter()
            .map(|staff| staff.value)
            .collect();
        let mut reminded = 0;
        // The last reminder first: a request that waited through both while the service was down gets one mail.
        for (number, after) in mapping::REMINDERS.into_iter().rev() {
            reminded += self
                .retry(|| self.remind_once(&staff, number, after))
                .await?;
        }
        Ok(reminded)
    }

    async fn remind_once(
        &self,
        staff: &[Staff],
        number: u8,
        after: Duration,
    ) -> Result<usize, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let neglected = work
            .registrations()
            .get_neglected(now.plus(-after), number, BATCH)
            .await?;
        let count = neglected.len();
        for request in neglected {
            let Origin::Request(details) = &request.origin else {
                continue;
            };
            let about = ReminderSubject::RequestWaits {
                request: request.id,
                company: details.company.clone(),
                since: request.created_at,
            };
            for one in mapping::reminded(staff, number) {
                let mail = Mail::Reminder {
                    name: one.name.clone(),
                    about: about.clone(),
                };
                work.outbox()
                    .enqueue(&self.mail(now, &one.email, one.locale.as_ref(), mail))
                    .await?;
            }
            let mut counted = request.value.clone();
            if let RegistrationState::AwaitingMapping { reminders, .. } = &mut counted.state {
                *reminders = number;
            }
            work.registrations()
                .update(&request.replace(counted))
                .await?;
        }
        self.commit(begun).await?;
        Ok(count)
    }

    /// Removes what is over: tokens, sessions, payloads of dead mails, refused attempts of more than 30 days ago, and
    /// pictures that no playbook shows.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn forget(&self) -> Result<(), Error> {
        self.retry(|| self.forget_once()).await?;
        self.forget_unused_media().await
    }

    async fn forget_once(&self) -> Result<(), Error> {
        let now = self.now();
        let mut work = self.begin().await?;
        work.tokens().forget_expired(now).await?;
        work.sessions()
            .forget_begun_by(now.plus(-sessions::LONGEST))
            .await?;
        work.outbox().wipe_expired(now).await?;
        work.audit()
            .forget_refused(now.plus(-validity::REFUSED_ATTEMPTS))
            .await?;
        self.commit(work).await
    }
}
