//! Invitations: a person decided, for one address at one customer.

use crate::office::{Office, actor, boss, conflict, refused};
use registration_core::{
    model::{Basis, MailKind, PortalAccess, Role, StateKind},
    policy::{access::Denied, validity},
    usecase::{Conflict, Error},
};
use time::Duration;

#[tokio::test]
async fn an_invitation_bypasses_the_list_and_admits_its_address_only() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let invitation = office.invite(&acme, "support@freelance.net").await.unwrap();
    let letter = office.letter("support@freelance.net").await;
    assert_eq!(letter.kind, MailKind::Invitation);
    assert!(letter.mail.code().is_none());
    let contact = office.contact_of(&acme, "support@freelance.net").await;
    assert_eq!(contact.access.code(), "invited");
    let activated = office.activate(letter.token()).await.unwrap();
    assert_eq!(activated.contact, contact.id);
    assert!(office.visit(&activated).await.is_ok());
    let contact = office.contact_of(&acme, "support@freelance.net").await;
    let PortalAccess::Active { basis, .. } = contact.access else {
        panic!()
    };
    assert_eq!(
        basis,
        Basis::Decision {
            by: boss().reference(),
            contact: contact.id
        }
    );
    assert_eq!(
        office.registration(invitation.id).await.state.kind(),
        StateKind::Completed
    );
    office.submit("other@freelance.net").await;
    assert_eq!(
        office.letter("other@freelance.net").await.kind,
        MailKind::NotSetUp
    );
}

#[tokio::test]
async fn an_invitation_is_refused_when_one_is_open_or_the_address_is_in() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let beta = office.customer("Beta").await;
    office.invite(&acme, "ann@a.com").await.unwrap();
    assert_eq!(
        conflict(office.invite(&acme, "ann@a.com").await),
        Conflict::AlreadyPending
    );
    let letter = office.letter("ann@a.com").await;
    office.activate(letter.token()).await.unwrap();
    assert_eq!(
        conflict(office.invite(&acme, "ann@a.com").await),
        Conflict::AlreadyMember
    );
    assert!(
        office.invite(&beta, "ann@a.com").await.is_ok(),
        "another customer is another matter"
    );
    office.archive(&beta).await;
    refused!(
        office.invite(&beta, "bob@a.com").await,
        Error::NotFound("customer")
    );
}

#[tokio::test]
async fn both_links_work_until_one_is_used() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    office.invite(&acme, "ann@a.com").await.unwrap();
    let first = office.letter("ann@a.com").await;
    office.submit("ann@a.com").await;
    let second = office.letter("ann@a.com").await;
    assert_eq!(second.kind, MailKind::Invitation);
    assert!(office.inspect(&first.token()).await.is_ok());
    assert!(office.inspect(&second.token()).await.is_ok());
    office.activate(first.token()).await.unwrap();
    refused!(
        office.inspect(&second.token()).await,
        Error::TokenUnavailable
    );
}

#[tokio::test]
async fn staffs_own_resend_kills_the_older_links_and_renews_the_time() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let invitation = office.invite(&acme, "ann@a.com").await.unwrap();
    let first = office.letter("ann@a.com").await;
    office.advance(validity::INVITATION - Duration::HOUR);
    office
        .later()
        .resend_mail(&boss(), invitation.id)
        .await
        .unwrap();
    let second = office.letter("ann@a.com").await;
    refused!(
        office.inspect(&first.token()).await,
        Error::TokenUnavailable
    );
    office.advance(Duration::DAY);
    assert!(office.activate(second.token()).await.is_ok());
    let again = office.later().resend_mail(&boss(), invitation.id).await;
    assert_eq!(
        conflict(again),
        Conflict::RegistrationEnded(StateKind::Completed)
    );
}

#[tokio::test]
async fn what_is_over_by_time_cannot_be_sent_again_whether_swept_or_not() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let invitation = office.invite(&acme, "ann@a.com").await.unwrap();
    office.advance(validity::INVITATION);
    for _ in 0..2 {
        let again = office.later().resend_mail(&boss(), invitation.id).await;
        assert_eq!(
            conflict(again),
            Conflict::RegistrationEnded(StateKind::Expired)
        );
        office.registrar.expire_pending().await.unwrap();
    }
    assert!(office.invite(&acme, "ann@a.com").await.is_ok());
}

#[tokio::test]
async fn a_revoked_or_expired_invitation_leaves_no_access() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let invitation = office.invite(&acme, "ann@a.com").await.unwrap();
    let letter = office.letter("ann@a.com").await;
    let contact = office.contact_of(&acme, "ann@a.com").await.id;
    let revoked = office
        .registrar
        .revoke_registration(&boss(), invitation.id)
        .await
        .unwrap();
    assert_eq!(revoked.state.kind(), StateKind::Withdrawn);
    assert_eq!(revoked.value, office.registration(invitation.id).await);
    assert_eq!(office.access(contact).await, "none");
    refused!(
        office.activate(letter.token()).await,
        Error::TokenUnavailable
    );
    let again = office
        .registrar
        .revoke_registration(&boss(), invitation.id)
        .await;
    assert_eq!(
        conflict(again),
        Conflict::RegistrationEnded(StateKind::Withdrawn)
    );

    office.invite(&acme, "ann@a.com").await.unwrap();
    assert_eq!(office.access(contact).await, "invited");
    office.advance(validity::INVITATION);
    assert_eq!(office.registrar.expire_pending().await.unwrap(), 1);
    assert_eq!(office.access(contact).await, "none");
}

#[tokio::test]
async fn whoever_was_suspended_is_invited_again_and_has_to_use_it() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    office.suspend(activated.contact).await;
    office.invite(&acme, "ann@acme.com").await.unwrap();
    refused!(
        office.visit(&activated).await,
        Error::Denied(Denied::NotSignedIn)
    );
    let letter = office.letter("ann@acme.com").await;
    assert_eq!(letter.kind, MailKind::Invitation);
    let again = office.activate(letter.token()).await.unwrap();
    assert_eq!(
        (again.account, again.contact),
        (activated.account, activated.contact)
    );
    assert_eq!(office.access(activated.contact).await, "active");
}

#[tokio::test]
async fn an_unused_invitation_does_not_undo_a_suspension() {
    let office = Office::new();
    let acme = office.open_customer("Acme", &["acme.com"]).await;
    let activated = office.join("ann@acme.com").await;
    office.suspend(activated.contact).await;
    let invitation = office.invite(&acme, "ann@acme.com").await.unwrap();
    office
        .registrar
        .revoke_registration(&boss(), invitation.id)
        .await
        .unwrap();
    assert_eq!(office.access(activated.contact).await, "suspended");
    // The domain is permitted, but what staff took away only staff give back.
    office.submit("ann@acme.com").await;
    assert_eq!(
        office.letter("ann@acme.com").await.kind,
        MailKind::AlreadyRegistered
    );
}

#[tokio::test]
async fn only_those_who_manage_customers_invite() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let command = registration_core::usecase::Invite {
        email: crate::office::email("ann@a.com"),
        name: None,
        message: None,
    };
    for role in [
        Role::PortalRegistrationMapper,
        Role::PlaybookEditor,
        Role::Auditor,
    ] {
        let staff = office
            .staff(
                &format!("{role}@portal.example").replace('_', "-"),
                [role],
                false,
            )
            .await;
        let answer = office
            .registrar
            .invite(&actor(&staff), acme.id, command.clone())
            .await;
        refused!(answer, Error::Denied(Denied::NotAllowed));
    }
    let visitor = registration_core::model::Actor::Visitor;
    refused!(
        office.registrar.invite(&visitor, acme.id, command).await,
        Error::Denied(Denied::NotSignedIn)
    );
}
