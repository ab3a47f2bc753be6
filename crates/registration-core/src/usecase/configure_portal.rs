//! Staff save the portal settings of a customer.

use super::{CustomerChange, Error, FieldError, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, Customer, CustomerId, PortalSettings, RegistrationState, Revision,
        Stored, SubjectKind, Timestamp,
    },
    policy::{
        access::Permission,
        settings::{self, ProposedSettings, RefusedDomain, Warning},
    },
    ports::UnitOfWork,
};
use serde_json::{Value, json};

/// What becomes of members whom the new settings would not admit any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoLongerPermitted {
    /// They keep their access.
    #[default]
    Keep,
    /// Their access is switched off.
    Suspend,
}

/// The settings after a save.
#[derive(Debug, Clone)]
pub struct SavedSettings {
    /// The customer with its settings.
    pub customer: Stored<Customer>,
    /// What staff should know.
    pub warnings: Vec<Warning>,
}

impl Registrar {
    /// Saves the settings on the revision the caller saw. Who was admitted before stays, unless `leavers` says suspend.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Invalid`], [`Error::Stale`].
    ///
    /// ```
    /// use registration_core::{Error, model::*, policy::settings::ProposedSettings, usecase::NoLongerPermitted};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// let staff = Actor::CommandLine;
    /// let acme = registrar.create_customer(&staff, "Acme", None).await?;
    /// let proposed = |domain: &str| ProposedSettings {
    ///     self_service_registration: true,
    ///     permitted_domains: vec![domain.parse()],
    ///     invite_link_registration: true,
    ///     link_audience: None,
    ///     login_method: LoginMethod::Password,
    ///     acknowledge: Default::default(),
    /// };
    /// let refused = registrar.configure_portal(&staff, acme.id, acme.revision, proposed("co.uk"), NoLongerPermitted::Keep).await;
    /// assert!(matches!(refused, Err(Error::Invalid(fields)) if fields[0].pointer == "/permitted_domains/0/domain"));
    /// let saved = registrar.configure_portal(&staff, acme.id, acme.revision, proposed("acme.com"), NoLongerPermitted::Keep).await?;
    /// assert_eq!(saved.warnings[0].warning.code(), "opens_portal_form", "one list serves both doors");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn configure_portal(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Revision,
        proposed: ProposedSettings,
        leavers: NoLongerPermitted,
    ) -> Result<SavedSettings, Error> {
        let record = CustomerChange::default();
        self.configure_with_record(actor, id, seen, record, proposed, leavers)
            .await
    }

    /// Saves the settings together with the customer's name and reference: both or neither.
    ///
    /// # Errors
    /// As [`Registrar::configure_portal`].
    pub async fn configure_with_record(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Revision,
        record: CustomerChange,
        proposed: ProposedSettings,
        leavers: NoLongerPermitted,
    ) -> Result<SavedSettings, Error> {
        let (customer, before) = self
            .retry(|| self.configure_once(actor, id, seen, &record, &proposed, leavers))
            .await?;
        let warnings = self.settings_warnings(&customer, &before).await?;
        Ok(SavedSettings { customer, warnings })
    }

    async fn configure_once(
        &self,
        actor: &Actor,
        id: CustomerId,
        seen: Revision,
        record: &CustomerChange,
        proposed: &ProposedSettings,
        leavers: NoLongerPermitted,
    ) -> Result<(Stored<Customer>, PortalSettings), Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let customer = work
            .customers()
            .get(id)
            .await?
            .ok_or(Error::NotFound("customer"))?;
        let resolved = settings::resolve(&customer.settings, proposed).map_err(invalid)?;
        if customer.revision != seen {
            return Err(Error::Stale);
        }
        let before = customer.settings.clone();
        let customer = if record.applied_to(&customer) == customer.value {
            customer
        } else {
            self.write_customer_change(work, actor, customer, record, now)
                .await?
        };
        if leavers == NoLongerPermitted::Suspend {
            let after = Customer {
                settings: resolved.clone(),
                ..customer.value.clone()
            };
            self.suspend_leavers(work, actor, &customer.value, &after, now)
                .await?;
        }
        let acknowledged = settings::acknowledged(&before, &resolved);
        let customer = self
            .save_settings(work, actor, customer, resolved, acknowledged, now)
            .await?;
        self.commit(begun).await?;
        Ok((customer, before))
    }

    /// What staff should know about settings as they stand.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn settings_warnings(
        &self,
        customer: &Customer,
        before: &PortalSettings,
    ) -> Result<Vec<Warning>, Error> {
        let domains: Vec<_> = customer
            .settings
            .permitted_domains
            .iter()
            .map(|entry| entry.domain().clone())
            .collect();
        let others = self.ports.directory.customers_permitting(&domains).await?;
        let others: Vec<&Customer> = others.iter().map(|other| &other.value).collect();
        Ok(settings::warnings(
            customer.id,
            before,
            &customer.settings,
            &others,
        ))
    }

    async fn suspend_leavers(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        before: &Customer,
        after: &Customer,
        now: Timestamp,
    ) -> Result<(), Error> {
        let by = actor.reference();
        // Registrations before contacts: the lock order. A grant that is open must not undo what is done here.
        let mut pending = work.registrations().get_pending_at(before.id).await?;
        for contact in work.contacts().get_active_at(before.id).await? {
            if !settings::leaves(&contact.value, &before.settings, &after.settings) {
                continue;
            }
            let (theirs, others): (Vec<_>, Vec<_>) = pending
                .into_iter()
                .partition(|one| one.contact() == Some(contact.id) || one.email == contact.email);
            pending = others;
            for one in theirs {
                self.end_registration(work, one, RegistrationState::Withdrawn { at: now, by })
                    .await?;
            }
            self.suspend_contact(work, by, contact, now).await?;
        }
        Ok(work.sessions().end_stranded().await?)
    }

    /// Writes settings that were resolved, with their audit entry.
    pub(super) async fn save_settings(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        customer: Stored<Customer>,
        settings: PortalSettings,
        acknowledged: Vec<String>,
        now: Timestamp,
    ) -> Result<Stored<Customer>, Error> {
        let changed = Customer {
            settings,
            ..customer.value.clone()
        };
        let mut after = as_json(&changed.settings);
        if !acknowledged.is_empty() {
            after["acknowledged"] = acknowledged.into();
        }
        let saved = Record::new(
            actor.reference(),
            AuditAction::PortalSettingsChanged,
            SubjectKind::Customer,
            changed.id.0,
        )
        .at(changed.id)
        .before(as_json(&customer.settings))
        .after(after);
        let revision = work
            .customers()
            .update(&customer.replace(changed.clone()))
            .await?;
        self.record(work, now, saved).await?;
        Ok(Stored::new(changed, revision))
    }
}

pub(super) fn invalid(refused: Vec<RefusedDomain>) -> Error {
    let field = |one: RefusedDomain| {
        let pointer = format!("/permitted_domains/{}/domain", one.index);
        FieldError::new(pointer, one.problem.code(), one.detail)
    };
    Error::Invalid(refused.into_iter().map(field).collect())
}

fn as_json(settings: &PortalSettings) -> Value {
    json!({
        "self_service_registration": settings.self_service_registration,
        "permitted_domains": settings.permitted_domains,
        "invite_link_registration": settings.invite_link_registration,
        "link_audience": settings.link_audience,
        "login_method": settings.login_method,
    })
}
