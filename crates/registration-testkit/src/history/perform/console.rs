//! Staff create customers, save their settings and manage their links.

use super::answered;
use crate::{
    fixtures::permitted,
    history::{
        command::Settings,
        ledger::By,
        story::customer_name,
        world::{ALL, Effects, KnownLink, Outcome, World, actor},
    },
};
use registration_core::{
    model::{AuditAction, ContactId, LinkAudience, LoginMethod, PermittedDomain},
    policy::settings::ProposedSettings,
    usecase::{InviteLinkChange, NewInviteLink, NoLongerPermitted},
};
use std::{collections::HashSet, num::NonZeroU32};
use time::Duration;

impl World {
    pub(in crate::history) async fn create_customer(&mut self) -> Outcome<Effects> {
        let manager = actor(&self.crew.manager);
        let name = customer_name(self.customers.len());
        let created = self
            .registrar
            .create_customer(&manager, &name, None)
            .await?;
        let first = self
            .directory
            .invite_links(created.id, ALL)
            .await?
            .remove(0);
        self.customers.push(created.id);
        self.links.push(KnownLink {
            id: first.id,
            codes: vec![first.code.clone()],
        });
        let trail = vec![AuditAction::CustomerCreated, AuditAction::InviteLinkCreated];
        Ok(Effects {
            trail,
            ..Effects::none()
        })
    }

    pub(super) async fn archive_customer(&mut self, place: usize) -> Outcome<Effects> {
        let manager = actor(&self.crew.manager);
        self.registrar
            .archive_customer(&manager, self.customers[place], None)
            .await?;
        Ok(Effects::recorded(AuditAction::CustomerArchived))
    }

    pub(in crate::history) async fn save_settings(
        &mut self,
        place: usize,
        settings: &Settings,
        suspend_leavers: bool,
    ) -> Outcome<Effects> {
        let id = self.customers[place];
        let row = self.directory.customer(id).await?.expect("it was created");
        let domains = settings
            .domains
            .iter()
            .map(|text| Ok::<PermittedDomain, _>(permitted(text)));
        let proposed = ProposedSettings {
            self_service_registration: settings.form,
            permitted_domains: domains.collect(),
            invite_link_registration: settings.links,
            link_audience: Some(if settings.listed_only {
                LinkAudience::PermittedDomains
            } else {
                LinkAudience::Anyone
            }),
            login_method: LoginMethod::Password,
            acknowledge: HashSet::new(),
        };
        let leavers = if suspend_leavers {
            NoLongerPermitted::Suspend
        } else {
            NoLongerPermitted::Keep
        };
        let manager = actor(&self.crew.manager);
        let saved = self
            .registrar
            .configure_portal(&manager, id, row.revision, proposed, leavers);
        saved.await?;
        let mut effects = Effects::recorded(AuditAction::PortalSettingsChanged);
        if suspend_leavers {
            for contact in self.leavers(place) {
                self.ledger.suspend(contact);
                effects.trail.push(AuditAction::PortalAccessSuspended);
            }
        }
        Ok(effects)
    }

    /// Members whom a rule had let in that admits them no more.
    fn leavers(&self, place: usize) -> Vec<ContactId> {
        let here = self
            .ledger
            .contacts
            .iter()
            .filter(|((customer, _), _)| *customer == place);
        let leaves = |person, contact: &ContactId| match self.ledger.members.get(contact)?.by {
            By::Decision => None,
            by => Some(
                self.model
                    .rule_stopped(&self.before, place, by == By::Link, person),
            ),
        };
        here.filter(|((_, person), contact)| leaves(*person, contact) == Some(true))
            .map(|(_, contact)| *contact)
            .collect()
    }

    pub(super) async fn create_link(&mut self, place: usize) -> Outcome<Effects> {
        let wanted = self
            .model
            .links
            .last()
            .expect("the model has made it")
            .clone();
        let new = NewInviteLink {
            label: format!("Link {}", self.links.len()),
            expires_at: wanted.ends.map(|end| self.at(end)),
            max_uses: wanted.maximum.and_then(NonZeroU32::new),
            enabled: true,
        };
        let manager = actor(&self.crew.manager);
        let link = self
            .registrar
            .create_invite_link(&manager, self.customers[place], new)
            .await?;
        self.links.push(KnownLink {
            id: link.id,
            codes: vec![link.code.clone()],
        });
        Ok(Effects::recorded(AuditAction::InviteLinkCreated))
    }

    pub(super) async fn rotate_link(&mut self, place: usize, grace_hours: i64) -> Outcome<Effects> {
        let (manager, grace) = (actor(&self.crew.manager), Duration::hours(grace_hours));
        let rotated = self
            .registrar
            .rotate_invite_link(&manager, self.links[place].id, grace);
        let code = rotated.await?.code.clone();
        self.links[place].codes.push(code);
        Ok(Effects::recorded(AuditAction::InviteLinkRotated))
    }

    pub(super) async fn change_link(&mut self, place: usize) -> Outcome<Effects> {
        let (id, wanted) = (self.links[place].id, &self.model.links[place]);
        let row = self
            .directory
            .invite_link(id)
            .await?
            .expect("it was created");
        let change = InviteLinkChange {
            enabled: Some(wanted.enabled),
            max_uses: Some(wanted.maximum.and_then(NonZeroU32::new)),
            ..InviteLinkChange::default()
        };
        let manager = actor(&self.crew.manager);
        let changed = self
            .registrar
            .change_invite_link(&manager, id, row.revision, change)
            .await;
        answered(changed, true)?;
        Ok(Effects::recorded(AuditAction::InviteLinkChanged))
    }
}
