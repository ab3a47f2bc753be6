//! Staff create, change and archive playbooks, and offer them to customers.

use super::{Error, FieldError, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Cover, CustomerId, Playbook, PlaybookAudience, PlaybookId, Responsible,
        Revision, SelfService, StaffId, Step, Stored, SubjectKind, Timestamp,
    },
    policy::access::Permission,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A step as staff write it.
#[derive(Debug, Clone)]
pub struct NewStep {
    /// What is to be done.
    pub title: String,
    /// Days after the project's start.
    pub due_after_days: u16,
    /// Whose step it is.
    pub responsible: Responsible,
}

/// What changes; `None` stays. Steps are replaced as a whole.
#[derive(Debug, Clone, Default)]
pub struct PlaybookChange {
    /// What staff call it.
    pub name: Option<String>,
    /// Its steps, in order.
    pub steps: Option<Vec<NewStep>>,
}

/// "Self-Service Settings" as staff want them.
#[derive(Debug, Clone)]
pub struct SelfServiceChange {
    /// Whether customers can start it.
    pub enabled: bool,
    /// "Default Project Owner".
    pub default_project_owner: Option<StaffId>,
    /// "Customer Facing Name".
    pub customer_facing_name: Option<String>,
    /// "Customer Facing Description".
    pub customer_facing_description: Option<String>,
    /// "Portal Cover Image".
    pub cover: Cover,
    /// Which customers see it; `None` is all.
    pub customers: Option<BTreeSet<CustomerId>>,
}

impl Registrar {
    /// Creates a playbook; customers don't see it until its self-service is switched on.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::Store`].
    pub async fn create_playbook(
        &self,
        actor: &Actor,
        name: &str,
        steps: Vec<NewStep>,
    ) -> Result<Stored<Playbook>, Error> {
        self.require(actor, Permission::ManagePlaybooks)?;
        self.retry(|| self.create_playbook_once(actor, name, steps.clone()))
            .await
    }

    async fn create_playbook_once(
        &self,
        actor: &Actor,
        name: &str,
        steps: Vec<NewStep>,
    ) -> Result<Stored<Playbook>, Error> {
        let now = self.now();
        let playbook = Playbook {
            id: self.new_id(now),
            name: name.to_owned(),
            steps: self.with_ids(steps, now),
            self_service: SelfService::default(),
            archived_at: None,
            created_at: now,
        };
        let mut work = self.begin().await?;
        work.playbooks().insert(&playbook).await?;
        let id = playbook.id.0;
        let record = Record::new(
            actor.reference(),
            AuditAction::PlaybookCreated,
            SubjectKind::Playbook,
            id,
        );
        self.record(work.as_mut(), now, record.after(as_json(&playbook)))
            .await?;
        self.commit(work).await?;
        Ok(Stored::new(playbook, Revision::FIRST))
    }

    /// Changes a playbook on the revision the caller saw. Projects that were started stay as they are.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn change_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        seen: Revision,
        change: PlaybookChange,
    ) -> Result<Stored<Playbook>, Error> {
        self.update_playbook(
            actor,
            id,
            Some(seen),
            AuditAction::PlaybookChanged,
            |mut playbook, now| {
                playbook.name = change.name.clone().unwrap_or(playbook.name);
                if let Some(steps) = change.steps.clone() {
                    playbook.steps = self.with_ids(steps, now);
                }
                playbook
            },
        )
        .await
    }

    /// Archives a playbook: nobody can start it any more. `seen` is checked where the caller named a revision.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn archive_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        seen: Option<Revision>,
    ) -> Result<(), Error> {
        self.update_playbook(
            actor,
            id,
            seen,
            AuditAction::PlaybookArchived,
            |playbook, now| Playbook {
                archived_at: playbook.archived_at.or(Some(now)),
                ..playbook
            },
        )
        .await?;
        Ok(())
    }

    /// Saves the self-service settings on the revision the caller saw. Switching on needs an active owner and a name.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Invalid`], [`Error::Stale`].
    ///
    /// ```
    /// use registration_core::{model::*, policy::provisioning::Hidden, usecase::{NewStep, SelfServiceChange}};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let sam = registration_testkit::fixtures::Fixtures::default().staff([]);
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.staff().insert(&sam).await?;
    /// # work.commit().await?;
    /// # let acme = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// let kick_off = NewStep { title: "Kick-off".into(), due_after_days: 2, responsible: Responsible::Provider };
    /// let playbook = registrar.create_playbook(&staff, "Onboarding", vec![kick_off]).await?;
    /// assert_eq!(registrar.explain_visibility(&staff, playbook.id, acme).await?, Err(Hidden::SelfServiceOff));
    /// let offer = SelfServiceChange {
    ///     enabled: true, default_project_owner: Some(sam.id), customer_facing_name: Some("Get started".into()),
    ///     customer_facing_description: None, cover: Cover::None, customers: None,
    /// };
    /// registrar.offer_playbook(&staff, playbook.id, playbook.revision, offer).await?;
    /// assert_eq!(registrar.explain_visibility(&staff, playbook.id, acme).await?, Ok(()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn offer_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        seen: Revision,
        change: SelfServiceChange,
    ) -> Result<Stored<Playbook>, Error> {
        self.require(actor, Permission::ManagePlaybooks)?;
        self.check_offer(id, &change).await?;
        let audience = change
            .customers
            .map_or(PlaybookAudience::All, PlaybookAudience::Only);
        let self_service = SelfService {
            enabled: change.enabled,
            default_project_owner: change.default_project_owner,
            customer_facing_name: change.customer_facing_name,
            customer_facing_description: change.customer_facing_description,
            cover: change.cover,
            audience,
        };
        self.update_playbook(
            actor,
            id,
            Some(seen),
            AuditAction::SelfServiceChanged,
            |playbook, _| Playbook {
                self_service: self_service.clone(),
                ..playbook
            },
        )
        .await
    }

    async fn check_offer(
        &self,
        playbook: PlaybookId,
        change: &SelfServiceChange,
    ) -> Result<(), Error> {
        let mut wrong = Vec::new();
        let owner = match change.default_project_owner {
            Some(owner) => self
                .ports
                .directory
                .staff_member(owner)
                .await?
                .filter(|owner| owner.active),
            None => None,
        };
        if change.default_project_owner.is_some() && owner.is_none() {
            wrong.push((
                "/default_project_owner_id",
                "owner_unavailable",
                "choose an active staff member",
            ));
        }
        if change.enabled && change.default_project_owner.is_none() {
            wrong.push((
                "/default_project_owner_id",
                "required",
                "choose who owns projects that customers start",
            ));
        }
        if change.enabled && change.customer_facing_name.is_none() {
            wrong.push((
                "/customer_facing_name",
                "required",
                "say what customers see the playbook as",
            ));
        }
        if let Some(customers) = &change.customers {
            let ids: Vec<CustomerId> = customers.iter().copied().collect();
            if self.ports.directory.customers_by_id(&ids).await?.len() != ids.len() {
                wrong.push((
                    "/customers",
                    "unknown_customer",
                    "name customers that exist",
                ));
            }
        }
        if let Cover::Upload { media } = change.cover
            && !self.may_become_cover(playbook, media).await?
        {
            wrong.push((
                "/cover/media_id",
                "unknown_media",
                "upload the picture first; one that no playbook shows is forgotten after a day",
            ));
        }
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Error::Invalid(
            wrong
                .into_iter()
                .map(|(at, code, detail)| FieldError::new(at, code, detail))
                .collect(),
        ))
    }

    async fn update_playbook(
        &self,
        actor: &Actor,
        id: PlaybookId,
        seen: Option<Revision>,
        action: AuditAction,
        change: impl Fn(Playbook, Timestamp) -> Playbook + Send + Sync,
    ) -> Result<Stored<Playbook>, Error> {
        self.require(actor, Permission::ManagePlaybooks)?;
        self.retry(|| self.update_playbook_once(actor, id, seen, action, &change))
            .await
    }

    async fn update_playbook_once(
        &self,
        actor: &Actor,
        id: PlaybookId,
        seen: Option<Revision>,
        action: AuditAction,
        change: &(impl Fn(Playbook, Timestamp) -> Playbook + Send + Sync),
    ) -> Result<Stored<Playbook>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let playbook = work
            .playbooks()
            .get(id)
            .await?
            .ok_or(Error::NotFound("playbook"))?;
        if seen.is_some_and(|seen| seen != playbook.revision) {
            return Err(Error::Stale);
        }
        let changed = change(playbook.value.clone(), now);
        let record = Record::new(actor.reference(), action, SubjectKind::Playbook, id.0)
            .before(as_json(&playbook))
            .after(as_json(&changed));
        let revision = work
            .playbooks()
            .update(&playbook.replace(changed.clone()))
            .await?;
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }

    fn with_ids(&self, steps: Vec<NewStep>, now: Timestamp) -> Vec<Step> {
        let with_id = |step: NewStep| Step {
            id: self.new_id(now),
            title: step.title,
            due_after_days: step.due_after_days,
            responsible: step.responsible,
        };
        steps.into_iter().map(with_id).collect()
    }
}

fn as_json(playbook: &Playbook) -> Value {
    let offer = &playbook.self_service;
    json!({
        "name": playbook.name,
        "steps": playbook.steps,
        "enabled": offer.enabled,
        "default_project_owner": offer.default_project_owner,
        "customer_facing_name": offer.customer_facing_name,
        "customer_facing_description": offer.customer_facing_description,
        "cover": offer.cover,
        "audience": offer.audience,
    })
}
