//! Shared locks keep changes out but not each other; some loads pass over what others hold.

use super::{Subject, Writers, crowd::crowd, scene::Scene};
use crate::fixtures::minute;
use registration_core::{
    model::{CustomerId, RegistrationState, Revision, Stored},
    ports::StoreError,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

/// How long somebody is watched who should wait.
const WATCHED: Duration = Duration::from_millis(120);
/// How long somebody may take who should not wait, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// Does `$load` in a unit of work of another task, which ends with it.
macro_rules! elsewhere {
    ($subject:ident, |$work:ident| $load:expr) => {{
        let store = Arc::clone(&$subject.store);
        tokio::spawn(async move {
            loop {
                let answer = async {
                    let mut $work = store.begin().await?;
                    let answer = $load?;
                    $work.commit().await?;
                    Ok(answer)
                }
                .await;
                match answer {
                    Err(StoreError::Contention(_)) => sleep(Duration::from_millis(5)).await,
                    answer => break answer,
                }
            }
        })
    }};
}

async fn is_kept_waiting<T>(task: &JoinHandle<T>) -> bool {
    sleep(WATCHED).await;
    !task.is_finished()
}

/// Many can hold a customer's settings, or a playbook, against change at the same time.
pub async fn shared_locks_do_not_wait_for_each_other(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let (customer, playbook) = (scene.customer.id, scene.playbook.id);
    let mut first = subject.begin().await;
    first.customers().get_shared(&[customer]).await.unwrap();
    first.playbooks().get_shared(playbook).await.unwrap();
    let second = elsewhere!(subject, |work| async {
        let customers = work.customers().get_shared(&[customer]).await?;
        let playbook = work.playbooks().get_shared(playbook).await?;
        Ok::<_, StoreError>((customers.len(), playbook.is_some()))
    }
    .await);
    if subject.writers == Writers::One {
        drop(first);
    }
    let second = timeout(PATIENCE, second).await;
    let seen = second.expect("a shared lock does not wait for another");
    assert_eq!(seen.unwrap().unwrap(), (1, true));
}

/// A row that is held shared cannot be changed until it is let go.
pub async fn a_shared_lock_keeps_changes_out(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let (customer, playbook) = (scene.customer.id, scene.playbook.id);

    let mut first = subject.begin().await;
    first.customers().get_shared(&[customer]).await.unwrap();
    let second = elsewhere!(subject, |work| work.customers().get(customer).await);
    assert!(is_kept_waiting(&second).await, "customers");
    drop(first);
    assert!(second.await.unwrap().unwrap().is_some());

    let mut first = subject.begin().await;
    first.playbooks().get_shared(playbook).await.unwrap();
    let second = elsewhere!(subject, |work| work.playbooks().get(playbook).await);
    assert!(is_kept_waiting(&second).await, "playbooks");
    drop(first);
    assert!(second.await.unwrap().unwrap().is_some());
}

/// A change that is not committed keeps those out who want to rely on the row, and they see it when it is.
pub async fn an_exclusive_lock_keeps_shared_locks_out(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let (customer, playbook) = (scene.customer.id, scene.playbook.id);

    let mut first = subject.begin().await;
    let mut held = first.customers().get(customer).await.unwrap().unwrap();
    let second = elsewhere!(subject, |work| work
        .customers()
        .get_shared(&[customer])
        .await);
    assert!(is_kept_waiting(&second).await, "customers");
    held.value.settings.self_service_registration = false;
    held.value.settings.permitted_domains.clear();
    first.customers().update(&held).await.unwrap();
    first.commit().await.unwrap();
    let seen = second.await.unwrap().unwrap();
    assert_eq!(seen, [Stored::new(held.value, Revision(2))]);

    let mut first = subject.begin().await;
    let mut held = first.playbooks().get(playbook).await.unwrap().unwrap();
    let second = elsewhere!(subject, |work| work.playbooks().get_shared(playbook).await);
    assert!(is_kept_waiting(&second).await, "playbooks");
    held.value.self_service.enabled = false;
    first.playbooks().update(&held).await.unwrap();
    first.commit().await.unwrap();
    let seen = second.await.unwrap().unwrap();
    assert_eq!(seen, Some(Stored::new(held.value, Revision(2))));
}

/// Whoever wants several rows shared, in whatever order they are named, never stands in a circle with others.
pub async fn shared_locks_of_several_rows_never_wait_in_a_circle(subject: &Subject) {
    let customers: Vec<_> = (0..4).map(|_| subject.make.customer()).collect();
    subject
        .write(async |work| {
            for customer in &customers {
                work.customers().insert(customer).await?;
            }
            Ok(())
        })
        .await;
    let ids: Vec<CustomerId> = customers.iter().map(|customer| customer.id).collect();
    let turns = (0..24).map(|turn| {
        let mut ids = ids.clone();
        ids.rotate_left(turn % 4);
        if turn % 2 == 0 {
            ids.reverse();
        }
        (turn, ids)
    });
    let answers = crowd!(subject, turns, |turn, work| async {
        let (turn, ids) = &turn;
        if turn % 3 > 0 {
            return work.customers().get_shared(ids).await.map(|_| ());
        }
        let mut in_order = ids.clone();
        in_order.sort();
        for id in &in_order[..2] {
            let mut loaded = work.customers().get(*id).await?.expect("it is there");
            loaded.value.name.push('!');
            work.customers().update(&loaded).await?;
        }
        Ok(())
    }
    .await);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
}

/// Looking a customer up for its name waits for nobody who changes it.
pub async fn a_look_does_not_wait_for_a_lock(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let id = scene.customer.id;
    let mut first = subject.begin().await;
    first.customers().get(id).await.unwrap();
    let second = elsewhere!(subject, |work| work.customers().find(id).await);
    if subject.writers == Writers::One {
        drop(first);
    }
    let second = timeout(PATIENCE, second).await;
    let seen = second.expect("a look does not wait").unwrap().unwrap();
    assert_eq!(seen, Some(scene.customer));
}

/// Workers that expire registrations pass over those that somebody is at.
pub async fn overdue_registrations_that_others_hold_are_passed_over(subject: &Subject) {
    let mut made = [(); 3].map(|()| subject.make.registration());
    for registration in &mut made {
        registration.state = RegistrationState::AwaitingActivation {
            decision: None,
            expires_at: minute(1),
        };
    }
    let seen = passed_over(subject, &made, |store| {
        elsewhere!(store, |work| work
            .registrations()
            .get_overdue(minute(2), 10)
            .await)
    });
    assert_eq!(seen.await, [made[0].id, made[2].id]);
}

/// Workers that remind mappers pass over requests that somebody is at.
pub async fn neglected_requests_that_others_hold_are_passed_over(subject: &Subject) {
    let made = [(); 3].map(|()| subject.make.request());
    let seen = passed_over(subject, &made, |store| {
        elsewhere!(store, |work| work
            .registrations()
            .get_neglected(minute(2), 1, 10)
            .await)
    });
    assert_eq!(seen.await, [made[0].id, made[2].id]);
}

type Registrations = Vec<Stored<registration_core::model::Registration>>;

/// Stores `made` and holds the one in the middle while `load` runs elsewhere. With one writer nothing can run elsewhere
/// meanwhile; then the one in the middle is finished first, so that the answer is the same.
async fn passed_over(
    subject: &Subject,
    made: &[registration_core::model::Registration; 3],
    load: impl FnOnce(&Subject) -> JoinHandle<Result<Registrations, StoreError>>,
) -> Vec<registration_core::model::RegistrationId> {
    subject
        .write(async |work| {
            for registration in made {
                work.registrations().insert(registration).await?;
            }
            Ok(())
        })
        .await;
    let mut first = subject.begin().await;
    let held = first.registrations().get(made[1].id).await.unwrap();
    let second = load(subject);
    if subject.writers == Writers::One {
        let mut held = held.expect("it is there");
        held.value.state = RegistrationState::Expired { at: minute(2) };
        first.registrations().update(&held).await.unwrap();
        first.commit().await.unwrap();
    }
    let second = timeout(PATIENCE, second).await;
    let seen = second.expect("it passes over what is held").unwrap();
    seen.unwrap().iter().map(|row| row.id).collect()
}
