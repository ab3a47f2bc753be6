//! The people of a project by name, for those who may see the project.

use crate::{
    model::{Actor, ContactId, Project, ProjectId, StaffId},
    ports::PortalSession,
    usecase::{Error, Registrar},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Who has to do with a project. A name is empty when its record is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectPeople {
    /// The staff member who owns it.
    pub owner: (StaffId, String),
    /// The contact who started it.
    pub started_by: (ContactId, String),
    /// Contacts whom staff invited to it.
    pub members: Vec<(ContactId, String)>,
}

impl Registrar {
    /// The people of a project that the actor may see.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn project_people(
        &self,
        actor: &Actor,
        id: ProjectId,
    ) -> Result<ProjectPeople, Error> {
        let project = self.project_for(actor, id).await?;
        self.people_of(&project).await
    }

    /// The people of a project that an account started or was invited to.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn portal_project_people(
        &self,
        session: &PortalSession,
        id: ProjectId,
    ) -> Result<ProjectPeople, Error> {
        let project = self.portal_project(session, id).await?;
        self.people_of(&project).await
    }

    async fn people_of(&self, project: &Project) -> Result<ProjectPeople, Error> {
        let mut ids: Vec<Uuid> = project.members.iter().map(|contact| contact.0).collect();
        ids.extend([project.owner.0, project.started_by.0]);
        let names: HashMap<Uuid, String> = self.ports.directory.names(&ids).await?;
        let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
        let members = project.members.iter();
        Ok(ProjectPeople {
            owner: (project.owner, name(project.owner.0)),
            started_by: (project.started_by, name(project.started_by.0)),
            members: members.map(|contact| (*contact, name(contact.0))).collect(),
        })
    }
}
