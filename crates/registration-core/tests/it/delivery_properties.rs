//! What holds of delivery: waiting grows and ends, and what may have arrived is sent once more at most.

use proptest::prelude::*;
use registration_core::policy::delivery::{
    Attempt, MAX_ATTEMPTS, MAX_UNKNOWN_OUTCOMES, Verdict, after, may_send, retry_delay,
};
use registration_testkit::fixtures::start;
use time::Duration;

fn attempt() -> impl Strategy<Value = Attempt> {
    prop::sample::select(vec![
        Attempt::Transient,
        Attempt::Unknown,
        Attempt::Permanent,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_wait_grows_and_never_exceeds_six_hours(number in 1..u32::MAX) {
        let wait = retry_delay(number);
        prop_assert!(wait >= Duration::seconds(10) && wait <= Duration::hours(6));
        prop_assert!(retry_delay(number.saturating_add(1)) >= wait);
    }

    #[test]
    fn whatever_happens_a_mail_ends_and_is_doubtful_twice_at_most(outcomes in prop::collection::vec(attempt(), 40)) {
        let (mut now, mut unknown, mut tries) = (start(), 0, 0);
        for outcome in outcomes {
            if !may_send(unknown) {
                break;
            }
            tries += 1;
            let verdict = after(outcome, tries, unknown, now);
            unknown += u32::from(outcome == Attempt::Unknown);
            match verdict {
                Verdict::RetryAt(at) => {
                    prop_assert!(at > now && outcome != Attempt::Permanent);
                    now = at;
                }
                Verdict::GiveUp => break,
            }
        }
        prop_assert!(tries <= MAX_ATTEMPTS && unknown <= MAX_UNKNOWN_OUTCOMES);
        prop_assert!(now.since(start()) < Duration::hours(60));
    }
}

#[test]
fn trouble_that_may_pass_is_given_every_try() {
    let tries = (1..=MAX_ATTEMPTS).filter(|number| {
        matches!(
            after(Attempt::Transient, *number, 0, start()),
            Verdict::RetryAt(_)
        )
    });
    assert_eq!(tries.count() as u32, MAX_ATTEMPTS - 1);
}

#[test]
fn the_second_sending_of_unknown_outcome_is_the_last() {
    for attempt in [2, 3, MAX_ATTEMPTS - 1] {
        let first = after(Attempt::Unknown, attempt, 0, start());
        assert_eq!(first, Verdict::RetryAt(start().plus(retry_delay(attempt))));
        assert_eq!(
            after(Attempt::Unknown, attempt, 1, start()),
            Verdict::GiveUp
        );
        let known = after(Attempt::Transient, attempt, 1, start());
        assert!(matches!(known, Verdict::RetryAt(_)));
    }
}
