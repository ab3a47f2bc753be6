//! What holds of passwords and sessions.

use proptest::prelude::*;
use registration_core::{
    model::{AccountId, Session, SessionHolder, StaffId},
    policy::{
        passwords::{MAX_CHARS, MIN_CHARS, Weakness, check},
        sessions::{LONGEST, TOUCH_EVERY, is_live, lifetime, needs_touch},
    },
};
use registration_testkit::fixtures::{Fixtures, start};
use time::Duration;
use uuid::Uuid;

const PHRASES: &[&str] = &[
    "seven walruses hum quietly",
    "violet tractor beneath osmosis",
    "Trockene Wolken zählen rückwärts",
    "紫色的拖拉机在山谷里慢慢唱着古老的歌",
];

fn holder() -> impl Strategy<Value = SessionHolder> {
    prop_oneof![
        Just(SessionHolder::Staff(StaffId(Uuid::nil()))),
        Just(SessionHolder::Account(AccountId(Uuid::nil()))),
    ]
}

fn session(holder: SessionHolder, seen_after: Duration) -> Session {
    Session {
        created_at: start(),
        last_seen_at: start().plus(seen_after),
        ..Fixtures::default().session(holder)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn length_counts_characters_and_is_told_first(password in "\\PC{0,20}", long in 0..3_usize) {
        let chars = password.chars().count();
        if chars < MIN_CHARS {
            prop_assert_eq!(check(&password, &[]), Err(Weakness::TooShort));
        } else {
            prop_assert_ne!(check(&password, &[]), Err(Weakness::TooShort));
        }
        let longest = "é".repeat(MAX_CHARS + long);
        let expected = if long > 0 { Weakness::TooLong } else { Weakness::Guessable };
        prop_assert_eq!(check(&longest, &[]), Err(expected));
    }

    #[test]
    fn no_composition_is_asked_for(phrase in prop::sample::select(PHRASES), context in "[a-z]{3,8}") {
        prop_assert_eq!(check(phrase, &[&context]), Ok(()));
    }

    #[test]
    fn repeating_who_one_is_makes_no_password(name in "[a-z]{4,7}", company in "[a-z]{4,7}") {
        let address = format!("{name}@{company}.com");
        for guess in [name.repeat(5), format!("{name}{name}{name}{name}"), address.repeat(2)] {
            let answer = check(&guess, &[&name, &address, &company]);
            if guess.chars().count() >= MIN_CHARS {
                prop_assert_eq!(answer, Err(Weakness::Guessable), "{}", guess);
            }
        }
    }

    #[test]
    fn a_session_lives_until_it_is_idle_or_old(holder in holder(), seen in 0..40_000_i64, later in 0..40_000_i64) {
        let (idle, longest) = lifetime(holder);
        let (seen, later) = (Duration::minutes(seen), Duration::minutes(later));
        let session = session(holder, seen);
        let now = session.last_seen_at.plus(later);
        prop_assert_eq!(is_live(&session, now), later < idle && seen + later < longest);
        prop_assert_eq!(needs_touch(&session, now), later >= TOUCH_EVERY);
        prop_assert!(idle < longest && longest <= LONGEST && TOUCH_EVERY < idle);
        prop_assert!(!is_live(&session, start().plus(LONGEST)), "what can be forgotten is over");
    }
}

#[test]
fn a_password_just_hard_enough_to_guess_is_good() {
    assert_eq!(check("wallpaper umbrella", &[]), Ok(()));
    assert_eq!(check("orangeorangegiraffe", &[]), Err(Weakness::Guessable));
}

#[test]
fn a_session_is_over_at_the_very_moment_it_is_idle_or_old() {
    let instant = Duration::MICROSECOND;
    for holder in [
        SessionHolder::Staff(StaffId(Uuid::nil())),
        SessionHolder::Account(AccountId(Uuid::nil())),
    ] {
        let (idle, longest) = lifetime(holder);
        let unused = session(holder, Duration::ZERO);
        assert!(is_live(&unused, start().plus(idle - instant)));
        assert!(!is_live(&unused, start().plus(idle)));
        let used = session(holder, longest - instant);
        assert!(is_live(&used, start().plus(longest - instant)));
        assert!(!is_live(&used, start().plus(longest)));
        assert!(!needs_touch(&unused, start().plus(TOUCH_EVERY - instant)));
        assert!(needs_touch(&unused, start().plus(TOUCH_EVERY)));
    }
}

#[test]
fn each_word_of_who_one_is_counts_alone() {
    let phrase = "zyx quasselbqxwv";
    assert_eq!(check(phrase, &[]), Ok(()));
    for context in [
        "quasselbqxwv@zyx.example",
        "Zyx Quasselbqxwv",
        "no/zyx/quasselbqxwv",
    ] {
        assert_eq!(
            check(phrase, &[context]),
            Err(Weakness::Guessable),
            "{context}"
        );
    }
}
