//! The audit trail of a whole story: every change has an entry, none holds a name, an address or a secret.

use crate::office::{Office, boss, email, mapper};
use registration_core::{
    model::{AuditAction, Password, Role},
    ports::{Directory, OutboxFilter},
    usecase::{Activated, StaffChange, StartProject},
};
use std::collections::{BTreeSet, HashSet};
use time::Duration;

/// Everything that can happen, more or less; who came in, with the door.
pub(crate) async fn story(office: &Office) -> Vec<(Activated, &'static str)> {
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let mut came_in = vec![(office.join("ann.secretname@acme.com").await, "portal_form")];
    let link = office.link(&acme).await;
    office.submit_by(&link, "bob.secretname@else.net").await;
    let letter = office.letter("bob.secretname@else.net").await;
    came_in.push((
        office.activate(letter.token()).await.unwrap(),
        "invite_link",
    ));
    let invited = office
        .invite(&acme, "kim.secretname@else.net")
        .await
        .unwrap();
    office.tick();
    office
        .later()
        .resend_mail(&boss(), invited.id)
        .await
        .unwrap();
    let letter = office.letter("kim.secretname@else.net").await;
    came_in.push((office.activate(letter.token()).await.unwrap(), "invitation"));
    let contact = office.contact(&acme, "eve.secretname@else.net").await;
    office.grant(contact.id).await;
    let letter = office.letter("eve.secretname@else.net").await;
    came_in.push((
        office.activate(letter.token()).await.unwrap(),
        "access_grant",
    ));
    let staff = office
        .staff("sam.secretname@portal.example", mapper(), true)
        .await;
    let known = office.contact(&acme, "joe.secretname@else.net").await;
    office.request("joe.secretname@else.net").await;
    let request = office.request_of("joe.secretname@else.net").await;
    crate::usecase_map::map_to(office, request, &acme, known.id, true)
        .await
        .unwrap();
    let letter = office.letter("joe.secretname@else.net").await;
    came_in.push((office.activate(letter.token()).await.unwrap(), "request"));

    let playbook = office.playbook(staff.id).await;
    let session = office.visit(&came_in[0].0).await.unwrap();
    let start = StartProject {
        playbook: playbook.id,
        customer: None,
        name: None,
        form_token: Some("form".to_owned()),
    };
    let project = office.later().start_project(&session, start).await.unwrap();
    office
        .later()
        .invite_project_member(&boss(), project.id, came_in[1].0.contact)
        .await
        .unwrap();
    office
        .registrar
        .rotate_invite_link(&boss(), link.id, Duration::ZERO)
        .await
        .unwrap();
    let roles = StaffChange {
        roles: Some([Role::Auditor].into()),
        email: Some(email("sue.secretname@portal.example")),
        ..StaffChange::default()
    };
    let seen = office.store.staff_member(staff.id).await.unwrap().unwrap();
    office
        .registrar
        .change_staff(&boss(), staff.id, seen.revision, roles)
        .await
        .unwrap();
    let address = email("ann.secretname@acme.com");
    office
        .registrar
        .sign_in(&address, Password::typed(crate::office::PASSWORD))
        .await
        .unwrap();
    office.suspend(came_in[0].0.contact).await;
    came_in
}

#[tokio::test]
async fn no_entry_holds_a_name_an_address_or_a_secret() {
    let office = Office::new();
    story(&office).await;
    let trail = office.trail().await;
    let text: String = trail
        .iter()
        .map(|entry| format!("{:?} {:?}\n", entry.before, entry.after))
        .collect();
    assert!(trail.len() > 30);
    for personal in ["secretname", "@", "Ann", "Lee", "Staff sam"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
    let mut secrets = vec![crate::office::PASSWORD.to_owned(), "$plain$".to_owned()];
    for row in office.outbox(&OutboxFilter::default()).await {
        let mail = row.mail.expect("nothing was sent");
        secrets.extend(mail.token().map(|token| token.expose().to_owned()));
    }
    for customer in office
        .store
        .customers(None, crate::office::ALL)
        .await
        .unwrap()
    {
        for link in office
            .store
            .invite_links(customer.id, crate::office::ALL)
            .await
            .unwrap()
        {
            secrets.push(link.code.0.clone());
            secrets.extend(link.retired.iter().map(|retired| retired.code.0.clone()));
        }
    }
    assert!(secrets.len() > 10);
    for secret in secrets {
        assert!(!text.contains(&secret));
    }
}

#[tokio::test]
async fn each_membership_says_by_which_door_and_on_whose_word() {
    let office = Office::new();
    let came_in = story(&office).await;
    let trail = office.trail().await;
    let completed: Vec<_> = trail
        .iter()
        .filter(|one| one.action == AuditAction::RegistrationCompleted)
        .collect();
    assert_eq!(completed.len(), came_in.len());
    for (activated, door) in came_in {
        let id = serde_json::json!(activated.contact);
        let entry = completed
            .iter()
            .find(|one| one.after.as_ref().unwrap()["contact"] == id)
            .unwrap();
        let after = entry.after.as_ref().unwrap();
        assert_eq!(after["door"], door);
        assert_eq!(entry.customer, Some(activated.customer.id));
        let basis = match door {
            "portal_form" => "permitted_domain",
            "invite_link" => "invite_link",
            _ => "decision",
        };
        assert_eq!(after["basis"]["kind"], basis);
    }
}

#[tokio::test]
async fn every_change_has_its_entry() {
    let office = Office::new();
    story(&office).await;
    let seen: HashSet<_> = office.trail().await.iter().map(|one| one.action).collect();
    use AuditAction as A;
    let expected = BTreeSet::from([
        A::CustomerCreated,
        A::PortalSettingsChanged,
        A::InviteLinkCreated,
        A::InviteLinkRotated,
        A::ContactCreated,
        A::PortalAccessGranted,
        A::PortalAccessSuspended,
        A::InvitationSent,
        A::RegistrationSubmitted,
        A::RegistrationMailResent,
        A::RegistrationCompleted,
        A::AccessRequested,
        A::RequestMapped,
        A::AccountCreated,
        A::SignedIn,
        A::PlaybookCreated,
        A::SelfServiceChanged,
        A::ProjectStarted,
        A::ProjectMemberInvited,
        A::StaffCreated,
        A::StaffChanged,
    ]);
    let missing: Vec<_> = expected
        .iter()
        .filter(|action| !seen.contains(action))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let ids: HashSet<_> = office.trail().await.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), office.trail().await.len());
}
