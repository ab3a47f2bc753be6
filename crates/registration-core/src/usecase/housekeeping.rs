//! What time does by itself: pending registrations expire, neglected requests are remembered, old secrets go.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        ActorRef, AuditAction, Mail, Origin, RegistrationState, ReminderSubject, Role, Staff,
        SubjectKind,
    },
    policy::{mapping, sessions, validity},
};
use time::Duration;

/// How many rows one step takes, so that it never holds many locks.
const BATCH: u32 = 50;

/// A request is remembered after these times: the mappers first, then the administrators too.
const REMINDERS: [Duration; 2] = [Duration::hours(4), Duration::hours(24)];

impl Registrar {
    /// Ends pending registrations that are over by time; says how many. Their state at use never depends on this.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn expire_pending(&self) -> Result<usize, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let overdue = work.registrations().get_overdue(now, BATCH).await?;
        let count = overdue.len();
        for registration in overdue {
            let (id, contact) = (registration.value.id, registration.value.contact());
            self.end_registration(work, registration, RegistrationState::Expired { at: now })
                .await?;
            self.withdraw_grant(work, contact).await?;
            let expired = Record::new(
                ActorRef::System,
                AuditAction::RegistrationExpired,
                SubjectKind::Registration,
                id.0,
            );
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
        let now = self.now();
        let staff: Vec<Staff> = self
            .ports
            .directory
            .active_staff()
            .await?
            .into_iter()
            .map(|staff| staff.value)
            .collect();
        let mut reminded = 0;
        for (sent, after) in (1_u8..).zip(REMINDERS) {
            let mut begun = self.begin().await?;
            let work = begun.as_mut();
            let neglected = work
                .registrations()
                .get_neglected(now.plus(-after), sent, BATCH)
                .await?;
            reminded += neglected.len();
            for request in neglected {
                let Origin::Request(details) = &request.origin else {
                    continue;
                };
                let about = ReminderSubject::RequestWaits {
                    request: request.id,
                    company: details.company.clone(),
                    since: request.created_at,
                };
                let (_, mut recipients) = mapping::recipients(&staff);
                if usize::from(sent) == REMINDERS.len() {
                    let more = staff.iter().filter(|one| one.acts_as(Role::Administrator));
                    recipients
                        .extend(more.filter(|one| !one.acts_as(Role::PortalRegistrationMapper)));
                    recipients.dedup_by_key(|one| one.id);
                }
                for one in recipients {
                    let mail = Mail::Reminder {
                        name: one.name.clone(),
                        about: about.clone(),
                    };
                    work.outbox()
                        .enqueue(&self.mail(now, &one.email, None, mail))
                        .await?;
                }
                let mut counted = request.value.clone();
                if let RegistrationState::AwaitingMapping { reminders, .. } = &mut counted.state {
                    *reminders = sent;
                }
                work.registrations()
                    .update(&request.replace(counted))
                    .await?;
            }
            self.commit(begun).await?;
        }
        Ok(reminded)
    }

    /// Removes what is over: tokens, sessions, payloads of dead mails, refused attempts of more than 30 days ago.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn forget(&self) -> Result<(), Error> {
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
