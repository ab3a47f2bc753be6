//! What happened at a customer, the names behind ids, and the people of a project.

use crate::office::{ALL, Office, actor, boss, mapper, refused};
use registration_core::{
    model::{AuditAction, CustomerId, ProjectId, Role},
    policy::access::Denied,
    usecase::{Error, StartProject},
};

#[tokio::test]
async fn the_activity_of_a_customer_is_its_own_and_can_be_read_with_names() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let other = office.customer("Other").await;
    let sam = office.staff("sam@portal.example", mapper(), true).await;
    let ann = office.join("ann@acme.com").await;
    office.suspend(ann.contact).await;
    let registrar = &office.registrar;
    let activity = registrar
        .customer_activity(&actor(&sam), acme.id, ALL)
        .await;
    let entries = activity.unwrap().items;
    assert_eq!(entries[0].action, AuditAction::PortalAccessSuspended);
    assert!(entries.iter().all(|entry| entry.customer == Some(acme.id)));
    let names = registrar.names_of(&entries).await.unwrap();
    assert_eq!(names[&acme.id.0], "Acme");
    assert_eq!(names[&ann.contact.0], "Ann Lee");
    assert!(!names.contains_key(&other.id.0));
    assert_eq!(registrar.names_of(&[]).await.unwrap().len(), 0);

    let editor = office
        .staff("b@portal.example", [Role::PlaybookEditor], false)
        .await;
    let denied = registrar
        .customer_activity(&actor(&editor), acme.id, ALL)
        .await;
    refused!(denied, Error::Denied(Denied::NotAllowed));
    let nowhere = CustomerId(uuid::Uuid::nil());
    let nothing = registrar.customer_activity(&boss(), nowhere, ALL).await;
    refused!(nothing, Error::NotFound("customer"));
}

#[tokio::test]
async fn the_people_of_a_project_are_named_to_those_who_may_see_it() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let owner = office
        .staff("own@portal.example", [Role::PlaybookEditor], false)
        .await;
    let playbook = office.playbook(owner.id).await;
    let ann = office.join("ann@acme.com").await;
    let ann_visits = office.visit(&ann).await.unwrap();
    let bob = office.join("bob@acme.com").await;
    let bob_visits = office.visit(&bob).await.unwrap();
    let start = StartProject {
        playbook: playbook.id,
        customer: None,
        name: None,
        form_token: None,
    };
    let started = office.later().start_project(&ann_visits, start).await;
    let id = started.unwrap().id;
    let seen = async || {
        office
            .registrar
            .portal_project_people(&bob_visits, id)
            .await
    };
    refused!(seen().await, Error::NotFound("project"));
    office
        .later()
        .invite_project_member(&boss(), id, bob.contact)
        .await
        .unwrap();
    let people = seen().await.unwrap();
    assert_eq!(people.owner, (owner.id, owner.name.clone()));
    assert_eq!(people.started_by, (ann.contact, "Ann Lee".to_owned()));
    assert_eq!(people.members, [(bob.contact, "Ann Lee".to_owned())]);
    let to_staff = office.registrar.project_people(&actor(&owner), id).await;
    assert_eq!(to_staff.unwrap(), people);
    let mapper = office.staff("sam@portal.example", mapper(), true).await;
    let mapper = actor(&mapper);
    let hidden = office.registrar.project_people(&mapper, id).await;
    refused!(hidden, Error::NotFound("project"));
    let random = ProjectId(uuid::Uuid::nil());
    let nothing = office.registrar.portal_project_people(&bob_visits, random);
    refused!(nothing.await, Error::NotFound("project"));
}
