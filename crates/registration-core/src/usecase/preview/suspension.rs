//! What switching off the portal access of a contact would end.

use super::NAMED_AT_MOST;
use crate::{
    model::{Actor, ContactId, CustomerId, Project, Registration},
    policy::access::Permission,
    ports::{Page, ProjectFilter},
    usecase::{Error, Registrar},
};

/// What a contact loses with portal access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspensionImpact {
    /// Live sessions of the contact's account: what they open at this customer closes.
    pub sessions: u64,
    /// Whether those sessions end altogether, as the account has no other access left.
    pub is_last_access: bool,
    /// Registrations of this contact that are open at this customer.
    pub registrations: Vec<Registration>,
    /// Projects that the contact started or is a member of, newest first, up to [`NAMED_AT_MOST`].
    pub projects: Vec<Project>,
}

impl Registrar {
    /// Says what switching off the access of a contact would end. Ends nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    ///
    /// ```
    /// use registration_core::model::{Actor, SessionHolder};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let make = registration_testkit::fixtures::Fixtures::default();
    /// # let (acme, account) = (make.customer(), make.account());
    /// # let ann = make.active_contact(&acme, &account);
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.customers().insert(&acme).await?;
    /// # work.accounts().insert(&account).await?;
    /// # work.contacts().insert(&ann).await?;
    /// work.sessions().insert(&make.session(SessionHolder::Account(account.id))).await?;
    /// work.commit().await?;
    /// let impact = registrar.preview_suspension(&Actor::CommandLine, ann.id).await?;
    /// assert_eq!((impact.sessions, impact.is_last_access), (1, true));
    /// assert!(registrar.contact(&Actor::CommandLine, ann.id).await?.access.is_on(), "nothing was changed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn preview_suspension(
        &self,
        actor: &Actor,
        id: ContactId,
    ) -> Result<SuspensionImpact, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let now = self.now();
        let contact = self.ports.directory.contact(id).await?;
        let contact = contact.ok_or(Error::NotFound("contact"))?.value;
        let account = contact.access.account();

        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let pending = self.lock_pending_of(work, &contact, &contact.email).await?;
        let is_last_access = match account {
            Some(account) => {
                let own = work.contacts().get_of_account(account).await?;
                let elsewhere = own.iter().filter(|one| one.id != id);
                let elsewhere: Vec<CustomerId> = elsewhere.map(|one| one.customer).collect();
                !self.any_live(work, &elsewhere).await?
            }
            None => false,
        };
        drop(begun);

        let sessions = match account {
            Some(account) => self.live_sessions(account, now).await?,
            None => 0,
        };
        let filter = ProjectFilter {
            visible_to: Some(vec![id]),
            ..ProjectFilter::default()
        };
        let newest = Page {
            limit: NAMED_AT_MOST as u32,
            before: None,
        };
        let projects = self.ports.directory.projects(&filter, newest).await?;
        let open = pending.into_iter().filter(|one| one.is_open(now));
        Ok(SuspensionImpact {
            sessions,
            is_last_access,
            registrations: open.map(|one| one.value).collect(),
            projects: projects.into_iter().map(|one| one.value).collect(),
        })
    }
}
