//! Portal access ("PE") of a contact: on, off and on again.

use crate::office::{Office, boss, email, refused};
use registration_core::{
    model::{MailKind, OriginKind, Password, StateKind},
    policy::{access::Denied, validity},
    ports::Directory,
    usecase::Error,
};

#[tokio::test]
async fn switching_on_mails_login_details_once() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let contact = office.contact(&acme, "ann@a.com").await;
    assert_eq!(office.grant(contact.id).await.access.code(), "invited");
    assert_eq!(office.grant(contact.id).await.access.code(), "invited");
    assert_eq!(office.kinds("ann@a.com").await, [MailKind::AccessGranted]);
    let letter = office.letter("ann@a.com").await;
    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!(activated.contact, contact.id);
    assert_eq!(office.grant(contact.id).await.access.code(), "active");
    assert_eq!(office.kinds("ann@a.com").await.len(), 1);
}

#[tokio::test]
async fn an_expired_grant_can_be_switched_on_again() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let contact = office.contact(&acme, "ann@a.com").await;
    office.grant(contact.id).await;
    office.advance(validity::DECISION);
    office.grant(contact.id).await;
    assert_eq!(office.kinds("ann@a.com").await.len(), 2);
    office.registrar.expire_pending().await.unwrap();
    assert_eq!(office.access(contact.id).await, "invited");
}

#[tokio::test]
async fn switching_off_ends_sessions_links_and_registrations() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    assert!(office.visit(&activated).await.is_ok());
    office.suspend(activated.contact).await;
    refused!(
        office.visit(&activated).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let holder = registration_core::model::SessionHolder::Account(activated.account);
    assert!(office.store.sessions_of(holder).await.unwrap().is_empty());

    let bob = office.contact(&acme, "bob@a.com").await;
    office.grant(bob.id).await;
    let granted = office.letter("bob@a.com").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "eve@a.com").await;
    let by_link = office.letter("eve@a.com").await;
    let eve = office.contact(&acme, "eve@a.com").await;
    for (contact, letter) in [(bob.id, granted), (eve.id, by_link)] {
        office.suspend(contact).await;
        refused!(
            office.activate(letter.token()).await,
            Error::TokenUnavailable
        );
    }
    assert_eq!(office.access(bob.id).await, "suspended");
    assert_eq!(
        office.access(eve.id).await,
        "none",
        "what was never granted stays so"
    );
    office.suspend(bob.id).await;
}

#[tokio::test]
async fn a_session_lives_as_long_as_one_contact_does() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.customer("Beta").await;
    let activated = office.join("ann@acme.com").await;
    office.invite(&beta, "ann@acme.com").await.unwrap();
    let letter = office.letter("ann@acme.com").await;
    office.activate(letter.token()).await.unwrap();
    office.suspend(activated.contact).await;
    let left = office.visit(&activated).await.unwrap().contacts;
    assert_eq!(
        left.iter()
            .map(|(contact, _)| contact.customer)
            .collect::<Vec<_>>(),
        [beta.id]
    );
    office.archive(&beta).await;
    refused!(
        office.visit(&activated).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let _ = acme;
}

#[tokio::test]
async fn switching_on_again_restores_nothing_but_access() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    office.suspend(activated.contact).await;
    assert_eq!(
        office.grant(activated.contact).await.access.code(),
        "active"
    );
    refused!(
        office.visit(&activated).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let signed_in = office
        .registrar
        .sign_in(
            &email("ann@acme.com"),
            Password::typed(crate::office::PASSWORD),
        )
        .await;
    assert!(signed_in.is_ok(), "the password is as it was");
    // The grant's own link is open still; what is switched off meanwhile it does not switch on.
    let letter = office.letter("ann@acme.com").await;
    office.suspend(activated.contact).await;
    refused!(
        office.activate(letter.token()).await,
        Error::TokenUnavailable
    );
    let _ = acme;
}

#[tokio::test]
async fn an_account_gains_the_contact_without_a_session() {
    let office = Office::new();
    office.open_customer("Acme", &["acme.com"]).await;
    let beta = office.customer("Beta").await;
    let activated = office.join("ann@acme.com").await;
    let before = office.store.account(activated.account).await.unwrap();
    let contact = office.contact(&beta, "ann@acme.com").await;
    office.grant(contact.id).await;
    assert_eq!(
        office.access(contact.id).await,
        "invited",
        "the address is proven again"
    );
    let letter = office.letter("ann@acme.com").await;
    let gained = office.activate(letter.token()).await.unwrap();
    assert!(gained.session.is_none());
    assert_eq!(gained.account, activated.account);
    assert_eq!(
        office.store.account(activated.account).await.unwrap(),
        before
    );
}

#[tokio::test]
async fn access_belongs_to_the_login_that_had_it() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    // Staff know Ann by her office address; she asked with her own, and the mapper confirmed that it is her.
    let contact = office.contact(&acme, "ann@acme.com").await;
    office.request("ann@home.net").await;
    let request = office.request_of("ann@home.net").await;
    crate::usecase_map::map_to(&office, request, &acme, contact.id, true)
        .await
        .unwrap();
    assert_eq!(office.grant(contact.id).await.access.code(), "invited");
    assert!(
        office.letters("ann@acme.com").await.is_empty(),
        "on already, by the other address"
    );
    let letter = office.letter("ann@home.net").await;
    let activated = office.activate(letter.token()).await.unwrap();
    office.suspend(contact.id).await;
    office.grant(contact.id).await;
    let letter = office.letter("ann@home.net").await;
    assert_eq!(letter.kind, MailKind::AccessGranted);
    let again = office.activate(letter.token()).await.unwrap();
    assert_eq!(again.account, activated.account);
    assert!(!office.has_account("ann@acme.com").await);
}

#[tokio::test]
async fn grants_leave_the_visitors_attempt_behind() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let link = office.link(&acme).await;
    office.submit_by(&link, "ann@a.com").await;
    let visitors = office.letter("ann@a.com").await;
    let contact = office.contact(&acme, "ann@a.com").await;
    office.grant(contact.id).await;
    refused!(
        office.activate(visitors.token()).await,
        Error::TokenUnavailable
    );
    let states: Vec<_> = office
        .registrations("ann@a.com")
        .await
        .into_iter()
        .map(|one| (one.origin.kind(), one.state.kind()))
        .collect();
    assert!(states.contains(&(OriginKind::InviteLink, StateKind::Superseded)));
    assert!(states.contains(&(OriginKind::AccessGrant, StateKind::AwaitingActivation)));
    office.archive(&acme).await;
    refused!(
        office
            .registrar
            .grant_portal_access(&boss(), contact.id)
            .await,
        Error::NotFound("customer")
    );
}
