//! Somebody chooses the language to be written to in, and in which language others are.

use super::{Error, Registrar, record::Record};
use crate::{
    model::{
        ActorRef, AuditAction, ContactId, EmailAddress, Locale, SessionHolder, Staff, SubjectKind,
    },
    policy::access::Denied,
};
use serde_json::json;

impl Registrar {
    /// Sets the language of whoever holds a session: pages and mails follow it. None leaves it to the browser, and to
    /// what a mail's default is.
    ///
    /// # Errors
    /// [`Denied::NotSignedIn`] when the person is not there any more.
    pub async fn choose_language(
        &self,
        holder: SessionHolder,
        locale: Option<Locale>,
    ) -> Result<(), Error> {
        self.retry(|| self.choose_language_once(holder, locale.as_ref()))
            .await
    }

    async fn choose_language_once(
        &self,
        holder: SessionHolder,
        locale: Option<&Locale>,
    ) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        let (before, by, kind, id) = match holder {
            SessionHolder::Account(id) => {
                let account = work.accounts().get(id).await?;
                let account = account.ok_or(Denied::NotSignedIn)?;
                let mut changed = account.value.clone();
                changed.locale = locale.cloned();
                let before = account.value.locale.clone();
                work.accounts().update(&account.replace(changed)).await?;
                (before, ActorRef::Account(id), SubjectKind::Account, id.0)
            }
            SessionHolder::Staff(id) => {
                let staff = work.staff().get(id).await?;
                let staff = staff.ok_or(Denied::NotSignedIn)?;
                let before = staff.value.locale.clone();
                let changed = Staff {
                    locale: locale.cloned(),
                    ..staff.value.clone()
                };
                work.staff().update(&staff.replace(changed)).await?;
                (before, ActorRef::Staff(id), SubjectKind::Staff, id.0)
            }
        };
        let tag = |locale: Option<&Locale>| json!({ "locale": locale.map(Locale::as_str) });
        let chosen = Record::new(by, AuditAction::LanguageChosen, kind, id)
            .before(tag(before.as_ref()))
            .after(tag(locale));
        self.record(work, now, chosen).await?;
        self.commit(begun).await
    }

    /// The language in which an address is written to: its account's, or else the one that was wished for. Looked up
    /// before a unit of work begins.
    pub(super) async fn language_at(
        &self,
        email: &EmailAddress,
        wish: Option<&Locale>,
    ) -> Result<Option<Locale>, Error> {
        let own = self.account_at(email).await?;
        let own = own.and_then(|account| account.locale);
        Ok(own.or_else(|| wish.cloned()))
    }

    /// The language of the account that a contact signs in with.
    pub(super) async fn language_of(&self, contact: ContactId) -> Result<Option<Locale>, Error> {
        let contact = self.ports.directory.contact(contact).await?;
        let account = contact.and_then(|contact| contact.access.account());
        let Some(account) = account else {
            return Ok(None);
        };
        let account = self.ports.directory.account(account).await?;
        Ok(account.and_then(|account| account.value.locale))
    }
}
