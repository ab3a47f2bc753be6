//! Who sees a project.

use crate::history::{
    command::PEOPLE,
    world::{ALL, Broken, Outcome, World, actor, ensure},
};
use registration_core::{
    Error,
    model::{Actor, Project, ProjectId, Stored},
    ports::ProjectFilter,
};
use std::collections::BTreeSet;

const LAW: &str = "a_project_is_seen_by_exactly_whom_it_should";

/// The contact who started it, contacts whom staff invited, its owner, and staff whose role allows it; to everybody
/// else it does not exist.
pub(super) async fn a_project_is_seen_by_exactly_whom_it_should(world: &World) -> Outcome {
    let people: BTreeSet<usize> = world
        .ledger
        .sessions
        .iter()
        .map(|session| session.person)
        .collect();
    for person in people {
        let Some(visit) = world
            .ledger
            .session(person)
            .and_then(|session| session.visit.as_ref())
        else {
            continue;
        };
        let access = world.ledger.access(&world.model, person);
        let sees = |contact| access.iter().any(|(id, _)| *id == contact);
        let expected: BTreeSet<ProjectId> = world
            .ledger
            .projects
            .iter()
            .filter(|one| sees(one.starter) || one.members.iter().any(|member| sees(*member)))
            .map(|one| one.id)
            .collect();
        let listed = world.registrar.portal_projects(visit, ALL).await?;
        compare(PEOPLE[person], &ids(listed.items), &expected)?;
        for one in &world.ledger.projects {
            let opened = world.registrar.portal_project(visit, one.id).await;
            agree(PEOPLE[person], &opened, expected.contains(&one.id))?;
        }
    }
    let all: BTreeSet<ProjectId> = world.ledger.projects.iter().map(|one| one.id).collect();
    let crew = &world.crew;
    for staff in [
        &crew.administrator,
        &crew.manager,
        &crew.auditor,
        &crew.owner,
    ] {
        staff_see(world, &staff.name, &actor(staff), &all).await?;
    }
    staff_see(
        world,
        &crew.mappers[1].name,
        &actor(&crew.mappers[1]),
        &BTreeSet::new(),
    )
    .await
}

async fn staff_see(
    world: &World,
    who: &str,
    actor: &Actor,
    expected: &BTreeSet<ProjectId>,
) -> Outcome {
    let listed = world
        .registrar
        .projects(actor, &ProjectFilter::default(), ALL)
        .await?;
    compare(who, &ids(listed.items), expected)?;
    for one in &world.ledger.projects {
        let opened = world.registrar.project_for(actor, one.id).await;
        agree(who, &opened, expected.contains(&one.id))?;
    }
    Ok(())
}

fn ids(projects: Vec<Stored<Project>>) -> BTreeSet<ProjectId> {
    projects.into_iter().map(|project| project.id).collect()
}

fn compare(who: &str, listed: &BTreeSet<ProjectId>, expected: &BTreeSet<ProjectId>) -> Outcome {
    ensure(listed == expected, LAW, || {
        format!(
            "{who} is shown {} projects instead of {}",
            listed.len(),
            expected.len()
        )
    })
}

fn agree(who: &str, opened: &Result<Stored<Project>, Error>, sees: bool) -> Outcome {
    match opened {
        Ok(_) if sees => Ok(()),
        Err(Error::NotFound(_)) if !sees => Ok(()),
        other => Err(Broken::by(LAW, format!("{who} opens a project: {other:?}"))),
    }
}
