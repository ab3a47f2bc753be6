//! Sessions, and the access that stands behind them at this moment.

use super::{Subject, scene::Scene};
use crate::fixtures::minute;
use registration_core::{
    model::{Account, Contact, Customer, Role, Session, SessionHolder, SessionId, Stored},
    ports::{PortalSession, StoreError},
};

async fn begin(subject: &Subject, holder: SessionHolder) -> Session {
    let session = subject.make.session(holder);
    subject
        .write(async |work| work.sessions().insert(&session).await)
        .await;
    session
}

async fn portal(subject: &Subject, session: &Session) -> Option<PortalSession> {
    let found = subject.directory.portal_session(&session.digest).await;
    found.unwrap()
}

async fn sessions(subject: &Subject, holder: SessionHolder) -> Vec<SessionId> {
    let found = subject.directory.sessions_of(holder).await.unwrap();
    found.iter().map(|session| session.id).collect()
}

/// A portal session comes with its account and its contacts, each with the name of its customer.
pub async fn a_portal_session_comes_with_account_and_contacts(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let session = begin(subject, SessionHolder::Account(scene.account.id)).await;
    let found = portal(subject, &session).await.expect("it is there");
    assert_eq!(found.session, session);
    assert_eq!(found.account, scene.account);
    assert_eq!(found.contacts, [(scene.contact, scene.customer.name)]);
}

/// A console session comes with its staff member, active or not.
pub async fn a_staff_session_comes_with_the_staff_member_of_this_moment(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let session = begin(subject, SessionHolder::Staff(scene.staff.id)).await;
    let changed = subject
        .write(async |work| {
            let mut staff = work.staff().get(scene.staff.id).await?.expect("there");
            staff.value.active = false;
            staff.value.roles = [Role::Auditor].into();
            let revision = work.staff().update(&staff).await?;
            Ok(Stored::new(staff.value, revision))
        })
        .await;
    let found = subject.directory.staff_session(&session.digest).await;
    assert_eq!(found.unwrap(), Some((session, changed)));
}

/// Neither kind of session opens the other's door, and a secret that nobody has opens none.
pub async fn a_session_opens_its_own_door_only(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let account = begin(subject, SessionHolder::Account(scene.account.id)).await;
    let staff = begin(subject, SessionHolder::Staff(scene.staff.id)).await;
    let unknown = subject.make.session(account.holder);
    assert!(portal(subject, &account).await.is_some());
    for session in [&staff, &unknown] {
        assert!(portal(subject, session).await.is_none());
    }
    for session in [&account, &unknown] {
        let found = subject.directory.staff_session(&session.digest).await;
        assert_eq!(found.unwrap(), None);
    }
}

/// Only contacts that are active, at customers that aren't archived, come with a session: in the order of their ids.
pub async fn a_session_shows_only_access_that_is_live(subject: &Subject) {
    let make = &subject.make;
    let account = make.account();
    let customers: Vec<Customer> = (0..5).map(|_| make.customer()).collect();
    let mut contacts: Vec<Contact> = customers
        .iter()
        .map(|customer| make.active_contact(customer, &account))
        .collect();
    contacts[1].access = contacts[1].access.clone().suspended(minute(1));
    contacts[2].access = registration_core::model::PortalAccess::None.invited(minute(1));
    let mut customers = customers;
    customers[3].archived_at = Some(minute(1));
    let stranger = make.account();
    let strangers = make.active_contact(&customers[0], &stranger);
    let session = make.session(SessionHolder::Account(account.id));
    subject
        .write(async |work| {
            work.accounts().insert(&account).await?;
            work.accounts().insert(&stranger).await?;
            for customer in &customers {
                work.customers().insert(customer).await?;
            }
            for contact in contacts.iter().rev().chain([&strangers]) {
                work.contacts().insert(contact).await?;
            }
            work.sessions().insert(&session).await
        })
        .await;
    let found = portal(subject, &session).await.expect("it is there");
    let expected = [0, 4].map(|index: usize| {
        let customer = &customers[index];
        (contacts[index].clone(), customer.name.clone())
    });
    assert_eq!(found.contacts, expected);
}

/// Access that ends is gone from the session with the next look; the session itself stays.
pub async fn access_that_ends_is_gone_with_the_next_look(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let session = begin(subject, SessionHolder::Account(scene.account.id)).await;
    subject
        .write(async |work| {
            let mut contact = work.contacts().get(scene.contact.id).await?.expect("there");
            contact.value.access = contact.value.access.clone().suspended(minute(1));
            work.contacts().update(&contact).await
        })
        .await;
    let found = portal(subject, &session).await.expect("it is there");
    assert_eq!(found.contacts, []);
}

/// A session can be noted as used; nothing else about it changes. One that is gone is not noted.
pub async fn a_session_remembers_when_it_was_used(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let session = begin(subject, SessionHolder::Account(scene.account.id)).await;
    let other = begin(subject, session.holder).await;
    let at = minute(7).plus(time::Duration::MICROSECOND);
    let unknown = subject.make.digest();
    subject
        .write(async |work| {
            work.sessions().touch(&session.digest, at).await?;
            work.sessions().touch(&unknown, at).await
        })
        .await;
    let touched = Session {
        last_seen_at: at,
        ..session.clone()
    };
    let found = subject.directory.sessions_of(session.holder).await.unwrap();
    assert_eq!(found, [other, touched]);
}

/// A session that ends ends alone; ending one that is gone is no error.
pub async fn a_session_ends_alone(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let holder = SessionHolder::Account(scene.account.id);
    let first = begin(subject, holder).await;
    let second = begin(subject, holder).await;
    for _ in 0..2 {
        subject
            .write(async |work| work.sessions().end(&first.digest).await)
            .await;
    }
    assert_eq!(sessions(subject, holder).await, [second.id]);
    assert!(portal(subject, &first).await.is_none());
}

/// All sessions of a holder end together, and nobody else's.
pub async fn all_sessions_of_a_holder_end_together(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let account = SessionHolder::Account(here.account.id);
    let staff = SessionHolder::Staff(here.staff.id);
    let others = SessionHolder::Account(there.account.id);
    for holder in [account, account, staff, staff, others] {
        begin(subject, holder).await;
    }
    subject
        .write(async |work| work.sessions().end_all(account).await)
        .await;
    assert_eq!(sessions(subject, account).await, []);
    assert_eq!(sessions(subject, staff).await.len(), 2);
    subject
        .write(async |work| work.sessions().end_all(staff).await)
        .await;
    assert_eq!(sessions(subject, staff).await, []);
    assert_eq!(sessions(subject, others).await.len(), 1);
}

/// Every session of a holder but one ends, and nobody else's; keeping one that is nobody's keeps none.
pub async fn all_other_sessions_of_a_holder_end(subject: &Subject) {
    let (here, there) = (Scene::set(subject).await, Scene::set(subject).await);
    let account = SessionHolder::Account(here.account.id);
    let staff = SessionHolder::Staff(here.staff.id);
    let others = SessionHolder::Account(there.account.id);
    let mut begun = Vec::new();
    for holder in [account, account, account, staff, staff, others] {
        begun.push(begin(subject, holder).await);
    }
    let (kept, kept_staff, stranger) = (&begun[1], &begun[3], &begun[5]);
    subject
        .write(async |work| {
            work.sessions().end_others(account, &kept.digest).await?;
            work.sessions().end_others(staff, &kept_staff.digest).await
        })
        .await;
    assert_eq!(sessions(subject, account).await, [kept.id]);
    assert_eq!(sessions(subject, staff).await, [kept_staff.id]);
    assert_eq!(sessions(subject, others).await, [stranger.id]);
    subject
        .write(async |work| work.sessions().end_others(account, &stranger.digest).await)
        .await;
    assert_eq!(sessions(subject, account).await, []);
    assert_eq!(sessions(subject, others).await, [stranger.id]);
}

/// The sessions of a holder are listed newest first.
pub async fn the_sessions_of_a_holder_are_listed_newest_first(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let holder = SessionHolder::Staff(scene.staff.id);
    let made = [(); 3].map(|()| subject.make.session(holder));
    for index in [1, 0, 2] {
        subject
            .write(async |work| work.sessions().insert(&made[index]).await)
            .await;
    }
    let expected: Vec<Session> = made.into_iter().rev().collect();
    let found = subject.directory.sessions_of(holder).await.unwrap();
    assert_eq!(found, expected);
}

/// Stranded is who has no live contact left: never had one, lost it, or whose customer was archived. Others stay.
pub async fn exactly_the_stranded_sessions_end(subject: &Subject) {
    let make = &subject.make;
    let customer = make.customer();
    let archived = Customer {
        archived_at: Some(minute(1)),
        ..make.customer()
    };
    let accounts: Vec<Account> = (0..6).map(|_| make.account()).collect();
    let active = |at, of: usize| make.active_contact(at, &accounts[of]);
    let suspended = |at, of| Contact {
        access: make.active(&accounts[of]).suspended(minute(1)),
        ..active(at, of)
    };
    let contacts = [
        // 0 is live; 1 was suspended; 2 is at an archived customer; 3 has no contact at all.
        active(&customer, 0),
        suspended(&customer, 1),
        active(&archived, 2),
        // 4 has one live contact among others; 5 has several and none is live.
        active(&archived, 4),
        active(&customer, 4),
        suspended(&customer, 5),
        active(&archived, 5),
    ];
    let staff = make.staff([]);
    subject
        .write(async |work| {
            work.customers().insert(&customer).await?;
            work.customers().insert(&archived).await?;
            work.staff().insert(&staff).await?;
            for account in &accounts {
                work.accounts().insert(account).await?;
            }
            for contact in &contacts {
                work.contacts().insert(contact).await?;
            }
            Ok(())
        })
        .await;
    for account in &accounts {
        begin(subject, SessionHolder::Account(account.id)).await;
    }
    begin(subject, SessionHolder::Staff(staff.id)).await;
    subject
        .write(async |work| work.sessions().end_stranded().await)
        .await;
    let mut left = Vec::new();
    for (index, account) in accounts.iter().enumerate() {
        let holder = SessionHolder::Account(account.id);
        if !sessions(subject, holder).await.is_empty() {
            left.push(index);
        }
    }
    assert_eq!(left, [0, 4]);
    assert_eq!(
        sessions(subject, SessionHolder::Staff(staff.id))
            .await
            .len(),
        1
    );
}

/// Sessions that began at or before a moment are removed, later ones stay, whenever they were used.
pub async fn sessions_are_forgotten_by_when_they_began(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let holder = SessionHolder::Account(scene.account.id);
    let limit = minute(10);
    let begun = [
        minute(9),
        limit,
        limit.plus(time::Duration::MICROSECOND),
        minute(11),
    ];
    let mut made = Vec::new();
    for created_at in begun {
        let session = Session {
            created_at,
            last_seen_at: minute(99),
            ..subject.make.session(holder)
        };
        subject
            .write(async |work| work.sessions().insert(&session).await)
            .await;
        made.push(session.id);
    }
    subject
        .write(async |work| work.sessions().forget_begun_by(limit).await)
        .await;
    assert_eq!(sessions(subject, holder).await, [made[3], made[2]]);
}

/// No two sessions share a secret.
pub async fn a_second_session_with_a_digest_is_a_duplicate(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let first = begin(subject, SessionHolder::Account(scene.account.id)).await;
    let second = Session {
        digest: first.digest,
        ..subject.make.session(SessionHolder::Staff(scene.staff.id))
    };
    let refused = subject
        .try_write(async |work| work.sessions().insert(&second).await)
        .await;
    assert!(
        matches!(refused, Err(StoreError::Duplicate(_))),
        "{refused:?}"
    );
}
