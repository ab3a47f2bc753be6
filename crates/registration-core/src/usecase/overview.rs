//! What the console's first page tells: what waits, what failed, what is still to be set up.

use super::{Error, Registrar};
use crate::{
    model::{Actor, MailState, MappingRecipients, OriginKind, StateKind, Timestamp},
    policy::{
        access::{Denied, Permission},
        mapping,
        setup::{self, SetupStep},
    },
    ports::{OutboxFilter, Page, RegistrationFilter},
};

/// How far is counted.
pub const COUNTED_AT_MOST: u32 = 100;

/// A count that goes no further than [`COUNTED_AT_MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many there are, or as many as were counted.
    pub count: u32,
    /// Whether there are more.
    pub has_more: bool,
}

/// How things stand, as far as the actor may see: what is `None` or left out is not for this actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Requests that await mapping, and since when the oldest does.
    pub waiting_requests: Option<(Count, Option<Timestamp>)>,
    /// Who is mailed when a request arrives now: anything but mappers on duty deserves a warning.
    pub request_recipients: Option<MappingRecipients>,
    /// Mails that were given up.
    pub failed_mails: Option<Count>,
    /// The set-up checklist, and what of it is done.
    pub checklist: Vec<(SetupStep, bool)>,
}

const ONE: Page = Page {
    limit: 1,
    before: None,
};

impl Registrar {
    /// How things stand, by look-ups that don't grow with what is stored.
    ///
    /// # Errors
    /// [`Error::Denied`] for who isn't in the console at all, [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{model::Actor, policy::setup::SetupStep};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// let empty = registrar.overview(&Actor::CommandLine).await?;
    /// assert!(empty.checklist.iter().all(|(_, done)| !done));
    /// registrar.create_customer(&Actor::CommandLine, "Acme", None).await?;
    /// assert_eq!(registrar.overview(&Actor::CommandLine).await?.checklist[0], (SetupStep::FirstCustomer, true));
    /// assert!(registrar.overview(&Actor::Visitor).await.is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn overview(&self, actor: &Actor) -> Result<Overview, Error> {
        let may = |permission| self.require(actor, permission).is_ok();
        if matches!(actor, Actor::Visitor | Actor::Account(_)) {
            return Err(Denied::NotSignedIn.into());
        }
        let mut overview = Overview {
            waiting_requests: None,
            request_recipients: None,
            failed_mails: None,
            checklist: Vec::new(),
        };
        if may(Permission::ReadRequests) {
            overview.waiting_requests = Some(self.waiting_requests().await?);
            overview.request_recipients = Some(self.request_recipients().await?);
        }
        if may(Permission::ReadOperations) {
            overview.failed_mails = Some(self.failed_mails().await?);
        }
        for step in SetupStep::ALL {
            if may(step.permission()) {
                overview.checklist.push((*step, self.is_done(*step).await?));
            }
        }
        Ok(overview)
    }

    async fn waiting_requests(&self) -> Result<(Count, Option<Timestamp>), Error> {
        let waiting = RegistrationFilter {
            state: Some(StateKind::AwaitingMapping),
            origin: Some(OriginKind::Request),
            ..RegistrationFilter::default()
        };
        let rows = self
            .ports
            .directory
            .registrations(&waiting, counted())
            .await?;
        let oldest = self.ports.directory.longest_waiting().await?;
        Ok((count(rows.len()), oldest.map(|one| one.created_at)))
    }

    async fn request_recipients(&self) -> Result<MappingRecipients, Error> {
        let staff = self.ports.directory.active_staff().await?;
        let staff: Vec<_> = staff.into_iter().map(|one| one.value).collect();
        Ok(mapping::recipients(&staff).0)
    }

    async fn failed_mails(&self) -> Result<Count, Error> {
        let failed = in_state(MailState::Failed);
        let rows = self.ports.directory.mails(&failed, counted()).await?;
        Ok(count(rows.len()))
    }

    async fn is_done(&self, step: SetupStep) -> Result<bool, Error> {
        let directory = &self.ports.directory;
        Ok(match step {
            SetupStep::FirstCustomer => !directory.customers(None, ONE).await?.is_empty(),
            SetupStep::SelfService => directory.open_customer().await?.is_some(),
            SetupStep::PlaybookOffered => !directory.self_service_playbooks().await?.is_empty(),
            SetupStep::MapperOnDuty => {
                self.request_recipients().await? == MappingRecipients::OnDuty
            }
            SetupStep::MailWorks => {
                let newest = async |state| -> Result<Option<Timestamp>, Error> {
                    let mails = directory.mails(&in_state(state), ONE).await?;
                    Ok(mails.first().map(|mail| mail.created_at))
                };
                let sent = newest(MailState::Sent).await?;
                let failed = newest(MailState::Failed).await?;
                setup::mail_works(sent, failed, self.now())
            }
        })
    }
}

/// One more than is counted, to know whether there are more.
const fn counted() -> Page {
    Page {
        limit: COUNTED_AT_MOST + 1,
        before: None,
    }
}

fn count(rows: usize) -> Count {
    let rows = u32::try_from(rows).unwrap_or(u32::MAX);
    Count {
        count: rows.min(COUNTED_AT_MOST),
        has_more: rows > COUNTED_AT_MOST,
    }
}

fn in_state(state: MailState) -> OutboxFilter {
    OutboxFilter {
        state: Some(state),
        ..OutboxFilter::default()
    }
}
