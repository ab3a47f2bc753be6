//! A portal account changes what it says about its person.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{Account, AccountId, ActorRef, AuditAction, PersonName, SubjectKind},
    ports::PortalSession,
};

impl Registrar {
    /// Changes the name that the account goes by.
    ///
    /// Its contacts keep theirs: those are what staff know the person by at each customer, and no door lets a visitor
    /// write in staff's records.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Store`].
    pub async fn change_own_name(
        &self,
        visit: &PortalSession,
        name: &PersonName,
    ) -> Result<Account, Error> {
        self.retry(|| self.change_name_once(visit.account.id, name))
            .await
    }

    async fn change_name_once(&self, id: AccountId, name: &PersonName) -> Result<Account, Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let account = work
            .accounts()
            .get(id)
            .await?
            .ok_or(Error::NotFound("account"))?;
        if account.name == *name {
            return Ok(account.value);
        }
        let changed = Account {
            name: name.clone(),
            ..account.value.clone()
        };
        work.accounts()
            .update(&account.replace(changed.clone()))
            .await?;
        // The trail says that the name changed, not to what: it holds no names.
        let record = Record::new(
            ActorRef::Account(id),
            AuditAction::AccountChanged,
            SubjectKind::Account,
            id.0,
        )
        .after(serde_json::json!({ "changed": ["name"] }));
        self.record(work, now, record).await?;
        self.commit(begun).await?;
        Ok(changed)
    }
}
