//! Who is in, as what, and that nobody else is.

use crate::history::{
    command::PEOPLE,
    world::{ALL, Broken, Outcome, World, ensure},
};
use registration_core::{
    Error,
    model::{AuditAction, PortalAccess},
    policy::sessions,
    ports::AuditFilter,
};
use serde_json::to_value;
use std::collections::BTreeSet;

/// A contact has access exactly when its person proved an address that a rule or a person admitted, and nobody took it
/// away since.
pub(super) fn nobody_has_access_without_proof_or_decision(world: &World) -> Outcome {
    for (_, contact) in &world.contacts {
        let member = world.ledger.members.get(&contact.id);
        let known = member.map(|member| member.account);
        ensure(
            contact.access.account() == known,
            "nobody_has_access_without_proof_or_decision",
            || {
                format!(
                    "{} is {:?}, but came in as {known:?}",
                    contact.email, contact.access
                )
            },
        )?;
    }
    Ok(())
}

/// An address has an account exactly when it was proven, and always the same one.
pub(super) async fn an_address_has_one_account(world: &World) -> Outcome {
    for (person, text) in PEOPLE.iter().enumerate() {
        let account = world
            .directory
            .account_by_email(&world.email(person))
            .await?;
        let known = world.ledger.accounts.get(&person).copied();
        ensure(
            account.as_ref().map(|row| row.id) == known,
            "an_address_has_one_account",
            || format!("{text} has {account:?} instead of {known:?}"),
        )?;
    }
    Ok(())
}

/// Whoever has access came in by a completed registration that the trail tells: contact, account, and on what basis.
pub(super) async fn every_membership_has_its_provenance(world: &World) -> Outcome {
    let filter = AuditFilter {
        action: Some(AuditAction::RegistrationCompleted),
        ..AuditFilter::default()
    };
    let trail = world.directory.audit_entries(&filter, ALL).await?;
    for (_, contact) in &world.contacts {
        let PortalAccess::Active { account, basis, .. } = &contact.access else {
            continue;
        };
        let tells = trail.iter().any(|entry| {
            entry.customer == Some(contact.customer)
                && entry.after.as_ref().is_some_and(|after| {
                    after.get("contact") == to_value(contact.id).ok().as_ref()
                        && after.get("account") == to_value(account).ok().as_ref()
                        && after.get("basis") == to_value(basis).ok().as_ref()
                        && after.get("door").is_some()
                })
        });
        ensure(tells, "every_membership_has_its_provenance", || {
            format!("no entry tells how {} came in: {trail:?}", contact.email)
        })?;
    }
    Ok(())
}

/// A session lives as long as the documents say, and shows the access of this moment.
pub(super) async fn a_session_opens_what_its_account_may_open_and_nothing_else(
    world: &mut World,
) -> Outcome {
    const LAW: &str = "a_session_opens_what_its_account_may_open_and_nothing_else";
    let now = world.model.now;
    for place in 0..world.ledger.sessions.len() {
        let session = world.ledger.sessions[place].clone();
        let access: BTreeSet<_> = world
            .ledger
            .access(&world.model, session.person)
            .into_iter()
            .map(|(id, _)| id)
            .collect();
        let is_young = now - session.begun < sessions::LONGEST.whole_seconds();
        let is_fresh = now - session.seen < 14 * 86_400;
        let lives = !session.is_over && is_young && is_fresh && !access.is_empty();
        let who = PEOPLE[session.person];
        match world.registrar.portal_visit(&session.secret).await {
            Ok(visit) => {
                let shown: BTreeSet<_> = visit
                    .contacts
                    .iter()
                    .map(|(contact, _)| contact.id)
                    .collect();
                ensure(lives && shown == access, LAW, || {
                    format!(
                        "a session of {who} (alive: {lives}) shows {shown:?} instead of {access:?}"
                    )
                })?;
                let known = &mut world.ledger.sessions[place];
                known.seen = now;
                known.visit = Some(visit);
            }
            Err(Error::Denied(_)) => {
                ensure(!lives, LAW, || format!("a session of {who} opens nothing"))?;
                world.ledger.sessions[place].is_over = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Suspended or archived means that nothing works: no password, no session, no start with what a session showed before.
pub(super) async fn what_was_taken_away_opens_nothing(world: &World) -> Outcome {
    const LAW: &str = "what_was_taken_away_opens_nothing";
    for person in world.ledger.accounts.keys().copied() {
        if !world.ledger.access(&world.model, person).is_empty() {
            continue;
        }
        let answer = world
            .registrar
            .sign_in(&world.email(person), world.password(person))
            .await;
        match answer {
            Err(Error::SignInFailed) => {}
            other => {
                return Err(Broken::by(
                    LAW,
                    format!("{} signs in: {other:?}", PEOPLE[person]),
                ));
            }
        }
    }
    for session in &world.ledger.sessions {
        let access = world.ledger.access(&world.model, session.person);
        let shown = session
            .visit
            .as_ref()
            .map_or(&[][..], |visit| visit.contacts.as_slice());
        for (contact, _) in shown {
            let Some(place) = world.place_of(contact.customer) else {
                continue;
            };
            if access.iter().any(|(id, _)| *id == contact.id) {
                continue;
            }
            let visit = session.visit.as_ref().expect("it showed something");
            let answer = world
                .start(visit, world.playbooks[0], Some(place), None)
                .await;
            ensure(answer.is_err(), LAW, || {
                format!(
                    "{} starts a project as {} no more",
                    PEOPLE[session.person], contact.email
                )
            })?;
        }
    }
    Ok(())
}
