//! Invite links, found by every code that they have or had.

use super::{
    document::{Columns, document},
    kept::{Result, one_by_id},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{InviteLink, InviteLinkId, Revision, Stored, Timestamp},
    ports::InviteLinkRepository,
};
use serde::{Deserialize, Serialize};

document!(InviteLink as InviteLink, "invite link", |it| Columns {
    company: Some(it.customer.to_string()),
    keys: [&it.code]
        .into_iter()
        .chain(it.retired.iter().map(|retired| &retired.code))
        .map(|code| code.0.clone())
        .collect(),
    ..Columns::new(it.id, it.created_at)
});

#[async_trait]
impl InviteLinkRepository for Work {
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        self.one(one_by_id(id.0)).await
    }

    async fn insert(&mut self, link: &InviteLink) -> Result<()> {
        self.add(link).await
    }

    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision> {
        // Uses are counted between an edit's load and its save: the body is written whole, so they are taken over.
        let mut changed = link.clone();
        if let Some(now) = self.one(one_by_id::<InviteLink>(link.id.0)).await? {
            changed.value.uses = now.uses;
            changed.value.last_used_at = now.last_used_at;
        }
        self.change(&changed).await
    }

    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool> {
        let Some(mut link) = self.one(one_by_id::<InviteLink>(id.0)).await? else {
            return Ok(false);
        };
        if link.max_uses.is_some_and(|max| max.get() <= link.uses) {
            return Ok(false);
        }
        link.value.uses += 1;
        link.value.last_used_at = Some(at);
        self.note(&link.value).await?;
        Ok(true)
    }
}
