//! A unit of work dies on its first error.

use super::{Subject, list::ALL, scene::Scene};
use crate::fixtures::start;
use registration_core::{
    model::{Revision, SessionHolder, Stored, TokenPurpose},
    ports::{StoreError, UnitOfWork},
};

/// Makes an error in `work`: a duplicate.
async fn fail(work: &mut dyn UnitOfWork, scene: &Scene) {
    let refused = work.accounts().insert(&scene.account).await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
}

/// After a duplicate nothing of the unit of work can be committed, what went well before it included.
pub async fn after_a_duplicate_the_commit_fails(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let customer = subject.make.customer();
    let mut work = subject.begin().await;
    work.customers().insert(&customer).await.unwrap();
    fail(&mut *work, &scene).await;
    assert!(work.commit().await.is_err(), "the unit of work had failed");
    let found = subject.directory.customer(customer.id).await.unwrap();
    assert_eq!(found, None);
}

/// After a stale update nothing of the unit of work can be committed, what went well before it included.
pub async fn after_a_stale_update_the_commit_fails(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let customer = subject.make.customer();
    let mut work = subject.begin().await;
    work.customers().insert(&customer).await.unwrap();
    let stale = Stored::new(scene.staff.clone(), Revision(7));
    let refused = work.staff().update(&stale).await;
    assert!(matches!(refused, Err(StoreError::Stale(_))), "{refused:?}");
    assert!(work.commit().await.is_err(), "the unit of work had failed");
    let found = subject.directory.customer(customer.id).await.unwrap();
    assert_eq!(found, None);
}

/// After an error a call that would be right in itself fails too and changes nothing.
pub async fn after_an_error_every_further_call_fails(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let make = &subject.make;
    let (customer, link) = (make.customer(), make.invite_link(&scene.customer));
    let (registration, account) = (make.registration(), make.account());
    let (contact, staff) = (make.contact(&scene.customer), make.staff([]));
    let playbook = make.playbook();
    let project = make.project(
        &scene.customer,
        &scene.playbook,
        &scene.staff,
        &scene.contact,
    );
    let token = make.token(TokenPurpose::Setup);
    let session = make.session(SessionHolder::Staff(scene.staff.id));
    let key = make.api_key(registration_core::model::Scope::Read);
    let (mail, entry) = (make.plain_mail(), make.audit_entry(customer.id.0));
    let email = make.email();
    macro_rules! fails {
        ($($repository:ident . $method:ident ( $($argument:expr),* ),)+) => { $(
            let mut work = subject.begin().await;
            fail(&mut *work, &scene).await;
            let answer = work.$repository().$method($($argument),*).await;
            let call = concat!(stringify!($repository), ".", stringify!($method));
            assert!(answer.is_err(), "{call} works after an error");
            assert!(work.commit().await.is_err(), "the commit works after {call} failed");
        )+ };
    }
    fails! {
        customers.get(scene.customer.id),
        customers.get_shared(&[scene.customer.id]),
        customers.find(scene.customer.id),
        customers.insert(&customer),
        customers.update(&Stored::new(scene.customer.clone(), Revision::FIRST)),
        invite_links.get(scene.link.id),
        invite_links.insert(&link),
        invite_links.update(&Stored::new(scene.link.clone(), Revision::FIRST)),
        invite_links.take_use(scene.link.id, start()),
        registrations.get(scene.registration.id),
        registrations.get_pending_of(&email),
        registrations.get_pending_for(scene.contact.id),
        registrations.get_pending_at(scene.customer.id),
        registrations.get_overdue(start(), 1),
        registrations.get_neglected(start(), 1, 1),
        registrations.insert(&registration),
        registrations.update(&Stored::new(scene.registration.clone(), Revision::FIRST)),
        tokens.get(&token.digest),
        tokens.insert(&token),
        tokens.end(&TokenPurpose::Setup),
        tokens.forget_expired(start()),
        accounts.get(scene.account.id),
        accounts.get_by_email(&email),
        accounts.insert(&account),
        accounts.update(&Stored::new(scene.account.clone(), Revision::FIRST)),
        contacts.get(scene.contact.id),
        contacts.get_by_email(scene.customer.id, &email),
        contacts.get_of_account(scene.account.id),
        contacts.get_active_at(scene.customer.id),
        contacts.insert(&contact),
        contacts.update(&Stored::new(scene.contact.clone(), Revision::FIRST)),
        staff.get(scene.staff.id),
        staff.get_administrators(),
        staff.insert(&staff),
        staff.update(&Stored::new(scene.staff.clone(), Revision::FIRST)),
        sessions.insert(&session),
        sessions.touch(&session.digest, start()),
        sessions.end(&session.digest),
        sessions.end_all(session.holder),
        sessions.end_others(session.holder, &session.digest),
        sessions.end_stranded(),
        sessions.forget_begun_by(start()),
        api_keys.insert(&key),
        api_keys.delete(key.id),
        playbooks.get(scene.playbook.id),
        playbooks.get_shared(scene.playbook.id),
        playbooks.insert(&playbook),
        playbooks.update(&Stored::new(scene.playbook.clone(), Revision::FIRST)),
        projects.get(scene.project.id),
        projects.get_by_form(scene.contact.id, "form"),
        projects.insert(&project),
        projects.update(&Stored::new(scene.project.clone(), Revision::FIRST)),
        outbox.enqueue(&mail),
        outbox.requeue(mail.id, start()),
        outbox.wipe_expired(start()),
        audit.append(&entry),
        audit.refused(&make.refused_attempt()),
        audit.forget_refused(start()),
    }
    let found = subject.directory.customers(None, ALL).await.unwrap();
    assert_eq!(found.len(), 1, "only the customer of the scene is there");
}

/// A unit of work that failed takes nobody else down.
pub async fn the_next_unit_of_work_knows_nothing_of_a_failed_one(subject: &Subject) {
    let scene = Scene::set(subject).await;
    for _ in 0..20 {
        let mut work = subject.begin().await;
        fail(&mut *work, &scene).await;
        drop(work);
    }
    let customer = subject.make.customer();
    subject
        .write(async |work| work.customers().insert(&customer).await)
        .await;
}
