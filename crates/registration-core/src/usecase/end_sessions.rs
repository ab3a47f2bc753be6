//! A person sees where they are signed in, and ends sessions of their own: in the portal and in the console alike.

use super::{Error, Listing, Registrar, record::Record};
use crate::{
    model::{ActorRef, AuditAction, Session, SessionHolder, SessionId, SubjectKind},
    policy::sessions,
    ports::Page,
};
use serde_json::{Value, json};

/// A session as its holder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

impl Registrar {
    /// The live sessions of whoever holds `current`, newest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn own_sessions(
        &self,
        current: &Session,
        page: Page,
    ) -> Result<Listing<OwnSession>, Error> {
        let now = self.now();
        let sessions = self.ports.directory.sessions_of(current.holder).await?;
        let rows = sessions
            .into_iter()
            .filter(|one| sessions::is_live(one, now))
            .filter(|one| page.before.is_none_or(|before| one.id.0 < before))
            .map(|session| OwnSession {
                is_current: session.id == current.id,
                session,
            });
        Ok(Listing::cut(rows.collect(), page, |row| row.session.id.0))
    }

    /// Ends one session of whoever holds `current`, which may be that one. Anybody else's is as if there were none.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn end_session(&self, current: &Session, id: SessionId) -> Result<(), Error> {
        let sessions = self.ports.directory.sessions_of(current.holder).await?;
        let ended = sessions
            .into_iter()
            .find(|one| one.id == id && sessions::is_live(one, self.now()))
            .ok_or(Error::NotFound("session"))?;
        self.retry(|| async {
            let mut begun = self.begin().await?;
            let work = begun.as_mut();
            work.sessions().end(&ended.digest).await?;
            let record = signed_out(current.holder, json!({ "session": id }));
            self.record(work, self.now(), record).await?;
            self.commit(begun).await
        })
        .await
    }

    /// Ends every session of whoever holds `current` but that one.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn end_other_sessions(&self, current: &Session) -> Result<(), Error> {
        self.retry(|| async {
            let mut begun = self.begin().await?;
            let work = begun.as_mut();
            work.sessions()
                .end_others(current.holder, &current.digest)
                .await?;
            let record = signed_out(current.holder, json!({ "sessions": "others" }));
            self.record(work, self.now(), record).await?;
            self.commit(begun).await
        })
        .await
    }
}

fn signed_out(holder: SessionHolder, ended: Value) -> Record {
    let (by, kind, id) = match holder {
        SessionHolder::Account(id) => (ActorRef::Account(id), SubjectKind::Account, id.0),
        SessionHolder::Staff(id) => (ActorRef::Staff(id), SubjectKind::Staff, id.0),
    };
    Record::new(by, AuditAction::SignedOut, kind, id).after(ended)
}
