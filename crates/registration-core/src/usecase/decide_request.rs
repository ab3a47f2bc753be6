//! A mapper takes a request, lets it go, or declines it.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, ActorRef, AuditAction, Basis, Claim, Mail, Origin, Registration, RegistrationId,
        RegistrationState, Stored, SubjectKind, Timestamp,
    },
    policy::{access::Permission, mapping, validity},
    ports::UnitOfWork,
};

impl Registrar {
    /// Keeps others off a request for a quarter of an hour. Claiming one's own again prolongs it.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::Claimed`], [`Conflict::AlreadyDecided`].
    ///
    /// ```
    /// use registration_core::{Error, model::{Actor, Mail}, usecase::Conflict};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let make = registration_testkit::fixtures::Fixtures::default();
    /// # let request = make.request();
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.registrations().insert(&request).await?;
    /// # work.commit().await?;
    /// # let mapper = Actor::Staff { id: make.id(), roles: [registration_core::model::Role::PortalRegistrationMapper].into() };
    /// registrar.claim_request(&mapper, request.id).await?;
    /// let other = registrar.decline_request(&Actor::CommandLine, request.id, "We don't know you.", true).await;
    /// assert!(matches!(other, Err(Error::Conflict(Conflict::Claimed { by, .. })) if by == mapper.reference()));
    /// registrar.decline_request(&mapper, request.id, "Please ask your own IT.", true).await?;
    /// assert!(matches!(office.mail_to(request.email.as_str()).await, Mail::Declined { .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn claim_request(&self, actor: &Actor, id: RegistrationId) -> Result<Claim, Error> {
        let by = actor.reference();
        let claim = Claim {
            by,
            until: self.now().plus(validity::CLAIM),
        };
        self.retry(|| self.set_claim(actor, id, Some(claim), AuditAction::RequestClaimed))
            .await?;
        Ok(claim)
    }

    /// Lets a request go that the actor had claimed.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::Claimed`], [`Conflict::AlreadyDecided`].
    pub async fn release_request(&self, actor: &Actor, id: RegistrationId) -> Result<(), Error> {
        self.retry(|| self.set_claim(actor, id, None, AuditAction::RequestReleased))
            .await
    }

    async fn set_claim(
        &self,
        actor: &Actor,
        id: RegistrationId,
        claim: Option<Claim>,
        action: AuditAction,
    ) -> Result<(), Error> {
        self.require(actor, Permission::DecideRequests)?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let stored = self.undecided(work, actor, id, now).await?;
        let mut changed = stored.value.clone();
        if let RegistrationState::AwaitingMapping { claim: held, .. } = &mut changed.state {
            *held = claim;
        }
        work.registrations()
            .update(&stored.replace(changed))
            .await?;
        self.record(
            work,
            now,
            Record::new(actor.reference(), action, SubjectKind::Registration, id.0),
        )
        .await?;
        self.commit(begun).await
    }

    /// Declines a request, with a reason that the person is mailed if `notify`.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::Claimed`], [`Conflict::AlreadyDecided`].
    pub async fn decline_request(
        &self,
        actor: &Actor,
        id: RegistrationId,
        reason: &str,
        notify: bool,
    ) -> Result<(), Error> {
        self.retry(|| self.decline_once(actor, id, reason, notify))
            .await
    }

    async fn decline_once(
        &self,
        actor: &Actor,
        id: RegistrationId,
        reason: &str,
        notify: bool,
    ) -> Result<(), Error> {
        self.require(actor, Permission::DecideRequests)?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let stored = self.undecided(work, actor, id, now).await?;
        let registration = stored.value.clone();
        let by = actor.reference();
        let state = RegistrationState::Declined {
            at: now,
            by,
            reason: reason.to_owned(),
        };
        self.end_registration(work, stored, state).await?;
        if notify {
            let mail = Mail::Declined {
                name: registration.name.clone(),
                reason: reason.to_owned(),
            };
            let mail = self.mail(now, &registration.email, registration.locale.as_ref(), mail);
            work.outbox().enqueue(&mail).await?;
        }
        let declined = Record::new(
            by,
            AuditAction::RequestDeclined,
            SubjectKind::Registration,
            id.0,
        )
        .after(serde_json::json!({ "notified": notify }));
        self.record(work, now, declined).await?;
        self.commit(begun).await
    }

    /// Locks a request that `actor` may decide now.
    pub(super) async fn undecided(
        &self,
        work: &mut dyn UnitOfWork,
        actor: &Actor,
        id: RegistrationId,
        now: Timestamp,
    ) -> Result<Stored<Registration>, Error> {
        let stored = work
            .registrations()
            .get(id)
            .await?
            .ok_or(Error::NotFound("request"))?;
        if !matches!(stored.origin, Origin::Request(_)) {
            return Err(Error::NotFound("request"));
        }
        let RegistrationState::AwaitingMapping {
            claim, expires_at, ..
        } = &stored.state
        else {
            return Err(already_decided(&stored).into());
        };
        if *expires_at <= now {
            return Err(Conflict::AlreadyDecided {
                decision: "expired",
                decided_by: None,
            }
            .into());
        }
        match mapping::blocking_claim(*claim, actor.reference(), now) {
            Some(claim) => Err(Conflict::Claimed {
                by: claim.by,
                until: claim.until,
            }
            .into()),
            None => Ok(stored),
        }
    }
}

/// What became of a request, and by whom.
fn already_decided(registration: &Registration) -> Conflict {
    let by_decision = |basis: &Basis| match basis {
        Basis::Decision { by, .. } => Some(*by),
        _ => None,
    };
    let (decision, decided_by): (_, Option<ActorRef>) = match &registration.state {
        RegistrationState::AwaitingActivation { decision, .. } => {
            ("mapped", decision.as_ref().and_then(by_decision))
        }
        RegistrationState::Completed { basis, .. } => ("mapped", by_decision(basis)),
        RegistrationState::Declined { by, .. } => ("declined", Some(*by)),
        RegistrationState::Withdrawn { by, .. } => ("withdrawn", Some(*by)),
        RegistrationState::Superseded { .. } => ("superseded", None),
        RegistrationState::Expired { .. } | RegistrationState::AwaitingMapping { .. } => {
            ("expired", None)
        }
    };
    Conflict::AlreadyDecided {
        decision,
        decided_by,
    }
}
