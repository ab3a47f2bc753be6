//! Staff invite a contact to a project, or remove one.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Contact, ContactId, Mail, PortalAccess, Project, ProjectId, Stored,
        SubjectKind,
    },
    policy::access::{Denied, Permission},
    ports::Page,
};

/// How many contacts are read at a time.
const ROWS: u32 = 200;

impl Registrar {
    /// Invites a contact of the project's customer to it, by mail. Inviting twice changes nothing.
    ///
    /// # Errors
    /// [`Error::Denied`] unless the actor manages projects or owns this one; [`Error::NotFound`], [`Error::Invalid`].
    pub async fn invite_project_member(
        &self,
        actor: &Actor,
        id: ProjectId,
        contact: ContactId,
    ) -> Result<Stored<Project>, Error> {
        self.retry(|| self.change_members(actor, id, contact, true))
            .await
    }

    /// Removes a contact whom staff had invited. The one who started the project stays.
    ///
    /// # Errors
    /// [`Error::Denied`] unless the actor manages projects or owns this one; [`Error::NotFound`].
    pub async fn remove_project_member(
        &self,
        actor: &Actor,
        id: ProjectId,
        contact: ContactId,
    ) -> Result<Stored<Project>, Error> {
        self.retry(|| self.change_members(actor, id, contact, false))
            .await
    }

    /// A project whose members the actor may change: whoever manages projects, and its owner.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn project_to_manage(
        &self,
        actor: &Actor,
        id: ProjectId,
    ) -> Result<Stored<Project>, Error> {
        let project = self.project_for(actor, id).await?;
        if self.require(actor, Permission::ManageProjects).is_err()
            && actor.staff() != Some(project.owner)
        {
            return Err(Denied::NotAllowed.into());
        }
        Ok(project)
    }

    /// Contacts who may be invited to a project: of its customer, with portal access, and not in it yet. A name or an
    /// address contains `q`, where it is given; at most `limit` are named.
    ///
    /// # Errors
    /// [`Error::Denied`] unless the actor manages projects or owns this one; [`Error::NotFound`].
    pub async fn invitable_contacts(
        &self,
        actor: &Actor,
        id: ProjectId,
        q: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Contact>, Error> {
        let project = self.project_to_manage(actor, id).await?;
        let mut found = Vec::new();
        let mut page = Page {
            limit: ROWS,
            before: None,
        };
        loop {
            let rows = self
                .ports
                .directory
                .contacts(project.customer, q, page)
                .await?;
            let is_last = rows.len() < ROWS as usize;
            page.before = rows.last().map(|row| row.id.0);
            found.extend(rows.into_iter().map(|row| row.value).filter(|contact| {
                matches!(contact.access, PortalAccess::Active { .. })
                    && contact.id != project.started_by
                    && !project.members.contains(&contact.id)
            }));
            if is_last || found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }

    async fn change_members(
        &self,
        actor: &Actor,
        id: ProjectId,
        contact: ContactId,
        invite: bool,
    ) -> Result<Stored<Project>, Error> {
        let seen = self.project_to_manage(actor, id).await?;
        let language = self.language_of(contact).await?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = self.lock_live_customer(work, seen.customer).await?;
        let invited = work
            .contacts()
            .get(contact)
            .await?
            .filter(|contact| contact.customer == customer.id);
        let project = work
            .projects()
            .get(id)
            .await?
            .ok_or(Error::NotFound("project"))?;
        let mut changed = project.value.clone();
        let action = if invite {
            let invited =
                invited.filter(|contact| matches!(contact.access, PortalAccess::Active { .. }));
            let invited = invited.ok_or_else(|| {
                let detail = "choose a contact of this customer who has portal access";
                Error::field("/contact_id", "contact_not_at_customer", detail)
            })?;
            if changed.started_by == contact || !changed.members.insert(contact) {
                return Ok(project);
            }
            let mail = Mail::ProjectInvitation {
                name: invited.name.clone(),
                project: id,
                project_name: changed.name.clone(),
                customer: customer.name,
            };
            work.outbox()
                .enqueue(&self.mail(now, &invited.email, language.as_ref(), mail))
                .await?;
            AuditAction::ProjectMemberInvited
        } else {
            if !changed.members.remove(&contact) {
                return Err(Error::NotFound("member"));
            }
            AuditAction::ProjectMemberRemoved
        };
        let revision = work
            .projects()
            .update(&project.replace(changed.clone()))
            .await?;
        let record =
            Record::new(actor.reference(), action, SubjectKind::Project, id.0).at(changed.customer);
        self.record(
            work,
            now,
            record.after(serde_json::json!({ "contact": contact })),
        )
        .await?;
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }
}
