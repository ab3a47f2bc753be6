//! Sessions of accounts and of staff, by the digest of their cookie.

use crate::{
    column::{self, Fields, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{SecretDigest, Session, SessionHolder, Timestamp},
    ports::{SessionRepository, StoreError},
};
use sqlx::query;
use uuid::Uuid;

/// The columns of a [`Session`], in the order in which they are read.
macro_rules! columns {
    () => {
        "sessions.id, sessions.digest, sessions.account_id, sessions.staff_id, sessions.created_at, \
         sessions.last_seen_at"
    };
}
pub(crate) use columns;

impl Record for Session {
    const ENTITY: &'static str = "session";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            digest: row.digest()?,
            holder: read_holder(row)?,
            created_at: row.time()?,
            last_seen_at: row.time()?,
        })
    }
}

fn read_holder(row: &mut Fields<'_>) -> Result<SessionHolder, StoreError> {
    match (row.id_if()?, row.id_if()?) {
        (Some(account), None) => Ok(SessionHolder::Account(account)),
        (None, Some(staff)) => Ok(SessionHolder::Staff(staff)),
        _ => Err(row.corrupt("it has no holder, or two")),
    }
}

/// A holder as the two columns: the account, the staff member.
pub(crate) fn holder(holder: SessionHolder) -> (Option<Uuid>, Option<Uuid>) {
    match holder {
        SessionHolder::Account(id) => (Some(id.0), None),
        SessionHolder::Staff(id) => (None, Some(id.0)),
    }
}

#[async_trait]
impl SessionRepository for Work {
    async fn insert(&mut self, session: &Session) -> Result<(), StoreError> {
        let (account, staff) = holder(session.holder);
        let statement = query(
            "INSERT INTO sessions (id, digest, account_id, staff_id, created_at, last_seen_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(session.id.0)
        .bind(column::digest(&session.digest))
        .bind(account)
        .bind(staff)
        .bind(column::time(session.created_at))
        .bind(column::time(session.last_seen_at));
        self.execute("session", statement).await?;
        Ok(())
    }

    async fn touch(&mut self, digest: &SecretDigest, at: Timestamp) -> Result<(), StoreError> {
        let statement = query("UPDATE sessions SET last_seen_at = $2 WHERE digest = $1")
            .bind(column::digest(digest))
            .bind(column::time(at));
        self.execute("session", statement).await?;
        Ok(())
    }

    async fn end(&mut self, digest: &SecretDigest) -> Result<(), StoreError> {
        let statement =
            query("DELETE FROM sessions WHERE digest = $1").bind(column::digest(digest));
        self.execute("session", statement).await?;
        Ok(())
    }

    async fn end_all(&mut self, holder: SessionHolder) -> Result<(), StoreError> {
        let statement = match holder {
            SessionHolder::Account(id) => {
                query("DELETE FROM sessions WHERE account_id = $1").bind(id.0)
            }
            SessionHolder::Staff(id) => {
                query("DELETE FROM sessions WHERE staff_id = $1").bind(id.0)
            }
        };
        self.execute("session", statement).await?;
        Ok(())
    }

    async fn end_others(
        &mut self,
        holder: SessionHolder,
        kept: &SecretDigest,
    ) -> Result<(), StoreError> {
        let statement = match holder {
            SessionHolder::Account(id) => {
                query("DELETE FROM sessions WHERE account_id = $1 AND digest <> $2").bind(id.0)
            }
            SessionHolder::Staff(id) => {
                query("DELETE FROM sessions WHERE staff_id = $1 AND digest <> $2").bind(id.0)
            }
        };
        self.execute("session", statement.bind(column::digest(kept)))
            .await?;
        Ok(())
    }

    async fn end_stranded(&mut self) -> Result<(), StoreError> {
        // Only an active contact has an account.
        let statement = query(
            "DELETE FROM sessions WHERE account_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts \
             JOIN customers ON customers.id = contacts.customer_id \
             WHERE contacts.account_id = sessions.account_id AND customers.archived_at IS NULL)",
        );
        self.execute("session", statement).await?;
        Ok(())
    }

    async fn forget_begun_by(&mut self, begun_by: Timestamp) -> Result<(), StoreError> {
        let statement =
            query("DELETE FROM sessions WHERE created_at <= $1").bind(column::time(begun_by));
        self.execute("session", statement).await?;
        Ok(())
    }
}
