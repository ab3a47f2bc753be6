//! Administrators create and change staff; everybody switches the own duty on and off.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{
        Actor, AuditAction, EmailAddress, Mail, Password, PasswordHash, Revision, Role, Roles,
        Secret, SessionHolder, Staff, StaffId, Stored, SubjectKind, Timestamp, TokenPurpose,
    },
    policy::{access::Permission, passwords, validity},
    ports::{StoreError, UnitOfWork},
};
use serde_json::json;

/// A new staff member.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// The name that customers and colleagues see.
    pub name: String,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// What this person may do.
    pub roles: Roles,
    /// "On-duty portal staff".
    pub on_duty: bool,
    /// Administrative: may own projects and be notified.
    pub active: bool,
}

/// What changes; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct StaffChange {
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub email: Option<EmailAddress>,
    /// The roles.
    pub roles: Option<Roles>,
    /// "On-duty portal staff".
    pub on_duty: Option<bool>,
    /// Administrative.
    pub active: Option<bool>,
}

impl Registrar {
    /// Creates a staff member and mails them how to set a password.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Conflict::AlreadyExists`].
    pub async fn create_staff(&self, actor: &Actor, new: NewStaff) -> Result<Stored<Staff>, Error> {
        self.require(actor, Permission::ManageStaff)?;
        let (staff, _) = self.insert_staff(actor, new, None, true).await?;
        Ok(staff)
    }

    /// Creates an administrator from the command line: with a password, or with the secret of a link to set one.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Conflict::AlreadyExists`], [`Error::WeakPassword`].
    ///
    /// ```
    /// use registration_core::model::{Actor, Password, Role};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// let (email, password) = ("rhea@portal.example".parse()?, Password::typed("seven walruses hum quietly"));
    /// registrar.create_administrator(&Actor::CommandLine, email, "Rhea Field".into(), Some(password.clone())).await?;
    /// let signed_in = registrar.sign_in_staff(&"rhea@portal.example".parse()?, password).await?;
    /// let visit = registrar.console_visit(&signed_in.secret).await?;
    /// assert_eq!(visit.staff.roles, [Role::Administrator].into());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn create_administrator(
        &self,
        actor: &Actor,
        email: EmailAddress,
        name: String,
        password: Option<Password>,
    ) -> Result<(Stored<Staff>, Option<Secret>), Error> {
        self.require(actor, Permission::ManageStaff)?;
        let roles = [Role::Administrator].into();
        let new = NewStaff {
            name,
            email,
            roles,
            on_duty: false,
            active: true,
        };
        self.insert_staff(actor, new, password, false).await
    }

    async fn insert_staff(
        &self,
        actor: &Actor,
        new: NewStaff,
        password: Option<Password>,
        by_mail: bool,
    ) -> Result<(Stored<Staff>, Option<Secret>), Error> {
        let hash = match password {
            Some(password) => {
                passwords::check(password.expose(), &[&new.name, new.email.as_str()])
                    .map_err(Error::WeakPassword)?;
                Some(self.ports.hasher.hash(password).await?)
            }
            None => None,
        };
        self.retry(|| self.insert_staff_once(actor, &new, hash.clone(), by_mail))
            .await
    }

    async fn insert_staff_once(
        &self,
        actor: &Actor,
        new: &NewStaff,
        hash: Option<PasswordHash>,
        by_mail: bool,
    ) -> Result<(Stored<Staff>, Option<Secret>), Error> {
        let now = self.now();
        let new = new.clone();
        let staff = Staff {
            id: self.new_id(now),
            name: new.name,
            email: new.email,
            locale: None,
            roles: new.roles,
            on_duty: new.on_duty,
            active: new.active,
            password: hash,
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.staff().insert(&staff).await.map_err(exists)?;
        let mut link = None;
        if staff.password.is_none() {
            if by_mail {
                self.invite_staff(work, &staff, now).await?;
            } else {
                let expires_at = now.plus(validity::STAFF_INVITATION);
                let purpose = TokenPurpose::StaffActivation(staff.id);
                link = Some(self.new_token(work, purpose, expires_at).await?);
            }
        }
        let created = Record::new(
            actor.reference(),
            AuditAction::StaffCreated,
            SubjectKind::Staff,
            staff.id.0,
        );
        self.record(work, now, created.after(as_json(&staff)))
            .await?;
        self.commit(begun).await?;
        Ok((Stored::new(staff, Revision::FIRST), link))
    }

    /// Mails a staff member how to set the first password.
    async fn invite_staff(
        &self,
        work: &mut dyn UnitOfWork,
        staff: &Staff,
        now: Timestamp,
    ) -> Result<(), Error> {
        let expires_at = now.plus(validity::STAFF_INVITATION);
        let purpose = TokenPurpose::StaffActivation(staff.id);
        let token = self.new_token(work, purpose, expires_at).await?;
        let name = staff.name.clone();
        let mut mail = self.mail(
            now,
            &staff.email,
            staff.locale.as_ref(),
            Mail::StaffInvitation { name, token },
        );
        mail.expires_at = Some(expires_at);
        Ok(work.outbox().enqueue(&mail).await?)
    }

    /// Changes a staff member on the revision the caller saw. Losing a role or being deactivated ends all sessions; with
    /// another address the links that were mailed to the old one die.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Error::Stale`], [`Conflict::LastAdministrator`],
    /// [`Conflict::AlreadyExists`].
    pub async fn change_staff(
        &self,
        actor: &Actor,
        id: StaffId,
        seen: Revision,
        change: StaffChange,
    ) -> Result<Stored<Staff>, Error> {
        self.require(actor, Permission::ManageStaff)?;
        self.update_staff(actor, id, Some(seen), |mut staff| {
            staff.name = change.name.clone().unwrap_or(staff.name);
            staff.email = change.email.clone().unwrap_or(staff.email);
            staff.roles = change.roles.clone().unwrap_or(staff.roles);
            staff.on_duty = change.on_duty.unwrap_or(staff.on_duty);
            staff.active = change.active.unwrap_or(staff.active);
            staff
        })
        .await
    }

    /// Switches duty on or off: one's own, or anybody's as an administrator.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn set_on_duty(
        &self,
        actor: &Actor,
        id: StaffId,
        on_duty: bool,
    ) -> Result<Stored<Staff>, Error> {
        if actor.staff() != Some(id) {
            self.require(actor, Permission::ManageStaff)?;
        }
        self.update_staff(actor, id, None, |staff| Staff { on_duty, ..staff })
            .await
    }

    /// Whether new requests reach no mapper on duty at the moment.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn nobody_is_on_duty(&self) -> Result<bool, Error> {
        let staff = self.ports.directory.active_staff().await?;
        Ok(!staff
            .iter()
            .any(|staff| staff.on_duty && staff.acts_as(Role::PortalRegistrationMapper)))
    }

    async fn update_staff(
        &self,
        actor: &Actor,
        id: StaffId,
        seen: Option<Revision>,
        change: impl Fn(Staff) -> Staff + Send + Sync,
    ) -> Result<Stored<Staff>, Error> {
        self.retry(|| self.update_staff_once(actor, id, seen, &change))
            .await
    }

    async fn update_staff_once(
        &self,
        actor: &Actor,
        id: StaffId,
        seen: Option<Revision>,
        change: &(impl Fn(Staff) -> Staff + Send + Sync),
    ) -> Result<Stored<Staff>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        // All administrators are locked, and first, so that two who remove each other cannot both succeed.
        let administrators = work.staff().get_administrators().await?;
        let staff = work
            .staff()
            .get(id)
            .await?
            .ok_or(Error::NotFound("staff member"))?;
        if seen.is_some_and(|seen| seen != staff.revision) {
            return Err(Error::Stale);
        }
        let changed = change(staff.value.clone());
        let has_moved = changed.email != staff.email;
        let was_administrator = staff.acts_as(Role::Administrator);
        if was_administrator && !changed.acts_as(Role::Administrator) && administrators.len() == 1 {
            return Err(Conflict::LastAdministrator.into());
        }
        if changed.roles != staff.roles || !changed.active {
            work.sessions().end_all(SessionHolder::Staff(id)).await?;
        }
        let record = Record::new(
            actor.reference(),
            AuditAction::StaffChanged,
            SubjectKind::Staff,
            id.0,
        )
        .before(as_json(&staff))
        .after(as_json(&changed));
        let revision = work
            .staff()
            .update(&staff.replace(changed.clone()))
            .await
            .map_err(exists)?;
        self.record(work, now, record).await?;
        if has_moved {
            // Whoever reads the old mailbox must not get in by what was mailed there.
            for purpose in [
                TokenPurpose::StaffActivation(id),
                TokenPurpose::StaffPasswordReset(id),
            ] {
                work.tokens().end(&purpose).await?;
            }
            if changed.password.is_none() {
                self.invite_staff(work, &changed, now).await?;
            }
        }
        self.commit(begun).await?;
        Ok(Stored::new(changed, revision))
    }

    /// Makes a one-time link with which somebody becomes an administrator: the first one, or after a lock-out.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn create_setup_link(&self, actor: &Actor) -> Result<Secret, Error> {
        self.require(actor, Permission::ManageStaff)?;
        self.retry(|| self.create_setup_link_once(actor)).await
    }

    async fn create_setup_link_once(&self, actor: &Actor) -> Result<Secret, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.tokens().end(&TokenPurpose::Setup).await?;
        let token = self
            .new_token(
                work,
                TokenPurpose::Setup,
                now.plus(validity::STAFF_INVITATION),
            )
            .await?;
        let nobody = uuid::Uuid::nil();
        let record = Record::new(
            actor.reference(),
            AuditAction::SetupLinkCreated,
            SubjectKind::Staff,
            nobody,
        );
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(token)
    }
}

/// Without name and address: the trail names people by id.
fn as_json(staff: &Staff) -> serde_json::Value {
    json!({ "roles": staff.roles, "on_duty": staff.on_duty, "active": staff.active })
}

pub(super) fn exists(error: StoreError) -> Error {
    match error {
        StoreError::Duplicate(_) => {
            Conflict::AlreadyExists("a staff member with this address").into()
        }
        other => other.into(),
    }
}
