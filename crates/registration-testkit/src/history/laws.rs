//! What holds after every step of every history.

mod access;
mod project;
mod registration;

use super::world::{Outcome, World};

/// Checks every law.
pub(super) async fn all(world: &mut World) -> Outcome {
    access::nobody_has_access_without_proof_or_decision(world)?;
    access::an_address_has_one_account(world).await?;
    access::every_membership_has_its_provenance(world).await?;
    access::a_session_opens_what_its_account_may_open_and_nothing_else(world).await?;
    access::what_was_taken_away_opens_nothing(world).await?;
    registration::an_address_has_one_open_registration_at_a_customer(world).await?;
    registration::a_final_registration_never_changes(world).await?;
    registration::an_archived_customer_has_nothing_open(world).await?;
    registration::a_dead_proof_proves_nothing(world).await?;
    registration::no_link_gives_more_uses_than_its_maximum(world).await?;
    project::a_project_is_seen_by_exactly_whom_it_should(world).await
}
