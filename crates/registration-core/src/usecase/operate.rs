//! Operations: API keys, and mail that failed.

use super::{Conflict, Error, Registrar, record::Record};
use crate::{
    model::{Actor, ApiKey, ApiKeyId, AuditAction, MailId, Scope, Secret, SubjectKind},
    policy::access::Permission,
};

impl Registrar {
    /// Creates an API key. The key itself is returned here and never again.
    ///
    /// # Errors
    /// [`Error::Denied`].
    ///
    /// ```
    /// use registration_core::model::{Actor, Scope};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let office = registration_testkit::office::Office::default();
    /// # let registrar = &office.registrar;
    /// let (key, secret) = registrar.create_api_key(&Actor::CommandLine, "CRM", Scope::Write).await?; // told this once
    /// let actor = registrar.key_holder(&secret).await?;
    /// assert_eq!(actor, Actor::ApiKey { id: key.id, scope: Scope::Write });
    /// assert!(registrar.create_api_key(&actor, "another", Scope::Admin).await.is_err());
    /// registrar.revoke_api_key(&Actor::CommandLine, key.id).await?;
    /// assert!(registrar.key_holder(&secret).await.is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn create_api_key(
        &self,
        actor: &Actor,
        name: &str,
        scope: Scope,
    ) -> Result<(ApiKey, Secret), Error> {
        self.require(actor, Permission::ManageOperations)?;
        self.retry(|| self.create_api_key_once(actor, name, scope))
            .await
    }

    async fn create_api_key_once(
        &self,
        actor: &Actor,
        name: &str,
        scope: Scope,
    ) -> Result<(ApiKey, Secret), Error> {
        let now = self.now();
        let secret = Secret::presented(format!("rk_{}", self.new_secret().expose()));
        let key = ApiKey {
            id: self.new_id(now),
            name: name.to_owned(),
            digest: secret.digest(),
            scope,
            created_at: now,
        };
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        work.api_keys().insert(&key).await?;
        let created = Record::new(
            actor.reference(),
            AuditAction::ApiKeyCreated,
            SubjectKind::ApiKey,
            key.id.0,
        );
        self.record(
            work,
            now,
            created.after(serde_json::json!({ "scope": scope })),
        )
        .await?;
        self.commit(begun).await?;
        Ok((key, secret))
    }

    /// Revokes an API key; the next request with it fails.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn revoke_api_key(&self, actor: &Actor, id: ApiKeyId) -> Result<(), Error> {
        self.require(actor, Permission::ManageOperations)?;
        self.retry(|| self.revoke_api_key_once(actor, id)).await
    }

    async fn revoke_api_key_once(&self, actor: &Actor, id: ApiKeyId) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        if !work.api_keys().delete(id).await? {
            return Err(Error::NotFound("API key"));
        }
        let revoked = Record::new(
            actor.reference(),
            AuditAction::ApiKeyRevoked,
            SubjectKind::ApiKey,
            id.0,
        );
        self.record(work, now, revoked).await?;
        self.commit(begun).await
    }

    /// Queues a failed mail again.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`], [`Conflict::MailNotRetriable`].
    pub async fn retry_mail(&self, actor: &Actor, id: MailId) -> Result<(), Error> {
        self.require(actor, Permission::ManageOperations)?;
        self.ports
            .directory
            .mail(id)
            .await?
            .ok_or(Error::NotFound("mail"))?;
        self.retry(|| self.retry_mail_once(actor, id)).await
    }

    async fn retry_mail_once(&self, actor: &Actor, id: MailId) -> Result<(), Error> {
        let now = self.now();
        let mut begun = self.begin().await?;
        let work = begun.as_mut();
        if !work.outbox().requeue(id, now).await? {
            return Err(Conflict::MailNotRetriable.into());
        }
        let retried = Record::new(
            actor.reference(),
            AuditAction::MailRetried,
            SubjectKind::Mail,
            id.0,
        );
        self.record(work, now, retried).await?;
        self.commit(begun).await
    }
}
