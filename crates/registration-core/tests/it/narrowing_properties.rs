//! What holds of every change of an invite link: it hits those whom it leaves outside, and no others.

use proptest::prelude::*;
use registration_core::{
    model::{InviteLink, LinkCode, RetiredCode, Timestamp},
    policy::{
        admission::link_is_live,
        narrowing::{Narrowing, OnTheWay, narrowing},
    },
};
use registration_testkit::{
    fixtures::{Fixtures, minute, start},
    strategies::link::{invite_link, live_link},
};
use std::num::NonZeroU32;

/// A link, what it is to become, and people who presented its codes.
#[derive(Debug, Clone)]
struct Case {
    before: InviteLink,
    after: InviteLink,
    people: Vec<(LinkCode, Timestamp)>,
}

impl Case {
    fn pending(&self) -> Vec<OnTheWay<'_>> {
        let people = self.people.iter();
        people
            .map(|(code, expires_at)| OnTheWay {
                code,
                expires_at: *expires_at,
            })
            .collect()
    }

    fn narrowing(&self) -> Narrowing {
        narrowing(&self.before, &self.after, &self.pending(), start())
    }

    /// Who comes in when these activate one after the other at one moment.
    fn come_in(&self, link: &InviteLink, order: &[usize], at: Timestamp) -> Vec<usize> {
        let mut link = link.clone();
        let mut inside = Vec::new();
        for place in order {
            let (code, expires_at) = &self.people[*place];
            if at < *expires_at && link_is_live(&link, code, at).is_ok() {
                link.uses += 1;
                inside.push(*place);
            }
        }
        inside
    }
}

fn moment() -> impl Strategy<Value = Timestamp> + Clone {
    (-90..90_i64).prop_map(minute)
}

fn limits() -> impl Strategy<Value = (Option<Timestamp>, Option<NonZeroU32>)> {
    let max = prop::option::of(1..12_u32).prop_map(|max| max.and_then(NonZeroU32::new));
    (prop::option::of(moment()), max)
}

fn case() -> impl Strategy<Value = Case> {
    let customer = Fixtures::default().customer().id;
    let link = prop_oneof![1 => invite_link(customer).boxed(), 4 => live_link(customer).boxed()];
    let people = prop::collection::vec((any::<prop::sample::Index>(), 1..90_i64), 0..6);
    let end = prop::option::of(moment());
    (link, limits(), limits(), any::<bool>(), people, end).prop_map(
        |(mut link, (ends, max), (then_ends, then_max), enabled, people, accepted)| {
            link.expires_at = ends;
            link.max_uses = max;
            for (old, end) in link.retired.iter_mut().zip(accepted) {
                old.accepted_until = end;
            }
            let mut codes = vec![link.code.clone()];
            codes.extend(link.retired.iter().map(|old| old.code.clone()));
            let people = people
                .iter()
                .map(|(code, until)| (code.get(&codes).clone(), minute(*until)))
                .collect();
            let after = InviteLink {
                expires_at: then_ends,
                max_uses: then_max,
                enabled: link.enabled && enabled,
                ..link.clone()
            };
            Case {
                before: link,
                after,
                people,
            }
        },
    )
}

proptest! {
    #[test]
    fn who_is_not_hit_comes_in_whenever_he_did_before(
        (case, order) in case().prop_flat_map(|case| {
            let order: Vec<usize> = (0..case.people.len()).collect();
            (Just(case), Just(order).prop_shuffle())
        }),
        later in 0..90_i64,
    ) {
        let hit = case.narrowing().hit;
        let at = minute(later);
        let (before, after) = (case.come_in(&case.before, &order, at), case.come_in(&case.after, &order, at));
        for place in before {
            prop_assert!(hit.contains(&place) || after.contains(&place), "{place} was not named");
        }
    }

    #[test]
    fn whoever_is_hit_can_be_left_outside_by_it(case in case()) {
        let narrowing = case.narrowing();
        let could = |place: &usize| link_is_live(&case.before, &case.people[*place].0, start()).is_ok();
        for place in &narrowing.hit {
            prop_assert!(could(place));
            let others = (0..case.people.len()).filter(|other| other != place && could(other));
            let mut order: Vec<usize> = others.collect();
            let left = narrowing.uses_left.map_or(0, |left| left as usize);
            order.insert(left.min(order.len()), *place);
            let at = match narrowing.uses_left {
                Some(_) => start(),
                None => narrowing.ends_at.unwrap(),
            };
            let alone = if narrowing.uses_left.is_some() { order } else { vec![*place] };
            prop_assert!(case.come_in(&case.before, &alone, at).contains(place));
            prop_assert!(!case.come_in(&case.after, &alone, at).contains(place));
        }
    }

    #[test]
    fn a_change_that_widens_hits_nobody(case in case()) {
        let narrowing = narrowing(&case.after, &case.before, &case.pending(), start());
        let wider = |narrow: Option<u64>, wide: Option<u64>| {
            wide.is_none() || narrow.is_some_and(|narrow| wide >= Some(narrow))
        };
        let max = |link: &InviteLink| link.max_uses.map(|max| u64::from(max.get()));
        let end = |link: &InviteLink| link.expires_at.map(|end| u64::try_from(end.as_micros()).unwrap());
        if wider(max(&case.after), max(&case.before)) && wider(end(&case.after), end(&case.before)) {
            prop_assert_eq!(narrowing.hit, Vec::<usize>::new());
            prop_assert_eq!(narrowing.ends_at, None);
        }
    }
}

#[test]
fn an_earlier_end_hits_a_replaced_code_only_before_its_own() {
    let make = Fixtures::default();
    let before = InviteLink {
        retired: vec![RetiredCode {
            code: make.link_code(),
            accepted_until: minute(30),
        }],
        ..make.invite_link(&make.customer())
    };
    let codes = [before.code.clone(), before.retired[0].code.clone()];
    for (end, hit) in [(20, vec![0, 1]), (30, vec![0]), (45, vec![0]), (60, vec![])] {
        let case = Case {
            after: InviteLink {
                expires_at: Some(minute(end)),
                ..before.clone()
            },
            before: before.clone(),
            people: codes.clone().map(|code| (code, minute(60))).into(),
        };
        assert_eq!(case.narrowing().hit, hit, "{end}");
    }
}
