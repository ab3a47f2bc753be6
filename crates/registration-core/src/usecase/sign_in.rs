//! Signing in and out, and who is behind a cookie or a key.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        Account, Actor, ActorRef, AuditAction, EmailAddress, Password, PasswordHash, Secret,
        Session, SessionHolder, Staff, Stored, SubjectKind,
    },
    policy::{access::Denied, sessions},
    ports::{PasswordCheck, PortalSession},
};

/// How often a password is checked at most, when it is replaced while it is checked: by a sign-in beside this one that
/// hashes it anew, for instance.
pub(super) const CHECKS: u32 = 2;

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// What goes into the cookie.
    pub secret: Secret,
    /// Whose it is.
    pub holder: SessionHolder,
}

/// A signed-in staff member.
///
/// ```
/// use registration_core::{model::{Password, Role}, policy::access::Permission};
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// # let office = registration_testkit::office::Office::default();
/// # let registrar = &office.registrar;
/// # let rhea = registration_testkit::fixtures::Fixtures::default().staff([Role::PortalRegistrationMapper]);
/// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
/// # work.staff().insert(&rhea).await?;
/// # work.commit().await?;
/// let signed_in = registrar.sign_in_staff(&rhea.email, Password::typed("correct horse battery staple")).await?;
/// let visit = registrar.console_visit(&signed_in.secret).await?;
/// registrar.require(&visit.actor(), Permission::DecideRequests)?;
/// assert!(registrar.portal_visit(&signed_in.secret).await.is_err(), "the console's cookie opens no portal");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct ConsoleVisit {
    /// The session.
    pub session: Session,
    /// The staff member as of this request.
    pub staff: Stored<Staff>,
}

impl ConsoleVisit {
    /// The authority of this visit.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Staff {
            id: self.staff.id,
            roles: self.staff.roles.clone(),
        }
    }
}

impl Registrar {
    /// Signs an account in. Every failure is the same, and costs the same.
    ///
    /// # Errors
    /// [`Error::SignInFailed`], [`Error::Busy`], [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{Error, model::Password};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let make = registration_testkit::fixtures::Fixtures::default();
    /// # let (acme, account) = (make.customer(), make.account());
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.customers().insert(&acme).await?;
    /// # work.accounts().insert(&account).await?;
    /// # work.contacts().insert(&make.active_contact(&acme, &account)).await?;
    /// # work.commit().await?;
    /// let signed_in = registrar.sign_in(&account.email, Password::typed("correct horse battery staple")).await?;
    /// let visit = registrar.portal_visit(&signed_in.secret).await?; // at each request, with the access of that moment
    /// assert_eq!((visit.account.id, &visit.contacts[0].1), (account.id, &acme.name));
    /// registrar.sign_out(&visit.session).await?;
    /// assert!(registrar.portal_visit(&signed_in.secret).await.is_err());
    ///
    /// let wrong = registrar.sign_in(&account.email, Password::typed("something else")).await;
    /// let unknown = registrar.sign_in(&"eve@acme.com".parse()?, Password::typed("something else")).await;
    /// assert!(matches!((wrong, unknown), (Err(Error::SignInFailed), Err(Error::SignInFailed))), "nobody learns who is known");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn sign_in(
        &self,
        email: &EmailAddress,
        password: Password,
    ) -> Result<SignedIn, Error> {
        for _ in 0..CHECKS {
            let account = self.ports.directory.account_by_email(email).await?;
            let hash = account.as_ref().map(|account| account.password.clone());
            let rehash = self.check_password(password.clone(), hash).await?;
            let account = account.ok_or(Error::SignInFailed)?.value;
            let opened = self.retry(|| self.open_for_account(&account, rehash.as_ref()));
            if let Some(signed_in) = opened.await? {
                return Ok(signed_in);
            }
        }
        Err(Error::SignInFailed)
    }

    /// Nothing when the password was replaced since it was checked.
    async fn open_for_account(
        &self,
        account: &Account,
        rehash: Option<&PasswordHash>,
    ) -> Result<Option<SignedIn>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let current = work
            .accounts()
            .get(account.id)
            .await?
            .ok_or(Error::SignInFailed)?;
        let contacts = work.contacts().get_of_account(account.id).await?;
        let customers: Vec<_> = contacts.iter().map(|contact| contact.customer).collect();
        let has_access = self.any_live(work, &customers).await?;
        if !has_access {
            return Err(Error::SignInFailed);
        }
        if current.password != account.password {
            return Ok(None);
        }
        if let Some(password) = rehash {
            let mut changed = current.value.clone();
            changed.password = password.clone();
            work.accounts().update(&current.replace(changed)).await?;
        }
        let holder = SessionHolder::Account(account.id);
        let secret = self.open_session(work, holder, now).await?;
        let by = ActorRef::Account(account.id);
        self.record(
            work,
            now,
            Record::new(
                by,
                AuditAction::SignedIn,
                SubjectKind::Account,
                account.id.0,
            ),
        )
        .await?;
        self.commit(begun).await?;
        Ok(Some(SignedIn { secret, holder }))
    }

    /// Signs a staff member in to the console. Every failure is the same, and costs the same.
    ///
    /// # Errors
    /// [`Error::SignInFailed`], [`Error::Busy`], [`Error::Store`].
    pub async fn sign_in_staff(
        &self,
        email: &EmailAddress,
        password: Password,
    ) -> Result<SignedIn, Error> {
        for _ in 0..CHECKS {
            let staff = self.ports.directory.staff_by_email(email).await?;
            let hash = staff.as_ref().and_then(|staff| staff.password.clone());
            let rehash = self.check_password(password.clone(), hash).await?;
            let staff = staff.ok_or(Error::SignInFailed)?.value;
            let opened = self.retry(|| self.open_for_staff(&staff, rehash.as_ref()));
            if let Some(signed_in) = opened.await? {
                return Ok(signed_in);
            }
        }
        Err(Error::SignInFailed)
    }

    /// Nothing when the password was replaced since it was checked.
    async fn open_for_staff(
        &self,
        staff: &Staff,
        rehash: Option<&PasswordHash>,
    ) -> Result<Option<SignedIn>, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let current = work
            .staff()
            .get(staff.id)
            .await?
            .ok_or(Error::SignInFailed)?;
        if !current.active {
            return Err(Error::SignInFailed);
        }
        if current.password != staff.password {
            return Ok(None);
        }
        if let Some(password) = rehash {
            let mut changed = current.value.clone();
            changed.password = Some(password.clone());
            work.staff().update(&current.replace(changed)).await?;
        }
        let holder = SessionHolder::Staff(staff.id);
        let secret = self.open_session(work, holder, now).await?;
        let by = ActorRef::Staff(staff.id);
        self.record(
            work,
            now,
            Record::new(by, AuditAction::SignedIn, SubjectKind::Staff, staff.id.0),
        )
        .await?;
        self.commit(begun).await?;
        Ok(Some(SignedIn { secret, holder }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn sign_out(&self, session: &Session) -> Result<(), Error> {
        self.retry(|| self.sign_out_once(session)).await
    }

    async fn sign_out_once(&self, session: &Session) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.sessions().end(&session.digest).await?;
        let (by, kind, id) = match session.holder {
            SessionHolder::Account(id) => (ActorRef::Account(id), SubjectKind::Account, id.0),
            SessionHolder::Staff(id) => (ActorRef::Staff(id), SubjectKind::Staff, id.0),
        };
        self.record(work, now, Record::new(by, AuditAction::SignedOut, kind, id))
            .await?;
        self.commit(begun).await
    }

    /// The account behind a portal cookie, with the access of this moment.
    ///
    /// # Errors
    /// [`Denied::NotSignedIn`] when the session is over or the account has no access left.
    pub async fn portal_visit(&self, secret: &Secret) -> Result<PortalSession, Error> {
        let now = self.now();
        let visit = self
            .ports
            .directory
            .portal_session(&secret.digest())
            .await?
            .ok_or(Denied::NotSignedIn)?;
        if !sessions::is_live(&visit.session, now) || visit.contacts.is_empty() {
            return Err(Denied::NotSignedIn.into());
        }
        self.touch(&visit.session).await?;
        Ok(visit)
    }

    /// The staff member behind a console cookie, with the roles of this moment.
    ///
    /// # Errors
    /// [`Denied::NotSignedIn`] when the session is over or the person isn't active.
    pub async fn console_visit(&self, secret: &Secret) -> Result<ConsoleVisit, Error> {
        let found = self.ports.directory.staff_session(&secret.digest()).await?;
        let (session, staff) = found.ok_or(Denied::NotSignedIn)?;
        if !sessions::is_live(&session, self.now()) || !staff.active {
            return Err(Denied::NotSignedIn.into());
        }
        self.touch(&session).await?;
        Ok(ConsoleVisit { session, staff })
    }

    /// The authority of an API key.
    ///
    /// # Errors
    /// [`Denied::NotSignedIn`] when there is no such key.
    pub async fn key_holder(&self, key: &Secret) -> Result<Actor, Error> {
        let key = self
            .ports
            .directory
            .api_key(&key.digest())
            .await?
            .ok_or(Denied::NotSignedIn)?;
        Ok(Actor::ApiKey {
            id: key.id,
            scope: key.scope,
        })
    }

    async fn touch(&self, session: &Session) -> Result<(), Error> {
        let now = self.now();
        if !sessions::needs_touch(session, now) {
            return Ok(());
        }
        self.retry(|| async {
            let mut work = self.begin().await?;
            work.sessions().touch(&session.digest, now).await?;
            Ok(work.commit().await?)
        })
        .await
    }

    /// A new hash when the password is right and its hash is outdated; nothing when it is right.
    async fn check_password(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<Option<PasswordHash>, Error> {
        match self.ports.hasher.check(password.clone(), hash).await? {
            PasswordCheck::Matches => Ok(None),
            PasswordCheck::MatchesOutdated => Ok(Some(self.ports.hasher.hash(password).await?)),
            PasswordCheck::Differs => Err(Error::SignInFailed),
        }
    }

    /// Whether one of `customers` is there and not archived.
    pub(super) async fn any_live(
        &self,
        work: &mut dyn crate::ports::UnitOfWork,
        customers: &[crate::model::CustomerId],
    ) -> Result<bool, Error> {
        for customer in customers {
            if work
                .customers()
                .find(*customer)
                .await?
                .is_some_and(|customer| customer.archived_at.is_none())
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
