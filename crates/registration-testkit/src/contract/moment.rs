//! Times are whole microseconds; they compare as moments, and ids order what happened within one.

use super::{Subject, list::ALL};
use crate::fixtures::{minute, start};
use registration_core::{
    model::{Registration, RegistrationState, Timestamp},
    ports::{Page, RegistrationFilter},
};
use time::Duration;

/// The store has a clock of its own, which agrees with this machine's to within an hour.
pub async fn the_store_tells_the_time(subject: &Subject) {
    let here = Timestamp::from(time::OffsetDateTime::now_utc());
    let there = subject.directory.now().await.unwrap();
    assert!(
        there.since(here).abs() < Duration::HOUR,
        "the store's clock is wrong: {there} there, {here} here"
    );
}

/// The store's clock goes on while time passes, and never back.
pub async fn the_clock_of_the_store_goes_forward(subject: &Subject) {
    let first = subject.directory.now().await.unwrap();
    let mut last = first;
    for _ in 0..10 {
        tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        let next = subject.directory.now().await.unwrap();
        assert!(
            last <= next,
            "the store's clock goes backwards: {next} came after {last}"
        );
        last = next;
    }
    assert!(
        first < last,
        "the store's clock stands still at {first}: give the contract a store with a clock that goes"
    );
}

/// A moment is kept to the microsecond, from the year 0 to the year 9999, before 1970 too.
pub async fn moments_are_kept_to_the_microsecond(subject: &Subject) {
    let moments = [
        "0000-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z",
        "2026-03-29T01:30:00.000001Z",
        "2026-03-29T03:30:00.5+02:00",
        "2038-01-19T03:14:08.123456Z",
        "9999-12-31T23:59:59Z",
    ];
    for moment in moments {
        let moment: Timestamp = moment.parse().expect("it is a moment");
        let mut customer = subject.make.customer();
        customer.created_at = moment;
        customer.archived_at = Some(moment);
        let mut registration = subject.make.registration();
        registration.created_at = moment;
        registration.state = RegistrationState::AwaitingActivation {
            decision: None,
            expires_at: moment,
        };
        subject
            .write(async |work| {
                work.customers().insert(&customer).await?;
                work.registrations().insert(&registration).await
            })
            .await;
        let found = subject.directory.customer(customer.id).await.unwrap();
        assert_eq!(found.expect("there").value, customer);
        let found = subject.directory.registration(registration.id).await;
        assert_eq!(found.unwrap().expect("there").value, registration);
    }
}

/// Moments compare as moments, however they were written: to the microsecond, and across offsets.
pub async fn moments_compare_as_moments(subject: &Subject) {
    let now: Timestamp = "2026-03-02T12:00:00.5Z".parse().expect("it is a moment");
    // Each text sorts in another way than the moment that it names.
    let ends = [
        ("2026-03-02T12:00:00.499999Z", true),
        ("2026-03-02T12:00:00.5Z", true),
        ("2026-03-02T12:00:00.500001Z", false),
        ("2026-03-02T12:00:01Z", false),
        ("2026-03-02T12:00:00Z", true),
        ("2026-03-02T13:00:00+01:00", true),
        ("2026-03-02T11:30:00-01:00", false),
        ("2026-03-02T22:00:00.4+10:00", true),
    ];
    let registrations = ends.map(|(end, over)| {
        let state = RegistrationState::AwaitingActivation {
            decision: None,
            expires_at: end.parse().expect("it is a moment"),
        };
        let registration = Registration {
            state,
            ..subject.make.registration()
        };
        (registration, end, over)
    });
    let overdue = subject
        .write(async |work| {
            for (registration, ..) in &registrations {
                work.registrations().insert(registration).await?;
            }
            work.registrations().get_overdue(now, 100).await
        })
        .await;
    for (registration, end, over) in &registrations {
        let is_over = overdue.iter().any(|row| row.id == registration.id);
        assert_eq!(is_over, *over, "{end}");
    }
}

/// What happened within one microsecond has the order of its ids, newest first, whatever the times say.
pub async fn rows_of_one_moment_have_the_order_of_their_ids(subject: &Subject) {
    let mut made: Vec<Registration> = (0..6).map(|_| subject.make.registration()).collect();
    for (index, registration) in made.iter_mut().enumerate() {
        // One moment for most; the newest id is the oldest by time.
        registration.created_at = if index == 5 { start() } else { minute(1) };
    }
    subject
        .write(async |work| {
            for index in [4, 1, 5, 0, 3, 2] {
                work.registrations().insert(&made[index]).await?;
            }
            Ok(())
        })
        .await;
    let expected: Vec<_> = made.iter().rev().map(|made| made.id).collect();
    let filter = RegistrationFilter::default();
    let listed = subject.directory.registrations(&filter, ALL).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|row| row.id).collect();
    assert_eq!(listed, expected);
    let rest = Page {
        limit: 10,
        before: Some(expected[2].0),
    };
    let rest = subject.directory.registrations(&filter, rest).await;
    let rest: Vec<_> = rest.unwrap().iter().map(|row| row.id).collect();
    assert_eq!(rest, expected[3..]);
}
