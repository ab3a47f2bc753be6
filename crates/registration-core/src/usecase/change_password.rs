//! Choosing a new password while signed in, which takes the current one and ends every other session.

use super::{ConsoleVisit, Error, Registrar, record::Record, sign_in::CHECKS};
use crate::{
    model::{
        Account, ActorRef, AuditAction, Password, PasswordHash, Session, Staff, SubjectKind,
        TokenPurpose,
    },
    policy::{access::Denied, limits::Limit, passwords},
    ports::{PasswordCheck, PortalSession},
};

/// A password to be changed.
#[derive(Debug, Clone)]
pub struct ChangePassword {
    /// The password of now.
    pub current: Password,
    /// The password to come.
    pub new: Password,
    /// The key by which signing in to this account from this client is counted ([`Limit::SignIn`]): whoever took over
    /// an open session guesses no faster here than there.
    pub counted_as: String,
}

impl Registrar {
    /// Changes the password of a portal account. Every other session of it ends, and so do mailed reset links.
    ///
    /// # Errors
    /// [`Error::WeakPassword`], [`Error::Throttled`], [`Error::Invalid`] for a current password that is wrong,
    /// [`Error::Busy`].
    pub async fn change_password(
        &self,
        visit: &PortalSession,
        change: ChangePassword,
    ) -> Result<(), Error> {
        let name = visit.account.name.to_string();
        let mut context = vec![name.as_str(), visit.account.email.as_str()];
        context.extend(visit.contacts.iter().map(|(_, customer)| customer.as_str()));
        passwords::check(change.new.expose(), &context).map_err(Error::WeakPassword)?;
        self.throttle(Limit::SignIn, &change.counted_as).await?;
        for _ in 0..CHECKS {
            let account = self.ports.directory.account(visit.account.id).await?;
            let account = account.ok_or(Denied::NotSignedIn)?.value;
            self.check_current(&change, Some(&account.password)).await?;
            let hash = self.ports.hasher.hash(change.new.clone()).await?;
            let replaced = self.retry(|| self.replace_password(&account, &visit.session, &hash));
            if replaced.await? {
                return Ok(());
            }
        }
        Err(wrong_password())
    }

    /// False when the password was replaced since it was checked.
    async fn replace_password(
        &self,
        checked: &Account,
        kept: &Session,
        hash: &PasswordHash,
    ) -> Result<bool, Error> {
        let now = self.now();
        let id = checked.id;
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let account = work.accounts().get(id).await?.ok_or(Denied::NotSignedIn)?;
        if account.password != checked.password {
            return Ok(false);
        }
        let mut changed = account.value.clone();
        changed.password = hash.clone();
        work.accounts().update(&account.replace(changed)).await?;
        work.tokens().end(&TokenPurpose::PasswordReset(id)).await?;
        work.sessions()
            .end_others(kept.holder, &kept.digest)
            .await?;
        let (by, action) = (ActorRef::Account(id), AuditAction::PasswordChanged);
        let record = Record::new(by, action, SubjectKind::Account, id.0);
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(true)
    }

    /// Changes the password of a staff member. Every other session of theirs ends, and so do mailed reset links.
    ///
    /// # Errors
    /// [`Error::WeakPassword`], [`Error::Throttled`], [`Error::Invalid`] for a current password that is wrong,
    /// [`Error::Busy`].
    pub async fn change_staff_password(
        &self,
        visit: &ConsoleVisit,
        change: ChangePassword,
    ) -> Result<(), Error> {
        let context = [visit.staff.name.as_str(), visit.staff.email.as_str()];
        passwords::check(change.new.expose(), &context).map_err(Error::WeakPassword)?;
        self.throttle(Limit::SignIn, &change.counted_as).await?;
        for _ in 0..CHECKS {
            let staff = self.ports.directory.staff_member(visit.staff.id).await?;
            let staff = staff.ok_or(Denied::NotSignedIn)?.value;
            self.check_current(&change, staff.password.as_ref()).await?;
            let hash = self.ports.hasher.hash(change.new.clone()).await?;
            let replaced =
                self.retry(|| self.replace_staff_password(&staff, &visit.session, &hash));
            if replaced.await? {
                return Ok(());
            }
        }
        Err(wrong_password())
    }

    /// False when the password was replaced since it was checked.
    async fn replace_staff_password(
        &self,
        checked: &Staff,
        kept: &Session,
        hash: &PasswordHash,
    ) -> Result<bool, Error> {
        let now = self.now();
        let id = checked.id;
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let staff = work.staff().get(id).await?.filter(|staff| staff.active);
        let staff = staff.ok_or(Denied::NotSignedIn)?;
        if staff.password != checked.password {
            return Ok(false);
        }
        let mut changed = staff.value.clone();
        changed.password = Some(hash.clone());
        work.staff().update(&staff.replace(changed)).await?;
        work.tokens()
            .end(&TokenPurpose::StaffPasswordReset(id))
            .await?;
        work.sessions()
            .end_others(kept.holder, &kept.digest)
            .await?;
        let (by, action) = (ActorRef::Staff(id), AuditAction::PasswordChanged);
        let record = Record::new(by, action, SubjectKind::Staff, id.0);
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(true)
    }

    async fn check_current(
        &self,
        change: &ChangePassword,
        hash: Option<&PasswordHash>,
    ) -> Result<(), Error> {
        let current = change.current.clone();
        match self.ports.hasher.check(current, hash.cloned()).await? {
            PasswordCheck::Matches | PasswordCheck::MatchesOutdated => Ok(()),
            PasswordCheck::Differs => Err(wrong_password()),
        }
    }
}

fn wrong_password() -> Error {
    Error::field(
        "/current_password",
        "wrong_password",
        "this is not your password of now",
    )
}
