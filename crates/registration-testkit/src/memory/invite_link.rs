//! Invite links in memory.

use super::{
    Result,
    state::{State, unique},
    unit_of_work::MemoryUnitOfWork,
};
use async_trait::async_trait;
use registration_core::{
    model::{InviteLink, InviteLinkId, LinkCode, Revision, Stored, Timestamp},
    ports::InviteLinkRepository,
};
use std::collections::BTreeSet;

const NAME: &str = "invite link";

/// Every code that leads to `link`: the current one and those it replaced.
pub(super) fn codes(link: &InviteLink) -> impl Iterator<Item = &LinkCode> {
    std::iter::once(&link.code).chain(link.retired.iter().map(|retired| &retired.code))
}

fn check_codes(state: &State, link: &InviteLink) -> Result<()> {
    let mut seen: BTreeSet<&LinkCode> = state
        .invite_links
        .values()
        .filter(|other| other.id != link.id)
        .flat_map(|other| codes(other))
        .collect();
    unique(NAME, !codes(link).all(|code| seen.insert(code)))
}

#[async_trait]
impl InviteLinkRepository for MemoryUnitOfWork {
    async fn get(&mut self, id: InviteLinkId) -> Result<Option<Stored<InviteLink>>> {
        self.run(|state| Ok(state.invite_links.get(&id).cloned()))
    }

    async fn insert(&mut self, link: &InviteLink) -> Result<()> {
        self.run(|state| {
            check_codes(state, link)?;
            state.invite_links.create(NAME, link.id, link)
        })
    }

    async fn update(&mut self, link: &Stored<InviteLink>) -> Result<Revision> {
        self.run(|state| {
            state.invite_links.expect(NAME, link.id, link)?;
            check_codes(state, link)?;
            let mut changed = link.clone();
            if let Some(row) = state.invite_links.get(&link.id) {
                changed.value.uses = row.uses;
                changed.value.last_used_at = row.last_used_at;
            }
            state.invite_links.change(NAME, link.id, &changed)
        })
    }

    async fn take_use(&mut self, id: InviteLinkId, at: Timestamp) -> Result<bool> {
        self.run(|state| {
            let Some(row) = state.invite_links.get_mut(&id) else {
                return Ok(false);
            };
            let link = &mut row.value;
            if link
                .max_uses
                .is_some_and(|maximum| link.uses >= maximum.get())
            {
                return Ok(false);
            }
            link.uses += 1;
            link.last_used_at = Some(at);
            Ok(true)
        })
    }
}
