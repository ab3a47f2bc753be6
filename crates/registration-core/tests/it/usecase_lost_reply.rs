//! Commands whose reply got lost after the commit: whoever gives them again does nothing twice.

use crate::office::{ALL, Office, PASSWORD, boss, email, name};
use registration_core::{
    model::{MailKind, Password, StateKind},
    ports::{Directory, ProjectFilter},
    usecase::{Conflict, Error, MapRequest, MapTarget, StartProject},
};

#[track_caller]
fn lost<T: std::fmt::Debug>(answer: Result<T, Error>) {
    assert!(matches!(answer, Err(Error::Store(_))), "{answer:?}");
}

async fn open(office: &Office, address: &str) -> usize {
    let rows = office.registrations(address).await;
    rows.iter()
        .filter(|row| row.state.expires_at().is_some())
        .count()
}

#[tokio::test]
async fn a_form_that_is_sent_again_leaves_one_open_registration() {
    let (office, losing) = Office::losing_replies();
    office.open_customer("Acme", &["acme.com"]).await;
    losing.lose_the_next();
    lost(office.try_submit("ann@acme.com", None).await);
    let first = office.letter("ann@acme.com").await;
    office.submit("ann@acme.com").await;
    assert_eq!(open(&office, "ann@acme.com").await, 1);
    assert!(
        office.activate(first.token()).await.is_err(),
        "the older link died with its registration"
    );
    let second = office.letter("ann@acme.com").await;
    office.activate(second.token()).await.unwrap();
    assert_eq!(open(&office, "ann@acme.com").await, 0);
}

#[tokio::test]
async fn an_activation_that_is_given_again_takes_one_use_and_makes_one_account() {
    let (office, losing) = Office::losing_replies();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@else.net").await;
    let letter = office.letter("ann@else.net").await;
    losing.lose_the_next();
    lost(office.activate(letter.token()).await);
    let before = office.outbox(&Default::default()).await.len();
    let trail = office.trail().await.len();
    assert!(
        office.activate(letter.token()).await.is_err(),
        "the token was used by the first, which nobody heard of"
    );
    assert_eq!(office.outbox(&Default::default()).await.len(), before);
    assert_eq!(office.trail().await.len(), trail);
    assert_eq!(office.link(&acme).await.uses, 1);
    let contacts = office.store.contacts_by_email(&email("ann@else.net")).await;
    assert_eq!(contacts.unwrap().len(), 1);
    // Nobody is locked out by it: the password was set by the first.
    let signed_in = office
        .registrar
        .sign_in(&email("ann@else.net"), Password::typed(PASSWORD))
        .await;
    assert!(signed_in.is_ok(), "{signed_in:?}");
}

#[tokio::test]
async fn a_request_that_is_mapped_again_is_told_that_it_was() {
    let (office, losing) = Office::losing_replies();
    office.request("ann@else.net").await;
    let first = office.request_of("ann@else.net").await;
    assert_eq!(open(&office, "ann@else.net").await, 1);
    let acme = office.customer("Acme").await;
    let command = || MapRequest {
        request: first,
        customer: acme.id,
        target: MapTarget::NewContact {
            name: name("Ann", "Lee"),
            phone: None,
        },
        permit_domain: false,
        confirm_address: false,
    };
    losing.lose_the_next();
    lost(office.later().map_request(&boss(), command()).await);
    let again = office.later().map_request(&boss(), command()).await;
    let conflict = crate::office::conflict(again);
    assert!(
        matches!(
            conflict,
            Conflict::AlreadyDecided {
                decision: "mapped",
                ..
            }
        ),
        "{conflict:?}"
    );
    let mapped = |kind: &&MailKind| **kind == MailKind::Mapped;
    let kinds = office.kinds("ann@else.net").await;
    assert_eq!(kinds.iter().filter(mapped).count(), 1);
    let contacts = office.store.contacts_by_email(&email("ann@else.net")).await;
    assert_eq!(contacts.unwrap().len(), 1);
    let state = office.registration(first).await.state.kind();
    assert_eq!(state, StateKind::AwaitingActivation);
}

#[tokio::test]
async fn a_project_that_is_started_again_with_its_form_is_the_same() {
    let (office, losing) = Office::losing_replies();
    office.open_customer("Acme", &["acme.com"]).await;
    let owner = office
        .staff("owner@portal.example", crate::office::mapper(), false)
        .await;
    let playbook = office.playbook(owner.id).await.id;
    let ann = office.join("ann@acme.com").await;
    let session = office.visit(&ann).await.unwrap();
    let command = || StartProject {
        playbook,
        customer: None,
        name: None,
        form_token: Some("form-1".to_owned()),
    };
    losing.lose_the_next();
    lost(office.later().start_project(&session, command()).await);
    let mails = office.outbox(&Default::default()).await.len();
    let project = office.later().start_project(&session, command()).await;
    let all = office.store.projects(&ProjectFilter::default(), ALL).await;
    let ids: Vec<_> = all.unwrap().iter().map(|project| project.id).collect();
    assert_eq!(ids, [project.unwrap().id]);
    assert_eq!(office.outbox(&Default::default()).await.len(), mails);
}

#[tokio::test]
async fn an_invitation_that_is_given_again_is_told_to_be_open() {
    let (office, losing) = Office::losing_replies();
    let acme = office.customer("Acme").await;
    losing.lose_the_next();
    lost(office.invite(&acme, "ann@else.net").await);
    let again = office.invite(&acme, "ann@else.net").await;
    assert_eq!(crate::office::conflict(again), Conflict::AlreadyPending);
    assert_eq!(open(&office, "ann@else.net").await, 1);
    assert_eq!(office.kinds("ann@else.net").await, [MailKind::Invitation]);
    assert!(!losing.waits());
}
