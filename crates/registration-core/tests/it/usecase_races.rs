//! Many at once: one token, one link's last uses, one request, one form, two administrators.

use crate::office::{Office, boss, email, mapper, name};
use registration_core::{
    model::{ContactId, MailKind, Revision, Role, StateKind},
    ports::Directory,
    usecase::{
        Conflict, Error, InviteLinkChange, MapRequest, MapTarget, StaffChange, StartProject,
    },
};
use std::{future::Future, num::NonZeroU32};

/// The answers of `count` tasks that run beside each other.
async fn all<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    count: usize,
    mut task: impl FnMut(usize) -> F,
) -> Vec<T> {
    let tasks: Vec<_> = (0..count).map(|index| tokio::spawn(task(index))).collect();
    let mut answers = Vec::with_capacity(count);
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_uses_of_one_token_make_one_account() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    office.submit("ann@acme.com").await;
    let letter = office.letter("ann@acme.com").await;
    let answers = all(50, |_| {
        let (office, proof) = (office.clone(), letter.token());
        async move { office.activate(proof).await }
    })
    .await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    for answer in lost {
        assert!(matches!(answer, Err(Error::TokenUnavailable)), "{answer:?}");
    }
    let contacts = office
        .store
        .contacts(acme.id, None, crate::office::ALL)
        .await
        .unwrap();
    assert_eq!(contacts.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_for_five_admits_exactly_five_of_two_hundred() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    let change = InviteLinkChange {
        max_uses: Some(NonZeroU32::new(5)),
        ..InviteLinkChange::default()
    };
    office
        .registrar
        .change_invite_link(&boss(), link.id, Revision::FIRST, change)
        .await
        .unwrap();
    let mut letters = Vec::new();
    for index in 0..200 {
        let address = format!("person{index}@a.com");
        office.submit_by(&link, &address).await;
        letters.push(office.letter(&address).await);
    }
    let answers = all(200, |index| {
        let (office, proof) = (office.clone(), letters[index].token());
        async move { office.activate(proof).await }
    })
    .await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(won, 5);
    for lost in answers.into_iter().filter(Result::is_err) {
        assert!(
            matches!(lost, Err(Error::Conflict(Conflict::NotAdmitted(_)))),
            "{lost:?}"
        );
    }
    let link = office.store.invite_link(link.id).await.unwrap().unwrap();
    assert_eq!(link.uses, 5);
    let members = office
        .store
        .contacts(acme.id, None, crate::office::ALL)
        .await
        .unwrap();
    assert_eq!(members.len(), 5);
    assert!(!office.has_account("person200@a.com").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_decisions_one_wins_with_one_mail() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    office.staff("one@portal.example", mapper(), true).await;
    office.request("ann@a.com").await;
    let id = office.request_of("ann@a.com").await;
    let answers = all(20, |index| {
        let (office, customer) = (office.clone(), acme.id);
        async move {
            if index % 2 == 0 {
                return office
                    .later()
                    .decline_request(&boss(), id, "no", true)
                    .await;
            }
            let target = MapTarget::NewContact {
                name: name("Ann", "Lee"),
                phone: None,
            };
            let command = MapRequest {
                request: id,
                customer,
                target,
                permit_domain: false,
                confirm_address: false,
            };
            office
                .registrar
                .map_request(&boss(), command)
                .await
                .map(drop)
        }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for lost in answers.into_iter().filter(Result::is_err) {
        assert!(
            matches!(lost, Err(Error::Conflict(Conflict::AlreadyDecided { .. }))),
            "{lost:?}"
        );
    }
    let kinds = office.kinds("ann@a.com").await;
    let told = kinds
        .iter()
        .filter(|kind| matches!(kind, MailKind::Mapped | MailKind::Declined))
        .count();
    assert_eq!(told, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_forms_requests_and_starts_leave_one_of_each() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let answers = all(20, |_| {
        let office = office.clone();
        async move {
            office.submit("ann@acme.com").await;
            office.request("ann@acme.com").await;
        }
    })
    .await;
    assert_eq!(answers.len(), 20);
    let rows = office.registrations("ann@acme.com").await;
    let count = |state| rows.iter().filter(|one| one.state.kind() == state).count();
    assert_eq!(
        (
            count(StateKind::AwaitingActivation),
            count(StateKind::AwaitingMapping)
        ),
        (1, 1)
    );

    let owner = office
        .staff("o@portal.example", [Role::PlaybookEditor], false)
        .await;
    let playbook = office.playbook(owner.id).await.id;
    let bob = office.join("bob@acme.com").await;
    let session = office.visit(&bob).await.unwrap();
    let projects = all(20, |_| {
        let (office, session) = (office.clone(), session.clone());
        let form_token = Some("form".to_owned());
        async move {
            let command = StartProject {
                playbook,
                customer: None,
                name: None,
                form_token,
            };
            office
                .later()
                .start_project(&session, command)
                .await
                .unwrap()
                .id
        }
    })
    .await;
    assert!(projects.iter().all(|id| *id == projects[0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_administrators_cannot_both_leave() {
    let office = Office::new();
    let mut ids = Vec::new();
    for address in ["a@portal.example", "b@portal.example"] {
        ids.push(office.staff(address, [Role::Administrator], false).await.id);
    }
    let answers = all(2, |index| {
        let (office, id) = (office.clone(), ids[index]);
        let off = StaffChange {
            active: Some(false),
            ..StaffChange::default()
        };
        async move {
            office
                .registrar
                .change_staff(&boss(), id, Revision::FIRST, off)
                .await
        }
    })
    .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(
        answers
            .iter()
            .any(|answer| matches!(answer, Err(Error::Conflict(Conflict::LastAdministrator))))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn switching_off_and_activating_at_once_leaves_no_way_in() {
    for _ in 0..20 {
        let office = Office::new();
        let acme = office.open_customer("Acme", &["acme.com"]).await;
        let contact: ContactId = office.contact(&acme, "ann@acme.com").await.id;
        office.grant(contact).await;
        let letter = office.letter("ann@acme.com").await;
        all(2, |index| {
            let (office, proof) = (office.clone(), letter.token());
            async move {
                if index == 0 {
                    office.suspend(contact).await;
                } else {
                    let _ = office.activate(proof).await;
                }
            }
        })
        .await;
        assert_eq!(office.access(contact).await, "suspended");
        if let Some(account) = office
            .store
            .account_by_email(&email("ann@acme.com"))
            .await
            .unwrap()
        {
            let holder = registration_core::model::SessionHolder::Account(account.id);
            assert!(office.store.sessions_of(holder).await.unwrap().is_empty());
        }
    }
}
