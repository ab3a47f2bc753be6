//! Choosing a new password by mail, and the first one of a staff member.

use super::{Error, Registrar, SignedIn, record::Record};
use crate::{
    model::{
        AccountId, ActorRef, AuditAction, EmailAddress, Locale, Mail, OutboxMail, Password,
        PasswordHash, Role, Secret, SessionHolder, Staff, StaffId, SubjectKind, Timestamp,
        TokenPurpose,
    },
    policy::{
        passwords::{self, Weakness},
        validity,
    },
    ports::UnitOfWork,
};

/// What a link of `/admin/activate` is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StaffProof {
    /// An invited staff member chooses the first password.
    Invitation {
        /// The name.
        name: String,
        /// The address to sign in with.
        email: EmailAddress,
    },
    /// Whoever holds it becomes an administrator.
    Setup,
}

/// Who may choose a new password: the name, the language to be written to in, and what the token is for.
type Known = (String, Option<Locale>, TokenPurpose);

impl Registrar {
    /// Mails an account a link to choose a new password. An unknown address is passed over without a word.
    ///
    /// # Errors
    /// [`Error::Store`].
    ///
    /// ```
    /// use registration_core::{Error, model::Password, usecase::Proof};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// # let account = registration_testkit::fixtures::Fixtures::default().account();
    /// # let mut work = registration_core::ports::Store::begin(&office.store).await?;
    /// # work.accounts().insert(&account).await?;
    /// # work.commit().await?;
    /// registrar.request_password_reset(&account.email).await?;
    /// let Proof::Token(token) = office.proof(account.email.as_str()).await else { panic!("a link is mailed") };
    /// let weak = registrar.reset_password(&token, Password::typed("passwordpassword")).await;
    /// assert!(matches!(weak, Err(Error::WeakPassword(_))), "nothing is used up");
    /// registrar.reset_password(&token, Password::typed("seven walruses hum quietly")).await?;
    /// let again = registrar.reset_password(&token, Password::typed("eight walruses hum quietly")).await;
    /// assert!(matches!(again, Err(Error::TokenUnavailable)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn request_password_reset(&self, email: &EmailAddress) -> Result<(), Error> {
        let account = self.ports.directory.account_by_email(email).await?;
        let purpose = |id| TokenPurpose::PasswordReset(id);
        let known = account.map(|account| {
            let name = account.name.to_string();
            (name, account.locale.clone(), purpose(account.id))
        });
        let nobody = purpose(self.new_id(self.now()));
        self.mail_reset(email, known, nobody, false).await
    }

    /// Mails a staff member a link to choose a new password. An unknown address is passed over without a word.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn request_staff_password_reset(&self, email: &EmailAddress) -> Result<(), Error> {
        let staff = self.ports.directory.staff_by_email(email).await?;
        let purpose = |id| TokenPurpose::StaffPasswordReset(id);
        let known = staff.filter(|staff| staff.active);
        let known =
            known.map(|staff| (staff.name.clone(), staff.locale.clone(), purpose(staff.id)));
        let nobody = purpose(self.new_id(self.now()));
        self.mail_reset(email, known, nobody, true).await
    }

    async fn mail_reset(
        &self,
        email: &EmailAddress,
        known: Option<Known>,
        nobody: TokenPurpose,
        console: bool,
    ) -> Result<(), Error> {
        if !self.may_mail(email).await {
            return Ok(());
        }
        self.retry(|| self.mail_reset_once(email, &known, nobody, console))
            .await
    }

    async fn mail_reset_once(
        &self,
        email: &EmailAddress,
        known: &Option<Known>,
        nobody: TokenPurpose,
        console: bool,
    ) -> Result<(), Error> {
        let now = self.now();
        let expires_at = now.plus(validity::PASSWORD_RESET);
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let purpose = known.as_ref().map_or(nobody, |(_, _, purpose)| *purpose);
        work.tokens().end(&purpose).await?;
        let token = self.new_token(work, purpose, expires_at).await?;
        let Some((name, locale, _)) = known.clone() else {
            // An unknown address costs a commit too, or the time would tell; nobody ever holds this token.
            return self.commit(begun).await;
        };
        let mail: OutboxMail = self.mail(
            now,
            email,
            locale.as_ref(),
            Mail::PasswordReset {
                name,
                token,
                console,
            },
        );
        work.outbox()
            .enqueue(&OutboxMail {
                expires_at: Some(expires_at),
                ..mail
            })
            .await?;
        self.commit(begun).await
    }

    /// Sets a new password and ends every session of the account.
    ///
    /// # Errors
    /// [`Error::TokenUnavailable`], [`Error::WeakPassword`] (which uses nothing up), [`Error::Busy`].
    pub async fn reset_password(&self, token: &Secret, password: Password) -> Result<(), Error> {
        let TokenPurpose::PasswordReset(id) = self.live_purpose(token).await? else {
            return Err(Error::TokenUnavailable);
        };
        let account = self
            .ports
            .directory
            .account(id)
            .await?
            .ok_or(Error::TokenUnavailable)?;
        let hash = self
            .chosen(
                password,
                &[&account.name.to_string(), account.email.as_str()],
            )
            .await?;
        self.retry(|| self.reset_password_once(token, id, &hash))
            .await
    }

    async fn reset_password_once(
        &self,
        token: &Secret,
        id: AccountId,
        hash: &PasswordHash,
    ) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let account = work
            .accounts()
            .get(id)
            .await?
            .ok_or(Error::TokenUnavailable)?;
        self.use_up(work, token, now).await?;
        let mut changed = account.value.clone();
        changed.password = hash.clone();
        work.accounts().update(&account.replace(changed)).await?;
        work.sessions().end_all(SessionHolder::Account(id)).await?;
        let by = ActorRef::Account(id);
        self.record(
            work,
            now,
            Record::new(by, AuditAction::PasswordReset, SubjectKind::Account, id.0),
        )
        .await?;
        self.commit(begun).await
    }

    /// Sets a new password of a staff member and ends every session of theirs.
    ///
    /// # Errors
    /// [`Error::TokenUnavailable`], [`Error::WeakPassword`] (which uses nothing up), [`Error::Busy`].
    pub async fn reset_staff_password(
        &self,
        token: &Secret,
        password: Password,
    ) -> Result<(), Error> {
        let TokenPurpose::StaffPasswordReset(id) = self.live_purpose(token).await? else {
            return Err(Error::TokenUnavailable);
        };
        let hash = self.staff_password(id, password).await?;
        self.retry(|| async {
            let mut begun = self.begin().await?;
            let action = AuditAction::PasswordReset;
            self.set_staff_password(begun.as_mut(), token, id, &hash, action)
                .await?;
            self.commit(begun).await
        })
        .await
    }

    /// Says what a link of `/admin/activate` is good for. Changes nothing.
    ///
    /// # Errors
    /// [`Error::TokenUnavailable`], [`Error::Store`].
    pub async fn inspect_staff_activation(&self, token: &Secret) -> Result<StaffProof, Error> {
        match self.live_purpose(token).await? {
            TokenPurpose::StaffActivation(id) => {
                let staff = self.ports.directory.staff_member(id).await?;
                let staff = staff.filter(|staff| staff.active);
                staff
                    .map(|staff| StaffProof::Invitation {
                        name: staff.value.name,
                        email: staff.value.email,
                    })
                    .ok_or(Error::TokenUnavailable)
            }
            TokenPurpose::Setup => Ok(StaffProof::Setup),
            _ => Err(Error::TokenUnavailable),
        }
    }

    /// Sets the first password of a staff member, or, with a setup link, creates an administrator; then signs them in.
    ///
    /// # Errors
    /// [`Error::TokenUnavailable`], [`Error::WeakPassword`] and [`Error::Invalid`] (which use nothing up),
    /// [`Error::Busy`].
    pub async fn activate_staff(
        &self,
        token: &Secret,
        password: Password,
        administrator: Option<(String, EmailAddress)>,
    ) -> Result<SignedIn, Error> {
        match self.live_purpose(token).await? {
            TokenPurpose::StaffActivation(id) => {
                let hash = self.staff_password(id, password).await?;
                self.retry(|| self.activate_staff_once(token, id, &hash))
                    .await
            }
            TokenPurpose::Setup => {
                let (name, email) = administrator.ok_or_else(|| {
                    Error::field(
                        "/email",
                        "required",
                        "say your name and the address to sign in with",
                    )
                })?;
                let hash = self.chosen(password, &[&name, email.as_str()]).await?;
                self.retry(|| self.set_up(token, &name, &email, &hash))
                    .await
            }
            _ => Err(Error::TokenUnavailable),
        }
    }

    async fn activate_staff_once(
        &self,
        token: &Secret,
        id: StaffId,
        hash: &PasswordHash,
    ) -> Result<SignedIn, Error> {
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.set_staff_password(work, token, id, hash, AuditAction::StaffActivated)
            .await?;
        let holder = SessionHolder::Staff(id);
        let secret = self.open_session(work, holder, self.now()).await?;
        self.commit(begun).await?;
        Ok(SignedIn { secret, holder })
    }

    async fn set_up(
        &self,
        token: &Secret,
        name: &str,
        email: &EmailAddress,
        hash: &PasswordHash,
    ) -> Result<SignedIn, Error> {
        let now = self.now();
        let staff = Staff {
            id: self.new_id(now),
            name: name.to_owned(),
            email: email.clone(),
            locale: None,
            roles: [Role::Administrator].into(),
            on_duty: false,
            active: true,
            password: Some(hash.clone()),
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.use_up(work, token, now).await?;
        work.staff()
            .insert(&staff)
            .await
            .map_err(super::edit_staff::exists)?;
        let by = ActorRef::CommandLine;
        self.record(
            work,
            now,
            Record::new(
                by,
                AuditAction::StaffCreated,
                SubjectKind::Staff,
                staff.id.0,
            ),
        )
        .await?;
        let holder = SessionHolder::Staff(staff.id);
        let secret = self.open_session(work, holder, now).await?;
        self.commit(begun).await?;
        Ok(SignedIn { secret, holder })
    }

    /// The hash of a password that an active staff member chose.
    async fn staff_password(&self, id: StaffId, password: Password) -> Result<PasswordHash, Error> {
        let staff = self.ports.directory.staff_member(id).await?;
        let staff = staff
            .filter(|staff| staff.active)
            .ok_or(Error::TokenUnavailable)?;
        self.chosen(password, &[&staff.name, staff.email.as_str()])
            .await
    }

    /// Sets the password that a token allows to be set, and ends every session.
    async fn set_staff_password(
        &self,
        work: &mut dyn UnitOfWork,
        token: &Secret,
        id: StaffId,
        hash: &PasswordHash,
        action: AuditAction,
    ) -> Result<(), Error> {
        let now = self.now();
        let staff = work
            .staff()
            .get(id)
            .await?
            .filter(|staff| staff.active)
            .ok_or(Error::TokenUnavailable)?;
        self.use_up(work, token, now).await?;
        let mut changed = staff.value.clone();
        changed.password = Some(hash.clone());
        work.staff().update(&staff.replace(changed)).await?;
        work.sessions().end_all(SessionHolder::Staff(id)).await?;
        self.record(
            work,
            now,
            Record::new(ActorRef::Staff(id), action, SubjectKind::Staff, id.0),
        )
        .await
    }

    async fn chosen(&self, password: Password, context: &[&str]) -> Result<PasswordHash, Error> {
        passwords::check(password.expose(), context)
            .map_err(|weakness: Weakness| Error::WeakPassword(weakness))?;
        Ok(self.ports.hasher.hash(password).await?)
    }

    async fn live_purpose(&self, token: &Secret) -> Result<TokenPurpose, Error> {
        let now = self.now();
        let token = self.ports.directory.token(&token.digest()).await?;
        Ok(token
            .filter(|token| now < token.expires_at)
            .ok_or(Error::TokenUnavailable)?
            .purpose)
    }

    /// Takes a token for good: of many parallel uses one finds it.
    async fn use_up(
        &self,
        work: &mut dyn UnitOfWork,
        token: &Secret,
        now: Timestamp,
    ) -> Result<(), Error> {
        let token = work
            .tokens()
            .get(&token.digest())
            .await?
            .filter(|token| now < token.expires_at);
        let token = token.ok_or(Error::TokenUnavailable)?;
        Ok(work.tokens().end(&token.purpose).await?)
    }
}
