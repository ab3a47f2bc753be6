//! A contact starts a project from a playbook.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        AccountId, ActorRef, AuditAction, ContactId, CustomerId, Mail, Playbook, PlaybookId,
        Project, ReminderSubject, Role, Staff, Stored, SubjectKind, Timestamp,
    },
    policy::provisioning,
    ports::{PortalSession, UnitOfWork},
};

/// What the person chose.
#[derive(Debug, Clone)]
pub struct StartProject {
    /// The playbook.
    pub playbook: PlaybookId,
    /// For which customer, where the account belongs to several.
    pub customer: Option<CustomerId>,
    /// What to call it; the playbook's customer-facing name otherwise.
    pub name: Option<String>,
    /// The form it was started with: submitting the same form twice makes one project.
    pub form_token: Option<String>,
}

impl Registrar {
    /// Starts a project: steps with due dates, the playbook's owner, visible to the starter only. The access of the
    /// account, the customer, the playbook and the owner are checked again under locks.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a playbook the account may not see, [`Conflict::CustomerRequired`],
    /// [`Conflict::OwnerUnavailable`].
    pub async fn start_project(
        &self,
        session: &PortalSession,
        command: StartProject,
    ) -> Result<Project, Error> {
        let started = self.retry(|| self.start_once(session, &command)).await;
        if matches!(started, Err(Error::Conflict(Conflict::OwnerUnavailable))) {
            let (_, customer) = self.starter(session, &command).await?;
            self.retry(|| self.tell_administrators(customer, command.playbook))
                .await?;
        }
        started
    }

    async fn start_once(
        &self,
        session: &PortalSession,
        command: &StartProject,
    ) -> Result<Project, Error> {
        let now = self.now();
        let (contact, customer) = self.starter(session, command).await?;

        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let account = session.account.id;
        let customer_name = self
            .recheck_access(work, account, contact, customer)
            .await?;
        let playbook = work
            .playbooks()
            .get_shared(command.playbook)
            .await?
            .ok_or(Error::NotFound("playbook"))?;
        provisioning::offered_to(&playbook, customer).map_err(|_| Error::NotFound("playbook"))?;
        if let Some(form) = &command.form_token
            && let Some(project) = work.projects().get_by_form(contact, form).await?
        {
            return Ok(project.value);
        }
        let owner = self.lock_owner(work, &playbook).await?;
        let offered_name = playbook.self_service.customer_facing_name.clone();
        let project = Project {
            id: self.new_id(now),
            customer,
            playbook: playbook.id,
            playbook_revision: playbook.revision,
            name: command
                .name
                .clone()
                .or(offered_name)
                .unwrap_or_else(|| playbook.name.clone()),
            owner: owner.id,
            started_by: contact,
            members: Default::default(),
            steps: provisioning::instantiate(&playbook, now, || self.new_id(now)),
            form_token: command.form_token.clone(),
            created_at: now,
        };
        work.projects().insert(&project).await?;
        self.mail_started(work, session, &owner, &project, &customer_name, now)
            .await?;
        let started =
            Record::new(ActorRef::Account(account), AuditAction::ProjectStarted, SubjectKind::Project, project.id.0)
                .at(customer)
                .after(serde_json::json!({
                    "playbook": playbook.id, "revision": playbook.revision, "owner": owner.id, "contact": contact,
                }));
        self.record(work, now, started).await?;
        self.commit(begun).await?;
        Ok(project)
    }

    /// The contact that starts, at the customer that was named or the only one that sees the playbook.
    async fn starter(
        &self,
        session: &PortalSession,
        command: &StartProject,
    ) -> Result<(ContactId, CustomerId), Error> {
        let playbook = self
            .ports
            .directory
            .playbook(command.playbook)
            .await?
            .ok_or(Error::NotFound("playbook"))?;
        let mut possible: Vec<_> = session
            .contacts
            .iter()
            .filter(|(contact, _)| {
                command
                    .customer
                    .is_none_or(|wanted| wanted == contact.customer)
            })
            .filter(|(contact, _)| provisioning::offered_to(&playbook, contact.customer).is_ok())
            .collect();
        // Ordered by contact: one account may be two contacts of a customer, with another's between them.
        possible.sort_by_key(|(contact, _)| (contact.customer, contact.id));
        possible.dedup_by_key(|(contact, _)| contact.customer);
        match possible.as_slice() {
            [] => Err(Error::NotFound("playbook")),
            [(contact, _)] => Ok((contact.id, contact.customer)),
            several => {
                let names = several
                    .iter()
                    .map(|(contact, name)| (contact.customer, name.clone()))
                    .collect();
                Err(Conflict::CustomerRequired(names).into())
            }
        }
    }

    async fn recheck_access(
        &self,
        work: &mut dyn UnitOfWork,
        account: AccountId,
        contact: ContactId,
        customer: CustomerId,
    ) -> Result<String, Error> {
        let customer = work.customers().get_shared(&[customer]).await?.pop();
        let customer = customer
            .filter(|customer| customer.archived_at.is_none())
            .ok_or(Error::NotFound("playbook"))?;
        let contact = work
            .contacts()
            .get(contact)
            .await?
            .ok_or(Error::NotFound("playbook"))?;
        if contact.access.account() != Some(account) {
            return Err(Error::NotFound("playbook"));
        }
        Ok(customer.value.name)
    }

    /// The owner that the locked playbook names, if still active.
    async fn lock_owner(
        &self,
        work: &mut dyn UnitOfWork,
        playbook: &Playbook,
    ) -> Result<Staff, Error> {
        let owner = playbook.self_service.default_project_owner;
        let owner = work
            .staff()
            .get(owner.ok_or(Conflict::OwnerUnavailable)?)
            .await?
            .filter(|owner| owner.active);
        Ok(owner.ok_or(Conflict::OwnerUnavailable)?.value)
    }

    async fn mail_started(
        &self,
        work: &mut dyn UnitOfWork,
        session: &PortalSession,
        owner: &Staff,
        project: &Project,
        customer: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let account = &session.account;
        let recipients = [
            (&owner.email, &owner.locale, owner.name.clone(), true),
            (
                &account.email,
                &account.locale,
                account.name.to_string(),
                false,
            ),
        ];
        for (to, locale, name, to_owner) in recipients {
            let mail = Mail::ProjectStarted {
                name,
                project: project.id,
                project_name: project.name.clone(),
                customer: customer.to_owned(),
                to_owner,
            };
            work.outbox()
                .enqueue(&self.mail(now, to, locale.as_ref(), mail))
                .await?;
        }
        Ok(())
    }

    /// The default owner left: administrators are told once for each revision of the playbook.
    async fn tell_administrators(
        &self,
        customer: CustomerId,
        playbook: PlaybookId,
    ) -> Result<(), Error> {
        let now = self.now();
        let Some(playbook): Option<Stored<Playbook>> =
            self.ports.directory.playbook(playbook).await?
        else {
            return Ok(());
        };
        let staff = self.ports.directory.active_staff().await?;
        let mut work = self.begin().await?;
        for administrator in staff
            .iter()
            .filter(|staff| staff.acts_as(Role::Administrator))
        {
            let about = ReminderSubject::OwnerUnavailable {
                playbook: playbook.id,
                playbook_name: playbook.name.clone(),
                customer,
            };
            let mail = Mail::Reminder {
                name: administrator.name.clone(),
                about,
            };
            let mut mail = self.mail(
                now,
                &administrator.email,
                administrator.locale.as_ref(),
                mail,
            );
            mail.once = Some(format!(
                "owner-unavailable:{}:{}:{}",
                playbook.id, playbook.revision.0, administrator.id
            ));
            work.outbox().enqueue(&mail).await?;
        }
        self.commit(work).await
    }
}
