//! Contacts: one for an address at a customer, with every kind of access.

use super::{
    Subject,
    exact::{an_update_writes_everything, is_stored_exactly},
    list::ALL,
    registration::bases,
    scene::Scene,
};
use crate::fixtures::{email, minute, name};
use registration_core::{
    model::{Contact, ContactId, PortalAccess, Revision, Stored},
    ports::StoreError,
};

fn variants(subject: &Subject, scene: &Scene) -> Vec<Contact> {
    let since = minute(4);
    let account = scene.account.id;
    let active = bases(scene).into_iter().map(|basis| PortalAccess::Active {
        account,
        since,
        basis,
    });
    let suspended = bases(scene)
        .into_iter()
        .map(|basis| PortalAccess::Suspended {
            since,
            was: Some((account, basis)),
        });
    let others = [
        PortalAccess::None,
        PortalAccess::Invited {
            since,
            suspended_at: None,
        },
        PortalAccess::Invited {
            since,
            suspended_at: Some(minute(2)),
        },
        PortalAccess::Suspended { since, was: None },
    ];
    let variant = |access| {
        let full = matches!(access, PortalAccess::Active { .. } | PortalAccess::None);
        Contact {
            name: if full {
                // No rule divides the two again: what holds one full name holds where its parts meet as well.
                name("Zoë Marie", "van O'Brien")
            } else {
                name("Zoë Marie", "")
            },
            phone: full.then(|| "+49 (30) 1234-5 #6".to_owned()),
            job_title: full.then(|| "Head of \"R&D\"".to_owned()),
            access,
            ..subject.make.contact(&scene.customer)
        }
    };
    active.chain(suspended).chain(others).map(variant).collect()
}

async fn store(subject: &Subject, contacts: &[&Contact]) {
    subject
        .write(async |work| {
            for contact in contacts {
                work.contacts().insert(contact).await?;
            }
            Ok(())
        })
        .await;
}

fn ids(contacts: &[Stored<Contact>]) -> Vec<ContactId> {
    contacts.iter().map(|contact| contact.id).collect()
}

/// A contact is read as it was written, whatever its access.
pub async fn a_contact_is_stored_exactly(subject: &Subject) {
    let scene = Scene::set(subject).await;
    is_stored_exactly!(subject, contacts, contact, variants(subject, &scene));
}

/// An update of a contact writes all of it.
pub async fn an_update_writes_the_whole_contact(subject: &Subject) {
    let scene = Scene::set(subject).await;
    an_update_writes_everything!(subject, contacts, contact, variants(subject, &scene));
}

/// An address has one contact at a customer, and may have others at other customers.
pub async fn an_address_has_one_contact_at_a_customer(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let make = &subject.make;
    let known = make.contact(&here.customer);
    let other = make.contact(&here.customer);
    let elsewhere = Contact {
        email: known.email.clone(),
        ..make.contact(&there.customer)
    };
    store(subject, &[&known, &other, &elsewhere]).await;
    let second = Contact {
        email: known.email.clone(),
        ..make.contact(&here.customer)
    };
    let refused = subject
        .try_write(async |work| work.contacts().insert(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let taken = Contact {
        email: known.email.clone(),
        ..other.clone()
    };
    let taken = Stored::new(taken, Revision::FIRST);
    let refused = subject
        .try_write(async |work| work.contacts().update(&taken).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
    let found = subject.directory.contact(other.id).await.unwrap();
    assert_eq!(found, Some(Stored::new(other, Revision::FIRST)));
}

/// A contact is loaded by its address at its customer, and not at another one.
pub async fn a_contact_is_loaded_by_its_address_at_its_customer(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let known = subject.make.contact(&here.customer);
    store(subject, &[&known]).await;
    let load = async |customer, email| {
        subject
            .write(async |work| work.contacts().get_by_email(customer, email).await)
            .await
    };
    let stored = Stored::new(known.clone(), Revision::FIRST);
    assert_eq!(load(here.customer.id, &known.email).await, Some(stored));
    assert_eq!(load(there.customer.id, &known.email).await, None);
    let unknown = subject.make.email();
    assert_eq!(load(here.customer.id, &unknown).await, None);
}

/// The active contacts of an account, and of a customer, are loaded in the order of their ids; others are not.
pub async fn active_contacts_are_loaded_by_account_and_by_customer(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let make = &subject.make;
    let also = make.active_contact(&there.customer, &here.account);
    let mut suspended = make.contact(&here.customer);
    suspended.access = make.active(&here.account).suspended(minute(1));
    let mut invited = make.contact(&here.customer);
    invited.access = PortalAccess::None.invited(minute(1));
    let none = make.contact(&here.customer);
    store(subject, &[&none, &invited, &suspended, &also]).await;
    let (account, customer) = (here.account.id, there.customer.id);
    let (of, at) = subject
        .write(async |work| {
            let of = work.contacts().get_of_account(account).await?;
            Ok((of, work.contacts().get_active_at(customer).await?))
        })
        .await;
    assert_eq!(ids(&of), [here.contact.id, also.id]);
    assert_eq!(ids(&at), [there.contact.id, also.id]);
    assert_eq!(at[1].value, also);
    let (of, at) = subject
        .write(async |work| {
            let of = work.contacts().get_of_account(make.id()).await?;
            Ok((of, work.contacts().get_active_at(make.id()).await?))
        })
        .await;
    assert_eq!((of, at), (vec![], vec![]));
}

/// Whose access was switched off is no longer among an account's contacts.
pub async fn a_suspended_contact_is_no_longer_loaded_with_its_account(subject: &Subject) {
    let scene = Scene::set(subject).await;
    subject
        .write(async |work| {
            let loaded = work.contacts().get(scene.contact.id).await?.expect("there");
            let mut changed = loaded.clone();
            changed.value.access = loaded.value.access.suspended(minute(1));
            work.contacts().update(&changed).await
        })
        .await;
    let (of, at) = subject
        .write(async |work| {
            let of = work.contacts().get_of_account(scene.account.id).await?;
            Ok((of, work.contacts().get_active_at(scene.customer.id).await?))
        })
        .await;
    assert_eq!((of, at), (vec![], vec![]));
}

/// All contacts of an address are found at all customers, whatever their access, in the order of their ids.
pub async fn the_contacts_of_an_address_are_found_at_every_customer(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let make = &subject.make;
    let mut first = make.contact(&there.customer);
    let mut second = make.contact(&here.customer);
    second.email = first.email.clone();
    first.access = PortalAccess::None.invited(minute(1));
    store(subject, &[&second, &first]).await;
    let found = subject.directory.contacts_by_email(&first.email).await;
    assert_eq!(ids(&found.unwrap()), [first.id, second.id]);
    let found = subject.directory.contacts_by_email(&make.email()).await;
    assert_eq!(found.unwrap(), []);
}

/// Contacts are found by exactly the domain of their address, unless their customer is archived.
pub async fn contacts_are_found_by_exactly_their_domain(subject: &Subject) {
    let make = &subject.make;
    let here = make.customer();
    let archived = registration_core::model::Customer {
        archived_at: Some(minute(1)),
        ..make.customer()
    };
    subject
        .write(async |work| {
            work.customers().insert(&here).await?;
            work.customers().insert(&archived).await
        })
        .await;
    let at = |customer, address| Contact {
        email: email(address),
        ..make.contact(customer)
    };
    let contacts = [
        at(&here, "ann@acme.example"),
        at(&here, "ann@eu.acme.example"),
        at(&here, "ann@notacme.example"),
        at(&here, "acme.example@other.example"),
        at(&archived, "ben@acme.example"),
        at(&here, "ben@acme.example"),
    ];
    store(subject, &contacts.each_ref()).await;
    let found = subject
        .directory
        .contacts_on_domain(&"acme.example".parse().expect("it is a domain"), ALL)
        .await;
    assert_eq!(ids(&found.unwrap()), [contacts[5].id, contacts[0].id]);
}

/// A customer's contacts are listed, newest first, and nobody else's.
pub async fn the_contacts_of_a_customer_are_listed(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let made = subject.make.contact(&here.customer);
    store(subject, &[&made]).await;
    let list = async |customer| {
        let listed = subject.directory.contacts(customer, None, ALL).await;
        ids(&listed.unwrap())
    };
    assert_eq!(list(here.customer.id).await, [made.id, here.contact.id]);
    assert_eq!(list(there.customer.id).await, [there.contact.id]);
    assert_eq!(list(subject.make.unknown_customer()).await, []);
}
