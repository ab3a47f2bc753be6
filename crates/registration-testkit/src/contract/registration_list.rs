//! Lists of registrations.

use super::{Subject, list::ALL, scene::Scene};
use crate::fixtures::minute;
use registration_core::{
    model::{ActorRef, Origin, OriginKind, Registration, RegistrationState, StateKind},
    ports::RegistrationFilter,
};

/// One of each door, in different states and at different customers, oldest first.
async fn store(subject: &Subject, scene: &Scene) -> Vec<Registration> {
    let make = &subject.make;
    let by_staff = |origin, state| Registration {
        origin,
        state,
        customer: Some(scene.customer.id),
        ..make.registration()
    };
    let made = vec![
        make.registration(),
        make.registration_by(&scene.link),
        by_staff(
            Origin::Invitation { message: None },
            RegistrationState::Expired { at: minute(1) },
        ),
        by_staff(
            Origin::AccessGrant,
            RegistrationState::Withdrawn {
                at: minute(1),
                by: ActorRef::System,
            },
        ),
        make.request(),
    ];
    subject
        .write(async |work| {
            for registration in &made {
                work.registrations().insert(registration).await?;
            }
            Ok(())
        })
        .await;
    made
}

async fn listed(subject: &Subject, filter: &RegistrationFilter) -> Vec<Registration> {
    let listed = subject.directory.registrations(filter, ALL).await.unwrap();
    listed.into_iter().map(|row| row.value).collect()
}

/// Without a filter all are listed, newest first, as they were written.
pub async fn registrations_are_listed_newest_first(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let made = store(subject, &scene).await;
    let mut expected = vec![scene.registration];
    expected.extend(made);
    expected.reverse();
    let filter = RegistrationFilter::default();
    assert_eq!(listed(subject, &filter).await, expected);
}

/// Each part of the filter alone, for each of its values, keeps exactly what fits.
pub async fn registrations_are_filtered_by_state_door_customer_and_link(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let mut made = store(subject, &scene).await;
    made.insert(0, scene.registration.clone());
    made.reverse();
    let fitting = |fits: &dyn Fn(&Registration) -> bool| -> Vec<Registration> {
        made.iter().filter(|made| fits(made)).cloned().collect()
    };
    for state in StateKind::ALL {
        let filter = RegistrationFilter {
            state: Some(*state),
            ..Default::default()
        };
        let expected = fitting(&|made| made.state.kind() == *state);
        assert_eq!(listed(subject, &filter).await, expected, "{state}");
    }
    for origin in OriginKind::ALL {
        let filter = RegistrationFilter {
            origin: Some(*origin),
            ..Default::default()
        };
        let expected = fitting(&|made| made.origin.kind() == *origin);
        assert_eq!(listed(subject, &filter).await, expected, "{origin}");
        assert!(!expected.is_empty());
    }
    let filter = RegistrationFilter {
        customer: Some(scene.customer.id),
        ..Default::default()
    };
    let expected = fitting(&|made| made.customer.is_some());
    assert_eq!(listed(subject, &filter).await, expected);
    let filter = RegistrationFilter {
        link: Some(scene.link.id),
        ..Default::default()
    };
    let expected = fitting(&|made| made.link().is_some());
    assert_eq!(listed(subject, &filter).await, expected);
    let filter = RegistrationFilter {
        link: Some(subject.make.id()),
        ..Default::default()
    };
    assert_eq!(listed(subject, &filter).await, []);
}

/// The parts of a filter narrow each other.
pub async fn the_parts_of_a_filter_of_registrations_narrow_each_other(subject: &Subject) {
    let scene = Scene::set(subject).await;
    let made = store(subject, &scene).await;
    let filter = RegistrationFilter {
        state: Some(StateKind::AwaitingActivation),
        origin: Some(OriginKind::InviteLink),
        customer: Some(scene.customer.id),
        link: Some(scene.link.id),
        q: Some("ANN".to_owned()),
    };
    assert_eq!(listed(subject, &filter).await, [made[1].clone()]);
    let filter = RegistrationFilter {
        state: Some(StateKind::AwaitingMapping),
        ..filter
    };
    assert_eq!(listed(subject, &filter).await, []);
}

/// Of all that await mapping the oldest is found, and nothing else.
pub async fn the_request_that_waits_longest_is_found(subject: &Subject) {
    let make = &subject.make;
    let found = async || {
        let found = subject.directory.longest_waiting().await.unwrap();
        found.map(|request| request.value)
    };
    let other = make.registration();
    let (oldest, newest) = (make.request(), make.request());
    subject
        .write(async |work| work.registrations().insert(&other).await)
        .await;
    assert_eq!(found().await, None);
    subject
        .write(async |work| {
            work.registrations().insert(&newest).await?;
            work.registrations().insert(&oldest).await
        })
        .await;
    assert_eq!(found().await, Some(oldest));
}
