//! Projects, the forms they were started with, and to whom they are visible.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
    scene::Scene,
};
use registration_core::{
    model::{Contact, Project, ProjectId, Responsible, Revision, Stored},
    ports::{ProjectFilter, StoreError},
};
use std::collections::BTreeSet;

fn start(subject: &Subject, scene: &Scene) -> Project {
    subject.make.project(
        &scene.customer,
        &scene.playbook,
        &scene.staff,
        &scene.contact,
    )
}

async fn store(subject: &Subject, projects: &[&Project]) {
    subject
        .write(async |work| {
            for project in projects {
                work.projects().insert(project).await?;
            }
            Ok(())
        })
        .await;
}

async fn colleague(subject: &Subject, scene: &Scene) -> Contact {
    let contact = subject.make.contact(&scene.customer);
    subject
        .write(async |work| work.contacts().insert(&contact).await)
        .await;
    contact
}

fn variants(
    subject: &Subject,
    scene: &Scene,
    members: BTreeSet<registration_core::model::ContactId>,
) -> Vec<Project> {
    let mut full = start(subject, scene);
    full.name = "Überführung \"Nord\"".to_owned();
    full.members = members;
    full.form_token = Some("form/1+2=".to_owned());
    full.playbook_revision = Revision(7);
    full.steps[0].responsible = Responsible::Customer;
    full.steps[0].due_on = time::macros::date!(9999 - 12 - 31);
    full.steps.reverse();
    let mut bare = start(subject, scene);
    bare.steps.clear();
    vec![start(subject, scene), full, bare]
}

/// A project is read as it was written, its steps in their order.
pub async fn a_project_is_stored_exactly(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let members = [
        colleague(subject, &scene).await.id,
        colleague(subject, &scene).await.id,
    ];
    is_stored_exactly!(
        subject,
        projects,
        project,
        variants(subject, &scene, members.into())
    );
}

/// An update of a project writes all of it, members that were added and removed included.
pub async fn an_update_writes_the_whole_project(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let members = [
        colleague(subject, &scene).await.id,
        colleague(subject, &scene).await.id,
    ];
    an_update_writes_everything!(
        subject,
        projects,
        project,
        variants(subject, &scene, members.into())
    );
}

/// A form that was submitted twice finds the project it started; another contact's form of the same text does not.
pub async fn a_form_finds_the_project_it_started(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let other = colleague(subject, &scene).await;
    let mut project = start(subject, &scene);
    project.form_token = Some("Form".to_owned());
    let without = start(subject, &scene);
    store(subject, &[&project, &without]).await;
    let by = async |contact, form: &str| {
        subject
            .write(async |work| work.projects().get_by_form(contact, form).await)
            .await
    };
    let expected = Some(Stored::new(project, Revision::FIRST));
    assert_eq!(by(scene.contact.id, "Form").await, expected);
    for (contact, form) in [
        (other.id, "Form"),
        (scene.contact.id, "form"),
        (scene.contact.id, ""),
    ] {
        assert_eq!(by(contact, form).await, None, "{form}");
    }
}

/// A contact starts one project with a form; others may have the same one, and projects without a form are many.
pub async fn a_form_starts_one_project(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let other = colleague(subject, &scene).await;
    let with_form = |contact: &Contact| Project {
        started_by: contact.id,
        form_token: Some("form".to_owned()),
        ..start(subject, &scene)
    };
    let (first, others) = (with_form(&scene.contact), with_form(&other));
    let (one, two) = (start(subject, &scene), start(subject, &scene));
    store(subject, &[&first, &others, &one, &two]).await;
    let again = with_form(&scene.contact);
    let refused = subject
        .try_write(async |work| work.projects().insert(&again).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
}

/// Projects are filtered by customer, by owner, and by who may see them: the starter and the members.
pub async fn projects_are_filtered_by_customer_owner_and_who_sees_them(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let (member, stranger) = (
        colleague(subject, &here).await,
        colleague(subject, &here).await,
    );
    let mut shared = start(subject, &here);
    shared.members = [member.id].into();
    let mut started = start(subject, &here);
    started.started_by = member.id;
    started.owner = there.staff.id;
    // Both started by him and with him as a member: listed once.
    let mut both = started.clone();
    both.id = subject.make.id();
    both.members = [member.id, here.contact.id].into();
    store(subject, &[&both, &started, &shared]).await;
    let list = async |filter: ProjectFilter| -> Vec<ProjectId> {
        let listed = subject.directory.projects(&filter, ALL).await.unwrap();
        listed.iter().map(|project| project.id).collect()
    };
    let all = [
        both.id,
        started.id,
        shared.id,
        there.project.id,
        here.project.id,
    ];
    assert_eq!(list(ProjectFilter::default()).await, all);
    let of_customer = ProjectFilter {
        customer: Some(here.customer.id),
        ..Default::default()
    };
    assert_eq!(
        list(of_customer).await,
        [both.id, started.id, shared.id, here.project.id]
    );
    let of_owner = ProjectFilter {
        owner: Some(there.staff.id),
        ..Default::default()
    };
    assert_eq!(
        list(of_owner.clone()).await,
        [both.id, started.id, there.project.id]
    );
    let visible_to = |contacts: &[&Contact]| ProjectFilter {
        visible_to: Some(contacts.iter().map(|contact| contact.id).collect()),
        ..Default::default()
    };
    for (contacts, expected) in [
        (vec![&member], vec![both.id, started.id, shared.id]),
        (
            vec![&here.contact],
            vec![both.id, shared.id, here.project.id],
        ),
        (vec![&stranger], vec![]),
        (vec![], vec![]),
        (vec![&stranger, &there.contact], vec![there.project.id]),
    ] {
        assert_eq!(list(visible_to(&contacts)).await, expected);
    }
    let narrowed = ProjectFilter {
        customer: Some(here.customer.id),
        visible_to: Some(vec![member.id, there.contact.id]),
        ..of_owner
    };
    assert_eq!(list(narrowed).await, [both.id, started.id]);
}

/// A member who was removed no longer sees the project.
pub async fn a_removed_member_no_longer_sees_the_project(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let member = colleague(subject, &scene).await;
    let mut project = start(subject, &scene);
    project.members = [member.id].into();
    store(subject, &[&project]).await;
    subject
        .write(async |work| {
            let mut changed = Stored::new(project.clone(), Revision::FIRST);
            changed.value.members.clear();
            work.projects().update(&changed).await
        })
        .await;
    let filter = ProjectFilter {
        visible_to: Some(vec![member.id]),
        ..Default::default()
    };
    let seen = subject.directory.projects(&filter, ALL).await.unwrap();
    assert_eq!(seen, []);
}
