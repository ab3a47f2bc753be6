//! Contacts and customers as staff keep them.

use crate::office::{Office, boss, conflict, email, name, refused};
use registration_core::{
    model::Revision,
    usecase::{Conflict, ContactChange, CustomerChange, Error, NewContact},
};

#[tokio::test]
async fn one_address_is_one_contact_of_a_customer() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let beta = office.customer("Beta").await;
    office.contact(&acme, "ann@a.com").await;
    office.contact(&beta, "ann@a.com").await;
    let bob = office.contact(&acme, "bob@a.com").await;
    let twice = NewContact {
        name: name("Ann", ""),
        email: email("ann@a.com"),
        phone: None,
        job_title: None,
    };
    let exists = Conflict::AlreadyExists("a contact with this address");
    assert_eq!(
        conflict(
            office
                .registrar
                .create_contact(&boss(), acme.id, twice)
                .await
        ),
        exists
    );
    let change = ContactChange {
        email: Some(email("ann@a.com")),
        ..ContactChange::default()
    };
    assert_eq!(
        conflict(
            office
                .registrar
                .change_contact(&boss(), bob.id, Revision::FIRST, change)
                .await
        ),
        exists
    );
}

#[tokio::test]
async fn the_address_stays_while_there_is_access() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    let ann = office.contact(&acme, "ann@a.com").await;
    let to = |address: &str| ContactChange {
        email: Some(email(address)),
        ..ContactChange::default()
    };
    let moved = office
        .registrar
        .change_contact(&boss(), ann.id, Revision::FIRST, to("anna@a.com"))
        .await
        .unwrap();
    refused!(
        office
            .registrar
            .change_contact(&boss(), ann.id, Revision::FIRST, to("x@a.com"))
            .await,
        Error::Stale
    );
    let granted = office.grant(ann.id).await;
    assert_eq!(granted.revision, moved.revision.next());
    for _ in ["invited", "suspended"] {
        let contact = registration_core::ports::Directory::contact(&office.store, ann.id)
            .await
            .unwrap()
            .unwrap();
        let answer = office
            .registrar
            .change_contact(&boss(), ann.id, contact.revision, to("x@a.com"))
            .await;
        assert_eq!(conflict(answer), Conflict::ContactHasAccess);
        let same = ContactChange {
            job_title: Some(Some("Chief".to_owned())),
            ..to("anna@a.com")
        };
        office
            .registrar
            .change_contact(&boss(), ann.id, contact.revision, same)
            .await
            .unwrap();
        office.suspend(ann.id).await;
    }
}

#[tokio::test]
async fn a_customer_begins_with_a_link_and_closed_to_the_form() {
    let office = Office::new();
    let acme = office.customer("Acme").await;
    assert!(!acme.settings.self_service_registration && acme.settings.invite_link_registration);
    assert!(
        office
            .registrar
            .open_link(&office.link(&acme).await.code)
            .await
            .is_ok()
    );
    let renamed = office
        .registrar
        .change_customer(
            &boss(),
            acme.id,
            Revision::FIRST,
            CustomerChange {
                name: Some("Acme Ltd".to_owned()),
                reference: None,
            },
        )
        .await
        .unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.reference.as_deref()),
        ("Acme Ltd", None)
    );
    let stale = office
        .registrar
        .change_customer(&boss(), acme.id, Revision::FIRST, CustomerChange::default())
        .await;
    refused!(stale, Error::Stale);
}
