//! Whom changing, replacing or disabling an invite link would hit.

use super::NAMED_AT_MOST;
use crate::{
    model::{Actor, InviteLinkId, Origin, Registration, StateKind, Timestamp},
    policy::{
        access::Permission,
        narrowing::{OnTheWay, narrowing},
    },
    ports::RegistrationFilter,
    usecase::{Error, InviteLinkChange, Registrar},
};

/// Whom a change of a link may leave outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkImpact {
    /// How many came in by it. They keep their access.
    pub uses: u32,
    /// How many of those on their way can still come in, where these are too few: none when the link stops.
    pub uses_left: Option<u32>,
    /// Its new end, where that cuts the time that somebody had to come in.
    pub ends_at: Option<Timestamp>,
    /// How many registered by it, did not activate yet, and may be left outside.
    pub pending_registrations: u64,
    /// Those, newest first, up to [`NAMED_AT_MOST`].
    pub registrations: Vec<Registration>,
}

impl Registrar {
    /// Says whom changing a link would hit. To replace it at once hits as many as to
    /// [stop](InviteLinkChange::stop) it. Changes nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn preview_link_change(
        &self,
        actor: &Actor,
        id: InviteLinkId,
        change: &InviteLinkChange,
    ) -> Result<LinkImpact, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let link = self.ports.directory.invite_link(id).await?;
        let link = link.ok_or(Error::NotFound("invite link"))?.value;
        let by_link = RegistrationFilter {
            state: Some(StateKind::AwaitingActivation),
            link: Some(id),
            ..RegistrationFilter::default()
        };
        let now = self.now();
        let waiting = self.visitors_in(&by_link, now).await?;
        let (named, pending): (Vec<_>, Vec<_>) = waiting
            .iter()
            .filter_map(|one| Some((one, on_the_way(one)?)))
            .unzip();
        let changed = change.of(link.clone());
        let narrowing = narrowing(&link, &changed, &pending, now);
        let hit = narrowing.hit.iter().filter_map(|place| named.get(*place));
        Ok(LinkImpact {
            uses: link.uses,
            uses_left: narrowing.uses_left,
            ends_at: narrowing.ends_at,
            pending_registrations: narrowing.hit.len() as u64,
            registrations: hit.take(NAMED_AT_MOST).copied().cloned().collect(),
        })
    }
}

/// What the rule asks of a visitor who came by a link and did not activate yet: all that the filter lets through.
fn on_the_way(one: &Registration) -> Option<OnTheWay<'_>> {
    let Origin::InviteLink { code, .. } = &one.origin else {
        return None;
    };
    let expires_at = one.state.expires_at()?;
    Some(OnTheWay { code, expires_at })
}
