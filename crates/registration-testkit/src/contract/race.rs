//! Uniqueness is held by constraints: of many who insert one key at once, one succeeds.

use super::{Subject, crowd::crowd, list::ALL, scene::Scene};
use crate::fixtures::start;
use registration_core::{
    model::{Customer, InviteLinkId, Registration, Revision},
    ports::{OutboxFilter, StoreError},
};
use std::{fmt::Debug, num::NonZeroU32};

/// One of many was first; all others were told that what they wanted exists.
fn one_was_first<T: Debug>(answers: Vec<Result<T, StoreError>>) {
    let first = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(first, 1, "exactly one succeeds: {answers:?}");
    for answer in answers {
        assert!(
            matches!(answer, Ok(_) | Err(StoreError::Duplicate(_))),
            "{answer:?}"
        );
    }
}

/// Twenty at once create an account for one address.
pub async fn a_crowd_creates_one_account_for_an_address(subject: &Subject) {
    let email = subject.make.email();
    let accounts = (0..20).map(|_| {
        let mut account = subject.make.account();
        account.email = email.clone();
        account
    });
    let accounts: Vec<_> = accounts.collect();
    one_was_first(crowd!(subject, accounts, |account, work| work
        .accounts()
        .insert(&account)
        .await));
}

/// Twenty at once create a contact with one address at one customer.
pub async fn a_crowd_creates_one_contact_for_an_address_at_a_customer(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let email = subject.make.email();
    let contacts = (0..20).map(|_| {
        let mut contact = subject.make.contact(&scene.customer);
        contact.email = email.clone();
        contact
    });
    let contacts: Vec<_> = contacts.collect();
    one_was_first(crowd!(subject, contacts, |contact, work| work
        .contacts()
        .insert(&contact)
        .await));
}

/// Twenty at once begin a registration for one address: at a customer, at none, and by a request.
pub async fn a_crowd_begins_one_registration_of_a_kind(subject: &Subject) {
    let customer: Customer = subject.make.customer();
    subject
        .write(async |work| work.customers().insert(&customer).await)
        .await;
    let make = &subject.make;
    let email = make.email();
    let kinds: [&dyn Fn() -> Registration; 3] = [
        &|| Registration {
            customer: Some(customer.id),
            ..make.registration()
        },
        &|| make.registration(),
        &|| make.request(),
    ];
    for kind in kinds {
        let registrations = (0..20).map(|_| Registration {
            email: email.clone(),
            ..kind()
        });
        let registrations: Vec<_> = registrations.collect();
        one_was_first(crowd!(subject, registrations, |registration, work| work
            .registrations()
            .insert(&registration)
            .await));
    }
}

/// Twenty at once submit one form: one project is started.
pub async fn a_crowd_starts_one_project_with_a_form(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let projects = (0..20).map(|_| {
        let mut project = subject.make.project(
            &scene.customer,
            &scene.playbook,
            &scene.staff,
            &scene.contact,
        );
        project.form_token = Some("one form".to_owned());
        project
    });
    let projects: Vec<_> = projects.collect();
    one_was_first(crowd!(subject, projects, |project, work| work
        .projects()
        .insert(&project)
        .await));
}

/// Twenty at once queue a mail that is to be written once: all commit, one mail is there.
pub async fn a_crowd_queues_a_mail_once(subject: &Subject) {
    let mails = (0..20).map(|_| {
        let mut mail = subject.make.plain_mail();
        mail.once = Some("one reminder".to_owned());
        mail
    });
    let mails: Vec<_> = mails.collect();
    let answers = crowd!(subject, mails, |mail, work| work
        .outbox()
        .enqueue(&mail)
        .await);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    let queued = subject.directory.mails(&OutboxFilter::default(), ALL).await;
    assert_eq!(queued.unwrap().len(), 1);
}

/// Fifty at once take a use of a link with a maximum of five: exactly five get one, and the link's revision stays.
pub async fn a_crowd_takes_exactly_the_uses_that_a_link_has(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let mut link = subject.make.invite_link(&scene.customer);
    link.max_uses = NonZeroU32::new(5);
    subject
        .write(async |work| work.invite_links().insert(&link).await)
        .await;
    let id: InviteLinkId = link.id;
    let answers = crowd!(subject, 0..50, |_turn, work| work
        .invite_links()
        .take_use(id, start())
        .await);
    let taken = answers.iter().filter(|it| matches!(it, Ok(true))).count();
    let refused = answers.iter().filter(|it| matches!(it, Ok(false))).count();
    assert_eq!((taken, refused), (5, 45), "{answers:?}");
    let link = subject.directory.invite_link(id).await.unwrap();
    let link = link.expect("it is there");
    assert_eq!((link.uses, link.revision), (5, Revision::FIRST));
}
