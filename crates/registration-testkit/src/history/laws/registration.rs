//! What holds of registrations, of what was mailed for them, and of the links they came by.

use crate::history::{
    command::PEOPLE,
    world::{ALL, Outcome, World, ensure},
};
use registration_core::{
    model::{Registration, StateKind, Stored},
    ports::RegistrationFilter,
    usecase::Proof,
};
use std::collections::BTreeSet;

async fn registrations(world: &World) -> Outcome<Vec<Stored<Registration>>> {
    Ok(world
        .directory
        .registrations(&RegistrationFilter::default(), ALL)
        .await?)
}

/// One open registration per address and customer, where an undecided portal form counts as its own customer; and one
/// open request per address.
pub(super) async fn an_address_has_one_open_registration_at_a_customer(world: &World) -> Outcome {
    let mut places = BTreeSet::new();
    for row in registrations(world)
        .await?
        .iter()
        .filter(|row| row.is_open(world.now()))
    {
        let kind = row.state.kind();
        let customer = if kind == StateKind::AwaitingMapping {
            None
        } else {
            row.customer
        };
        let place = (row.email.clone(), kind, customer);
        ensure(
            places.insert(place),
            "an_address_has_one_open_registration_at_a_customer",
            || format!("{} has a second one: {row:?}", row.email),
        )?;
    }
    Ok(())
}

/// A final state never changes.
pub(super) async fn a_final_registration_never_changes(world: &mut World) -> Outcome {
    for row in registrations(world).await? {
        let known = world.ledger.ended.get(&row.id);
        ensure(
            known.is_none_or(|state| *state == row.state),
            "a_final_registration_never_changes",
            || format!("{known:?} became {:?}", row.state),
        )?;
        if row.state.expires_at().is_none() {
            world.ledger.ended.insert(row.id, row.value.state);
        }
    }
    Ok(())
}

/// Archiving closes every door: nothing is open at an archived customer.
pub(super) async fn an_archived_customer_has_nothing_open(world: &World) -> Outcome {
    for row in registrations(world)
        .await?
        .iter()
        .filter(|row| row.is_open(world.now()))
    {
        let place = row.customer.and_then(|id| world.place_of(id));
        let is_archived = place.is_some_and(|place| world.is_archived(place));
        ensure(
            !is_archived,
            "an_archived_customer_has_nothing_open",
            || format!("{row:?}"),
        )?;
    }
    Ok(())
}

/// What was used, replaced, taken back or is over proves nothing.
pub(super) async fn a_dead_proof_proves_nothing(world: &World) -> Outcome {
    for token in &world.ledger.tokens {
        let has_ended = world.ledger.ended.contains_key(&token.registration);
        if !token.is_replaced && !has_ended && world.model.now < token.dead_from {
            continue;
        }
        let proof = Proof::Token(token.secret.clone());
        let seen = world.registrar.inspect_activation(&proof).await;
        ensure(seen.is_err(), "a_dead_proof_proves_nothing", || {
            format!(
                "an old link of {} is good for {seen:?}",
                PEOPLE[token.person]
            )
        })?;
    }
    Ok(())
}

/// A link counts whom it let in; that it never lets in more than it may is checked with each of them.
pub(super) async fn no_link_gives_more_uses_than_its_maximum(world: &World) -> Outcome {
    for (place, known) in world.links.iter().enumerate() {
        let row = world.directory.invite_link(known.id).await?;
        let (uses, counted) = (row.map(|row| row.uses), world.model.links[place].uses);
        ensure(
            uses == Some(counted),
            "no_link_gives_more_uses_than_its_maximum",
            || format!("link {place} counts {uses:?}, and {counted} people came in by it"),
        )?;
    }
    Ok(())
}
