//! A unit of work locks what it loads: whoever wants the same row waits, and sees what was committed.

use super::{
    Subject,
    crowd::crowd,
    scene::{Scene, each_aggregate},
};
use crate::fixtures::{language, minute};
use registration_core::{
    model::{
        Basis, Customer, InviteLink, Locale, Registration, RegistrationState, Revision, Staff,
        Stored, TokenPurpose,
    },
    ports::StoreError,
};
use std::{sync::Arc, time::Duration};
use tokio::time::sleep;

/// How long somebody is watched who should wait.
const WATCHED: Duration = Duration::from_millis(120);

/// Loads a row by `$load`; then somebody else loads it by its id and has to wait; then the row is changed, committed,
/// and seen by the other as changed.
macro_rules! second_waits {
    ($subject:ident, $repository:ident, $load:ident ( $($argument:expr),* ), $value:expr, $change:expr) => {{
        let call = concat!(stringify!($repository), ".", stringify!($load));
        let id = $value.id;
        let mut first = $subject.begin().await;
        let _ = first.$repository().$load($($argument),*).await.expect("it loads");
        let store = Arc::clone(&$subject.store);
        let second = tokio::spawn(async move {
            loop {
                let answer = async {
                    let mut work = store.begin().await?;
                    let loaded = work.$repository().get(id).await?;
                    work.commit().await?;
                    Ok(loaded)
                }
                .await;
                match answer {
                    Err(StoreError::Contention(_)) => sleep(Duration::from_millis(5)).await,
                    answer => break answer,
                }
            }
        });
        sleep(WATCHED).await;
        assert!(!second.is_finished(), "{call} does not lock what it loads");
        let mut changed = Stored::new($value.clone(), Revision::FIRST);
        $change(&mut changed.value);
        first.$repository().update(&changed).await.expect("it is written");
        first.commit().await.expect("it is committed");
        let seen = second.await.expect("the other ends").expect("the other loads it");
        assert_eq!(
            seen.map(|it| it.value),
            Some(changed.value),
            "after {call}, whoever waited sees what was committed"
        );
    }};
}

/// `get` holds the row: the next one waits and then sees the change.
pub async fn whoever_wants_a_loaded_row_waits_and_sees_the_change(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            second_waits!($subject, $repository, get($value.id), $value, $change)
        };
    }
    each_aggregate!(law, subject, scene);
}

/// What is loaded by an address, an account or a form is held like what is loaded by its id.
pub async fn what_is_loaded_by_something_else_than_its_id_is_locked_too(subject: &Subject) {
    let scene = Scene::set(subject).await;
    second_waits!(
        subject,
        accounts,
        get_by_email(&scene.account.email),
        scene.account,
        rename_account
    );
    second_waits!(
        subject,
        contacts,
        get_by_email(scene.customer.id, &scene.contact.email),
        scene.contact,
        rename_contact
    );
    let scene = Scene::set(subject).await;
    second_waits!(
        subject,
        contacts,
        get_of_account(scene.account.id),
        scene.contact,
        rename_contact
    );
    let scene = Scene::set(subject).await;
    second_waits!(
        subject,
        contacts,
        get_active_at(scene.customer.id),
        scene.contact,
        rename_contact
    );
    second_waits!(
        subject,
        staff,
        get_administrators(),
        scene.staff,
        |it: &mut Staff| it.name.push('!')
    );
    let make = &subject.make;
    let mut project = make.project(
        &scene.customer,
        &scene.playbook,
        &scene.staff,
        &scene.contact,
    );
    project.form_token = Some("form".to_owned());
    subject
        .write(async |work| work.projects().insert(&project).await)
        .await;
    second_waits!(
        subject,
        projects,
        get_by_form(scene.contact.id, "form"),
        project,
        |it: &mut registration_core::model::Project| it.name.push('!')
    );
}

/// Pending registrations that are loaded together are held like one that is loaded alone.
pub async fn pending_registrations_that_are_loaded_together_are_locked(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let say_german = |it: &mut Registration| it.locale = Some(language("de"));
    let make = async || {
        let mut made = subject.make.registration();
        made.customer = Some(scene.customer.id);
        made.state = RegistrationState::AwaitingActivation {
            decision: Some(Basis::Decision {
                by: registration_core::model::ActorRef::Staff(scene.staff.id),
                contact: scene.contact.id,
            }),
            expires_at: minute(1),
        };
        subject
            .write(async |work| work.registrations().insert(&made).await)
            .await;
        made
    };
    let made = make().await;
    second_waits!(
        subject,
        registrations,
        get_pending_of(&made.email),
        made,
        say_german
    );
    let made = make().await;
    second_waits!(
        subject,
        registrations,
        get_pending_for(scene.contact.id),
        made,
        say_german
    );
    let made = make().await;
    second_waits!(
        subject,
        registrations,
        get_pending_at(scene.customer.id),
        made,
        say_german
    );
    let made = make().await;
    second_waits!(
        subject,
        registrations,
        get_overdue(minute(2), 100),
        made,
        say_german
    );
    let made = subject.make.request();
    subject
        .write(async |work| work.registrations().insert(&made).await)
        .await;
    second_waits!(
        subject,
        registrations,
        get_neglected(minute(2), 1, 100),
        made,
        say_german
    );
}

/// A token that somebody uses is held: whoever comes with the same link waits, and finds it used up.
pub async fn a_loaded_token_is_locked(subject: &Subject) {
    let token = subject.make.token(TokenPurpose::Setup);
    subject
        .write(async |work| work.tokens().insert(&token).await)
        .await;
    let digest = token.digest;
    let mut first = subject.begin().await;
    let loaded = first.tokens().get(&digest).await.expect("it loads");
    assert_eq!(loaded, Some(token.clone()));
    let store = Arc::clone(&subject.store);
    let second = tokio::spawn(async move {
        loop {
            let answer = async {
                let mut work = store.begin().await?;
                let loaded = work.tokens().get(&digest).await?;
                work.commit().await?;
                Ok(loaded)
            }
            .await;
            match answer {
                Err(StoreError::Contention(_)) => sleep(Duration::from_millis(5)).await,
                answer => break answer,
            }
        }
    });
    sleep(WATCHED).await;
    assert!(!second.is_finished(), "a token is used by two at once");
    first.tokens().end(&token.purpose).await.expect("it ends");
    first.commit().await.expect("it is committed");
    let seen = second.await.expect("the other ends").expect("it loads");
    assert_eq!(seen, None, "whoever waited finds it used up");
}

/// A unit of work that is dropped lets go of what it held.
pub async fn dropping_lets_go_of_the_locks(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let id = scene.customer.id;
    for _ in 0..5 {
        let mut work = subject.begin().await;
        work.customers().get(id).await.unwrap();
        drop(work);
    }
    let answers = crowd!(subject, [id], |id, work| work.customers().get(id).await);
    assert!(answers[0].is_ok());
}

/// Whoever stops waiting for a row leaves the store as it was.
pub async fn a_wait_that_is_given_up_harms_nobody(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let id = scene.customer.id;
    let mut first = subject.begin().await;
    let mut held = first.customers().get(id).await.unwrap().expect("there");
    let store = Arc::clone(&subject.store);
    let second = tokio::spawn(async move {
        let mut work = store.begin().await?;
        work.customers().get(id).await
    });
    sleep(WATCHED).await;
    second.abort();
    let _ = second.await;
    held.value.name = "Changed".to_owned();
    first.customers().update(&held).await.unwrap();
    first.commit().await.expect("it is committed");
    let answers = crowd!(subject, 0..5, |_turn, work| work.customers().get(id).await);
    for answer in answers {
        assert_eq!(answer.unwrap().expect("there").value.name, "Changed");
    }
}

/// Twenty at once load, change and update one row: each succeeds, none on a stale revision, and nothing is lost.
pub async fn no_change_of_a_crowd_is_lost(subject: &Subject) {
    let scene = Scene::set(subject).await;
    macro_rules! law {
        ($subject:ident, $repository:ident, $find:ident, $value:expr, $change:expr) => {
            let id = $value.id;
            let answers = crowd!($subject, 0..20, |_turn, work| async {
                let mut loaded = work.$repository().get(id).await?.expect("it is there");
                $change(&mut loaded.value);
                work.$repository().update(&loaded).await
            }
            .await);
            for answer in answers {
                assert!(answer.is_ok(), "{}: {answer:?}", stringify!($repository));
            }
            let found = $subject.directory.$find(id).await.unwrap();
            let revision = found.expect("it is there").revision;
            assert_eq!(revision, Revision(21), stringify!($repository));
        };
    }
    each_aggregate!(law, subject, scene);
}

/// Twenty at once count in one row by what they loaded: all are counted.
pub async fn a_crowd_that_counts_in_one_row_counts_everybody(subject: &Subject) {
    let scene = Scene::set(subject).await;
    fn one_more(text: &str) -> String {
        (text.parse::<u32>().unwrap_or(0) + 1).to_string()
    }
    fn counted(registration: &Registration) -> &str {
        let tag = registration.locale.as_ref().map(Locale::as_str);
        tag.map_or("0", |tag| tag.trim_start_matches("de-"))
    }
    macro_rules! count {
        ($repository:ident, $find:ident, $id:expr, $change:expr, $read:expr) => {{
            let id = $id;
            let answers = crowd!(subject, 0..20, |_turn, work| async {
                let mut loaded = work.$repository().get(id).await?.expect("it is there");
                $change(&mut loaded.value);
                work.$repository().update(&loaded).await
            }
            .await);
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
            let found = subject.directory.$find(id).await.unwrap().expect("there");
            assert_eq!($read(&found.value), "20", stringify!($repository));
        }};
    }
    count!(
        customers,
        customer,
        scene.customer.id,
        |it: &mut Customer| it.name = one_more(&it.name),
        |it: &Customer| it.name.clone()
    );
    count!(
        invite_links,
        invite_link,
        scene.link.id,
        |it: &mut InviteLink| it.label = one_more(&it.label),
        |it: &InviteLink| it.label.clone()
    );
    count!(
        registrations,
        registration,
        scene.registration.id,
        |it: &mut Registration| {
            let region = one_more(counted(it));
            it.locale = Some(language(&format!("de-{region}")));
        },
        |it: &Registration| counted(it).to_owned()
    );
}

fn rename_account(account: &mut registration_core::model::Account) {
    account.name = crate::fixtures::name("Anna", "Lee");
}

fn rename_contact(contact: &mut registration_core::model::Contact) {
    contact.name = crate::fixtures::name("Anna", "Lee");
}
