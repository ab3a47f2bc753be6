//! Staff create, change and replace invite links.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, CustomerId, InviteLink, InviteLinkId, LinkCode, Revision, Stored,
        SubjectKind, Timestamp,
    },
    policy::access::Permission,
};
use serde_json::{Value, json};
use std::num::NonZeroU32;
use time::Duration;

/// A new link.
#[derive(Debug, Clone)]
pub struct NewInviteLink {
    /// What staff call it.
    pub label: String,
    /// From when on it is dead.
    pub expires_at: Option<Timestamp>,
    /// How many registrations it may complete.
    pub max_uses: Option<NonZeroU32>,
    /// Whether it works at once.
    pub enabled: bool,
}

/// What changes; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct InviteLinkChange {
    /// What staff call it.
    pub label: Option<String>,
    /// From when on it is dead; `Some(None)` lifts the end.
    pub expires_at: Option<Option<Timestamp>>,
    /// How many registrations it may complete; `Some(None)` lifts the maximum.
    pub max_uses: Option<Option<NonZeroU32>>,
    /// Whether it works.
    pub enabled: Option<bool>,
}

impl InviteLinkChange {
    /// What puts a link out of use.
    #[must_use]
    pub fn stop() -> Self {
        Self {
            enabled: Some(false),
            ..Self::default()
        }
    }

    /// The link as it is after the change.
    pub(super) fn of(&self, link: InviteLink) -> InviteLink {
        InviteLink {
            label: self.label.clone().unwrap_or(link.label),
            expires_at: self.expires_at.unwrap_or(link.expires_at),
            max_uses: self.max_uses.unwrap_or(link.max_uses),
            enabled: self.enabled.unwrap_or(link.enabled),
            ..link
        }
    }
}

impl Registrar {
    /// Creates one more link of a customer.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    ///
    /// ```
    /// use registration_core::{Error, model::Actor, policy::admission::Refusal, usecase::NewInviteLink};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let staff = Actor::CommandLine;
    /// # let acme = registrar.create_customer(&staff, "Acme", None).await?.id;
    /// let new = NewInviteLink { label: "Newsletter".into(), expires_at: None, max_uses: 100.try_into().ok(), enabled: true };
    /// let link = registrar.create_invite_link(&staff, acme, new).await?;
    /// assert_eq!(registrar.open_link(&link.code).await?.customer_name, "Acme");
    ///
    /// // The code got into the wrong hands: the address changes, the link and its count stay.
    /// let rotated = registrar.rotate_invite_link(&staff, link.id, time::Duration::ZERO).await?;
    /// assert_eq!(rotated.id, link.id);
    /// assert!(matches!(registrar.open_link(&link.code).await, Err(Error::LinkUnavailable(Some(Refusal::LinkReplaced)))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn create_invite_link(
        &self,
        actor: &Actor,
        customer: CustomerId,
        new: NewInviteLink,
    ) -> Result<Stored<InviteLink>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.create_link_once(actor, customer, &new))
            .await
    }

    async fn create_link_once(
        &self,
        actor: &Actor,
        customer: CustomerId,
        new: &NewInviteLink,
    ) -> Result<Stored<InviteLink>, Error> {
        let now = self.now();
        let link = InviteLink {
            id: self.new_id(now),
            customer,
            label: new.label.clone(),
            code: self.new_link_code(),
            retired: Vec::new(),
            expires_at: new.expires_at,
            max_uses: new.max_uses,
            uses: 0,
            enabled: new.enabled,
            last_used_at: None,
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.lock_live_customer(work, customer).await?;
        work.invite_links().insert(&link).await?;
        let record = Record::new(
            actor.reference(),
            AuditAction::InviteLinkCreated,
            SubjectKind::InviteLink,
            link.id.0,
        );
        self.record(work, now, record.at(customer).after(as_json(&link)))
            .await?;
        self.commit(begun).await?;
        Ok(Stored::new(link, Revision::FIRST))
    }

    /// Changes a link on the revision the caller saw. Its uses are not part of the revision.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`].
    pub async fn change_invite_link(
        &self,
        actor: &Actor,
        id: InviteLinkId,
        seen: Revision,
        change: InviteLinkChange,
    ) -> Result<Stored<InviteLink>, Error> {
        let action = AuditAction::InviteLinkChanged;
        self.change_link(actor, id, Some(seen), action, |link| change.of(link))
            .await
    }

    /// Replaces the code of a link; the old one dies at once, or after `grace`.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn rotate_invite_link(
        &self,
        actor: &Actor,
        id: InviteLinkId,
        grace: Duration,
    ) -> Result<Stored<InviteLink>, Error> {
        let code = self.new_link_code();
        let accepted_until = self.now().plus(grace);
        self.change_link(actor, id, None, AuditAction::InviteLinkRotated, |link| {
            link.rotated(LinkCode(code.0.clone()), accepted_until)
        })
        .await
    }

    async fn change_link(
        &self,
        actor: &Actor,
        id: InviteLinkId,
        seen: Option<Revision>,
        action: AuditAction,
        change: impl Fn(InviteLink) -> InviteLink + Send + Sync,
    ) -> Result<Stored<InviteLink>, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        self.retry(|| self.change_link_once(actor, id, seen, action, &change))
            .await
    }

    async fn change_link_once(
        &self,
        actor: &Actor,
        id: InviteLinkId,
        seen: Option<Revision>,
        action: AuditAction,
        change: &(impl Fn(InviteLink) -> InviteLink + Send + Sync),
    ) -> Result<Stored<InviteLink>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let link = work
            .invite_links()
            .get(id)
            .await?
            .ok_or(Error::NotFound("invite link"))?;
        if seen.is_some_and(|seen| seen != link.revision) {
            return Err(Error::Stale);
        }
        let changed = change(link.value.clone());
        let record = Record::new(actor.reference(), action, SubjectKind::InviteLink, id.0)
            .at(link.customer)
            .before(as_json(&link))
            .after(as_json(&changed));
        let revision = work
            .invite_links()
            .update(&link.replace(changed.clone()))
            .await?;
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }
}

/// Without the code: whoever reads the trail must not be able to use the link.
fn as_json(link: &InviteLink) -> Value {
    json!({
        "label": link.label, "expires_at": link.expires_at, "max_uses": link.max_uses, "enabled": link.enabled,
    })
}
