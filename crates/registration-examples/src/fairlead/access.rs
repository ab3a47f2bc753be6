//! What opens a door: accounts, staff, sessions, tokens, API keys.

use super::{
    document::{Columns, document, id},
    kept::{Question, Result, all, one_by_id},
    moment,
    secret::{self, AccountShape, ApiKeyShape, SessionShape, StaffShape, TokenShape},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{
        Account, AccountId, ApiKey, ApiKeyId, EmailAddress, Revision, Role, SecretDigest, Session,
        SessionHolder, Staff, StaffId, Stored, Timestamp, Token, TokenPurpose,
    },
    ports::{
        AccountRepository, ApiKeyRepository, SessionRepository, StaffRepository, TokenRepository,
    },
};

document!(Account as AccountShape, "account", |it| Columns {
    keys: vec![it.email.to_string()],
    ..Columns::new(it.id, it.created_at)
});

document!(Staff as StaffShape, "staff member", |it| Columns {
    keys: vec![it.email.to_string()],
    ..Columns::new(it.id, it.created_at)
});

document!(Session as SessionShape, "session", |it| Columns {
    owner: Some(holder(it.holder)),
    keys: vec![secret::text(&it.digest)],
    ..Columns::new(it.id, it.created_at)
});

// A token has no id: its digest is its name.
document!(Token as TokenShape, "token", |it| Columns {
    topic: Some(purpose(&it.purpose)),
    ends_at: Some(moment::text(it.expires_at)),
    ..Columns::new(secret::text(&it.digest), it.expires_at)
});

document!(ApiKey as ApiKeyShape, "API key", |it| Columns {
    keys: vec![secret::text(&it.digest)],
    ..Columns::new(it.id, it.created_at)
});

/// A question for the one that has this key among the documents of its kind.
pub(super) fn by_key<T: super::document::Document>(key: impl ToString) -> Question<T> {
    let condition = "portal_id = (SELECT document FROM portal_keys WHERE kind = portal_documents.kind AND key = ?)";
    all().with(condition, key.to_string())
}

/// The id behind a session.
pub(super) fn holder(holder: SessionHolder) -> String {
    match holder {
        SessionHolder::Account(id) => id.to_string(),
        SessionHolder::Staff(id) => id.to_string(),
    }
}

fn purpose(purpose: &TokenPurpose) -> String {
    format!(
        "{} {}",
        purpose.code(),
        id(purpose.subject()).unwrap_or_default()
    )
}

#[async_trait]
impl AccountRepository for Work {
    async fn get(&mut self, id: AccountId) -> Result<Option<Stored<Account>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_by_email(&mut self, email: &EmailAddress) -> Result<Option<Stored<Account>>> {
        self.one(by_key(email)).await
    }

    async fn insert(&mut self, account: &Account) -> Result<()> {
        self.add(account).await
    }

    async fn update(&mut self, account: &Stored<Account>) -> Result<Revision> {
        self.change(account).await
    }
}

#[async_trait]
impl StaffRepository for Work {
    async fn get(&mut self, id: StaffId) -> Result<Option<Stored<Staff>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn get_administrators(&mut self) -> Result<Vec<Stored<Staff>>> {
        let mut staff = self.many(all::<Staff>().oldest(u32::MAX)).await?;
        staff.retain(|one| one.acts_as(Role::Administrator));
        Ok(staff)
    }

    async fn insert(&mut self, staff: &Staff) -> Result<()> {
        self.add(staff).await
    }

    async fn update(&mut self, staff: &Stored<Staff>) -> Result<Revision> {
        self.change(staff).await
    }
}

#[async_trait]
impl SessionRepository for Work {
    async fn insert(&mut self, session: &Session) -> Result<()> {
        self.add(session).await
    }

    async fn touch(&mut self, digest: &SecretDigest, at: Timestamp) -> Result<()> {
        let session = self.one(by_key::<Session>(secret::text(digest))).await?;
        let Some(session) = session else {
            return Ok(());
        };
        let used = Session {
            last_seen_at: at,
            ..session.value
        };
        self.note(&used).await
    }

    async fn end(&mut self, digest: &SecretDigest) -> Result<()> {
        let condition =
            "portal_id = (SELECT document FROM portal_keys WHERE kind = 'session' AND key = ?)";
        self.remove::<Session>(condition, secret::text(digest))
            .await?;
        Ok(())
    }

    async fn end_all(&mut self, whose: SessionHolder) -> Result<()> {
        self.remove::<Session>("owner = ?", holder(whose)).await?;
        Ok(())
    }

    async fn end_others(&mut self, whose: SessionHolder, kept: &SecretDigest) -> Result<()> {
        let theirs = all::<Session>().with("owner = ?", holder(whose));
        for session in self.many(theirs).await? {
            if session.digest != *kept {
                SessionRepository::end(self, &session.digest).await?;
            }
        }
        Ok(())
    }

    async fn end_stranded(&mut self) -> Result<()> {
        let condition = "body ->> '$.holder.kind' = ? AND owner NOT IN (SELECT portal_account \
            FROM portal_people WHERE portal_account IS NOT NULL AND company_closed_at IS NULL)";
        self.remove::<Session>(condition, "account".to_owned())
            .await?;
        Ok(())
    }

    async fn forget_begun_by(&mut self, begun_by: Timestamp) -> Result<()> {
        self.remove::<Session>("made_at <= ?", moment::text(begun_by))
            .await?;
        Ok(())
    }
}

#[async_trait]
impl TokenRepository for Work {
    async fn get(&mut self, digest: &SecretDigest) -> Result<Option<Token>> {
        let token = all().with("portal_id = ?", secret::text(digest));
        Ok(self.one(token).await?.map(|token| token.value))
    }

    async fn insert(&mut self, token: &Token) -> Result<()> {
        self.add(token).await
    }

    async fn end(&mut self, of: &TokenPurpose) -> Result<()> {
        self.remove::<Token>("topic = ?", purpose(of)).await?;
        Ok(())
    }

    async fn forget_expired(&mut self, now: Timestamp) -> Result<()> {
        self.remove::<Token>("ends_at <= ?", moment::text(now))
            .await?;
        Ok(())
    }
}

#[async_trait]
impl ApiKeyRepository for Work {
    async fn insert(&mut self, key: &ApiKey) -> Result<()> {
        self.add(key).await
    }

    async fn delete(&mut self, id: ApiKeyId) -> Result<bool> {
        Ok(self
            .remove::<ApiKey>("portal_id = ?", id.to_string())
            .await?
            == 1)
    }
}
