//! Invite links, and the table that holds every code one has or had.

use crate::{
    column::{self, Fields, Json, Record},
    unit_of_work::Work,
};
use async_trait::async_trait;
use registration_core::{
    model::{InviteLink, InviteLinkId, LinkCode, Revision, Stored, Timestamp},
    ports::{InviteLinkRepository, StoreError},
};
use sqlx::query;
use std::num::NonZeroU32;

/// The columns of a [`Stored<InviteLink>`], in the order in which they are read.
macro_rules! columns {
    () => {
        "invite_links.id, invite_links.customer_id, invite_links.label, invite_links.code, \
         invite_links.retired, invite_links.expires_at, invite_links.max_uses, invite_links.uses, \
         invite_links.enabled, invite_links.last_used_at, invite_links.created_at, \
         invite_links.revision"
    };
}
pub(crate) use columns;

impl Record for InviteLink {
    const ENTITY: &'static str = "invite link";

    fn read(row: &mut Fields<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id()?,
            customer: row.id()?,
            label: row.next()?,
            code: LinkCode(row.next()?),
            retired: row.json()?,
            expires_at: row.time_if()?,
            max_uses: row.number_if()?.and_then(NonZeroU32::new),
            uses: row.number()?,
            enabled: row.next()?,
            last_used_at: row.time_if()?,
            created_at: row.time()?,
        })
    }
}

impl Work {
    async fn insert_codes(&mut self, link: &InviteLink) -> Result<(), StoreError> {
        let retired = link.retired.iter().map(|retired| &retired.code);
        let codes = retired.chain([&link.code]).map(|code| code.0.as_str());
        let statement =
            query("INSERT INTO invite_link_codes (code, link_id) SELECT unnest($1::text[]), $2")
                .bind(column::texts(codes))
                .bind(link.id.0);
        self.execute("invite link", statement).await?;
        Ok(())
    }
}

#[async_trait]
impl InviteLinkRepository for Work {
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>, StoreError> {
        let statement = concat!(
            "SELECT ",
            columns!(),
            " FROM invite_links WHERE id = $1 FOR NO KEY UPDATE"
        );
        self.one(query(statement).bind(id.0)).await
    }

    async fn insert(&mut self, link: &InviteLink) -> Result<(), StoreError> {
        let statement = query(
            "INSERT INTO invite_links (id, customer_id, label, code, retired, expires_at, max_uses, uses, \
             enabled, last_used_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(link.id.0)
        .bind(link.customer.0)
        .bind(link.label.as_str())
        .bind(link.code.0.as_str())
        .bind(Json(&link.retired))
        .bind(column::time_if(link.expires_at))
        .bind(link.max_uses.map(|max| i64::from(max.get())))
        .bind(i64::from(link.uses))
        .bind(link.enabled)
        .bind(column::time_if(link.last_used_at))
        .bind(column::time(link.created_at));
        self.execute("invite link", statement).await?;
        self.insert_codes(link).await
    }

    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision, StoreError> {
        let statement = query(
            "UPDATE invite_links SET customer_id = $3, label = $4, code = $5, retired = $6, \
             expires_at = $7, max_uses = $8, enabled = $9, revision = revision + 1 \
             WHERE id = $1 AND revision = $2",
        )
        .bind(link.id.0)
        .bind(link.revision.0)
        .bind(link.customer.0)
        .bind(link.label.as_str())
        .bind(link.code.0.as_str())
        .bind(Json(&link.retired))
        .bind(column::time_if(link.expires_at))
        .bind(link.max_uses.map(|max| i64::from(max.get())))
        .bind(link.enabled);
        let revision = self.change("invite link", link.revision, statement).await?;
        let statement = query("DELETE FROM invite_link_codes WHERE link_id = $1").bind(link.id.0);
        self.execute("invite link", statement).await?;
        self.insert_codes(link).await?;
        Ok(revision)
    }

    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool, StoreError> {
        let statement = query(
            "UPDATE invite_links SET uses = uses + 1, last_used_at = $2 \
             WHERE id = $1 AND (max_uses IS NULL OR uses < max_uses)",
        )
        .bind(id.0)
        .bind(column::time(at));
        Ok(self.execute("invite link", statement).await? == 1)
    }
}
