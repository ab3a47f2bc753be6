//! Choosing a new password by mail, and the first one of a staff member.

use super::{Error, Registrar, SignedIn, record::Record};
use crate::{
    model::{
        ActorRef, AuditAction, EmailAddress, Mail, OutboxMail, Password, PasswordHash, Role,
        Secret, SessionHolder, Staff, StaffId, SubjectKind, Timestamp, TokenPurpose,
    },
    policy::{
        passwords::{self, Weakness},
        validity,
    },
    ports::UnitOfWork,
};

impl Registrar {
    /// Mails an account a link to choose a new password. An unknown address is passed over without a word.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn request_password_reset(&self, email: &EmailAddress) -> Result<(), Error> {
        let Some(account) = self.ports.directory.account_by_email(email).await? else {
            return Ok(());
        };
        let purpose = TokenPurpose::PasswordReset(account.id);
        self.mail_reset(email, account.name.to_string(), purpose, false)
            .await
    }

    /// Mails a staff member a link to choose a new password. An unknown address is passed over without a word.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn request_staff_password_reset(&self, email: &EmailAddress) -> Result<(), Error> {
        let staff = self.ports.directory.staff_by_email(email).await?;
        let Some(staff) = staff.filter(|staff| staff.active) else {
            return Ok(());
        };
        self.mail_reset(
            email,
            staff.name.clone(),
            TokenPurpose::StaffPasswordReset(staff.id),
            true,
        )
        .await
    }

    async fn mail_reset(
        &self,
        email: &EmailAddress,
        name: String,
        purpose: TokenPurpose,
        console: bool,
    ) -> Result<(), Error> {
        if !self.may_mail(email).await {
            return Ok(());
        }
        let now = self.now();
        let expires_at = now.plus(validity::PASSWORD_RESET);
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.tokens().end(&purpose).await?;
        let token = self.new_token(work, purpose, expires_at).await?;
        let mail: OutboxMail = self.mail(
            now,
            email,
            None,
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
        changed.password = hash;
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
        self.set_staff_password(token, id, password, AuditAction::PasswordReset)
            .await
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
        let id = match self.live_purpose(token).await? {
            TokenPurpose::StaffActivation(id) => {
                self.set_staff_password(token, id, password, AuditAction::StaffActivated)
                    .await?;
                id
            }
            TokenPurpose::Setup => {
                let (name, email) = administrator.ok_or_else(|| {
                    Error::field(
                        "/email",
                        "required",
                        "say your name and the address to sign in with",
                    )
                })?;
                self.set_up(token, name, email, password).await?
            }
            _ => return Err(Error::TokenUnavailable),
        };
        let now = self.now();
        let holder = SessionHolder::Staff(id);
        let mut work = self.begin().await?;
        let secret = self.open_session(work.as_mut(), holder, now).await?;
        self.commit(work).await?;
        Ok(SignedIn { secret, holder })
    }

    async fn set_up(
        &self,
        token: &Secret,
        name: String,
        email: EmailAddress,
        password: Password,
    ) -> Result<StaffId, Error> {
        let hash = self.chosen(password, &[&name, email.as_str()]).await?;
        let now = self.now();
        let staff = Staff {
            id: self.new_id(now),
            name,
            email,
            roles: [Role::Administrator].into(),
            on_duty: false,
            active: true,
            password: Some(hash),
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        self.use_up(work, token, now).await?;
        work.staff()
            .insert(&staff)
            .await
            .map_err(|error| match error {
                crate::ports::StoreError::Duplicate(_) => Error::Conflict(
                    super::Conflict::AlreadyExists("a staff member with this address"),
                ),
                other => other.into(),
            })?;
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
        self.commit(begun).await?;
        Ok(staff.id)
    }

    async fn set_staff_password(
        &self,
        token: &Secret,
        id: StaffId,
        password: Password,
        action: AuditAction,
    ) -> Result<(), Error> {
        let staff = self.ports.directory.staff_member(id).await?;
        let staff = staff
            .filter(|staff| staff.active)
            .ok_or(Error::TokenUnavailable)?;
        let hash = self
            .chosen(password, &[&staff.name, staff.email.as_str()])
            .await?;
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let staff = work.staff().get(id).await?.ok_or(Error::TokenUnavailable)?;
        self.use_up(work, token, now).await?;
        let mut changed = staff.value.clone();
        changed.password = Some(hash);
        work.staff().update(&staff.replace(changed)).await?;
        work.sessions().end_all(SessionHolder::Staff(id)).await?;
        self.record(
            work,
            now,
            Record::new(ActorRef::Staff(id), action, SubjectKind::Staff, id.0),
        )
        .await?;
        self.commit(begun).await
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
