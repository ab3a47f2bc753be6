//! What holds of uploaded pictures: how long they can be chosen, and when they are forgotten.

use proptest::prelude::*;
use registration_core::{
    model::{Cover, MediaId},
    policy::{
        covers::{is_over, may_become},
        validity::UNUSED_PICTURE,
    },
};
use registration_testkit::fixtures::Fixtures;
use time::Duration;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_picture_that_can_be_chosen_or_was_a_moment_ago_is_never_forgotten(minutes in 0..3_000_i64) {
        let make = Fixtures::default();
        let picture: MediaId = make.id();
        let now = picture.uploaded_at().plus(Duration::minutes(minutes));
        let shown = Cover::Upload { media: picture };
        let another = Cover::Upload { media: make.id() };
        prop_assert!(may_become(picture, &shown, now));
        for current in [Cover::None, another] {
            prop_assert_eq!(may_become(picture, &current, now), minutes < 24 * 60);
        }
        prop_assert_eq!(is_over(picture, now), minutes >= 25 * 60);
    }
}

#[test]
fn a_day_after_its_upload_a_picture_cannot_be_chosen_any_more() {
    let picture: MediaId = Fixtures::default().id();
    let end = picture.uploaded_at().plus(UNUSED_PICTURE);
    assert!(may_become(
        picture,
        &Cover::None,
        end.plus(-Duration::MICROSECOND)
    ));
    assert!(!may_become(picture, &Cover::None, end));
    let forgotten = end.plus(Duration::HOUR);
    assert!(!is_over(picture, forgotten.plus(-Duration::MICROSECOND)));
    assert!(is_over(picture, forgotten));
}
