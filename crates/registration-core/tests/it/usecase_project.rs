//! Playbooks and the projects that contacts start from them.

use crate::office::{ALL, Office, actor, boss, conflict, email, field_code, offer, refused};
use registration_core::{
    model::{Customer, Mail, MailKind, PlaybookId, ProjectId, ReminderSubject, Revision, Role},
    policy::{access::Denied, provisioning::Hidden},
    ports::{Directory, PortalSession},
    usecase::{
        Activated, Conflict, Error, PlaybookChange, SelfServiceChange, StaffChange, StartProject,
    },
};

fn start(playbook: PlaybookId) -> StartProject {
    StartProject {
        playbook,
        customer: None,
        name: None,
        form_token: None,
    }
}

/// Two colleagues at one customer, an owner and a playbook.
struct Scene {
    office: Office,
    acme: Customer,
    owner: registration_core::model::Staff,
    playbook: registration_core::model::Stored<registration_core::model::Playbook>,
    ann: Activated,
    bob: Activated,
}

impl Scene {
    async fn new() -> Self {
        let office = Office::new();
        let acme = office.open_customer("Acme", &["acme.com"]).await;
        let owner = office
            .staff(
                "owner@portal.example",
                [Role::PortalRegistrationMapper],
                false,
            )
            .await;
        let playbook = office.playbook(owner.id).await;
        let ann = office.join("ann@acme.com").await;
        let bob = office.join("bob@acme.com").await;
        office.tick();
        Self {
            office,
            acme,
            owner,
            playbook,
            ann,
            bob,
        }
    }

    async fn session(&self, who: &Activated) -> PortalSession {
        self.office.visit(who).await.unwrap()
    }

    async fn deactivate_owner(&self) {
        let owner = self
            .office
            .store
            .staff_member(self.owner.id)
            .await
            .unwrap()
            .unwrap();
        let change = StaffChange {
            active: Some(false),
            ..StaffChange::default()
        };
        self.office
            .registrar
            .change_staff(&boss(), owner.id, owner.revision, change)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_start_instantiates_the_steps_and_tells_owner_and_starter() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let session = scene.session(&scene.ann).await;
    let project = office
        .later()
        .start_project(&session, start(scene.playbook.id))
        .await
        .unwrap();
    assert_eq!(
        (project.name.as_str(), project.owner, project.started_by),
        ("Get started", scene.owner.id, scene.ann.contact)
    );
    assert_eq!(project.playbook_revision, scene.playbook.revision);
    let due: Vec<_> = project
        .steps
        .iter()
        .map(|step| (step.due_on - project.created_at.date()).whole_days())
        .collect();
    assert_eq!(due, [0, 7]);
    for (to, is_owner) in [("owner@portal.example", true), ("ann@acme.com", false)] {
        let letter = office.letter(to).await;
        assert!(
            matches!(letter.mail, Mail::ProjectStarted { to_owner, .. } if to_owner == is_owner),
            "{to}"
        );
    }
    assert!(
        !office
            .kinds("bob@acme.com")
            .await
            .contains(&MailKind::ProjectStarted)
    );
}

#[tokio::test]
async fn colleagues_do_not_see_each_others_projects_until_invited() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let (ann, bob) = (
        scene.session(&scene.ann).await,
        scene.session(&scene.bob).await,
    );
    let project = office
        .later()
        .start_project(&ann, start(scene.playbook.id))
        .await
        .unwrap()
        .id;
    refused!(
        office.registrar.portal_project(&bob, project).await,
        Error::NotFound("project")
    );
    refused!(
        office
            .registrar
            .portal_project(&bob, ProjectId(uuid::Uuid::nil()))
            .await,
        Error::NotFound("project")
    );
    assert!(
        office
            .registrar
            .portal_projects(&bob, ALL)
            .await
            .unwrap()
            .items
            .is_empty()
    );

    let owner = actor(&scene.owner);
    office
        .later()
        .invite_project_member(&owner, project, scene.bob.contact)
        .await
        .unwrap();
    office
        .later()
        .invite_project_member(&owner, project, scene.bob.contact)
        .await
        .unwrap();
    let invitations = office.kinds("bob@acme.com").await;
    assert_eq!(
        invitations
            .iter()
            .filter(|kind| **kind == MailKind::ProjectInvitation)
            .count(),
        1
    );
    assert!(office.registrar.portal_project(&bob, project).await.is_ok());
    office
        .registrar
        .remove_project_member(&owner, project, scene.bob.contact)
        .await
        .unwrap();
    refused!(
        office.registrar.portal_project(&bob, project).await,
        Error::NotFound("project")
    );
    refused!(
        office
            .registrar
            .remove_project_member(&owner, project, scene.ann.contact)
            .await,
        Error::NotFound("member")
    );
    assert!(
        office.registrar.portal_project(&ann, project).await.is_ok(),
        "the starter stays"
    );
}

#[tokio::test]
async fn only_owners_and_project_managers_invite_and_only_the_customers_people() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let ann = scene.session(&scene.ann).await;
    let project = office
        .later()
        .start_project(&ann, start(scene.playbook.id))
        .await
        .unwrap()
        .id;
    let beta = office.open_customer("Beta", &["beta.com"]).await;
    let stranger = office.join("eve@beta.com").await.contact;
    let waiting = office.contact(&scene.acme, "kim@acme.com").await.id;
    for contact in [stranger, waiting] {
        let answer = office
            .later()
            .invite_project_member(&boss(), project, contact)
            .await;
        assert_eq!(field_code(answer), "contact_not_at_customer");
    }
    let other = actor(
        &office
            .staff("m@portal.example", [Role::PortalRegistrationMapper], true)
            .await,
    );
    refused!(
        office
            .later()
            .invite_project_member(&other, project, scene.bob.contact)
            .await,
        Error::NotFound("project")
    );
    let auditor = actor(
        &office
            .staff("a@portal.example", [Role::Auditor], true)
            .await,
    );
    refused!(
        office
            .later()
            .invite_project_member(&auditor, project, scene.bob.contact)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
    assert!(
        office
            .registrar
            .project_for(&auditor, project)
            .await
            .is_ok()
    );
    assert!(
        office
            .registrar
            .projects(&other, &Default::default(), ALL)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let owned = office
        .registrar
        .projects(&actor(&scene.owner), &Default::default(), ALL)
        .await
        .unwrap();
    assert_eq!(owned.items.len(), 1);
    let _ = beta;
}

#[tokio::test]
async fn submitting_one_form_twice_makes_one_project() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let ann = scene.session(&scene.ann).await;
    let form = || StartProject {
        form_token: Some("form-1".to_owned()),
        ..start(scene.playbook.id)
    };
    let first = office.later().start_project(&ann, form()).await.unwrap();
    let second = office.later().start_project(&ann, form()).await.unwrap();
    assert_eq!(first, second);
    let other = StartProject {
        form_token: Some("form-2".to_owned()),
        ..form()
    };
    assert_ne!(
        office.later().start_project(&ann, other).await.unwrap().id,
        first.id
    );
    let bob = scene.session(&scene.bob).await;
    let theirs = office.later().start_project(&bob, form()).await.unwrap();
    assert_ne!(theirs.id, first.id, "a form is one person's");
}

#[tokio::test]
async fn an_account_of_several_customers_says_for_which() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let beta = office.customer("Beta").await;
    office.invite(&beta, "ann@acme.com").await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    let ann = scene.session(&scene.ann).await;
    let offered = office.registrar.offered_playbooks(&ann, ALL).await.unwrap();
    assert_eq!(
        offered
            .items
            .iter()
            .map(|one| one.customer)
            .collect::<Vec<_>>(),
        [scene.acme.id, beta.id]
    );
    match conflict(
        office
            .later()
            .start_project(&ann, start(scene.playbook.id))
            .await,
    ) {
        Conflict::CustomerRequired(named) => assert_eq!(named.len(), 2),
        other => panic!("{other:?}"),
    }
    let project = office
        .later()
        .start_project(
            &ann,
            StartProject {
                customer: Some(beta.id),
                ..start(scene.playbook.id)
            },
        )
        .await
        .unwrap();
    assert_eq!(project.customer, beta.id);
    // One that is offered to one of them asks nothing.
    let only = SelfServiceChange {
        customers: Some([scene.acme.id].into()),
        ..offer(scene.owner.id)
    };
    office
        .registrar
        .offer_playbook(&boss(), scene.playbook.id, scene.playbook.revision, only)
        .await
        .unwrap();
    let project = office
        .later()
        .start_project(&ann, start(scene.playbook.id))
        .await
        .unwrap();
    assert_eq!(project.customer, scene.acme.id);
    let elsewhere = StartProject {
        customer: Some(beta.id),
        ..start(scene.playbook.id)
    };
    refused!(
        office.later().start_project(&ann, elsewhere).await,
        Error::NotFound("playbook")
    );
}

#[tokio::test]
async fn when_the_owner_left_administrators_are_told_once() {
    let scene = Scene::new().await;
    let office = &scene.office;
    office
        .staff("boss@portal.example", [Role::Administrator], false)
        .await;
    let beta = office.customer("Beta").await;
    office.invite(&beta, "ann@acme.com").await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    scene.deactivate_owner().await;
    office.tick();
    let ann = scene.session(&scene.ann).await;
    for _ in 0..2 {
        let command = StartProject {
            customer: Some(beta.id),
            ..start(scene.playbook.id)
        };
        assert_eq!(
            conflict(office.later().start_project(&ann, command).await),
            Conflict::OwnerUnavailable
        );
    }
    let letters = office.letters("boss@portal.example").await;
    let told: Vec<_> = letters
        .iter()
        .filter(|one| one.kind == MailKind::Reminder)
        .collect();
    assert_eq!(told.len(), 1);
    let Mail::Reminder {
        about: ReminderSubject::OwnerUnavailable { customer, .. },
        ..
    } = &told[0].mail
    else {
        panic!()
    };
    assert_eq!(*customer, beta.id, "who tried");
    assert!(
        office
            .registrar
            .portal_projects(&ann, ALL)
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn what_an_account_may_not_start_does_not_exist() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let ann = scene.session(&scene.ann).await;
    let id = scene.playbook.id;
    refused!(
        office
            .later()
            .start_project(&ann, start(PlaybookId(uuid::Uuid::nil())))
            .await,
        Error::NotFound("playbook")
    );
    let off = SelfServiceChange {
        enabled: false,
        ..offer(scene.owner.id)
    };
    let off = office
        .registrar
        .offer_playbook(&boss(), id, scene.playbook.revision, off)
        .await
        .unwrap();
    refused!(
        office.later().start_project(&ann, start(id)).await,
        Error::NotFound("playbook")
    );
    assert_eq!(
        office
            .registrar
            .explain_visibility(&boss(), id, scene.acme.id)
            .await
            .unwrap(),
        Err(Hidden::SelfServiceOff)
    );
    let on = office
        .registrar
        .offer_playbook(&boss(), id, off.revision, offer(scene.owner.id))
        .await
        .unwrap();
    // The session was read before access ended: it is checked again under locks.
    office.suspend(scene.ann.contact).await;
    refused!(
        office.later().start_project(&ann, start(id)).await,
        Error::NotFound("playbook")
    );
    let bob = scene.session(&scene.bob).await;
    office
        .registrar
        .archive_playbook(&boss(), id, Some(on.revision))
        .await
        .unwrap();
    refused!(
        office.later().start_project(&bob, start(id)).await,
        Error::NotFound("playbook")
    );
    assert!(
        office
            .registrar
            .offered_playbooks(&bob, ALL)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let second = office.playbook(scene.owner.id).await;
    office.archive(&scene.acme).await;
    refused!(
        office.later().start_project(&bob, start(second.id)).await,
        Error::NotFound("playbook")
    );
}

#[tokio::test]
async fn an_offer_needs_an_active_owner_a_name_and_customers_that_exist() {
    let scene = Scene::new().await;
    let office = &scene.office;
    let (id, revision) = (scene.playbook.id, scene.playbook.revision);
    let nobody = scene.owner.id;
    let cases = [
        (
            SelfServiceChange {
                default_project_owner: None,
                ..offer(nobody)
            },
            "required",
        ),
        (
            SelfServiceChange {
                customer_facing_name: None,
                ..offer(nobody)
            },
            "required",
        ),
        (
            SelfServiceChange {
                customers: Some([registration_core::model::CustomerId(uuid::Uuid::nil())].into()),
                ..offer(nobody)
            },
            "unknown_customer",
        ),
    ];
    for (change, code) in cases {
        assert_eq!(
            field_code(
                office
                    .registrar
                    .offer_playbook(&boss(), id, revision, change)
                    .await
            ),
            code
        );
    }
    scene.deactivate_owner().await;
    assert_eq!(
        field_code(
            office
                .registrar
                .offer_playbook(&boss(), id, revision, offer(nobody))
                .await
        ),
        "owner_unavailable"
    );
    let renamed = PlaybookChange {
        name: Some("New".to_owned()),
        steps: None,
    };
    let changed = office
        .registrar
        .change_playbook(&boss(), id, revision, renamed.clone())
        .await
        .unwrap();
    assert_eq!(
        (changed.steps.len(), changed.self_service.enabled),
        (2, true)
    );
    refused!(
        office
            .registrar
            .change_playbook(&boss(), id, Revision::FIRST, renamed.clone())
            .await,
        Error::Stale
    );
    let manager = actor(
        &office
            .staff("m@portal.example", [Role::CustomerManager], true)
            .await,
    );
    refused!(
        office
            .registrar
            .change_playbook(&manager, id, changed.revision, renamed)
            .await,
        Error::Denied(Denied::NotAllowed)
    );
    let _ = email("ann@acme.com");
}
