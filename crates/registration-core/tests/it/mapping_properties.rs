//! What holds of mapping: who is told, who is kept off, and what is suggested in which order.

use crate::office::{email, name};
use proptest::prelude::*;
use registration_core::{
    model::{
        ActorRef, Claim, Contact, Customer, MappingRecipients, PortalAccess, Role, Staff, StaffId,
    },
    policy::mapping::{
        BURST, BURST_WITHIN, Misfit, REMINDERS, Reason, blocking_claim, burst_at, comes_in_a_burst,
        fits, rank_contacts, rank_customers, recipients, reminded, telling_words,
    },
};
use registration_testkit::{
    fixtures::{Fixtures, minute, permitted, start},
    strategies,
};
use std::collections::HashSet;
use time::Duration;
use uuid::Uuid;

fn staff() -> impl Strategy<Value = Vec<Staff>> {
    prop::collection::vec(strategies::person::staff(), 0..6)
}

fn customers() -> impl Strategy<Value = (Vec<Customer>, Vec<Contact>)> {
    let names = prop::sample::select(vec!["Acme Ltd", "ACME Holding", "Zebra GmbH", "The Co"]);
    prop::collection::vec(
        (
            names,
            any::<bool>(),
            any::<bool>(),
            prop::bool::weighted(0.2),
        ),
        0..6,
    )
    .prop_map(|rows| {
        let make = Fixtures::default();
        let mut contacts = Vec::new();
        let customers = rows
            .into_iter()
            .map(|(name, permits, known, archived)| {
                let mut customer = make.customer();
                customer.name = name.to_owned();
                customer.archived_at = archived.then(start);
                if permits {
                    customer
                        .settings
                        .permitted_domains
                        .push(permitted("acme.com"));
                }
                if known {
                    contacts.push(make.contact(&customer));
                }
                customer
            })
            .collect();
        (customers, contacts)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_mappers_on_duty_are_told_or_the_next_in_line(staff in staff()) {
        let mapper = |one: &Staff| one.active && one.roles.contains(&Role::PortalRegistrationMapper);
        let (why, told) = recipients(&staff);
        let told: Vec<StaffId> = told.into_iter().map(|one| one.id).collect();
        let who = |wanted: &dyn Fn(&Staff) -> bool| -> Vec<StaffId> {
            staff.iter().filter(|one| wanted(one)).map(|one| one.id).collect()
        };
        let on_duty = who(&|one| mapper(one) && one.on_duty);
        let mappers = who(&mapper);
        let administrators = who(&|one| one.active && one.roles.contains(&Role::Administrator));
        let expected = if !on_duty.is_empty() {
            (MappingRecipients::OnDuty, on_duty)
        } else if !mappers.is_empty() {
            (MappingRecipients::OffDuty, mappers)
        } else {
            (MappingRecipients::Administrators, administrators.clone())
        };
        prop_assert_eq!((why, told.clone()), expected);

        let ids = |number| reminded(&staff, number).into_iter().map(|one| one.id).collect::<Vec<_>>();
        prop_assert_eq!(ids(1), told.clone());
        let last = ids(REMINDERS.last().unwrap().0);
        let unique: HashSet<_> = last.iter().collect();
        prop_assert_eq!(unique.len(), last.len(), "nobody twice");
        prop_assert!(told.iter().chain(&administrators).all(|id| last.contains(id)));
        prop_assert!(last.iter().all(|id| told.contains(id) || administrators.contains(id)));
    }

    #[test]
    fn only_somebody_elses_live_claim_keeps_off(own in any::<bool>(), until in -5..5_i64) {
        let (me, other) = (ActorRef::Staff(StaffId(Uuid::nil())), ActorRef::CommandLine);
        let claim = Claim { by: if own { me } else { other }, until: minute(until) };
        prop_assert_eq!(blocking_claim(Some(claim), me, start()).is_some(), !own && until > 0);
        prop_assert_eq!(blocking_claim(None, me, start()), None);
    }

    #[test]
    fn suggestions_are_live_have_reasons_and_stand_best_first((customers, contacts) in customers()) {
        let address = email("ann@acme.com");
        let ranked = rank_customers(&address, "Acme", &customers, &contacts);
        for one in &ranked {
            let customer = customers.iter().find(|customer| customer.id == one.id).unwrap();
            prop_assert!(customer.archived_at.is_none());
            let speaks = [
                (!customer.settings.permitted_domains.is_empty(), Reason::PermittedDomain),
                (contacts.iter().any(|contact| contact.customer == one.id), Reason::ContactsOnDomain),
                (customer.name.to_lowercase().contains("acme"), Reason::SimilarName),
            ];
            let expected: Vec<_> = speaks.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect();
            prop_assert_eq!(&one.reasons, &expected);
        }
        prop_assert!(ranked.windows(2).all(|pair| (std::cmp::Reverse(pair[0].score), pair[0].id) < (std::cmp::Reverse(pair[1].score), pair[1].id)));

        let (mut turned, mut again) = (customers.clone(), contacts.clone());
        turned.reverse();
        turned.extend(customers.clone());
        again.reverse();
        prop_assert_eq!(rank_customers(&address, "Acme", &turned, &again), ranked, "neither order nor repetition matters");
    }

    #[test]
    fn the_same_address_beats_a_similar_name(others in 0..4_usize, place in any::<prop::sample::Index>()) {
        let make = Fixtures::default();
        let customer = make.customer();
        let mut contacts: Vec<Contact> = (0..others).map(|_| make.contact(&customer)).collect();
        let mut same = make.contact(&customer);
        same.email = email("ann@acme.com");
        same.name = name("Zoe", "Quux");
        let id = same.id;
        contacts.insert(place.index(contacts.len() + 1), same);
        let ranked = rank_contacts(&email("ann@acme.com"), &name("Ann", "Lee"), &contacts);
        prop_assert_eq!(ranked[0].id, id);
        prop_assert_eq!(&ranked[0].reasons, &vec![Reason::SameAddress]);
        prop_assert_eq!(ranked.len(), others + 1);
    }

    #[test]
    fn legal_forms_tell_nothing_apart(word in "[a-z]{2,8}", form in prop::sample::select(vec!["Ltd", "GmbH", "Inc.", "The"])) {
        let words = telling_words(&format!("{form} {word}"));
        prop_assert!(words.iter().all(|one| *one == word));
    }
}

#[test]
fn two_people_are_never_merged() {
    let make = Fixtures::default();
    let customer = make.customer();
    let account = make.account();
    let invited = PortalAccess::None.invited(start());
    let active = make.active(&account);
    let suspended = active.clone().suspended(minute(1));
    for access in [PortalAccess::None, invited, active, suspended] {
        let is_active = access.account().is_some();
        let is_none = access == PortalAccess::None;
        let contact = Contact {
            access,
            ..make.contact(&customer)
        };
        let other = make.email();
        for (is_known, confirmed) in [(false, false), (false, true), (true, false), (true, true)] {
            let own = fits(&contact, &contact.email, true, confirmed);
            assert_eq!(
                own.is_err(),
                is_active,
                "one's own address fits unless it is in already"
            );
            let expected = match (is_none && !is_known, confirmed) {
                (false, _) => Err(Misfit::AnotherPerson),
                (true, false) => Err(Misfit::Unconfirmed),
                (true, true) => Ok(()),
            };
            assert_eq!(fits(&contact, &other, is_known, confirmed), expected);
        }
    }
}

#[test]
fn requests_come_in_a_burst_while_the_sixtieth_before_is_less_than_ten_minutes_old() {
    let now = minute(60);
    let ago = |duration: Duration| now.plus(-duration);
    let newest = |oldest| {
        let mut times = vec![now; BURST as usize];
        times[BURST as usize - 1] = oldest;
        times
    };
    let within = newest(ago(BURST_WITHIN - Duration::MICROSECOND));
    assert!(comes_in_a_burst(&within, now));
    assert!(!comes_in_a_burst(&newest(ago(BURST_WITHIN)), now));
    assert!(
        !comes_in_a_burst(&within[1..], now),
        "one fewer is no burst"
    );
}

#[test]
fn ten_minutes_are_one_burst_and_the_next_ten_are_the_next() {
    let first = burst_at(start());
    for (after, later) in [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (-1, -1)] {
        assert_eq!(burst_at(minute(after)), first + later, "{after}");
    }
}
