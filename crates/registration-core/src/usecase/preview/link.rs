//! Whom replacing or disabling an invite link would hit.

use super::NAMED_AT_MOST;
use crate::{
    model::{Actor, InviteLinkId, Registration, StateKind},
    policy::access::Permission,
    ports::RegistrationFilter,
    usecase::{Error, Registrar},
};

/// Whom a link that stops leaves outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkImpact {
    /// How many came in by it. They keep their access.
    pub uses: u32,
    /// How many registered by it and did not activate yet.
    pub pending_registrations: u64,
    /// Those, newest first, up to [`NAMED_AT_MOST`].
    pub registrations: Vec<Registration>,
}

impl Registrar {
    /// Says whom replacing a link at once, or disabling it, would hit. Changes nothing.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NotFound`].
    pub async fn preview_link_change(
        &self,
        actor: &Actor,
        id: InviteLinkId,
    ) -> Result<LinkImpact, Error> {
        self.require(actor, Permission::ManageCustomers)?;
        let link = self.ports.directory.invite_link(id).await?;
        let link = link.ok_or(Error::NotFound("invite link"))?;
        let by_link = RegistrationFilter {
            state: Some(StateKind::AwaitingActivation),
            link: Some(id),
            ..RegistrationFilter::default()
        };
        let mut registrations = self.visitors_in(&by_link, self.now()).await?;
        let pending_registrations = registrations.len() as u64;
        registrations.truncate(NAMED_AT_MOST);
        Ok(LinkImpact {
            uses: link.uses,
            pending_registrations,
            registrations,
        })
    }
}
