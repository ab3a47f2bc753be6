//! What a portal account and a project's people see.

use super::{Listing, one_more};
use crate::{
    model::{Actor, ContactId, CustomerId, Playbook, PlaybookId, Project, ProjectId, Stored},
    policy::{access::Permission, provisioning},
    ports::{Page, PortalSession, ProjectFilter},
    usecase::{Error, Registrar},
};

/// A playbook as a customer sees it.
#[derive(Debug, Clone)]
pub struct OfferedPlaybook {
    /// At which customer the account may start it.
    pub customer: CustomerId,
    /// The playbook.
    pub playbook: Playbook,
}

impl Registrar {
    /// The playbooks that an account may start now, one row per customer it may start it for.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn offered_playbooks(
        &self,
        session: &PortalSession,
        page: Page,
    ) -> Result<Listing<OfferedPlaybook>, Error> {
        let mut customers: Vec<CustomerId> = session
            .contacts
            .iter()
            .map(|(contact, _)| contact.customer)
            .collect();
        customers.sort();
        customers.dedup();
        let playbooks = self.ports.directory.self_service_playbooks().await?;
        let mut offered: Vec<OfferedPlaybook> = Vec::new();
        let mut next = None;
        for playbook in playbooks
            .into_iter()
            .filter(|one| page.before.is_none_or(|before| one.id.0 < before))
        {
            let here = customers
                .iter()
                .filter(|one| provisioning::offered_to(&playbook, **one).is_ok());
            let rows: Vec<OfferedPlaybook> = here
                .map(|customer| OfferedPlaybook {
                    customer: *customer,
                    playbook: playbook.value.clone(),
                })
                .collect();
            // A page ends between playbooks, so that the rows of one stay together.
            if !offered.is_empty() && offered.len() + rows.len() > page.limit as usize {
                next = offered.last().map(|row| row.playbook.id.0);
                break;
            }
            offered.extend(rows);
        }
        Ok(Listing {
            items: offered,
            next,
        })
    }

    /// A playbook that an account may start now, once for each customer it may start it for. Every other playbook is as
    /// if there were none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn offered_playbook(
        &self,
        session: &PortalSession,
        id: PlaybookId,
    ) -> Result<Vec<OfferedPlaybook>, Error> {
        let missing = Error::NotFound("playbook");
        let Some(playbook) = self.ports.directory.playbook(id).await? else {
            return Err(missing);
        };
        let mut customers: Vec<CustomerId> = session
            .contacts
            .iter()
            .map(|(contact, _)| contact.customer)
            .collect();
        customers.sort();
        customers.dedup();
        let here = customers
            .into_iter()
            .filter(|one| provisioning::offered_to(&playbook, *one).is_ok());
        let rows: Vec<OfferedPlaybook> = here
            .map(|customer| OfferedPlaybook {
                customer,
                playbook: playbook.value.clone(),
            })
            .collect();
        if rows.is_empty() {
            return Err(missing);
        }
        Ok(rows)
    }

    /// Projects: all for those who may read them, otherwise one's own.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn projects(
        &self,
        actor: &Actor,
        filter: &ProjectFilter,
        page: Page,
    ) -> Result<Listing<Stored<Project>>, Error> {
        let mut filter = filter.clone();
        if let Err(denied) = self.require(actor, Permission::ReadProjects) {
            filter.owner = Some(actor.staff().ok_or(denied)?);
        }
        let rows = self
            .ports
            .directory
            .projects(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A project that the actor may see: whoever reads projects, and its owner.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn project_for(
        &self,
        actor: &Actor,
        id: ProjectId,
    ) -> Result<Stored<Project>, Error> {
        let allowed = self.require(actor, Permission::ReadProjects);
        let project = self.ports.directory.project(id).await?;
        match allowed {
            Ok(()) => project.ok_or(Error::NotFound("project")),
            Err(denied) => {
                let own = actor.staff().ok_or(denied)?;
                project
                    .filter(|project| project.owner == own)
                    .ok_or(Error::NotFound("project"))
            }
        }
    }

    /// The projects that an account started or was invited to.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn portal_projects(
        &self,
        session: &PortalSession,
        page: Page,
    ) -> Result<Listing<Stored<Project>>, Error> {
        let filter = ProjectFilter {
            visible_to: Some(contacts_of(session)),
            ..ProjectFilter::default()
        };
        let rows = self
            .ports
            .directory
            .projects(&filter, one_more(page))
            .await?;
        Ok(Listing::cut(rows, page, |row| row.id.0))
    }

    /// A project that an account started or was invited to; every other one is as if there were none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn portal_project(
        &self,
        session: &PortalSession,
        id: ProjectId,
    ) -> Result<Stored<Project>, Error> {
        let contacts = contacts_of(session);
        let project = self.ports.directory.project(id).await?;
        project
            .filter(|project| provisioning::sees(project, &contacts))
            .ok_or(Error::NotFound("project"))
    }
}

fn contacts_of(session: &PortalSession) -> Vec<ContactId> {
    session
        .contacts
        .iter()
        .map(|(contact, _)| contact.id)
        .collect()
}
